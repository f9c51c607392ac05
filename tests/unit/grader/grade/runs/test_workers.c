/* SPDX-License-Identifier: MIT */
/* Workers that end well, badly, late, and by signals; the seed; the line of progress. */
#include "grader/base/file_replace.h"
#include "grader/grade/runs/plan.h"
#include "grader/grade/runs/workers.h"
#include "grader/grade/runs/progress.h"
#include "tests/unit/scratch.h"
#include "grader/session/session.h"

#include <signal.h>
#include <sys/wait.h>
#include <time.h>

#define NR_RUNS 12

/* Shared with the workers. */
struct counts {
	int started[NR_RUNS];
	int at_work, most_at_work;
};

static struct counts *counts;
static struct grade_run runs[NR_RUNS];
static int nr_graded, nr_broken;

static size_t number(const struct grade_run *run)
{
	return run - runs;
}

static void on_end(void *arg, const struct grade_run *run, bool graded)
{
	(void)arg;
	(void)run;
	*(graded ? &nr_graded : &nr_broken) += 1;
}

static void on_tick(void *arg, size_t nr_running)
{
	(void)arg;
	(void)nr_running;
}

static void on_start(void *arg, const struct grade_run *run)
{
	(void)arg;
	(void)run;
}

static int set_up(void **state)
{
	(void)state;
	counts = mmap(NULL, sizeof(*counts), PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	assert_ptr_not_equal(counts, MAP_FAILED);
	memset(runs, 0, sizeof(runs));
	nr_graded = nr_broken = 0;
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	munmap(counts, sizeof(*counts));
	return 0;
}

static int run_pool(int (*work)(const struct grade_run *run), size_t nr_workers)
{
	struct grade_pool pool = {.runs = runs,
		.nr_runs = NR_RUNS,
		.nr_workers = nr_workers,
		.on_start = on_start,
		.on_end = on_end,
		.on_tick = on_tick,
		.work = work};

	return grade_pool(&pool);
}

static int works(const struct grade_run *run)
{
	int now = __atomic_add_fetch(&counts->at_work, 1, __ATOMIC_SEQ_CST);

	if (now > counts->most_at_work)
		counts->most_at_work = now;
	counts->started[number(run)]++;
	usleep(20000);
	__atomic_sub_fetch(&counts->at_work, 1, __ATOMIC_SEQ_CST);
	return number(run) % 2;
}

/* The fifth one finds no room. */
static int fills_the_disk(const struct grade_run *run)
{
	counts->started[number(run)]++;
	usleep(5000);
	return number(run) == 4 ? GRADE_RUN_NO_SPACE : EXIT_PASSED;
}

static void a_full_disk_ends_it_at_once(void **state)
{
	size_t nr_started = 0;

	(void)state;
	assert_int_equal(run_pool(fills_the_disk, 2), -ENOSPC);
	for (size_t i = 0; i < NR_RUNS; i++)
		nr_started += counts->started[i];
	assert_true(nr_started >= 5 && nr_started < NR_RUNS);
	assert_int_equal(counts->started[4], 1);
	assert_int_equal(nr_broken, 0);
}

static void each_is_run_once_and_few_at_a_time(void **state)
{
	(void)state;
	assert_int_equal(run_pool(works, 3), 0);
	assert_int_equal(nr_graded, NR_RUNS);
	assert_int_equal(nr_broken, 0);
	for (size_t i = 0; i < NR_RUNS; i++)
		assert_int_equal(counts->started[i], 1);
	assert_true(counts->most_at_work <= 3);
}

/* Of three kinds: one that never works, one that dies, one that works the third time. */
static int fails(const struct grade_run *run)
{
	counts->started[number(run)]++;
	switch (number(run)) {
	case 0:
		return 3;
	case 1:
		raise(SIGKILL);
		return 0;
	case 2:
		return run->attempt == 3 ? 1 : 3;
	}
	return 0;
}

static void what_breaks_is_tried_twice_again(void **state)
{
	(void)state;
	assert_int_equal(run_pool(fails, 2), 0);
	assert_int_equal(nr_graded, NR_RUNS - 2);
	assert_int_equal(nr_broken, 2);
	for (size_t i = 0; i < NR_RUNS; i++)
		assert_int_equal(counts->started[i], i < 3 ? 3 : 1);
}

/* Ends at a signal, as a worker does, but may be waiting. */
static int waits(const struct grade_run *run)
{
	counts->started[number(run)]++;
	while (!session_signal())
		usleep(1000);
	return 128 + session_signal();
}

/* A class in a process of its own, which one signal reaches. */
static void a_signal_leaves_no_worker(void **state)
{
	int status;
	pid_t pid = fork();

	(void)state;
	if (!pid) {
		session_catch_signals();
		status = run_pool(waits, 2);
		/* None is left to wait for. */
		_exit(status == -EINTR && waitpid(-1, NULL, 0) < 0 && errno == ECHILD &&
					!nr_graded && !nr_broken
				? 42
				: 1);
	}
	while (!counts->started[1])
		usleep(1000);
	kill(pid, SIGTERM);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 42);
	assert_int_equal(counts->started[2], 0);
}

