/* SPDX-License-Identifier: MIT */
/*
 * Judges lab 13. The learner's module is loaded; driver.c, an ordinary program, has it pin
 * memory in one act after the other, and this looks at the kernel's own numbers at its
 * checkpoints. Each claim plays its act when its turn comes: should the kernel die of it,
 * what was judged before stands.
 */
#include "check_acts.h"
#include "page_pin.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define MODULE "/run/pagelab/page_pin.ko"
/* Each takes the kernel some 40 ms here; tests/guest makes it a hundred. */
#define NR_CYCLES 10
#define MIN_IN_CMA 32

static void a_range_is_pinned_whole_or_not_at_all(void **state)
{
	struct evidence *e = *state;
	const struct act *act = play(e, "whole");
	const struct pins *pinned, *refused;

	expect_answers(e, act);
	expect_pins(act, "begun", "pinned", e->nr_pages, 0);
	pinned = &seen_at(act, "pinned")->pins;
	refused = &seen_at(act, "refused")->pins;
	claim_where("what was refused");
	expect_equal("pages unpinned again", refused->acquired - pinned->acquired,
		refused->released - pinned->released);
	claim_saw("%zu pages pinned; of what was refused, none stayed", e->nr_pages);
}

static void ranges_that_are_none_are_invalid(void **state)
{
	struct evidence *e = *state;

	expect_answers(e, play(e, "bounds"));
	claim_saw("EINVAL, every time");
}

static void pinned_pages_leave_cma_first(void **state)
{
	struct evidence *e = *state;
	const struct act *act = play(e, "cma");
	const struct look *written, *pinned;

	expect_answers(e, act);
	written = seen_at(act, "written");
	pinned = seen_at(act, "pinned");
	if (written->nr_in_cma < MIN_IN_CMA)
		claim_broken(-ENOMEM, "only %zu of %zu pages were in the area of CMA",
			written->nr_in_cma, written->nr_pages);
	claim_where("memory, at «pinned»");
	expect_equal("pages in memory", pinned->nr_pages, pinned->nr_present);
	expect_equal("pages in the area of CMA", 0, pinned->nr_in_cma);
	expect_held(act, "written", "pinned", pinned->nr_pages);
	claim_saw("%zu of %zu pages were there, and none is", written->nr_in_cma,
		pinned->nr_pages);
}

static void locked_memory_has_its_limit(void **state)
{
	struct evidence *e = *state;
	const struct act *act = play(e, "limit");

	expect_charge(act, "refused", 0);
	expect_answers(e, act);
	expect_charge(act, "full", e->nr_pages);
	claim_saw("%zu pages charged, not one more", e->nr_pages);
}

static void what_is_pinned_is_not_pinned_again(void **state)
{
	struct evidence *e = *state;
	const struct act *act = play(e, "overlap");

	expect_answers(e, act);
	expect_pins(act, "begun", "pinned", 4, 0);
	expect_pins(act, "pinned", "refused", 0, 0);
	expect_held(act, "refused", "beside", 12);
	claim_saw("EEXIST for what overlaps, and pins beside it");
}

static void what_is_given_up_is_released(void **state)
{
	struct evidence *e = *state;
	const struct act *act = play(e, "release");
	size_t nr = e->nr_pages;

	expect_answers(e, act);
	expect_pins(act, "begun", "unpinned", nr, nr);
	expect_charge(act, "unpinned", 0);
	expect_pins(act, "unpinned", "unmapped", nr, 0);
	expect_pins(act, "unmapped", "inherited", 0, 0);
	expect_pins(act, "inherited", "closed", 0, nr);
	expect_charge(act, "closed", 0);
	expect_pins(act, "closed", "dead", nr, nr);
	claim_saw("%zu pages each by unpinning, by closing, and by death", nr);
}

/* Pins memory, has its turn passed on, and unpins it again. */
static int use(int end, size_t nr_pages)
{
	size_t length_bytes = nr_pages * page_size_bytes();
	char *memory;
	int fd = open(DEVICE, O_RDWR | O_CLOEXEC);
	struct page_pin_range range = {.length_bytes = length_bytes};

	if (fd < 0 || lab_map(length_bytes, &memory))
		return 1;
	range.address = (uintptr_t)memory;
	if (ioctl(fd, PAGE_PIN_PIN, &range) || turn_pass(end) || turn_await(end))
		return 1;
	return ioctl(fd, PAGE_PIN_UNPIN, &range) != 0;
}

static int unload(void)
{
	return syscall(SYS_delete_module, "page_pin", O_NONBLOCK) ? -errno : 0;
}

