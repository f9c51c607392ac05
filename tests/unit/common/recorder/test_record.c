/* SPDX-License-Identifier: MIT */
/* record: events as the kernel sends them, put together and asked for. */
#include <errno.h>
#include <linux/sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <cmocka.h>

#include "common/kernel/page.h"
#include "common/recorder/record.h"
#include "common/recorder/record_build.h"
#include "common/recorder/words.h"

#define MAIN 100
#define MM 0xffff0001
#define ALL 0x1ff

static struct record *record;
static uint64_t now_ns;

static void take(enum layout_event event, pid_t tid, uint64_t a, uint64_t b, uint64_t c,
	uint64_t d, uint64_t e)
{
	const struct layout_values values = {
		.event = event, .tid = tid, .number = {a, b, c, d, e}, .text = "other"};

	now_ns += 1000;
	assert_int_equal(record_take(record, &values, now_ns, 0), 0);
}

static void enter(pid_t tid, long nr, uint64_t a, uint64_t b, uint64_t c)
{
	take(LAYOUT_ENTER, tid, (uint64_t)nr, a, b, c, 0);
}

static void leave(pid_t tid, long nr, int64_t result)
{
	take(LAYOUT_EXIT, tid, (uint64_t)nr, (uint64_t)result, 0, 0, 0);
}

/* A write by an instruction, unless there are no registers. */
static void fault(
	pid_t tid, uint64_t address, uint64_t mm, uint64_t regs, uint32_t result)
{
	uint32_t user = regs ? RECORD_FAULT_USER : 0;

	take(LAYOUT_FAULT, tid, address, regs, mm, RECORD_FAULT_WRITE | user, 0);
	take(LAYOUT_FAULT_END, tid, result, 0, 0, 0, 0);
}

static void begin_task(pid_t parent, pid_t child, uint64_t flags)
{
	take(LAYOUT_NEW_TASK, parent, (uint64_t)child, flags, 0, 0, 0);
}

static int set_up(void **state)
{
	(void)state;
	assert_int_equal(record_create(ALL, &record), 0);
	assert_int_equal(record_begin(record, MAIN), 0);
	take(LAYOUT_EXEC, MAIN, MAIN, MAIN, 0, 0, 0);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	record_free(record);
	return 0;
}

static size_t count(const struct record_query *query)
{
	return record_count(record, query);
}

static void it_begins_with_the_programs_exec(void **state)
{
	const struct record_query calls = {.kind = RECORD_CALL};

	(void)state;
	record_free(record);
	assert_int_equal(record_create(ALL, &record), 0);
	assert_int_equal(record_begin(record, MAIN), 0);
	enter(MAIN, SYS_execve, 0, 0, 0);
	take(LAYOUT_EXEC, MAIN, MAIN, MAIN, 0, 0, 0);
	leave(MAIN, SYS_execve, 0);
	assert_int_equal(count(&calls), 0);
	enter(MAIN, SYS_munmap, 0, 0, 0);
	assert_int_equal(count(&calls), 1);
}

static const char *name_at_last(void)
{
	const struct record_query calls = {.kind = RECORD_CALL};
	const struct record_event *last;

	enter(MAIN, SYS_munmap, 0, 0, 0);
	last = record_last(record, &calls);
	return last->comm ? last->comm : "";
}

/* A program that has the kernel start a thread gives it its name. */
static void who_is_renamed_has_the_new_name(void **state)
{
	(void)state;
	take(LAYOUT_RENAME, MAIN, 7, 0, 0, 0, 0);
	assert_string_not_equal(name_at_last(), "other");
	begin_task(MAIN, MAIN + 1, 0);
	take(LAYOUT_RENAME, MAIN + 1, MAIN, 0, 0, 0, 0);
	assert_string_equal(name_at_last(), "other");
	assert_int_equal(record_born(record, MAIN + 1)->tid, MAIN);
	assert_null(record_born(record, MAIN));
}

