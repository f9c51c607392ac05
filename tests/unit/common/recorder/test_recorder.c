/* SPDX-License-Identifier: MIT */
/*
 * The recorder, with programs of which is known what they do. The programs are this binary
 * itself: started as `test_recorder act NAME` it plays the part NAME.
 *
 * Needs root, and a kernel whose events the guest's agent has switched on.
 */
#include <errno.h>
#include <fcntl.h>
#include <numaif.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

#include "common/kernel/affinity.h"
#include "common/kernel/kernel.h"
#include "common/lab/checkpoint.h"
#include "common/lab/turns.h"
#include "common/recorder/record.h"
#include "common/recorder/recorder.h"
#include "common/recorder/words.h"
#include "common/stage/stage.h"
#include "tests/unit/privilege.h"

#define UID 12345
#define NR_PAGES 500
#define NR_THREADS 4
#define NR_CALLS 25000 /* two events each */
#define ALL_GROUPS 0x1ff
#define NR_BURSTS 60
#define NR_IN_BURST 1300

/* ---- the parts ---- */

static size_t page_bytes;
static char *buffer;

static void map_buffer(void)
{
	buffer = mmap(NULL, NR_PAGES * page_bytes, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	madvise(buffer, NR_PAGES * page_bytes, MADV_NOHUGEPAGE);
	lab_region("buffer", buffer, NR_PAGES * page_bytes);
}

static void write_pages(size_t from, size_t to, char value)
{
	for (size_t i = from; i < to; i++)
		buffer[i * page_bytes] = value;
}

static void act_touch(void)
{
	map_buffer();
	lab_checkpoint("mapped");
	write_pages(0, NR_PAGES, 1);
	lab_checkpoint("written");
	for (size_t i = 0; i < NR_PAGES; i++)
		buffer[i * page_bytes]++;
	lab_checkpoint("again");
}

static void act_family(void)
{
	int turns[2];

	/* What lies in another CPU's batch would be copied, not used on. */
	affinity_bind(0);
	map_buffer();
	write_pages(0, NR_PAGES, 1);
	turns_make(turns);
	if (!fork()) {
		turns_choose(turns, 1);
		lab_region("buffer", buffer, NR_PAGES * page_bytes);
		lab_checkpoint("forked");
		write_pages(0, 200, 2);
		lab_checkpoint("child-wrote");
		_exit(0);
	}
	turns_choose(turns, 0);
	wait(NULL);
	write_pages(0, NR_PAGES, 3);
	lab_checkpoint("parent-wrote");
}

static void *write_part(void *arg)
{
	size_t part = (size_t)arg, share = NR_PAGES / NR_THREADS;

	write_pages(part * share, (part + 1) * share, 1);
	return NULL;
}

static void act_threads(void)
{
	pthread_t threads[NR_THREADS];

	map_buffer();
	lab_checkpoint("mapped");
	for (size_t i = 0; i < NR_THREADS; i++)
		pthread_create(&threads[i], NULL, write_part, (void *)i);
	for (size_t i = 0; i < NR_THREADS; i++)
		pthread_join(threads[i], NULL);
	lab_checkpoint("written");
}

static void act_vfork(void)
{
	map_buffer();
	lab_checkpoint("mapped");
	if (!vfork()) {
		write_pages(0, 3, 1);
		_exit(0);
	}
	write_pages(3, 5, 1);
	lab_checkpoint("written");
}

static void act_exec(void)
{
	pid_t child = fork();

	if (!child)
		execl("/proc/self/exe", "exercise", "called", NULL);
	waitpid(child, NULL, 0);
	lab_checkpoint("called");
}

static void act_called(void)
{
	mincore(NULL, 0, NULL);
}

static void *exec_in_thread(void *unused)
{
	(void)unused;
	execl("/proc/self/exe", "exercise", "called", NULL);
	return NULL;
}

static void act_exec_in_thread(void)
{
	pthread_t thread;

	pthread_create(&thread, NULL, exec_in_thread, NULL);
	pause();
}

static void act_fail(void)
{
	map_buffer();
	madvise(buffer, NR_PAGES * page_bytes, MADV_DONTNEED);
	madvise(buffer + 1, NR_PAGES * page_bytes, MADV_DONTNEED);
	lab_checkpoint("failed");
}

static void act_many(void)
{
	for (size_t i = 0; i < NR_CALLS; i++)
		mincore(NULL, 0, NULL);
	lab_checkpoint("called");
}

static void act_flood(void)
{
	for (;;)
		mincore(NULL, 0, NULL);
}

/* More than a ring holds: as fast as can be, or some at a time. */
static void overfill(unsigned pause_us)
{
	for (size_t i = 0; i < NR_BURSTS; i++) {
		for (size_t k = 0; k < NR_IN_BURST; k++)
			mincore(NULL, 0, NULL);
		usleep(pause_us);
	}
}

static void act_burst(void)
{
	affinity_bind(0);
	overfill(0);
}

static void act_steady(void)
{
	affinity_bind(0);
	overfill(20000);
}

static void act_remote(void)
{
	char byte = 7;
	struct iovec from = {&byte, 1}, to;
	int turns[2];
	pid_t child;

	map_buffer();
	turns_make(turns);
	child = fork();
	turns_choose(turns, child == 0);
	if (!child) {
		turn_await(turns[1]);
		_exit(0);
	}
	lab_checkpoint("forked");
	to = (struct iovec){buffer + 9 * page_bytes, 1};
	process_vm_writev(child, &from, 1, &to, 1, 0);
	lab_checkpoint("written");
	turn_pass(turns[0]);
	wait(NULL);
}

static void act_files(void)
{
	char text[8];
	int fd = open("/proc/self/stat", O_RDONLY);

	if (pread(fd, text, sizeof(text), 0) != sizeof(text))
		exit(1);
	open("/nowhere", O_RDONLY);
	lab_checkpoint("read");
}

static void act_move(void)
{
	unsigned long nodes = 2;

	affinity_bind(0);
	map_buffer();
	write_pages(0, NR_PAGES, 1);
	lab_checkpoint("written");
	syscall(SYS_mbind, buffer, 100 * page_bytes, MPOL_BIND, &nodes, 64, MPOL_MF_MOVE);
	lab_checkpoint("moved");
}

static void act_merge(void)
{
	map_buffer();
	write_pages(0, 10, 1);
	lab_checkpoint("written");
	madvise(buffer, 10 * page_bytes, MADV_MERGEABLE);
	ksm_wait_sharing(9, 5000);
	lab_checkpoint("merged");
}

static const struct part {
	const char *name;
	void (*fn)(void);
} parts[] = {{"touch", act_touch}, {"family", act_family}, {"threads", act_threads},
	{"vfork", act_vfork}, {"exec", act_exec}, {"called", act_called},
	{"exec-in-thread", act_exec_in_thread}, {"fail", act_fail}, {"many", act_many},
	{"flood", act_flood}, {"burst", act_burst}, {"steady", act_steady},
	{"remote", act_remote}, {"files", act_files}, {"move", act_move},
	{"merge", act_merge}};

static int act(const char *name)
{
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (!strcmp(parts[i].name, name)) {
			parts[i].fn();
			return 0;
		}
	return 1;
}

/* ---- the tests ---- */

static char self[4096];

static struct stage *start_on(const char *part, unsigned records, double slowness)
{
	struct stage_config config;
	char *args[] = {(char *)"act", (char *)part, NULL};
	struct stage *stage;

	need_sandbox();
	if (access(RECORDER_LAYOUT, F_OK)) {
		print_message("nobody has prepared this machine for recording\n");
		skip();
	}
	stage_config_init(&config);
	config.exercise = self;
	config.uid = config.gid = UID;
	config.limits.seconds = 60;
	config.records = records;
	config.slowness = slowness;
	assert_int_equal(stage_start(&config, args, &stage), 0);
	return stage;
}

static struct stage *start(const char *part, unsigned records)
{
	return start_on(part, records, 1);
}

static struct stage_region at(struct stage *stage, const char *checkpoint)
{
	struct stage_region region = {.name = ""};

	assert_int_equal(stage_wait(stage, checkpoint), 0);
	stage_region(stage, 0, "buffer", &region);
	return region;
}

/* Faults in that region since the checkpoint. */
static struct record_query faults_in(
	const struct stage_region *region, const char *after, const char *before)
{
	return (struct record_query){.kind = RECORD_FAULT,
		.from = region->address,
		.bytes = region->length_bytes,
		.after = after,
		.before = before};
}

static void expect_count(
	const struct record *record, const struct record_query *query, size_t expected)
{
	size_t nr = record_count(record, query);

	if (nr == expected)
		return;
	if (nr < 2000)
		record_print(record, stderr);
	assert_int_equal(nr, expected);
}

static void each_page_touched_is_one_fault(void **state)
{
	struct stage *stage = start("touch", RECORD_FAULTS | RECORD_COPIES);
	const struct record *record = stage_record(stage);
	struct stage_region region;
	struct record_query query;
	uint16_t counts[NR_PAGES];

	(void)state;
	region = at(stage, "again");
	assert_int_equal(stage_finish(stage), 0);
	/* Only moments that were looked at are known; all of it lay before this one. */
	query = faults_in(&region, NULL, "again");
	expect_count(record, &query, NR_PAGES);
	query.write = query.access = true;
	query.pid = query.tid = query.memory_pid = stage_main_pid(stage);
	expect_count(record, &query, NR_PAGES);
	record_count_pages(record, &query, NR_PAGES, counts);
	for (size_t i = 0; i < NR_PAGES; i++)
		assert_int_equal(counts[i], 1);
	for (const struct record_event *e = NULL; (e = record_next(record, &query, e));) {
		assert_int_equal(e->fault.by, RECORD_BY_ACCESS);
		assert_int_equal(e->fault.gave, RECORD_GAVE_ZEROED);
		assert_true(e->fault.pfn != 0);
		assert_string_equal(e->comm, "exercise");
	}
	query = faults_in(&region, "again", NULL);
	expect_count(record, &query, 0);
	stage_free(stage);
}

static void moments_tell_before_and_after(void **state)
{
	struct stage *stage = start("touch", RECORD_FAULTS);
	const struct record *record = stage_record(stage);
	struct stage_region region;
	struct record_query query;

	(void)state;
	region = at(stage, "mapped");
	at(stage, "written");
	query = faults_in(&region, "mapped", "written");
	expect_count(record, &query, NR_PAGES);
	query = faults_in(&region, NULL, "mapped");
	expect_count(record, &query, 0);
	at(stage, "again");
	query = faults_in(&region, "written", "again");
	expect_count(record, &query, 0);
	stage_free(stage);
}

static void a_touch_is_a_fault_without_its_end(void **state)
{
	struct stage *stage = start("touch", RECORD_TOUCHES);
	const struct record *record = stage_record(stage);
	const struct record_event *ev = NULL;
	struct stage_region region;
	struct record_query query;

	(void)state;
	region = at(stage, "mapped");
	at(stage, "written");
	query = faults_in(&region, "mapped", "written");
	for (size_t i = 0; i < NR_PAGES; i++) {
		ev = record_next(record, &query, ev);
		assert_non_null(ev);
		assert_true(ev->fault.write);
		assert_int_equal(ev->fault.memory_pid, region.pid);
	}
	stage_free(stage);
}

static void a_childs_faults_are_the_childs(void **state)
{
	struct stage *stage = start("family", RECORD_FAULTS | RECORD_COPIES);
	const struct record *record = stage_record(stage);
	struct stage_region region;
	struct record_query query;
	pid_t child;

	(void)state;
	region = at(stage, "forked");
	child = stage_pid(stage);
	at(stage, "child-wrote");
	at(stage, "parent-wrote");
	query = faults_in(&region, "forked", "child-wrote");
	expect_count(record, &query, 200);
	query.pid = query.memory_pid = child;
	expect_count(record, &query, 200);
	for (const struct record_event *e = NULL; (e = record_next(record, &query, e));)
		assert_int_equal(e->fault.gave, RECORD_GAVE_COPY);
	query = faults_in(&region, "child-wrote", "parent-wrote");
	query.pid = query.memory_pid = stage_main_pid(stage);
	expect_count(record, &query, NR_PAGES);
	for (const struct record_event *e = NULL; (e = record_next(record, &query, e));)
		assert_int_equal(e->fault.gave, RECORD_GAVE_NOTHING);
	query = (struct record_query){.kind = RECORD_TASK, .pid = stage_main_pid(stage)};
	expect_count(record, &query, 1);
	assert_int_equal(record_next(record, &query, NULL)->task.child, child);
	stage_free(stage);
}

static void threads_are_told_apart(void **state)
{
	struct stage *stage = start("threads", RECORD_FAULTS);
	const struct record *record = stage_record(stage);
	struct record_query query, begun;
	struct stage_region region;
	size_t nr_threads = 0;

	(void)state;
	region = at(stage, "mapped");
	at(stage, "written");
	query = faults_in(&region, "mapped", "written");
	expect_count(record, &query, NR_PAGES);
	begun = (struct record_query){.kind = RECORD_TASK, .after = "mapped"};
	for (const struct record_event *e = NULL; (e = record_next(record, &begun, e));) {
		query.tid = e->task.child;
		query.pid = stage_main_pid(stage);
		expect_count(record, &query, NR_PAGES / NR_THREADS);
		nr_threads++;
	}
	assert_int_equal(nr_threads, NR_THREADS);
	stage_free(stage);
}

static void a_child_of_vfork_writes_to_its_parents_memory(void **state)
{
	struct stage *stage = start("vfork", RECORD_CALLS | RECORD_FAULTS);
	const struct record *record = stage_record(stage);
	struct record_query query, begun = {.kind = RECORD_TASK, .after = "mapped"};
	const struct record_event *child;
	struct stage_region region;

	(void)state;
	region = at(stage, "mapped");
	at(stage, "written");
	child = record_next(record, &begun, NULL);
	assert_non_null(child);
	query = faults_in(&region, "mapped", "written");
	expect_count(record, &query, 5);
	query.memory_pid = stage_main_pid(stage);
	expect_count(record, &query, 5);
	query.pid = child->task.child;
	expect_count(record, &query, 3);
	stage_free(stage);
}

static void what_a_child_executes_is_in_the_record(void **state)
{
	struct stage *stage = start("exec", RECORD_CALLS | RECORD_FAULTS);
	const struct record *record = stage_record(stage);
	struct record_query query = {.kind = RECORD_CALL, .nr = SYS_mincore};
	const struct record_event *call;

	(void)state;
	at(stage, "called");
	expect_count(record, &query, 1);
	call = record_next(record, &query, NULL);
	assert_int_not_equal(call->pid, stage_main_pid(stage));
	query = (struct record_query){.kind = RECORD_EXEC, .pid = call->pid};
	expect_count(record, &query, 1);
	/* Both programs' first faults are in memory of their own. */
	query = (struct record_query){.kind = RECORD_FAULT, .pid = call->pid};
	for (const struct record_event *e = NULL; (e = record_next(record, &query, e));)
		if (e->fault.by == RECORD_BY_ACCESS)
			assert_int_equal(e->fault.memory_pid, call->pid);
	stage_free(stage);
}

static void exec_by_a_thread_goes_on_as_the_process(void **state)
{
	struct stage *stage = start("exec-in-thread", RECORD_CALLS);
	const struct record *record = stage_record(stage);
	struct record_query query = {.kind = RECORD_CALL, .nr = SYS_mincore};

	(void)state;
	assert_int_equal(stage_finish(stage), 0);
	query.pid = query.tid = stage_main_pid(stage);
	expect_count(record, &query, 1);
	stage_free(stage);
}

static void a_call_that_fails_says_why(void **state)
{
	struct stage *stage = start("fail", RECORD_CALLS);
	const struct record *record = stage_record(stage);
	struct record_query query = {
		.kind = RECORD_CALL, .nr = SYS_madvise, .failed = true};
	const struct record_event *call;
	char words[RECORD_WORDS_BYTES], expected[RECORD_WORDS_BYTES];
	struct stage_region region;

	(void)state;
	region = at(stage, "failed");
	query.from = region.address;
	query.bytes = region.length_bytes;
	expect_count(record, &query, 1);
	call = record_next(record, &query, NULL);
	assert_int_equal(call->call.result, -EINVAL);
	assert_int_equal(call->call.args[0], region.address + 1);
	record_words(call, words, sizeof(words));
	snprintf(expected, sizeof(expected),
		"madvise(0x%lx, length %zu, MADV_DONTNEED) failed: EINVAL",
		(unsigned long)region.address + 1, region.length_bytes);
	assert_string_equal(words, expected);
	query.failed = false;
	query.succeeded = true;
	expect_count(record, &query, 2);
	stage_free(stage);
}

static void nothing_is_lost_of_many_events(void **state)
{
	struct stage *stage = start("many", RECORD_CALLS);
	struct record_query query = {.kind = RECORD_CALL, .nr = SYS_mincore};

	(void)state;
	at(stage, "called");
	query.succeeded = true;
	expect_count(stage_record(stage), &query, NR_CALLS);
	assert_int_equal(stage_finish(stage), 0);
	assert_int_equal(stage_end(stage)->how, STAGE_EXITED);
	stage_free(stage);
}

static void a_flood_is_the_end_of_the_program(void **state)
{
	struct stage *stage = start("flood", RECORD_CALLS);

	(void)state;
	assert_int_equal(stage_wait(stage, "never"), -ENODATA);
	assert_int_equal(stage_end(stage)->how, STAGE_RECORD);
	stage_free(stage);
}

/* Whoever should read the rings does not, until the program has ended. */
static void let_it_end(const struct stage *stage)
{
	const struct timespec moment = {.tv_nsec = 20000000};

	while (!kill(stage_main_pid(stage), 0))
		nanosleep(&moment, NULL);
}

static void who_fills_a_ring_in_no_time_has_reached_a_limit(void **state)
{
	/* So slow a host that no time is too long. */
	struct stage *stage = start_on("burst", RECORD_CALLS, 1000);

	(void)state;
	let_it_end(stage);
	assert_int_equal(stage_finish(stage), 0);
	assert_int_equal(stage_end(stage)->how, STAGE_RECORD);
	stage_free(stage);
}

static void a_reader_that_comes_too_late_is_no_fault_of_the_programs(void **state)
{
	struct stage *stage = start("steady", RECORD_CALLS);

	(void)state;
	let_it_end(stage);
	assert_int_equal(stage_finish(stage), -ENOBUFS);
	stage_free(stage);
}

/* Somebody beside the program, who does much of what is recorded. */
static pid_t begin_other(void)
{
	pid_t pid = fork();

	if (pid)
		return pid;
	prctl(PR_SET_PDEATHSIG,
		SIGKILL); /* where the test is skipped, nobody else ends it */
	for (;;) {
		char *page = mmap(NULL, page_bytes, PROT_READ | PROT_WRITE,
			MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

		*page = 1;
		munmap(page, page_bytes);
		usleep(100);
	}
}

static void others_are_not_in_it(void **state)
{
	pid_t other = begin_other();
	struct stage *stage = start("threads", RECORD_CALLS | RECORD_FAULTS);
	const struct record *record = stage_record(stage);
	const struct record_query all = {.kind = RECORD_ANY};
	pid_t main_pid = stage_main_pid(stage);

	(void)state;
	at(stage, "written");
	kill(other, SIGKILL);
	waitpid(other, NULL, 0);
	assert_true(record_count(record, &all) > NR_PAGES);
	for (const struct record_event *e = NULL; (e = record_next(record, &all, e));)
		assert_int_equal(e->pid, main_pid);
	stage_free(stage);
}

static void what_is_written_from_afar_is_told_apart(void **state)
{
	struct stage *stage = start("remote", RECORD_CALLS | RECORD_FAULTS | RECORD_PINS);
	const struct record *record = stage_record(stage);
	struct record_query query, begun = {.kind = RECORD_TASK};
	const struct record_event *child, *fault;
	struct stage_region region;

	(void)state;
	region = at(stage, "forked");
	at(stage, "written");
	child = record_next(record, &begun, NULL);
	query = faults_in(&region, "forked", "written");
	expect_count(record, &query, 1);
	fault = record_next(record, &query, NULL);
	assert_int_equal(fault->pid, stage_main_pid(stage));
	assert_int_equal(fault->fault.memory_pid, child->task.child);
	assert_int_equal(fault->fault.by, RECORD_BY_GUP);
	assert_true(fault->fault.write);
	query = (struct record_query){.kind = RECORD_PIN,
		.from = region.address + 9 * page_bytes,
		.bytes = page_bytes};
	expect_count(record, &query, 1);
	assert_int_equal(record_next(record, &query, NULL)->pin.result, 1);
	stage_free(stage);
}

static void files_are_told_by_name(void **state)
{
	struct stage *stage = start("files", RECORD_CALLS | RECORD_FILES);
	const struct record *record = stage_record(stage);
	struct record_query query = {.kind = RECORD_CALL, .nr = SYS_openat};
	const struct record_event *opened = NULL, *failed = NULL;

	(void)state;
	at(stage, "read");
	for (const struct record_event *e = NULL; (e = record_next(record, &query, e));) {
		if (!strcmp(e->call.path, "/proc/self/stat"))
			opened = e;
		if (!strcmp(e->call.path, "/nowhere"))
			failed = e;
	}
	assert_non_null(opened);
	assert_non_null(failed);
	assert_int_equal(failed->call.result, -ENOENT);
	query.nr = SYS_pread64;
	expect_count(record, &query, 1);
	assert_int_equal(record_next(record, &query, NULL)->call.args[0],
		(uint64_t)opened->call.result);
	stage_free(stage);
}

static void read_pfns(struct stage *stage, const struct stage_region *region,
	uint64_t ret_pfns[NR_PAGES])
{
	int fd;

	assert_int_equal(pagemap_open(stage_pid(stage), &fd), 0);
	assert_int_equal(
		pagemap_pfns(fd, (const void *)region->address, NR_PAGES, ret_pfns), 0);
	close(fd);
}

static void a_move_says_from_where_to_where(void **state)
{
	struct stage *stage = start("move", RECORD_CALLS | RECORD_MOVES);
	const struct record *record = stage_record(stage);
	struct record_query query = {.kind = RECORD_MOVE, .after = "written"};
	uint64_t before[NR_PAGES], after[NR_PAGES], nr_moved = 0;
	struct stage_region region;

	(void)state;
	region = at(stage, "written");
	read_pfns(stage, &region, before);
	at(stage, "moved");
	read_pfns(stage, &region, after);
	query.from = region.address;
	query.bytes = region.length_bytes;
	for (const struct record_event *e = NULL; (e = record_next(record, &query, e));) {
		size_t page = (e->move.address - region.address) / page_bytes;

		assert_int_equal(e->move.from_pfn, before[page]);
		assert_int_equal(e->move.to_pfn, after[page]);
		assert_int_equal(record_reason_of(record, e), RECORD_FOR_MBIND);
		nr_moved += before[page] != after[page];
	}
	assert_true(nr_moved >= 60); /* some stay with their CPU for a while */
	stage_free(stage);
}

static void merged_pages_are_told(void **state)
{
	struct stage *stage = start("merge", RECORD_FAULTS | RECORD_MERGES);
	const struct record *record = stage_record(stage);
	struct record_query query = {.kind = RECORD_MERGE, .after = "written"};
	struct stage_region region;

	(void)state;
	assert_int_equal(ksm_write("sleep_millisecs", 0), 0);
	assert_int_equal(ksm_write("pages_to_scan", 5000), 0);
	assert_int_equal(ksm_write("run", 1), 0);
	region = at(stage, "written");
	at(stage, "merged");
	ksm_write("run", 0);
	query.from = region.address;
	query.bytes = region.length_bytes;
	query.memory_pid = stage_main_pid(stage);
	expect_count(record, &query, 10);
	stage_free(stage);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_page_touched_is_one_fault),
		cmocka_unit_test(moments_tell_before_and_after),
		cmocka_unit_test(a_touch_is_a_fault_without_its_end),
		cmocka_unit_test(a_childs_faults_are_the_childs),
		cmocka_unit_test(threads_are_told_apart),
		cmocka_unit_test(a_child_of_vfork_writes_to_its_parents_memory),
		cmocka_unit_test(what_a_child_executes_is_in_the_record),
		cmocka_unit_test(exec_by_a_thread_goes_on_as_the_process),
		cmocka_unit_test(a_call_that_fails_says_why),
		cmocka_unit_test(nothing_is_lost_of_many_events),
		cmocka_unit_test(a_flood_is_the_end_of_the_program),
		cmocka_unit_test(who_fills_a_ring_in_no_time_has_reached_a_limit),
		cmocka_unit_test(
			a_reader_that_comes_too_late_is_no_fault_of_the_programs),
		cmocka_unit_test(others_are_not_in_it),
		cmocka_unit_test(what_is_written_from_afar_is_told_apart),
		cmocka_unit_test(files_are_told_by_name),
		cmocka_unit_test(a_move_says_from_where_to_where),
		cmocka_unit_test(merged_pages_are_told),
	};

	page_bytes = (size_t)sysconf(_SC_PAGESIZE);
	if (argc > 2 && !strcmp(argv[1], "act"))
		return act(argv[2]);
	if (argc > 1 && !strcmp(argv[1], "called"))
		return act("called");
	if (readlink("/proc/self/exe", self, sizeof(self) - 1) < 0)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