static int load(void)
{
	int fd = open(MODULE, O_RDONLY | O_CLOEXEC);
	int err = syscall(SYS_finit_module, fd, "", 0) ? -errno : 0;

	close(fd);
	return err;
}

static void expect_result(const char *what, int expected, int result)
{
	claim_where("%s", what);
	expect_true(result == expected, expected ? strerrorname_np(-expected) : "success",
		"%s", result ? strerrorname_np(-result) : "success");
}

/* One life of the module: in use, out of use, gone, and back. */
static void live_once(const struct evidence *e)
{
	int ends[2], status = -1;
	pid_t pid = -1;

	if (!turns_make(ends))
		pid = fork();
	if (pid < 0)
		claim_broken(-errno, "starting a user of the module");
	turns_choose(ends, !pid);
	if (!pid)
		_exit(use(ends[1], e->nr_pages));
	turn_await(ends[0]);
	expect_result("unloading the module while it is in use", -EAGAIN, unload());
	turn_pass(ends[0]);
	waitpid(pid, &status, 0);
	close(ends[0]);
	expect_equal("exit status of its user", 0, status);
	expect_result("unloading the module", 0, unload());
	expect_true(access(DEVICE, F_OK), DEVICE " is gone with it", "it is still there");
	expect_result("loading the module again", 0, load());
}

/* The numbers of devices that are taken. */
static void read_devices(char *ret, size_t size)
{
	FILE *file = fopen("/proc/devices", "re");

	ret[file ? fread(ret, 1, size - 1, file) : 0] = '\0';
	if (file)
		fclose(file);
}

/* Not what a slow host makes the kernel say: timers that come late, CPUs that seem stuck. */
static bool is_complaint(const char *text)
{
	return (!strncmp(text, "WARNING: ", 9) || !strncmp(text, "BUG", 3) ||
		       strstr(text, "corruption")) &&
	       !strstr(text, "lockup");
}

static void expect_clean_log(int log_fd)
{
	struct kmsg message;
	int err;

	claim_where("the kernel's log");
	while ((err = kmsg_next(log_fd, &message)) != -ENODATA)
		expect_true(err || !is_complaint(message.text), "no complaint", "%s",
			message.text);
}

static void live_on(const struct evidence *e)
{
	char before[4096], after[4096];
	struct pins first, last;
	int err = read_pins(&first);

	read_devices(before, sizeof(before));
	for (int i = 0; i < NR_CYCLES; i++)
		live_once(e);
	read_devices(after, sizeof(after));
	claim_where("/proc/devices, after it was loaded %d times", NR_CYCLES);
	expect_true(!strcmp(before, after), "the numbers that were taken before",
		"more of them: what init took, exit did not give back");
	if (!err)
		err = read_pins(&last);
	if (err)
		claim_broken(err, "/proc/vmstat");
	claim_where("nr_foll_pin_released in /proc/vmstat, loaded %d times", NR_CYCLES);
	expect_equal("pages unpinned", last.acquired - first.acquired,
		last.released - first.released);
}

static void nothing_is_lost_or_left(void **state)
{
	struct evidence *e = *state;
	const struct act *act = play(e, "threads");
	const struct pins *begun, *unpinned;

	expect_answers(e, act);
	begun = &seen_at(act, "begun")->pins;
	unpinned = &seen_at(act, "unpinned")->pins;
	claim_where("nr_foll_pin_* in /proc/vmstat, by threads at once");
	expect_true(unpinned->acquired > begun->acquired, "pinned pages", "none");
	expect_equal("pages unpinned", unpinned->acquired - begun->acquired,
		unpinned->released - begun->released);
	live_on(e);
	expect_clean_log(e->log_fd);
	claim_saw("%" PRIu64 " pages pinned and unpinned at once; %d times unloaded",
		unpinned->acquired - begun->acquired, NR_CYCLES);
}

static int gather(const struct stage_config *config, void *evidence)
{
	struct evidence *e = evidence;
	int err;

	e->config = config;
	e->nr_pages = drawn_size(config, "pages");
	err = find_cma(e);
	return err ? err : kmsg_open(&e->log_fd);
}

static const struct CMUnitTest claims[] = {
	CLAIM(a_range_is_pinned_whole_or_not_at_all),
	CLAIM(ranges_that_are_none_are_invalid),
	CLAIM(what_is_pinned_is_not_pinned_again),
	CLAIM(locked_memory_has_its_limit),
	CLAIM(pinned_pages_leave_cma_first),
	CLAIM(what_is_given_up_is_released),
	CLAIM(nothing_is_lost_or_left),
};

CHECKER(claims, gather, struct evidence);
