/* SPDX-License-Identifier: MIT */
/*
 * Checks that are interrupted, at each of their phases, and checks that run at the same
 * time: no process, socket or file is left, and nobody is in another's way.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "faults.h"

#define SOLUTION "lab02 --exercise solutions/02-fork-cow/exercise.c"
#define END_SECONDS 15
#define CHECK_SECONDS 90

static struct scratch scratch;

static int set_up(void **state)
{
	(void)state;
	scratch_make(&scratch);
	scratch_attack(&scratch, "loops", "02-fork-cow");
	scratch_attack(&scratch, "crashes", "02-fork-cow");
	shell("cd %s && mkfifo endless.h && echo \"#include \\\"endless.h\\\"\" "
	      ">endless.c",
		scratch.variants);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	scratch_free(&scratch);
	return 0;
}

static int fill_cache(void **state)
{
	(void)state;
	scratch_fill_cache(&scratch);
	return 0;
}

static int empty_cache(void **state)
{
	(void)state;
	scratch_empty_cache(&scratch);
	return 0;
}

/* A check of one of the programs in variants/. */
static void start(const char *name, const char *options, struct background *ret)
{
	char arguments[300];

	snprintf(arguments, sizeof(arguments), "lab02 %s --exercise %s/%s.c", options,
		scratch.variants, name);
	background_start(&scratch, arguments, ret);
}

/* Ctrl-C goes to the whole group, as the terminal sends it; the others to ./check. */
static void interrupt(struct background *background, int signal, const char *files)
{
	struct ended ended;

	kill(signal == SIGINT ? -background->pid : background->pid, signal);
	background_end(background, END_SECONDS, &ended);
	checks_expect_status(&ended, 128 + signal);
	assert_null(ended.result);
	scratch_expect_as_before(&scratch, files);
	checks_free(&ended);
}

static int signal_of(void **state)
{
	return (int)(intptr_t)*state;
}

static void while_compiling(void **state)
{
	char *files = scratch_files(&scratch);
	struct background background;

	start("endless", "", &background);
	scratch_await(&scratch, "cc1", "exercise.c", 0); /* a copy */
	interrupt(&background, signal_of(state), files);
	free(files);
}

static void while_booting_cold(void **state)
{
	char *files = scratch_files(&scratch);
	struct background background;

	start("loops", "--cold", &background);
	scratch_await(&scratch, "-machine", "memory-backend-ram", 500);
	interrupt(&background, signal_of(state), files);
	free(files);
}

static void while_making_the_snapshot(void **state)
{
	char *files = scratch_files(&scratch), *snapshot;
	struct background background;

	start("loops", "", &background);
	scratch_await(&scratch, "-machine", "share=on", 500);
	interrupt(&background, signal_of(state), files);
	snapshot = scratch_snapshot(&scratch);
	assert_null(snapshot);
	free(files);
}

/* A clone needs much less of a CPU than that to wake. */
static void while_running(void **state)
{
	char *files = scratch_files(&scratch);
	struct background background;

	start("loops", "", &background);
	scratch_await(&scratch, "-machine", "-incoming", 1500);
	interrupt(&background, signal_of(state), files);
	free(files);
}

/* The lock went with who held it. */
static void killed_maker_is_not_in_the_way(void **state)
{
	struct background background;
	struct ended ended;

	(void)state;
	background_start(&scratch, SOLUTION, &background);
	scratch_await(&scratch, "-machine", "share=on", 500);
	kill(background.pid, SIGKILL);
	scratch_check(&scratch, &ended, "", SOLUTION);
	checks_expect_score(&ended, 100);
	checks_expect_output(&ended, "making the snapshot of machine");
	checks_free(&ended);
	background_end(&background, END_SECONDS, &ended);
	checks_free(&ended);
}

static void two_checks_of_one_checkout(void **state)
{
	char *files = scratch_files(&scratch);
	struct background one, other;
	struct ended ended;

	(void)state;
	background_start(&scratch, SOLUTION, &one);
	start("crashes", "", &other);
	background_end(&one, CHECK_SECONDS, &ended);
	checks_expect_score(&ended, 100);
	checks_free(&ended);
	background_end(&other, CHECK_SECONDS, &ended);
	checks_expect_score(&ended, 50);
	checks_free(&ended);
	scratch_expect_as_before(&scratch, files);
	free(files);
}

/* There is no snapshot: one of them makes it, the other one waits. */
static void two_checkouts_with_one_empty_cache(void **state)
{
	struct scratch second = scratch;
	struct ended ended[2];
	struct background one, other;
	char *snapshot;
	int nr_made = 0;

	(void)state;
	snprintf(second.root, sizeof(second.root), "%s/second", scratch.base);
	shell("cp -a %s %s", scratch.root, second.root);
	background_start(&scratch, SOLUTION, &one);
	background_start(&second, SOLUTION, &other);
	background_end(&one, CHECK_SECONDS, &ended[0]);
	background_end(&other, CHECK_SECONDS, &ended[1]);
	for (int i = 0; i < 2; i++) {
		checks_expect_status(&ended[i], 0);
		checks_expect_score(&ended[i], 100);
		if (strstr(ended[i].output, "making the snapshot of machine"))
			nr_made++;
		else
			checks_expect_output(
				&ended[i], "another check is making a snapshot");
	}
	assert_int_equal(nr_made, 1);
	snapshot = scratch_snapshot(&scratch);
	assert_non_null(snapshot);
	free(snapshot);
	checks_free(&ended[0]);
	checks_free(&ended[1]);
}

#define INTERRUPTED(test, signal, cache)                                            \
	{                                                                           \
		.name = #test ": " #signal, .test_func = test, .setup_func = cache, \
		.initial_state = (void *)(intptr_t)(signal)                         \
	}
#define INTERRUPTS(test, cache)                                              \
	INTERRUPTED(test, SIGINT, cache), INTERRUPTED(test, SIGTERM, cache), \
		INTERRUPTED(test, SIGKILL, cache)

/* An argument is a pattern: only tests of that name. */
int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		INTERRUPTS(while_compiling, fill_cache),
		INTERRUPTS(while_booting_cold, fill_cache),
		INTERRUPTS(while_making_the_snapshot, empty_cache),
		INTERRUPTS(while_running, fill_cache),
		cmocka_unit_test_setup(killed_maker_is_not_in_the_way, empty_cache),
		cmocka_unit_test_setup(two_checks_of_one_checkout, fill_cache),
		cmocka_unit_test_setup(two_checkouts_with_one_empty_cache, empty_cache),
	};

	if (argc > 1)
		cmocka_set_test_filter(argv[1]);
	return cmocka_run_group_tests_name("interrupts", tests, set_up, tear_down);
}
