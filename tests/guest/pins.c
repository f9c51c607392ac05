/* SPDX-License-Identifier: MIT */
/* Memory, pins of it, and the kernel's count (pins.h). */
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

#include "common/kernel/kmsg.h"
#include "common/kernel/page.h"
#include "page_pin.h"
#include "pins.h"
#include "common/kernel/vmstat.h"

#define ORDINARY_ID 1000

struct pins pins_count(void)
{
	static const char *const names[] = {
		"nr_foll_pin_acquired", "nr_foll_pin_released"};
	uint64_t values[2];

	assert_int_equal(vmstat_refresh(), 0);
	assert_int_equal(vmstat_read_many(names, 2, values), 0);
	return (struct pins){.acquired = values[0], .released = values[1]};
}

void expect_pins(const struct pins *before, uint64_t acquired, uint64_t released)
{
	struct pins now = pins_count();

	assert_int_equal(now.acquired - before->acquired, acquired);
	assert_int_equal(now.released - before->released, released);
}

int pin_open(void)
{
	int fd = open(DEVICE, O_RDWR | O_CLOEXEC);

	assert_true(fd >= 0);
	return fd;
}

static int call(int fd, unsigned long request, uint64_t address, uint64_t length_bytes)
{
	struct page_pin_range range = {.address = address, .length_bytes = length_bytes};

	return ioctl(fd, request, &range) ? -errno : 0;
}

int pin(int fd, const void *address, size_t nr_pages)
{
	return call(fd, PAGE_PIN_PIN, (uintptr_t)address, nr_pages * page_size_bytes());
}

int unpin(int fd, const void *address, size_t nr_pages)
{
	return call(fd, PAGE_PIN_UNPIN, (uintptr_t)address, nr_pages * page_size_bytes());
}

int pin_bytes(int fd, uint64_t address, uint64_t length_bytes)
{
	return call(fd, PAGE_PIN_PIN, address, length_bytes);
}

char *fresh(size_t nr_pages)
{
	char *memory = mmap(NULL, nr_pages * page_size_bytes(), PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (memory == MAP_FAILED)
		fail_msg("mmap: %s", strerror(errno));
	return memory;
}

void give_back(char *address, size_t nr_pages)
{
	munmap(address, nr_pages * page_size_bytes());
}

int in_child(int (*fn)(void *arg), void *arg, int ordinary)
{
	int status;
	pid_t pid = fork();

	assert_true(pid >= 0);
	if (!pid) {
		if (ordinary && (setgroups(0, NULL) || setgid(ORDINARY_ID) ||
					setuid(ORDINARY_ID)))
			_exit(99);
		_exit(fn(arg));
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/* Words that say nothing about a module: it is not the kernel's own, and on a busy host the
 * emulated machine loses time. */
static bool is_harmless(const char *text)
{
	return strstr(text, "taints kernel") || strstr(text, "tainting kernel") ||
	       strstr(text, "hrtimer: interrupt took");
}

const char *warnings(int log_fd)
{
	static char all[4096];
	struct kmsg message;
	size_t at = 0;
	int err;

	all[0] = '\0';
	while ((err = kmsg_next(log_fd, &message)) != -ENODATA) {
		if (err == -EPIPE)
			return "so much was logged that some was lost";
		if (err || message.level > KMSG_WARNING || is_harmless(message.text) ||
			at >= sizeof(all))
			continue;
		at += snprintf(all + at, sizeof(all) - at, "%s\n", message.text);
	}
	return all;
}
