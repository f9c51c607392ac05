/* SPDX-License-Identifier: MIT */
/*
 * Judges lab 13. The learner's module is loaded; driver.c, an ordinary program, has it pin
 * memory in one act after the other, and this looks at the kernel's own numbers at its
 * checkpoints. Each claim plays its act when its turn comes: should the kernel die of it,
 * what was judged before stands.
 */
#include "check_unload.h"
#include "page_pin.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <linux/capability.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define MIN_IN_CMA 32
/* Which no module has reason to refuse, and four times what RLIMIT_MEMLOCK allows a program. */
#define NR_THOUSANDS 8192

/* This process keeps CAP_IPC_LOCK alone of what root may do. 0, or -1. */
static int keep_ipc_lock(void)
{
	struct __user_cap_header_struct head = {.version = _LINUX_CAPABILITY_VERSION_3};
	const uint32_t lock = CAP_TO_MASK(CAP_IPC_LOCK);
	const struct __user_cap_data_struct only[2] = {
		{.effective = lock, .permitted = lock}};

	return (int)syscall(SYS_capset, &head, only);
}

/* 0 or -errno of a pin of so many pages by a process that has CAP_IPC_LOCK, and this RLIMIT_MEMLOCK. */
static int pin_with_capability(size_t nr_pages, rlim_t limit_bytes)
{
	const struct rlimit limit = {limit_bytes, limit_bytes};
	int status = 0;
	pid_t pid = fork();

	if (!pid) {
		struct page_pin_range range = {
			.length_bytes = nr_pages * page_size_bytes()};
		int fd = open(DEVICE, O_RDWR | O_CLOEXEC);
		char *memory;

		if (fd < 0 || setrlimit(RLIMIT_MEMLOCK, &limit) || keep_ipc_lock() ||
			lab_map(range.length_bytes, &memory))
			_exit(ENODEV);
		range.address = (uintptr_t)memory;
		_exit(ioctl(fd, PAGE_PIN_PIN, &range) ? errno : 0);
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid || !WIFEXITED(status))
		claim_broken(-ECHILD, "a process with CAP_IPC_LOCK");
	return -WEXITSTATUS(status);
}

/*
 * End: all pages of a range are pinned, or none, and the answer says which.
 * Means: the answers of the act “whole”; nr_foll_pin_acquired grows by the number of pages, and
 * nr_foll_pin_released by what was refused. The ranges have holes at the beginning, in the
 * middle and at the end, and one has more pages than one page has room for pointers. A process
 * without a limit pins thousands.
 * Other ways: a plain reference in place of a pin (the counters stay); pages that the driver
 * keeps and does not report (counters), also those of an earlier batch (a hole near the end of a
 * long range); small tables, or a limit of the module's own (the long ranges).
 */
static void a_range_is_pinned_whole_or_not_at_all(void **state)
{
	struct evidence *e = *state;
	const struct act *act = play(e, "whole");
	const struct pins *pinned, *refused;
	int err;

	expect_answers(e, act);
	expect_pins(act, "begun", "pinned", e->nr_pages, 0);
	pinned = &seen_at(act, "pinned")->pins;
	refused = &seen_at(act, "refused")->pins;
	claim_where("what was refused");
	expect_equal("pages unpinned again", refused->acquired - pinned->acquired,
		refused->released - pinned->released);
	expect_held(act, "refused", "large",
		page_size_bytes() / sizeof(void *) + e->nr_pages + 7);
	err = pin_with_capability(NR_THOUSANDS + e->nr_pages, RLIM_INFINITY);
	claim_where("pin %zu pages without a limit", NR_THOUSANDS + e->nr_pages);
	expect_true(!err, "ok", "%s", strerrorname_np(-err));
	claim_saw("%zu pages pinned; of what was refused, none stayed", e->nr_pages);
}

/*
 * End: the driver refuses what is no range of whole pages before it pins anything, and truncates
 * no number.
 * Means: the answers of the act “bounds”. Its numbers would be 0, or the length of existing
 * memory, if they were cut to 16, 32 or 50 bits.
 * Other ways: a later check that refuses by luck (it returns another error); a request that is
 * read in user memory (its address belongs to the kernel); a request that is read twice (by
 * userfaultfd both parts change between two reads).
 */
static void ranges_that_are_none_are_invalid(void **state)
{
	struct evidence *e = *state;

	const struct act *act = play(e, "bounds");

	expect_answers(e, act);
	expect_held(act, "begun", "refused", 0);
	claim_saw("EINVAL, every time");
}

/*
 * End: pages in the CMA area are elsewhere once they are pinned.
 * Means: pagemap shows the frames of written memory before and after; all pages are present, and
 * as many more are pinned.
 * Other ways: no page was there at all (then the claim is BROKEN); pages that were released, or
 * not pinned (counted).
 */
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
	claim_where("memory, at “pinned”");
	expect_equal("pages in memory", pinned->nr_pages, pinned->nr_present);
	expect_equal("pages in the area of CMA", 0, pinned->nr_in_cma);
	expect_held(act, "written", "pinned", pinned->nr_pages);
	claim_saw("%zu of %zu pages were there, and none is", written->nr_in_cma,
		pinned->nr_pages);
}

/*
 * End: pages are charged to the process up to RLIMIT_MEMLOCK, and nothing is pinned beyond that.
 * Means: VmLck at each checkpoint; the answer for one page more, during which not a single page
 * is pinned. A process with CAP_IPC_LOCK, and no other capability, may pin all the same.
 * Other ways: a charge after the pages are pinned (counters); a charge that stays where pinning
 * failed (VmLck); a count of the module's own, for an open file or a process (a locked page
 * counts, and so does a pin through another open file).
 */