static void the_seed_is_drawn_once(void **state)
{
	char *folder = folder_make(), why[PLAN_WHY];
	uint64_t seed, again, given = 7;

	(void)state;
	assert_int_equal(grade_seed(folder, NULL, &seed, why), 0);
	assert_int_equal(grade_seed(folder, NULL, &again, why), 0);
	assert_int_equal(seed, again);
	assert_int_equal(grade_seed(folder, &given, &again, why), 0);
	assert_int_equal(again, 7);
	assert_int_equal(grade_seed(folder, NULL, &again, why), 0);
	assert_int_equal(again, 7);
	folder_put(folder, "assignment.json", "{\"seed\": \"7\"}");
	assert_int_equal(grade_seed(folder, NULL, &again, why), -EBADMSG);
	folder_put(folder, "assignment.json", "{");
	assert_int_equal(grade_seed(folder, NULL, &again, why), -EBADMSG);
	folder_remove(folder);
}

static void parts_that_start_at_once_have_one_seed(void **state)
{
	uint64_t *seeds = mmap(
		NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	char why[PLAN_WHY];

	(void)state;
	assert_true(seeds != MAP_FAILED);
	for (int round = 0; round < 50; round++) {
		char *folder = folder_make();

		for (int i = 0; i < 4; i++)
			if (!fork())
				_exit(!!grade_seed(folder, NULL, &seeds[i], why));
		for (int i = 0, status; i < 4; i++)
			assert_true(wait(&status) > 0 && !status);
		for (int i = 1; i < 4; i++)
			assert_true(seeds[i] == seeds[0]);
		folder_remove(folder);
	}
	munmap(seeds, 4096);
}

static void half_files_are_cleared_away(void **state)
{
	char *folder = folder_make();
	struct grade_course course = {.results = folder};
	struct grade_pair pair = {.lab = "03-ksm"};
	struct grade_student ann = {.name = (char *)"ann", .pairs = &pair, .nr_pairs = 1},
			     nobody = {
				     .name = (char *)"bo", .pairs = &pair, .nr_pairs = 1};

	(void)state;
	folder_put(folder, "ann/03-ksm/result.json.tmpA1b2C3", "{\"sc");
	folder_put(folder, "ann/gradescope.json.tmpA1b2C3", "{\"sc");
	folder_put(folder, "ann/03-ksm/result.json", "{}");
	folder_put(folder, "ann/03-ksm/notes.tmp", "a teacher's");
	grade_tidy(&course, &ann);
	assert_false(folder_has(folder, "ann/03-ksm/result.json.tmpA1b2C3"));
	assert_false(folder_has(folder, "ann/gradescope.json.tmpA1b2C3"));
	assert_true(folder_has(folder, "ann/03-ksm/result.json"));
	assert_true(folder_has(folder, "ann/03-ksm/notes.tmp"));
	grade_tidy(&course, &nobody);
	folder_remove(folder);
}

/* Hosts that share the results tidy while others write. */
static void a_file_that_is_being_written_is_let_alone(void **state)
{
	char *folder = folder_make(), path[PATH_MAX], *text;
	pid_t child;

	(void)state;
	snprintf(path, sizeof(path), "%s/a.json", folder);
	child = fork();
	if (!child)
		for (;;)
			file_tidy(folder);
	for (int i = 0; i < 500; i++)
		assert_int_equal(file_replace(path, "whole", 5), 0);
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
	text = folder_get(folder, "a.json");
	assert_string_equal(text, "whole");
	free(text);
	folder_remove(folder);
}

static void progress_says_rate_and_end(void **state)
{
	struct grade_progress progress = {.nr = 40, .begun = 100};
	char line[160];

	(void)state;
	setenv("TZ", "UTC", 1);
	tzset();
	progress_line(&progress, 2, 110, 0, line, sizeof(line));
	assert_string_equal(line, "0 of 40 graded, 40 left, 2 at work");
	progress.nr_finished = 10;
	progress_line(&progress, 2, 110, 0, line, sizeof(line));
	assert_string_equal(line,
		"10 of 40 graded, 30 left, 2 at work, 60 a minute, to end at 00:00");
	progress_line(&progress, 2, 110, 45, line, sizeof(line));
	assert_non_null(strstr(line, "to end at 00:01"));
}

static void there_is_always_a_worker(void **state)
{
	(void)state;
	assert_int_equal(grade_pool_busy(1), 2);
	assert_int_equal(grade_pool_busy(2), 3);
	assert_int_equal(grade_pool_busy(8), 12);
	assert_int_equal(grade_pool_size(0), 1);
	assert_int_equal(grade_pool_size(WORKER_MIB), 1);
	assert_in_range(grade_memory(), 1, 1 << 30);
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(each_is_run_once_and_few_at_a_time),
		TEST(a_full_disk_ends_it_at_once),
		TEST(what_breaks_is_tried_twice_again),
		TEST(a_signal_leaves_no_worker),
		cmocka_unit_test(the_seed_is_drawn_once),
		cmocka_unit_test(parts_that_start_at_once_have_one_seed),
		cmocka_unit_test(half_files_are_cleared_away),
		cmocka_unit_test(a_file_that_is_being_written_is_let_alone),
		cmocka_unit_test(progress_says_rate_and_end),
		cmocka_unit_test(there_is_always_a_worker),
	};

	return cmocka_run_group_tests_name("grade pool", tests, NULL, NULL);
}
