/* SPDX-License-Identifier: MIT */
/* opened: what a descriptor stands for, through copies, closing and children. */
#include <fcntl.h>
#include <linux/sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <cmocka.h>

#include "common/recorder/opened.h"
#include "common/recorder/record_build.h"

#define MAIN 100
#define CHILD 101

static struct record *record;
static uint64_t now_ns;
static const char *path = "other"; /* of LAYOUT_OPEN */

static void take(enum layout_event event, pid_t tid, uint64_t a, uint64_t b, uint64_t c)
{
	const struct layout_values values = {
		.event = event, .tid = tid, .number = {a, b, c}, .text = path};

	now_ns += 1000;
	assert_int_equal(record_take(record, &values, now_ns, 0), 0);
}

static void call(pid_t tid, long nr, uint64_t a, uint64_t b, int64_t result)
{
	take(LAYOUT_ENTER, tid, (uint64_t)nr, a, b);
	take(LAYOUT_EXIT, tid, (uint64_t)nr, (uint64_t)result, 0);
}

static void open_as(pid_t tid, int fd)
{
	call(tid, SYS_openat, (uint64_t)AT_FDCWD, 0, fd);
}

/* A write that is made now. */
static const struct record_event *write_to(pid_t tid, int fd)
{
	const struct record_query writes = {.kind = RECORD_CALL, .nr = SYS_write};

	call(tid, SYS_write, (uint64_t)fd, 0, 1);
	return record_last(record, &writes);
}

/* When the descriptor's opening was entered, as it is seen by a write to it. */
static uint64_t opened_at(pid_t tid, int fd)
{
	const struct record_event *open = record_opened(record, write_to(tid, fd), fd);

	return open ? open->time_ns : 0;
}

static int set_up(void **state)
{
	(void)state;
	now_ns = 0;
	assert_int_equal(record_create(RECORD_CALLS | RECORD_FILES, &record), 0);
	assert_int_equal(record_begin(record, MAIN), 0);
	take(LAYOUT_EXEC, MAIN, MAIN, MAIN, 0);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	record_free(record);
	return 0;
}

static void the_last_opening_counts(void **state)
{
	(void)state;
	assert_int_equal(opened_at(MAIN, 3), 0);
	open_as(MAIN, 3);
	assert_int_equal(opened_at(MAIN, 3), 4000);
	assert_int_equal(opened_at(MAIN, 4), 0);
	call(MAIN, SYS_close, 3, 0, 0);
	assert_int_equal(opened_at(MAIN, 3), 0);
	call(MAIN, SYS_openat, 0, 0, -2);
	assert_int_equal(opened_at(MAIN, 3), 0);
	open_as(MAIN, 3);
	assert_int_equal(opened_at(MAIN, 3), 18000);
}

static void a_copy_stands_for_what_its_original_did(void **state)
{
	(void)state;
	open_as(MAIN, 3);
	call(MAIN, SYS_dup, 3, 0, 4);
	call(MAIN, SYS_dup3, 4, 1, 1);
	call(MAIN, SYS_fcntl, 1, F_DUPFD_CLOEXEC, 10);
	call(MAIN, SYS_fcntl, 1, F_GETFD, 11);
	call(MAIN, SYS_close, 3, 0, 0);
	call(MAIN, SYS_close, 4, 0, 0);
	open_as(MAIN, 3);
	assert_int_equal(opened_at(MAIN, 1), 2000);
	assert_int_equal(opened_at(MAIN, 10), 2000);
	assert_int_equal(opened_at(MAIN, 11), 0);
	assert_int_equal(opened_at(MAIN, 4), 0);
	assert_int_equal(opened_at(MAIN, 3), 16000);
}

static void a_child_has_what_its_parent_had_when_it_was_made(void **state)
{
	(void)state;
	open_as(MAIN, 3);
	take(LAYOUT_NEW_TASK, MAIN, CHILD, CLONE_VM | CLONE_VFORK, 0);
	open_as(MAIN, 4);
	assert_int_equal(opened_at(CHILD, 3), 2000);
	assert_int_equal(opened_at(CHILD, 4), 0);
	call(CHILD, SYS_close, 3, 0, 0);
	assert_int_equal(opened_at(CHILD, 3), 0);
	assert_int_equal(opened_at(MAIN, 3), 2000);
}

static void threads_have_their_processs(void **state)
{
	(void)state;
	take(LAYOUT_NEW_TASK, MAIN, CHILD, CLONE_VM | CLONE_THREAD, 0);
	open_as(CHILD, 3);
	assert_int_equal(opened_at(MAIN, 3), 3000);
}

static void open_path(pid_t tid, long nr, int folder, const char *name, int result)
{
	take(LAYOUT_ENTER, tid, (uint64_t)nr, (uint64_t)folder, 0);
	path = name;
	take(LAYOUT_OPEN, tid, 0, 0, 0);
	take(LAYOUT_EXIT, tid, (uint64_t)nr, (uint64_t)result, 0);
}

static void a_name_has_no_folders(void **state)
{
	(void)state;
	open_path(MAIN, SYS_openat, AT_FDCWD, "/proc/self/pagemap", 3);
	open_path(MAIN, SYS_openat, AT_FDCWD, "maps", 4);
	assert_string_equal(record_opened_name(record, write_to(MAIN, 3)), "pagemap");
	assert_string_equal(record_opened_name(record, write_to(MAIN, 4)), "maps");
	assert_string_equal(record_opened_name(record, write_to(MAIN, 5)), "");
}

static void expect_path(pid_t tid, int folder, const char *name, const char *expected)
{
	const struct record_query calls = {.kind = RECORD_CALL, .nr = SYS_openat};
	char seen[32];

	open_path(tid, SYS_openat, folder, name, 20);
	record_path(record, record_last(record, &calls), seen, sizeof(seen));
	assert_string_equal(seen, expected);
}

static void a_path_goes_on_from_its_folder(void **state)
{
	(void)state;
	expect_path(MAIN, AT_FDCWD, "/sys//kernel/./mm/", "/sys/kernel/mm");
	expect_path(MAIN, AT_FDCWD, "nr", "/nr");
	open_path(MAIN, SYS_chdir, 0, "/sys/kernel", 0);
	open_path(MAIN, SYS_openat, AT_FDCWD, "mm", 3);
	open_path(MAIN, SYS_chdir, 0, "nowhere", -2);
	expect_path(MAIN, AT_FDCWD, "nr", "/sys/kernel/nr");
	expect_path(MAIN, 3, "nr", "/sys/kernel/mm/nr");
	expect_path(MAIN, 3, "../../fs/../block", "/sys/block");
	take(LAYOUT_NEW_TASK, MAIN, CHILD, 0, 0);
	call(MAIN, SYS_fchdir, 3, 0, 0);
	open_path(MAIN, SYS_chdir, 0, "..", 0);
	open_path(MAIN, SYS_chdir, 0, "sub", 0);
	expect_path(MAIN, AT_FDCWD, "nr", "/sys/kernel/sub/nr");
	expect_path(CHILD, AT_FDCWD, "nr", "/sys/kernel/nr");
	expect_path(MAIN, AT_FDCWD, "../../../../../nr", "/nr");
	expect_path(MAIN, AT_FDCWD, "a-name-that-has-no-room-here", "");
	assert_int_equal(opened_at(MAIN, 0), 0);
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_last_opening_counts),
		TEST(a_name_has_no_folders),
		TEST(a_copy_stands_for_what_its_original_did),
		TEST(a_child_has_what_its_parent_had_when_it_was_made),
		TEST(threads_have_their_processs),
		TEST(a_path_goes_on_from_its_folder),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