static void locked_memory_has_its_limit(void **state)
{
	struct evidence *e = *state;
	const struct act *act = play(e, "limit");
	int err;

	expect_charge(act, "refused", 0);
	expect_answers(e, act);
	expect_charge(act, "full", e->nr_pages);
	expect_pins(act, "allowed", "full", 0, 0);
	err = pin_with_capability(e->nr_pages, 0);
	claim_where("pin memory beyond RLIMIT_MEMLOCK, with CAP_IPC_LOCK");
	expect_true(!err, "ok", "%s", strerrorname_np(-err));
	claim_saw("%zu pages charged, not one more", e->nr_pages);
}

/*
 * End: each open file knows the ranges that each process has pinned, and no page is in two of
 * them.
 * Means: the answers of the act “overlap”, and the counters: ranges on either side, all parts of
 * a range, another open file, a child with the same addresses, two dozen ranges at once, a page at
 * two addresses.
 * Other ways: a comparison of one end alone (UNPIN of all kinds of parts); the address without
 * the process (PIN and UNPIN in a child); a process compared by its ID, not by its memory
 * (exec); any command taken as UNPIN; a table with few places; frames compared, and not addresses.
 */
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

/*
 * End: UNPIN, the last close(2) and the death of the last owner release every page, every
 * reference and the charge before they return.
 * Means: counters and VmLck at each step; the frames have no user any more (kpageflags,
 * kpagecount); a dead process has lost its memory, though its child has the open file (a seal on
 * a file that the process had mapped).
 * Other ways: a release later, by a work item (kernel threads that call for the module are held
 * up meanwhile); a release at the first close (an inherited descriptor); a release of the caller's
 * own pins alone (the last close is a child's); a release of the pages that are there now (others
 * came to the address); one reference left (frames); the whole address space kept (the seal); use
 * of an mm that is gone (slub_debug poisons it).
 */
static void what_is_given_up_is_released(void **state)
{
	struct evidence *e = *state;
	const struct act *act;
	size_t nr = e->nr_pages;

	set_linger(e, INTERLEAVE_WAIT);
	act = play(e, "release");
	set_linger(e, INTERLEAVE_GO_ON);
	expect_answers(e, act);
	expect_pins(act, "begun", "unpinned", nr, nr);
	expect_charge(act, "unpinned", 0);
	expect_pins(act, "unpinned", "unmapped", 2 * nr, nr);
	expect_pins(act, "unmapped", "inherited", 0, 0);
	expect_pins(act, "inherited", "closed", 0, nr);
	expect_charge(act, "closed", 0);
	expect_pins(act, "closed", "dead", nr, nr);
	expect_pins(act, "dead", "orphaned", nr, 0);
	expect_pins(act, "orphaned", "buried", 0, nr);
	expect_frames_free(act);
	claim_saw("%zu pages each by unpinning, by closing, and by death", nr);
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
	int err = left_validate();

	if (err)
		claim_broken(err, "/sys/kernel/slab/*/validate");
	claim_where("the kernel's log");
	while ((err = kmsg_next(log_fd, &message)) != -ENODATA)
		expect_true(err || !is_complaint(message.text), "no complaint", "%s",
			message.text);
}

static void expect_no_records(const struct act *act)
{
	seen_at(act, "begun");
	seen_at(act, "gone");
	claim_where("/sys/kernel/debug/slab, after 40 processes with pins have ended");
	expect_equal("objects that the module has allocated and not freed", 0,
		act->nr_records);
	/* An idle CPU keeps the last one that it had (lazy TLB). */
	claim_where("struct mm_struct, after 40 processes with pins have ended");
	expect_true(act->gone.nr_mm < act->begun.nr_mm + FEW_LEFT,
		"those of processes that are gone are freed: mmdrop() for each mmgrab()",
		"%" PRIu64 " more than before", act->gone.nr_mm - act->begun.nr_mm);
}

/*
 * End: threads at once, 40 processes that pin and die, and ten loads of the module leave nothing
 * behind and break nothing.
 * Means: one thread stops at each call in turn that the module makes to the kernel, while
 * another thread comes in between (interleave); allocated objects by who allocated them, struct
 * mm_struct (slub_debug); /proc/devices; the log.
 * Other ways: luck (threads that merely run at once are a lottery, so they come second); a lock
 * that two processes do not share (one of the two is a child); going on without the lock when a
 * signal comes; a spinlock held over what may sleep (the other thread keeps its CPU, also while
 * a request is faulted in); pinning without mmap_lock (checked at the call); records and copies
 * that are kept where a request is refused (the 40 are refused requests, too); work that
 * outlives the module (the module is kept until the work has run), and callbacks of call_rcu()
 * (counted until rcu_barrier()); pointers that are followed where nothing is.
 */
static void nothing_is_lost_or_left(void **state)
{
	struct evidence *e = *state;
	const struct act *act = play(e, "threads"), *rounds;
	const struct pins *begun, *unpinned;

	expect_answers(e, act);
	begun = &seen_at(act, "begun")->pins;
	unpinned = &seen_at(act, "unpinned")->pins;
	claim_where("nr_foll_pin_* in /proc/vmstat, by threads at once");
	expect_true(unpinned->acquired > begun->acquired, "pinned pages", "none");
	expect_equal("pages unpinned", unpinned->acquired - begun->acquired,
		unpinned->released - begun->released);
	rounds = play(e, "rounds");
	expect_answers(e, rounds);
	expect_no_records(rounds);
	live_on(e);
	expect_answers(e, play(e, "requests"));
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
	if (!err)
		err = find_kernel(e);
	if (!err) {
		e->interleave_fd = open("/dev/interleave", O_RDONLY | O_CLOEXEC);
		err = e->interleave_fd < 0 ? -errno : kmsg_open(&e->log_fd);
	}
	return err;
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