static void who_is_no_child_of_it_is_not_in_it(void **state)
{
	const struct record_query all = {.kind = RECORD_ANY, .after = NULL};
	size_t nr = count(&all);

	(void)state;
	enter(7, SYS_madvise, 0, 0, 0);
	fault(7, 0x5000, 0xffff0077, 1, 0);
	begin_task(7, 8, 0);
	enter(8, SYS_madvise, 0, 0, 0);
	assert_int_equal(count(&all), nr);
}

static void a_call_gets_its_own_result(void **state)
{
	struct record_query query = {.kind = RECORD_CALL, .nr = SYS_madvise};
	const struct record_event *call;

	(void)state;
	begin_task(MAIN, 101, CLONE_VM | CLONE_THREAD);
	enter(MAIN, SYS_madvise, 0x1000, 4096, MADV_DONTNEED);
	enter(101, SYS_madvise, 0x2000, 4096, MADV_DONTNEED);
	leave(MAIN, SYS_madvise, -EINVAL);
	leave(101, SYS_madvise, 0);
	call = record_next(record, &query, NULL);
	assert_int_equal(call->call.result, -EINVAL);
	assert_int_equal(call->pid, MAIN);
	call = record_next(record, &query, call);
	assert_int_equal(call->call.result, 0);
	assert_int_equal(call->tid, 101);
	assert_int_equal(call->pid, MAIN);
	query.failed = true;
	assert_int_equal(count(&query), 1);
	query.failed = false;
	query.succeeded = true;
	assert_int_equal(count(&query), 1);
}

static void advise(pid_t tid, uint64_t mm, uint64_t address, int32_t result)
{
	take(LAYOUT_ADVISE, tid, mm, address, 4096, MADV_COLD, 0);
	take(LAYOUT_ADVISE_END, tid, (uint64_t)(int64_t)result, 0, 0, 0, 0);
}

/* process_madvise() asks for one after the other, and a worker of io_uring was never begun. */
static void advice_is_a_madvise_by_whatever_call(void **state)
{
	struct record_query query = {
		.kind = RECORD_CALL, .nr = SYS_madvise, .memory_pid = MAIN};
	const struct record_event *call;

	(void)state;
	fault(MAIN, 0x1000, MM, 1, 0);
	enter(MAIN, SYS_madvise, 0x1000, 4096, MADV_COLD);
	advise(MAIN, MM, 0x1000, 0);
	leave(MAIN, SYS_madvise, 0);
	assert_int_equal(count(&query), 1);
	enter(MAIN, SYS_process_madvise, 3, 0, 2);
	advise(MAIN, MM, 0x2000, 0);
	advise(MAIN, MM, 0x3000, -EINVAL);
	leave(MAIN, SYS_process_madvise, 4096);
	advise(300, MM, 0x4000, 0);
	advise(301, MM + 1, 0x5000, 0);
	assert_int_equal(count(&query), 4);
	query.from = 0x3000;
	query.bytes = 4096;
	call = record_next(record, &query, NULL);
	assert_int_equal(call->call.args[1], 4096);
	assert_int_equal(call->call.args[2], MADV_COLD);
	assert_int_equal(call->call.result, -EINVAL);
	query.from = 0x4000;
	call = record_next(record, &query, NULL);
	assert_int_equal(call->tid, 300);
	assert_int_equal(call->pid, MAIN);
	assert_true(call->call.returned);
}

static void a_write_tells_how_many_huge_pages_it_asked_for(void **state)
{
	const struct record_query writes = {.kind = RECORD_CALL, .nr = SYS_write};
	const struct record_event *call;

	(void)state;
	take(LAYOUT_RESIZE, MAIN, 7, 0, 0, 0, 0);
	enter(MAIN, SYS_write, 3, 0, 2);
	take(LAYOUT_RESIZE, MAIN, 24, 0, 0, 0, 0);
	leave(MAIN, SYS_write, 2);
	enter(MAIN, SYS_write, 3, 0, 2);
	leave(MAIN, SYS_write, 2);
	call = record_next(record, &writes, NULL);
	assert_int_equal(call->call.nr_huge_asked, 24);
	assert_int_equal(record_next(record, &writes, call)->call.nr_huge_asked, 0);
}

