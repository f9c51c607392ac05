/* SPDX-License-Identifier: MIT */
/*
 * Lab 13: an ordinary program has a module pin its memory, in acts. The checker looks at the
 * kernel's own numbers at the checkpoints of each; ./run has it play them all.
 *
 *	./driver PAGES [ACT]        prints what the module answered
 */
#include <errno.h>
#include <fcntl.h>
#include <numaif.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lab.h"
#include "page_pin.h"

#define NR_THREADS 4
#define NR_ROUNDS 32
#define NODE_1_CPU 4
#define STOCK_PAGES 8192
#define CMA_PAGES 512

static size_t nr_pages, page_bytes;
static const char *act;

static void say(const char *what, int result)
{
	if (result > 0)
		printf("%s: %s: returned %d\n", act, what, result);
	else
		printf("%s: %s: %s\n", act, what,
			result ? strerrorname_np(-result) : "ok");
	fflush(stdout);
}

static int open_device(void)
{
	int fd = open("/dev/page_pin", O_RDWR | O_CLOEXEC);

	if (fd < 0) {
		say("open /dev/page_pin", -errno);
		exit(1);
	}
	return fd;
}

/* What ioctl(2) returned, or -errno. */
static int call(int fd, unsigned long request, uint64_t address, uint64_t length_bytes)
{
	struct page_pin_range range = {.address = address, .length_bytes = length_bytes};
	int result = ioctl(fd, request, &range);

	return result < 0 ? -errno : result;
}

static int pin(int fd, const char *at, size_t nr)
{
	return call(fd, PAGE_PIN_PIN, (uintptr_t)at, nr * page_bytes);
}

static int unpin(int fd, const char *at, size_t nr)
{
	return call(fd, PAGE_PIN_UNPIN, (uintptr_t)at, nr * page_bytes);
}

static char *fresh(void)
{
	char *memory;

	if (lab_map(nr_pages * page_bytes, &memory))
		exit(1);
	return memory;
}

static char *with_a_hole(void)
{
	char *memory = fresh();

	munmap(memory + nr_pages / 2 * page_bytes, page_bytes);
	return memory;
}

static void whole(void)
{
	char *memory = fresh(), *holed = with_a_hole(), *read_only = fresh();
	int fd = open_device();

	mprotect(read_only, nr_pages * page_bytes, PROT_READ);
	lab_checkpoint("begun");
	say("pin memory", pin(fd, memory, nr_pages));
	lab_checkpoint("pinned");
	say("pin memory with a hole", pin(fd, holed, nr_pages));
	say("pin memory that may only be read", pin(fd, read_only, nr_pages));
	lab_checkpoint("refused");
}

static void bounds(void)
{
	uint64_t at = (uintptr_t)fresh(), page = page_bytes;
	int fd = open_device();

	lab_checkpoint("begun");
	say("pin no bytes", call(fd, PAGE_PIN_PIN, at, 0));
	say("pin half a page", call(fd, PAGE_PIN_PIN, at, page / 2));
	say("pin a page from its middle on", call(fd, PAGE_PIN_PIN, at + page / 2, page));
	say("pin a range that wraps around", call(fd, PAGE_PIN_PIN, at, -page));
	say("pin a range that ends at address 0", call(fd, PAGE_PIN_PIN, -page, page));
	say("unpin no bytes", call(fd, PAGE_PIN_UNPIN, at, 0));
	lab_checkpoint("refused");
}

/* Pages 0 1 [2 3 4 5] 6 7 */
static void overlap(void)
{
	char *memory = fresh(), *middle = memory + 2 * page_bytes;
	int fd = open_device(), other = open_device();

	lab_checkpoint("begun");
	say("pin pages 2 to 5", pin(fd, middle, 4));
	lab_checkpoint("pinned");
	say("pin pages 2 to 5 again", pin(fd, middle, 4));
	say("pin pages 0 to 2", pin(fd, memory, 3));
	say("pin pages 5 to 7", pin(fd, memory + 5 * page_bytes, 3));
	say("pin page 3", pin(fd, middle + page_bytes, 1));
	say("pin pages 0 to 7", pin(fd, memory, 8));
	lab_checkpoint("refused");
	say("unpin pages 2 to 4", unpin(fd, middle, 3));
	say("pin pages 0 and 1", pin(fd, memory, 2));
	say("pin pages 6 and 7", pin(fd, memory + 6 * page_bytes, 2));
	say("pin pages 0 to 7 by another open file", pin(other, memory, 8));
	lab_checkpoint("beside");
	if (!fork()) { /* the address is another page there */
		say("pin pages 2 to 5 in a child", pin(fd, middle, 4));
		_exit(0);
	}
	wait(NULL);
}

