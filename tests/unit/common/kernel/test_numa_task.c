/* SPDX-License-Identifier: MIT */
/* numa_task: sched files that 6.1 and 6.12 wrote for the writer of lab 06, and spoilt. */
#include "tests/unit/input.h"

#include <pthread.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include "common/kernel/numa_task.h"

static int parse(FILE *file, void *ret)
{
	return numa_task_parse(file, ret);
}

static const struct parser parser = {parse, sizeof(struct numa_task)};

static void check_fixture(
	const char *name, uint64_t scan_seq, uint64_t migrated, int preferred)
{
	FILE *file = fixture_open(name);
	struct numa_task task;

	assert_int_equal(numa_task_parse(file, &task), 0);
	fclose(file);
	assert_int_equal(task.scan_seq, scan_seq);
	assert_int_equal(task.nr_pages_migrated, migrated);
	assert_int_equal(task.preferred_node, preferred);
}

static void sched_of_both_kernels(void **state)
{
	(void)state;
	check_fixture("6.1/sched-numa", 1, 1340, 0);
	check_fixture("6.12/sched-numa", 2, 2219, -1);
}

static void no_preferred_node_is_minus_one(void **state)
{
	FILE *file = input_text("mm->numa_scan_seq : 0\nnuma_pages_migrated : 5\n"
				"numa_preferred_nid : -1\n");
	struct numa_task task;

	(void)state;
	assert_int_equal(numa_task_parse(file, &task), 0);
	fclose(file);
	assert_int_equal(task.preferred_node, -1);
	assert_int_equal(task.nr_pages_migrated, 5);
}

static void what_is_missing_or_spoilt_is_refused(void **state)
{
	(void)state;
	assert_parses(&parser, "", -ENODATA);
	assert_parses(&parser, "se.nr_migrations : 3\n", -ENODATA);
	assert_parses(&parser, "numa_scan_seq : 1\nnuma_pages_migrated : 5\n", -ENODATA);
	assert_parses(&parser, "numa_pages_migrated : x\n", -EBADMSG);
	assert_parses(&parser, "numa_pages_migrated 5\n", -EBADMSG);
	assert_parses(&parser, "numa_pages_migrated : 5", -EBADMSG);
	assert_parses(&parser, "numa_pages_migrated : 5 6\n", -EBADMSG);
	assert_parses(
		&parser, "numa_pages_migrated : 5\nnuma_pages_migrated : 5\n", -EBADMSG);
	assert_parses(&parser, "numa_pages_migrated : 99999999999999999999\n", -ERANGE);
	assert_parses(&parser,
		"numa_scan_seq : 1\nnuma_pages_migrated : -5\nnuma_preferred_nid : 1\n",
		-EBADMSG);
}

static void cuts_and_changes_do_no_harm(void **state)
{
	size_t size;
	char *bytes = fixture_load("6.1/sched-numa", &size);

	(void)state;
	accepted_cuts(&parser, bytes, size);
	survive_changes(&parser, bytes, size, 3000);
	free(bytes);
}

static void other_threads_are_asked_by_number(void **state)
{
	struct numa_task task;
	uint64_t nr_pages;
	int error = numa_task_read(0, 0, &task);

	(void)state;
	assert_int_equal(numa_task_read(0, -1, &task), -EINVAL);
	assert_int_equal(numa_task_read(-1, 1, &task), -EINVAL);
	assert_int_equal(numa_task_read(0, 1 << 22, &task), -ENODATA);
	/* A kernel without NUMA balancing has no such lines. */
	assert_true(error == 0 || error == -ENODATA);
	assert_int_equal(numa_task_migrated(getpid(), &nr_pages), error);
}

static void *stay(void *arg)
{
	pause();
	return arg;
}

/* Of a thread that has ended, the kernel keeps the name and not the memory; the first one of a
 * process stays so until the others end, too. */
static void threads_that_end_are_left_out(void **state)
{
	pid_t pid = fork();
	struct numa_task task;
	pthread_t other;
	uint64_t nr_pages;

	(void)state;
	if (!pid) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		pthread_create(&other, NULL, stay, NULL);
		pthread_exit(NULL);
	}
	while (numa_task_read(pid, pid, &task) != -ENODATA)
		usleep(1000);
	assert_int_equal(numa_task_migrated(pid, &nr_pages), numa_task_read(0, 0, &task));
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	assert_int_equal(numa_task_migrated(pid, &nr_pages), -ENODATA);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sched_of_both_kernels),
		cmocka_unit_test(no_preferred_node_is_minus_one),
		cmocka_unit_test(what_is_missing_or_spoilt_is_refused),
		cmocka_unit_test(cuts_and_changes_do_no_harm),
		cmocka_unit_test(other_threads_are_asked_by_number),
		cmocka_unit_test(threads_that_end_are_left_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
