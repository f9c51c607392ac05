/* SPDX-License-Identifier: MIT */
/*
 * A stranger's first minutes: a fresh clone in a deep folder, a read-only home, an empty
 * cache, an ordinary user without any privilege, and the README's words.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "checks.h"

#define DEEP                                             \
	"a folder with a näme that is long/"            \
	"and-another-one-that-is-even-longer-than-that/" \
	"so-that-the-path-of-a-socket-would-not-fit-into-the-108-bytes-it-may-have"

static char folder[] = "/var/tmp/pagelab-fresh-XXXXXX";

/* As root: become user 12345. Otherwise we are an ordinary user already. */
static const char *as_user(void)
{
	return geteuid() ? "" : "setpriv --reuid=12345 --regid=12345 --clear-groups";
}

static void run_there(struct ended *ret, const char *command)
{
	checks_run(ret,
		"cd \"%s/" DEEP
		"/pagelab\" && env -u MAKEFLAGS -u MAKELEVEL -u VM_KERNEL "
		"-u XDG_CACHE_HOME XDG_STATE_HOME=%s/state HOME=%s/home "
		"PAGELAB_CACHE=%s/cache %s %s",
		folder, folder, folder, folder, as_user(), command);
}

static int set_up(void **state)
{
	struct ended ended;

	(void)state;
	if (!mkdtemp(folder))
		return -1;
	checks_run(&ended,
		"mkdir -p \"%s/" DEEP "\" %s/home %s/cache %s/state && chmod 755 %s && "
		"git -c safe.directory=* clone -q . \"%s/" DEEP "/pagelab\" && "
		"{ [ $(id -u) != 0 ] || chown -R 12345:12345 %s; } && chmod 555 %s/home",
		folder, folder, folder, folder, folder, folder, folder, folder);
	checks_expect_status(&ended, 0);
	checks_free(&ended);
	return 0;
}

static int tear_down(void **state)
{
	char command[256];

	(void)state;
	snprintf(
		command, sizeof(command), "chmod 755 %s/home; rm -rf %s", folder, folder);
	return system(command);
}

/* Nothing has been built, nor is anything by this. */
static void nothing_is_in_the_way(void **state)
{
	struct ended ended;

	(void)state;
	run_there(&ended, "sh -c \"./check --doctor && ! ls build\"");
	checks_expect_status(&ended, 0);
	checks_expect_output(&ended, "  ok    packages ");
	checks_expect_output(&ended, "Nothing is in the way of a check.");
	checks_free(&ended);
}

static void a_labs_shell_comes_before_any_make(void **state)
{
	struct ended ended;

	(void)state;
	run_there(&ended, "sh -c \"echo ls /dev/page_pin | ./run lab01 --shell\"");
	checks_expect_status(&ended, 0);
	checks_expect_output(&ended, "\n/dev/page_pin\n");
	checks_free(&ended);
}

static void the_first_check_judges_the_skeleton(void **state)
{
	struct ended ended;

	(void)state;
	run_there(&ended, "make lab03");
	checks_expect_status(&ended, 0);
	checks_expect_output(&ended, "labs/03-ksm/exercise.c");
	checks_free(&ended);
	run_there(&ended, "./check --json $JSON");
	checks_expect_status(&ended, 1);
	checks_expect_score(&ended, 0);
	checks_expect_output(&ended, "Score 0 of 100");
	checks_free(&ended);
}

static void the_solution_as_exercise_scores_100(void **state)
{
	struct ended ended;

	(void)state;
	run_there(&ended, "cp solutions/03-ksm/exercise.c labs/03-ksm/exercise.c");
	checks_expect_status(&ended, 0);
	checks_free(&ended);
	run_there(&ended, "./check --json $JSON");
	checks_expect_status(&ended, 0);
	checks_expect_score(&ended, 100);
	checks_free(&ended);
}

/* With the lines of its source. */
static void gdb_finds_the_source(void **state)
{
	struct ended ended;

	(void)state;
	run_there(&ended, "sh -c \"echo list | ./run lab03 --gdb 2>&1\"");
	checks_expect_status(&ended, 0);
	checks_expect_output(&ended, "int main(int argc, char **argv)");
	assert_null(strstr(ended.output, "arning"));
	checks_free(&ended);
}