static void limit(void)
{
	struct rlimit limit;
	char *memory = fresh(), *more = fresh(), *holed = with_a_hole();
	int fd = open_device();

	getrlimit(RLIMIT_MEMLOCK, &limit);
	limit.rlim_cur = nr_pages * page_bytes;
	setrlimit(RLIMIT_MEMLOCK, &limit);
	lab_checkpoint("begun");
	say("pin memory with a hole", pin(fd, holed, nr_pages));
	lab_checkpoint("refused");
	say("pin as much as the limit allows", pin(fd, memory, nr_pages));
	say("pin a page more", pin(fd, more, 1));
	lab_checkpoint("full");
}

/* The lab's settings leave node 1 little but the area of CMA, and the CPU's own stock. */
static void cma(void)
{
	const unsigned long node_1 = 1ul << 1;
	size_t stock_bytes = STOCK_PAGES * page_bytes,
	       length_bytes = CMA_PAGES * page_bytes;
	int fd = open_device();
	char *stock, *memory;

	affinity_bind(NODE_1_CPU);
	set_mempolicy(MPOL_BIND, &node_1, 64);
	if (lab_map(stock_bytes, &stock) || lab_map(length_bytes, &memory))
		exit(1);
	madvise(stock, stock_bytes, MADV_POPULATE_WRITE);
	memset(memory, 1, length_bytes);
	lab_region("memory", memory, length_bytes);
	lab_checkpoint("written");
	say("pin memory that was written", pin(fd, memory, CMA_PAGES));
	lab_checkpoint("pinned");
}

/* A child has the open file too: ours is not the last descriptor. */
static void close_before_child(int fd)
{
	int ends[2];
	pid_t child;

	turns_make(ends);
	child = fork();
	turns_choose(ends, !child);
	if (!child)
		_exit(turn_await(ends[1]) != 0);
	close(fd);
	lab_checkpoint("inherited");
	turn_pass(ends[0]);
	waitpid(child, NULL, 0);
}

static void pin_and_die(void)
{
	if (!fork()) {
		say("pin memory in a child", pin(open_device(), fresh(), nr_pages));
		kill(getpid(), SIGKILL);
	}
	wait(NULL);
}

static void release(void)
{
	char *memory = fresh(), *gone = fresh();
	int fd = open_device();

	lab_checkpoint("begun");
	say("pin memory", pin(fd, memory, nr_pages));
	say("unpin it", unpin(fd, memory, nr_pages));
	lab_checkpoint("unpinned");
	say("unpin it again", unpin(fd, memory, nr_pages));
	say("pin other memory", pin(fd, gone, nr_pages));
	lab_unmap(gone, nr_pages * page_bytes);
	lab_checkpoint("unmapped");
	close_before_child(fd);
	lab_checkpoint("closed");
	pin_and_die();
	lab_checkpoint("dead");
}

static struct crowd {
	int fd;
	char *memory;
	pthread_barrier_t barrier;
	atomic_int nr_pins[NR_ROUNDS], nr_unpins[NR_ROUNDS];
} crowd;

/* All pin the same pages at once, then unpin them: only one can. */
static void *push(void *unused)
{
	for (int i = 0; i < NR_ROUNDS; i++) {
		pthread_barrier_wait(&crowd.barrier);
		crowd.nr_pins[i] += pin(crowd.fd, crowd.memory, nr_pages) == 0;
		pthread_barrier_wait(&crowd.barrier);
		crowd.nr_unpins[i] += unpin(crowd.fd, crowd.memory, nr_pages) == 0;
	}
	return unused;
}

static void say_crowd(const char *what, const atomic_int *nr)
{
	int round = 0;

	while (round < NR_ROUNDS && nr[round] == 1)
		round++;
	printf("%s: %s: ", act, what);
	if (round < NR_ROUNDS)
		printf("%d threads in round %d\n", nr[round], round);
	else
		puts("one thread in each round");
}

static void threads(void)
{
	pthread_t thread[NR_THREADS];

	crowd.fd = open_device();
	crowd.memory = fresh();
	pthread_barrier_init(&crowd.barrier, NULL, NR_THREADS);
	lab_checkpoint("begun");
	for (int i = 0; i < NR_THREADS; i++)
		pthread_create(&thread[i], NULL, push, NULL);
	for (int i = 0; i < NR_THREADS; i++)
		pthread_join(thread[i], NULL);
	say_crowd("pin at once", crowd.nr_pins);
	say_crowd("unpin at once", crowd.nr_unpins);
	lab_checkpoint("unpinned");
}

int main(int argc, char **argv)
{
	static const struct {
		const char *name;
		void (*play)(void);
	} acts[] = {{"whole", whole}, {"bounds", bounds}, {"cma", cma}, {"limit", limit},
		{"overlap", overlap}, {"release", release}, {"threads", threads}};

	nr_pages = lab_size(argc, argv, 1, 64);
	page_bytes = page_size_bytes();
	/* Each in a process of its own, whose end unpins what is pinned. */
	for (size_t i = 0; i < sizeof(acts) / sizeof(acts[0]); i++) {
		act = acts[i].name;
		if (argc > 2 ? !strcmp(argv[2], act) : !fork()) {
			acts[i].play();
			return 0;
		}
		wait(NULL);
	}
	return argc > 2;
}