static void a_call_tells_the_set_that_the_kernel_read(void **state)
{
	const struct record_query calls = {
		.kind = RECORD_CALL, .nr = SYS_sched_setaffinity};
	const struct record_event *call;

	(void)state;
	take(LAYOUT_SET, MAIN, 7, 0, 0, 0, 0);
	enter(MAIN, SYS_sched_setaffinity, 0, 128, 0x1000);
	leave(MAIN, SYS_sched_setaffinity, -EINVAL);
	enter(MAIN, SYS_sched_setaffinity, 0, 128, 0x1000);
	take(LAYOUT_SET, MAIN, UINT64_C(1) << 40, 0, 0, 0, 0);
	leave(MAIN, SYS_sched_setaffinity, -EINVAL);
	call = record_next(record, &calls, NULL);
	assert_false(call->call.has_set);
	call = record_next(record, &calls, call);
	assert_true(call->call.has_set);
	assert_int_equal(call->call.set, UINT64_C(1) << 40);
}

static void a_child_of_vfork_calls_for_its_parents_memory(void **state)
{
	struct record_query query = {.kind = RECORD_CALL, .memory_pid = MAIN};

	(void)state;
	begin_task(MAIN, 101, CLONE_VM | CLONE_VFORK);
	begin_task(MAIN, 102, 0);
	enter(101, SYS_munmap, 0x1000, 4096, 0);
	enter(102, SYS_munmap, 0x1000, 4096, 0);
	assert_int_equal(count(&query), 1);
	assert_int_equal(record_next(record, &query, NULL)->pid, 101);
}

static void a_child_does_not_return_from_the_call_before(void **state)
{
	struct record_query query = {.kind = RECORD_CALL, .pid = 101};

	(void)state;
	enter(MAIN, SYS_clone, 0, 0, 0);
	begin_task(MAIN, 101, 0);
	leave(101, SYS_clone, 0);
	leave(MAIN, SYS_clone, 101);
	assert_int_equal(count(&query), 0);
	query.pid = MAIN;
	assert_int_equal(record_next(record, &query, NULL)->call.result, 101);
}

static void a_call_that_is_under_way_has_no_result(void **state)
{
	struct record_query query = {.kind = RECORD_CALL};

	(void)state;
	enter(MAIN, SYS_exit_group, 3, 0, 0);
	assert_false(record_next(record, &query, NULL)->call.returned);
	query.succeeded = true;
	assert_int_equal(count(&query), 0);
	query.succeeded = false;
	query.failed = true;
	assert_int_equal(count(&query), 0);
}

static void calls_are_found_by_what_they_touch(void **state)
{
	uint64_t page = page_size_bytes();
	struct record_query query = {
		.kind = RECORD_CALL, .from = 16 * page, .bytes = 4 * page};

	(void)state;
	enter(MAIN, SYS_madvise, 19 * page, page, MADV_DONTNEED);
	enter(MAIN, SYS_madvise, 20 * page, page, MADV_DONTNEED);
	enter(MAIN, SYS_madvise, 12 * page, 4 * page, MADV_DONTNEED);
	enter(MAIN, SYS_madvise, 12 * page, 5 * page, MADV_DONTNEED);
	assert_int_equal(count(&query), 2);
	/* mmap() says where by its result. */
	enter(MAIN, SYS_mmap, 0, page, 0);
	leave(MAIN, SYS_mmap, (int64_t)(17 * page));
	assert_int_equal(count(&query), 3);
	enter(MAIN, SYS_ioctl, 3, 16 * page, 16 * page);
	assert_int_equal(count(&query), 3);
}

static void a_fault_that_is_tried_again_is_one(void **state)
{
	struct record_query query = {.kind = RECORD_FAULT};

	(void)state;
	fault(MAIN, 0x5000, MM, 1, RECORD_FAULT_RETRY);
	fault(MAIN, 0x5000, MM, 1, 0);
	assert_int_equal(count(&query), 1);
	assert_int_equal(record_next(record, &query, NULL)->fault.result, 0);
	/* That one was done: the next is another one. */
	fault(MAIN, 0x5000, MM, 1, 0);
	assert_int_equal(count(&query), 2);
}