/* What the checks before gave; nobody sees the solution of a lab that has not passed. */
static void progress_is_told(void **state)
{
	struct ended ended;

	(void)state;
	run_there(&ended, "make progress");
	checks_expect_status(&ended, 0);
	checks_expect_output(&ended, "  03 ksm                     100      2    0:0");
	checks_expect_output(&ended, "1 of ");
	checks_free(&ended);
	run_there(&ended, "./check lab03 --solution");
	checks_expect_status(&ended, 0);
	checks_expect_output(&ended, "yours, as the solution has it");
	checks_free(&ended);
	run_there(&ended, "sh -c \"echo 2 | ./check lab02 --predict\"");
	checks_expect_status(&ended, 0);
	checks_expect_output(&ended, "Kept: 1 of 5");
	checks_free(&ended);
	run_there(&ended, "./check lab03 --predict");
	checks_expect_status(&ended, 0);
	checks_expect_output(&ended, "you said   nothing");
	checks_expect_output(&ended, "your run   merged: ");
	checks_free(&ended);
	run_there(&ended, "./check lab02 --solution");
	checks_expect_status(&ended, 1);
	checks_expect_output(&ended, "--give-up");
	checks_free(&ended);
}

static void reset_keeps_a_copy(void **state)
{
	struct ended ended;

	(void)state;
	run_there(&ended, "make reset-lab03");
	checks_expect_status(&ended, 0);
	checks_expect_output(&ended, "labs/03-ksm/exercise.c.20");
	checks_free(&ended);
	/* Several within a second, too, and however the lab is called. */
	run_there(&ended, "sh -c \"echo 2 >labs/03-ksm/exercise.c && make reset-LAB3 && "
			  "echo 3 >labs/03-ksm/exercise.c && make reset-lab3\"");
	checks_expect_status(&ended, 0);
	checks_free(&ended);
	run_there(&ended, "sh -c \"cat labs/03-ksm/exercise.c.* | grep -x [23]\"");
	checks_expect_output(&ended, "2\n3\n");
	checks_free(&ended);
	run_there(&ended, "cmp labs/03-ksm/skeleton.c labs/03-ksm/exercise.c");
	checks_expect_status(&ended, 0);
	checks_free(&ended);
}

/* The image packed and used by another clone, which has no other source of it. */
static void a_packed_image_serves_another_cache(void **state)
{
	struct ended ended;

	(void)state;
	run_there(&ended, "make vm-dist");
	checks_expect_status(&ended, 0);
	checks_free(&ended);
	run_there(&ended,
		"env PAGELAB_CACHE=../other-cache VM_IMAGE=build/pagelab-vm-6.1.tar.xz "
		"./check lab02 --exercise solutions/02-fork-cow/exercise.c "
		"--json $JSON");
	checks_expect_status(&ended, 0);
	checks_expect_score(&ended, 100);
	checks_free(&ended);
}

static void vm_status_names_what_is_kept(void **state)
{
	struct ended ended;

	(void)state;
	run_there(&ended, "make vm-status");
	checks_expect_status(&ended, 0);
	checks_expect_output(&ended, "image-6.1-");
	checks_expect_output(&ended, "snapshot-default-");
	checks_free(&ended);
}

static void distclean_empties_the_cache(void **state)
{
	struct ended ended;

	(void)state;
	run_there(&ended, "make distclean");
	checks_expect_status(&ended, 0);
	checks_free(&ended);
	run_there(&ended, "ls ../../../../cache build");
	if (strstr(ended.output, "image-") || strstr(ended.output, "snapshot-"))
		fail_msg("something is left:\n%s", ended.output);
	checks_free(&ended);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_is_in_the_way),
		cmocka_unit_test(a_labs_shell_comes_before_any_make),
		cmocka_unit_test(the_first_check_judges_the_skeleton),
		cmocka_unit_test(the_solution_as_exercise_scores_100),
		cmocka_unit_test(gdb_finds_the_source),
		cmocka_unit_test(progress_is_told),
		cmocka_unit_test(reset_keeps_a_copy),
		cmocka_unit_test(vm_status_names_what_is_kept),
		cmocka_unit_test(a_packed_image_serves_another_cache),
		cmocka_unit_test(distclean_empties_the_cache),
	};

	return cmocka_run_group_tests_name("fresh clone", tests, set_up, tear_down);
}
