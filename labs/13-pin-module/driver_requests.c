/* SPDX-License-Identifier: MIT */
/*
 * Lab 13: the acts about requests: ranges that are none, numbers that are large, a request
 * that is not there, and one that changes while it is read.
 */
#include "driver.h"

#include <fcntl.h>
#include <linux/userfaultfd.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/syscall.h>
#include <time.h>

/*
 * Two pages with a request across their border: the address ends the first, the length begins
 * the second. A read of either waits for us, and takes the other away: so each part that is
 * read again is seen to be, and is another number then, of no range.
 *
 *	|........ address|length ........|
 */
static struct changing {
	int fd;
	char *pages[2];
	uint64_t parts[2]; /* address and length, as long as they are right */
	atomic_int nr_reads[2];
} changing;

/* One that goes back and forth between the two is not to go on for ever. */
#define MAX_TAKEN 4

static void serve(int which)
{
	static char page[64 * 1024];
	uint64_t part = changing.parts[which];
	struct uffdio_copy copy = {.dst = (uintptr_t)changing.pages[which],
		.src = (uintptr_t)page,
		.len = page_bytes};

	if (changing.nr_reads[which]++)
		part += 8; /* no whole page any more */
	memset(page, 0, page_bytes);
	memcpy(which ? page : page + page_bytes - sizeof(part), &part, sizeof(part));
	if (changing.nr_reads[which] < MAX_TAKEN)
		madvise(changing.pages[!which], page_bytes, MADV_DONTNEED);
	ioctl(changing.fd, UFFDIO_COPY, &copy);
}

static void *serve_reads(void *unused)
{
	struct uffd_msg message;

	while (read(changing.fd, &message, sizeof(message)) == sizeof(message))
		serve(message.arg.pagefault.address >= (uintptr_t)changing.pages[1]);
	return unused;
}

static int watch_reads(const char *memory)
{
	struct uffdio_api api = {.api = UFFD_API};
	struct uffdio_register area = {
		.mode = UFFDIO_REGISTER_MODE_MISSING, .range.len = 2 * page_bytes};
	pthread_t thread;

	changing.pages[0] = fresh_pages(2);
	changing.pages[1] = changing.pages[0] + page_bytes;
	changing.parts[0] = (uintptr_t)memory;
	changing.parts[1] = nr_pages * page_bytes;
	area.range.start = (uintptr_t)changing.pages[0];
	changing.fd = (int)syscall(SYS_userfaultfd, O_CLOEXEC);
	if (changing.fd < 0 || ioctl(changing.fd, UFFDIO_API, &api) ||
		ioctl(changing.fd, UFFDIO_REGISTER, &area))
		return -errno;
	return -pthread_create(&thread, NULL, serve_reads, NULL);
}

static void pin_by_a_changing_request(int fd)
{
	static const char what[] = "pin by a request that changes after it was read";
	char *memory = fresh(), *request;
	int result = watch_reads(memory);

	if (result) {
		tell_answer(what, "userfaultfd: %s", error_name(result));
		return;
	}
	request = changing.pages[1] - sizeof(uint64_t);
	result = ioctl(fd, PAGE_PIN_PIN, request) ? -errno : 0;
	/* Who has read it twice may refuse what it is now. */
	if ((changing.nr_reads[0] < 2 && changing.nr_reads[1] < 2) || result == -EINVAL)
		tell_answer(what, "one request");
	else
		tell_answer(what,
			"%s, and what was read the second time was not looked at",
			error_name(result));
}

/* Two threads: one's request is not there until we put it there, the other calls meanwhile. */
static struct reading {
	int fd, uffd;
	const char *request, *memory;
	pid_t other;
	atomic_bool has_come_back;
} reading;

static void *call_by_request(void *unused)
{
	ioctl(reading.fd, PAGE_PIN_PIN, reading.request);
	return unused;
}

static void *call_meanwhile(void *unused)
{
	reading.other = gettid();
	unpin(reading.fd, reading.memory, nr_pages);
	reading.has_come_back = true;
	return unused;
}

static char state_of(pid_t thread)
{
	char path[64], state = '?';
	FILE *file;

	snprintf(path, sizeof(path), "/proc/self/task/%d/stat", thread);
	file = fopen(path, "re");
	if (file && fscanf(file, "%*d %*s %c", &state) != 1)
		state = '?';
	if (file)
		fclose(file);
	return state;
}

static double seconds_of(pthread_t thread)
{
	struct timespec used = {.tv_sec = 0};
	clockid_t clock;

	if (!pthread_getcpuclockid(thread, &clock))
		clock_gettime(clock, &used);
	return (double)used.tv_sec + (double)used.tv_nsec / 1e9;
}

