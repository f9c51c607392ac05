/* SPDX-License-Identifier: MIT */
/*
 * Lab 13: the driver's main program, and what all acts have in common (driver.h).
 *
 *	./driver PAGES [ACT [ADDRESS [FD]]]        prints what the module answered
 */
#include "driver.h"

#include <fcntl.h>
#include <stdarg.h>
#include <sys/wait.h>

size_t nr_pages, page_bytes;
unsigned long kernel_address = -4096ul;
static const char *act;

void tell_answer(const char *what, const char *answer_fmt, ...)
{
	va_list ap;

	printf("%s: %s: ", act, what);
	va_start(ap, answer_fmt);
	vprintf(answer_fmt, ap);
	va_end(ap);
	putchar('\n');
	fflush(stdout);
}

const char *error_name(int result)
{
	return result ? strerrorname_np(-result) : "ok";
}

void say(const char *what, int result)
{
	if (result > 0)
		tell_answer(what, "returned %d", result);
	else
		tell_answer(what, "%s", error_name(result));
}

void say_refused(const char *what, int result)
{
	if (result < 0)
		tell_answer(what, "refused");
	else
		say(what, result);
}

int open_device(void)
{
	int fd = open("/dev/page_pin", O_RDWR | O_CLOEXEC);

	if (fd < 0) {
		say("open /dev/page_pin", -errno);
		exit(1);
	}
	return fd;
}

int call(int fd, unsigned long request, uint64_t address, uint64_t length_bytes)
{
	struct page_pin_range range = {.address = address, .length_bytes = length_bytes};
	int result = ioctl(fd, request, &range);

	return result < 0 ? -errno : result;
}

int pin(int fd, const char *at, size_t nr)
{
	return call(fd, PAGE_PIN_PIN, (uintptr_t)at, nr * page_bytes);
}

int unpin(int fd, const char *at, size_t nr)
{
	return call(fd, PAGE_PIN_UNPIN, (uintptr_t)at, nr * page_bytes);
}

char *fresh_pages(size_t nr)
{
	char *memory;

	if (lab_map(nr * page_bytes, &memory))
		exit(1);
	return memory;
}

char *fresh(void)
{
	return fresh_pages(nr_pages);
}

char *with_a_hole(size_t hole)
{
	char *memory = fresh();

	munmap(memory + hole * page_bytes, page_bytes);
	return memory;
}

int main(int argc, char **argv)
{
	static const struct {
		const char *name;
		void (*play)(void);
	} acts[] = {{"whole", act_whole}, {"bounds", act_bounds}, {"cma", act_cma},
		{"limit", act_limit}, {"overlap", act_overlap}, {"release", act_release},
		{"threads", act_threads}, {"requests", act_requests},
		{"rounds", act_rounds}};

	nr_pages = lab_size(argc, argv, 1, 64);
	page_bytes = page_size_bytes();
	if (argc > 3)
		kernel_address = strtoul(argv[3], NULL, 16);
	if (argc > 4) {
		act = argv[2];
		go_on_after_exec(atoi(argv[4]));
		return 0;
	}
	/* Each in a process of its own, which unpins at its end what is pinned. */
	for (size_t i = 0; i < sizeof(acts) / sizeof(acts[0]); i++) {
		act = acts[i].name;
		if (argc > 2 ? !strcmp(argv[2], act) : !fork()) {
			acts[i].play();
			/* A death with pins is for act_release() alone. */
			close_range(STDERR_FILENO + 1, ~0u, 0);
			return 0;
		}
		wait(NULL);
	}
	return argc > 2;
}