static void a_fault_is_told_by_how_it_came(void **state)
{
	struct record_query query = {.kind = RECORD_FAULT, .access = true};

	(void)state;
	fault(MAIN, 0x5000, MM, 1, 0);
	fault(MAIN, 0x6000, MM, 0, 0);
	take(LAYOUT_FAULT, MAIN, 0x7000, 1, MM, RECORD_FAULT_WRITE, 0);
	assert_int_equal(count(&query), 1);
	query.access = false;
	query.from = 0x6000;
	query.bytes = 1;
	assert_int_equal(record_next(record, &query, NULL)->fault.by, RECORD_BY_GUP);
	query.from = 0x7000;
	assert_int_equal(record_next(record, &query, NULL)->fault.by, RECORD_BY_KERNEL);
}

static void a_frame_belongs_to_the_fault_that_is_under_way(void **state)
{
	struct record_query query = {.kind = RECORD_FAULT};
	const struct record_event *event;

	(void)state;
	take(LAYOUT_ALLOC, MAIN, 1, 0, 0, 0, 0);
	take(LAYOUT_FAULT, MAIN, 0x5000, 1, MM, RECORD_FAULT_USER, 0);
	take(LAYOUT_ALLOC, MAIN, 77, 0, 0x1100, 0, 0);
	take(LAYOUT_FAULT_END, MAIN, 0, 0, 0, 0, 0);
	take(LAYOUT_FAULT, MAIN, 0x6000, 1, MM, RECORD_FAULT_USER, 0);
	take(LAYOUT_ALLOC, MAIN, 78, 0, 0x1000, 0, 0);
	take(LAYOUT_FAULT_END, MAIN, 0, 0, 0, 0, 0);
	fault(MAIN, 0x7000, MM, 1, 0);
	event = record_next(record, &query, NULL);
	assert_int_equal(event->fault.gave, RECORD_GAVE_ZEROED);
	assert_int_equal(event->fault.pfn, 77);
	event = record_next(record, &query, event);
	assert_int_equal(event->fault.gave, RECORD_GAVE_COPY);
	event = record_next(record, &query, event);
	assert_int_equal(event->fault.gave, RECORD_GAVE_NOTHING);
}

static void memory_is_its_processs_until_it_executes(void **state)
{
	struct record_query query = {.kind = RECORD_FAULT, .memory_pid = MAIN};

	(void)state;
	fault(MAIN, 0x5000, MM, 1, 0);
	begin_task(MAIN, 101, CLONE_VM | CLONE_VFORK);
	fault(101, 0x6000, MM, 1, 0);
	assert_int_equal(count(&query), 2);
	take(LAYOUT_EXEC, 101, 101, 101, 0, 0, 0);
	fault(101, 0x6000, 0xffff0002, 1, 0);
	assert_int_equal(count(&query), 2);
	query.memory_pid = 101;
	assert_int_equal(count(&query), 1);
	/* And from afar: main writes to the child's. */
	fault(MAIN, 0x9000, 0xffff0002, 0, 0);
	assert_int_equal(count(&query), 2);
	query.pid = MAIN;
	assert_int_equal(count(&query), 1);
}

static void a_number_that_is_given_again_is_somebody_else(void **state)
{
	struct record_query query = {.kind = RECORD_FAULT, .pid = 101};

	(void)state;
	begin_task(MAIN, 101, 0);
	fault(101, 0x5000, 0xffff0002, 1, 0);
	take(LAYOUT_TASK_END, 101, 101, 0, 0, 0, 0);
	fault(101, 0x6000, 0xffff0003, 1, 0);
	assert_int_equal(count(&query), 1);
	begin_task(MAIN, 101, CLONE_THREAD | CLONE_VM);
	fault(101, 0x7000, MM, 1, 0);
	assert_int_equal(count(&query), 1);
	query.pid = MAIN;
	query.tid = 101;
	assert_int_equal(count(&query), 1);
}