/*
 * A host that is busy may have a thread run, by its clock, that in truth has to wait: so it must
 * have had many turns as well.
 */
#define SECONDS_SPINNING 0.5
#define SAMPLES_SPINNING 100

/* Until the other has come back, or sleeps, or keeps its CPU and gets nowhere. */
static bool spins_meanwhile(pthread_t other)
{
	int nr_running = 0;

	while (!reading.has_come_back &&
		(nr_running < SAMPLES_SPINNING || seconds_of(other) < SECONDS_SPINNING)) {
		char state = reading.other ? state_of(reading.other) : 'R';

		if (state == 'S' || state == 'D')
			return false;
		nr_running++;
		usleep(2000);
	}
	return !reading.has_come_back;
}

void call_during_a_read(int fd)
{
	static const char what[] = "who waits for one that reads its request";
	static char page[64 * 1024];
	struct uffdio_api api = {.api = UFFD_API};
	struct uffdio_register area = {
		.mode = UFFDIO_REGISTER_MODE_MISSING, .range.len = page_bytes};
	struct uffdio_copy copy = {.src = (uintptr_t)page, .len = page_bytes};
	struct uffd_msg message;
	pthread_t reader, other;
	bool spins;

	reading.fd = fd;
	reading.request = fresh_pages(1);
	reading.memory = fresh();
	area.range.start = copy.dst = (uintptr_t)reading.request;
	reading.uffd = (int)syscall(SYS_userfaultfd, O_CLOEXEC);
	if (reading.uffd < 0 || ioctl(reading.uffd, UFFDIO_API, &api) ||
		ioctl(reading.uffd, UFFDIO_REGISTER, &area)) {
		tell_answer(what, "userfaultfd: %s", error_name(-errno));
		return;
	}
	pthread_create(&reader, NULL, call_by_request, NULL);
	if (read(reading.uffd, &message, sizeof(message)) != sizeof(message))
		exit(1);
	pthread_create(&other, NULL, call_meanwhile, NULL);
	spins = spins_meanwhile(other);
	ioctl(reading.uffd, UFFDIO_COPY, &copy);
	pthread_join(reader, NULL);
	pthread_join(other, NULL);
	tell_answer(what, spins ? "keeps the CPU" : "sleeps");
}

void act_bounds(void)
{
	uint64_t at = (uintptr_t)fresh(), page = page_bytes,
		 length = nr_pages * page_bytes;
	int fd = open_device();

	lab_checkpoint("begun");
	say("pin no bytes", call(fd, PAGE_PIN_PIN, at, 0));
	say("pin half a page", call(fd, PAGE_PIN_PIN, at, page / 2));
	say("pin a page and a byte", call(fd, PAGE_PIN_PIN, at, page + 1));
	say("pin a page from its middle on", call(fd, PAGE_PIN_PIN, at + page / 2, page));
	say("pin from the middle of a page to its end",
		call(fd, PAGE_PIN_PIN, at + page / 2, page / 2));
	say("pin a range that wraps around", call(fd, PAGE_PIN_PIN, at, -page));
	say("pin a range that ends at address 0", call(fd, PAGE_PIN_PIN, -page, page));
	say("unpin no bytes", call(fd, PAGE_PIN_UNPIN, at, 0));
	say_refused("pin 65536 pages", call(fd, PAGE_PIN_PIN, at, page << 16));
	say_refused("pin 65536 pages and memory",
		call(fd, PAGE_PIN_PIN, at, (page << 16) + length));
	say_refused("pin 2^31 pages", call(fd, PAGE_PIN_PIN, at, page << 31));
	say_refused("pin 2^32 pages", call(fd, PAGE_PIN_PIN, at, page << 32));
	say_refused("pin 2^32 pages and memory",
		call(fd, PAGE_PIN_PIN, at, (page << 32) + length));
	say_refused("pin 2^50 pages and memory",
		call(fd, PAGE_PIN_PIN, at, (page << 50) + length));
	say("pin by a request of the kernel's own",
		ioctl(fd, PAGE_PIN_PIN, kernel_address) ? -errno : 0);
	lab_checkpoint("refused");
	pin_by_a_changing_request(fd);
}

/* A module that follows a program's pointer by itself may die of these. */
void act_requests(void)
{
	char *pages = fresh_pages(2);
	int fd = open_device();

	memset(pages, 0, page_bytes);
	munmap(pages + page_bytes, page_bytes);
	say("pin by a request that is half there",
		ioctl(fd, PAGE_PIN_PIN, pages + page_bytes - sizeof(uint64_t)) ? -errno
									       : 0);
	say("unpin by a request at address 0",
		ioctl(fd, PAGE_PIN_UNPIN, NULL) ? -errno : 0);
}