static void moments_are_told_by_their_names(void **state)
{
	struct record_query query = {.kind = RECORD_CALL};

	(void)state;
	enter(MAIN, SYS_munmap, 0, 0, 0);
	assert_int_equal(record_moment(record, "first"), 0);
	enter(MAIN, SYS_munmap, 0, 0, 0);
	enter(MAIN, SYS_munmap, 0, 0, 0);
	assert_int_equal(record_moment(record, "second"), 0);
	enter(MAIN, SYS_munmap, 0, 0, 0);
	query.before = "first";
	assert_int_equal(count(&query), 1);
	query.after = "first";
	query.before = "second";
	assert_int_equal(count(&query), 2);
	query.before = NULL;
	assert_int_equal(count(&query), 3);
	/* One that nobody looked at: nothing is after it, all is before it. */
	query.after = "third";
	assert_int_equal(count(&query), 0);
	query.after = NULL;
	query.before = "third";
	assert_int_equal(count(&query), 4);
}

static void faults_are_counted_by_page(void **state)
{
	uint64_t page = page_size_bytes();
	struct record_query query = {.from = 16 * page};
	uint16_t counts[4];

	(void)state;
	fault(MAIN, 15 * page, MM, 1, 0);
	fault(MAIN, 16 * page, MM, 1, 0);
	fault(MAIN, 18 * page + 7, MM, 1, 0);
	fault(MAIN, 18 * page, MM, 1, 0);
	fault(MAIN, 20 * page, MM, 1, 0);
	record_count_pages(record, &query, 4, counts);
	assert_int_equal(counts[0], 1);
	assert_int_equal(counts[1], 0);
	assert_int_equal(counts[2], 2);
	assert_int_equal(counts[3], 0);
}

static void it_knows_what_it_was_asked_for(void **state)
{
	(void)state;
	record_free(record);
	assert_int_equal(record_create(RECORD_CALLS | RECORD_FAULTS, &record), 0);
	assert_true(record_has(record, RECORD_CALLS));
	assert_false(record_has(record, RECORD_CALLS | RECORD_FILES));
}

static void calls_are_told_in_words(void **state)
{
	struct record_event event = {.kind = RECORD_CALL,
		.call = {.nr = SYS_madvise,
			.args = {0x1000, 4096, MADV_MERGEABLE},
			.returned = true,
			.path = ""}};
	char words[RECORD_WORDS_BYTES], few[12];

	(void)state;
	record_words(&event, words, sizeof(words));
	assert_string_equal(words, "madvise(0x1000, length 4096, MADV_MERGEABLE) = 0");
	event.call.result = -ENOMEM;
	record_words(&event, words, sizeof(words));
	assert_string_equal(
		words, "madvise(0x1000, length 4096, MADV_MERGEABLE) failed: ENOMEM");
	event.call.returned = false;
	record_words(&event, few, sizeof(few));
	assert_string_equal(few, "madvise(0x1");
	event.call = (struct record_call){.nr = SYS_openat,
		.args = {(uint64_t)-100, 0xffff, 0},
		.returned = true,
		.result = 3,
		.path = "/proc/self/pagemap"};
	record_words(&event, words, sizeof(words));
	assert_string_equal(words, "openat(-100, \"/proc/self/pagemap\", 0x0) = 3");
	assert_string_equal(record_call_name(99999).text, "system call 99999");
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(it_begins_with_the_programs_exec),
		TEST(who_is_renamed_has_the_new_name),
		TEST(who_is_no_child_of_it_is_not_in_it),
		TEST(a_call_gets_its_own_result),
		TEST(advice_is_a_madvise_by_whatever_call),
		TEST(a_write_tells_how_many_huge_pages_it_asked_for),
		TEST(a_call_tells_the_set_that_the_kernel_read),
		TEST(a_child_of_vfork_calls_for_its_parents_memory),
		TEST(a_child_does_not_return_from_the_call_before),
		TEST(a_call_that_is_under_way_has_no_result),
		TEST(calls_are_found_by_what_they_touch),
		TEST(a_fault_that_is_tried_again_is_one),
		TEST(a_fault_is_told_by_how_it_came),
		TEST(a_frame_belongs_to_the_fault_that_is_under_way),
		TEST(memory_is_its_processs_until_it_executes),
		TEST(a_number_that_is_given_again_is_somebody_else),
		TEST(moments_are_told_by_their_names),
		TEST(faults_are_counted_by_page),
		TEST(it_knows_what_it_was_asked_for),
		TEST(calls_are_told_in_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
