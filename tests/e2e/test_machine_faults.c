/* SPDX-License-Identifier: MIT */
/*
 * Machines that fail: the guest's kernel or agent dies, QEMU is missing, too old or
 * killed, a snapshot is damaged, the disk is full. A check that can still be done is
 * done; one that cannot says why, gives no score and leaves nothing behind.
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
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "faults.h"

#define SOLVED "lab02 --exercise solutions/02-fork-cow/exercise.c"
#define CHECKER "labs/02-fork-cow/check.c"
#define QEMU_SECONDS 60

static struct scratch scratch;

static int set_up(void **state)
{
	(void)state;
	scratch_make(&scratch);
	shell("cp %s/" CHECKER " %s/check.c", scratch.root, scratch.base);
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

/* The checker, as root, does this when it comes to the third claim. */
static void sabotage_checker(const char *statement)
{
	shell("sed -e \"1i #include \\\"../../tests/attacks/sabotage.h\\\"\" "
	      "-e \"/^static void the_first_writer/,/^{/s/^{/{ %s;/\" "
	      "%s/check.c >%s/" CHECKER,
		statement, scratch.base, scratch.root);
}

static int repair_checker(void **state)
{
	(void)state;
	shell("cp %s/check.c %s/" CHECKER, scratch.base, scratch.root);
	return 0;
}

static void expect_verdicts(const struct ended *ended, int nr_passed, const char *rest)
{
	json_t *claim;
	size_t i;

	json_array_foreach(json_object_get(ended->result, "claims"), i, claim)
	{
		const char *verdict =
			json_string_value(json_object_get(claim, "verdict"));

		if (strcmp(verdict, (int)i < nr_passed ? "PASS" : rest))
			fail_msg("claim %zu is %s; it said:\n%s", i + 1, verdict,
				ended->output);
	}
	if (i != 6)
		fail_msg("%zu claims in the result; it said:\n%s", i, ended->output);
}

/* Runs it; afterwards no process lives on, and the files are as before. */
static void check(struct ended *ret, const char *env)
{
	char *files = scratch_files(&scratch);

	scratch_check(&scratch, ret, env, SOLVED);
	scratch_expect_as_before(&scratch, files);
	free(files);
}

static void expect_solved(const struct ended *ended)
{
	checks_expect_status(ended, 0);
	checks_expect_score(ended, 100);
}

static void guest_panic_is_quoted(void **state)
{
	struct ended ended;

	(void)state;
	sabotage_checker("press_sysrq(\\\"c\\\")");
	check(&ended, "");
	checks_expect_status(&ended, 1);
	checks_expect_score(&ended, 30);
	expect_verdicts(&ended, 2, "PANIC");
	checks_expect_output(&ended, "Kernel panic - not syncing: sysrq triggered crash");
	checks_free(&ended);
}

static void killed_agent_is_a_panic(void **state)
{
	struct ended ended;

	(void)state;
	sabotage_checker("kill_agent()");
	check(&ended, "");
	checks_expect_status(&ended, 1);
	checks_expect_score(&ended, 30);
	expect_verdicts(&ended, 2, "PANIC");
	checks_expect_output(&ended, "Attempted to kill init!");
	checks_free(&ended);
}

static void machine_that_goes_off_gives_no_score(void **state)
{
	struct ended ended;

	(void)state;
	sabotage_checker("press_sysrq(\\\"o\\\")");
	check(&ended, "");
	checks_expect_status(&ended, 3);
	checks_expect_score(&ended, -1);
	expect_verdicts(&ended, 2, "BROKEN");
	checks_expect_output(&ended, "the machine ended before the checker did");
	checks_free(&ended);
}

static void killed_qemu_gives_no_score(void **state)
{
	char *files = scratch_files(&scratch), arguments[256];
	struct background background;
	struct ended ended;

	(void)state;
	scratch_attack(&scratch, "loops", "02-fork-cow");
	snprintf(arguments, sizeof(arguments), "lab02 --exercise %s/loops.c",
		scratch.variants);
	background_start(&scratch, arguments, &background);
	kill(scratch_await(&scratch, "-machine", "-incoming", 1500), SIGKILL);
	background_end(&background, QEMU_SECONDS, &ended);
	checks_expect_status(&ended, 3);
	checks_expect_score(&ended, -1);
	checks_expect_output(&ended, "the machine ended before the checker did");
	scratch_expect_as_before(&scratch, files);
	checks_free(&ended);
	free(files);
}

/* The snapshot is not made; the check is done all the same. */
static void qemu_killed_at_the_snapshot_means_a_cold_boot(void **state)
{
	char *files = scratch_files(&scratch);
	struct background background;
	struct ended ended;

	(void)state;
	background_start(&scratch, SOLVED, &background);
	kill(scratch_await(&scratch, "-machine", "share=on", 300), SIGKILL);
	background_end(&background, QEMU_SECONDS, &ended);
	expect_solved(&ended);
	checks_expect_output(&ended, "QEMU ended unexpectedly");
	checks_expect_output(&ended, "Booting cold instead");
	scratch_expect_as_before(&scratch, files);
	checks_free(&ended);
	free(files);
}

static void missing_qemu_is_named(void **state)
{
	struct ended ended;

	(void)state;
	check(&ended, "QEMU=/nonexistent/qemu");
	checks_expect_status(&ended, 3);
	checks_expect_output(&ended, "/nonexistent/qemu");
	checks_expect_output(&ended, "Install the package qemu-system-arm");
	checks_free(&ended);
}

static void make_qemu(const char *name, const char *script, char *ret_env, size_t size)
{
	char path[200];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", scratch.base, name);
	file = fopen(path, "we");
	assert_non_null(file);
	fprintf(file, "#!/bin/sh\n%s\n", script);
	fclose(file);
	chmod(path, 0755);
	snprintf(ret_env, size, "QEMU=%s", path);
}

static void old_qemu_is_named(void **state)
{
	struct ended ended;
	char env[256];

	(void)state;
	make_qemu("old", "echo \"QEMU emulator version 5.2.0 (Debian 1:5.2)\"", env,
		sizeof(env));
	check(&ended, env);
	checks_expect_status(&ended, 3);
	checks_expect_output(&ended, "QEMU is too old");
	checks_expect_output(&ended, "5.2.0");
	checks_expect_output(&ended, "7.2");
	checks_free(&ended);
}

/* Once: when it makes its snapshot. */
static void untried_qemu_is_told_once(void **state)
{
	static const char words[] = "note: nobody has tried Pagelab with QEMU 8.9.1";
	struct ended ended;
	char env[256];

	(void)state;
	make_qemu("untried",
		"[ \"$1\" != --version ] || exec echo QEMU emulator version 8.9.1\n"
		"exec qemu-system-aarch64 \"$@\"",
		env, sizeof(env));
	scratch_check(&scratch, &ended, env, SOLVED);
	expect_solved(&ended);
	checks_expect_output(&ended, words);
	checks_free(&ended);
	scratch_check(&scratch, &ended, env, SOLVED);
	expect_solved(&ended);
	assert_null(strstr(ended.output, words));
	checks_free(&ended);
}

/* They know the version alike, but not the machine. */
static void qemu_of_another_machine_is_named(void **state)
{
	struct ended ended;
	char env[256];

	(void)state;
	make_qemu("other", "[ \"$1\" != --version ] || echo QEMU emulator version 9.0.0",
		env, sizeof(env));
	check(&ended, env);
	checks_expect_status(&ended, 3);
	checks_expect_output(&ended, "other is no qemu-system-aarch64");
	checks_free(&ended);
}

static void qemu_that_does_not_start_is_an_error(void **state)
{
	struct ended ended;
	char env[256];

	(void)state;
	make_qemu("stillborn",
		"[ \"$1\" != --version ] || echo QEMU emulator version 9.0.0\n"
		"[ \"$4\" != help ] || echo cortex-a57\n"
		"echo no such machine >&2\nexit 1",
		env, sizeof(env));
	check(&ended, env);
	checks_expect_status(&ended, 3);
	checks_expect_output(&ended, "no such machine");
	checks_expect_output(&ended, "QEMU ended unexpectedly");
	checks_free(&ended);
}

/* A clone that takes three seconds to wake, of a snapshot that was made in no hurry. */
static void a_host_that_is_busy_now_has_longer_limits(void **state)
{
	struct ended ended;
	char script[512], env[256];

	(void)state;
	snprintf(script, sizeof(script),
		"[ \"$1\" != -machine ] || [ ! -e %s/late ] || sleep 3\n"
		"exec qemu-system-aarch64 \"$@\"",
		scratch.base);
	make_qemu("late-qemu", script, env, sizeof(env));
	scratch_check(&scratch, &ended, env, SOLVED);
	expect_solved(&ended);
	checks_free(&ended);
	shell("touch %s/late", scratch.base);
	scratch_check(&scratch, &ended, env, SOLVED);
	expect_solved(&ended);
	assert_true(json_real_value(json_object_get(
			    json_object_get(ended.result, "machine"), "slowness")) >= 10);
	checks_free(&ended);
}

/* No machine is started for claims that it could not show. */
static void too_few_cpus_skip_every_claim(void **state)
{
	struct ended ended;

	(void)state;
	scratch_check(&scratch, &ended, "VM_CPUS=4",
		"lab08 --exercise solutions/08-mempolicy/exercise.c");
	checks_expect_status(&ended, 1);
	checks_expect_score(&ended, -1);
	checks_expect_output(
		&ended, "CPUs 0 to 7 are needed, and the machine has 4 (VM_CPUS).");
	checks_expect_output(&ended, "No score: nothing was judged");
	checks_expect_output(&ended, "unset VM_CPUS");
	checks_free(&ended);
}

static void a_smaller_machine_judges_what_it_can(void **state)
{
	struct ended ended;

	(void)state;
	scratch_check(&scratch, &ended, "VM_CPUS=2 VM_MEM=1024", SOLVED " --cold");
	expect_solved(&ended);
	checks_free(&ended);
	scratch_check(&scratch, &ended, "VM_CPUS=3", SOLVED);
	checks_expect_status(&ended, 3);
	checks_expect_output(&ended, "VM_CPUS=3: it must be an even number");
	checks_free(&ended);
}

/* The seed's CPU is another one; the lists and masks of the lab have CPU 5 in them. */
static void an_offline_cpu_is_left_out_of_what_is_expected(void **state)
{
	struct ended ended;

	(void)state;
	shell("cd %s/labs/07-affinity && cp lab.json kept && "
	      "sed -i \"/knobs/s|{}|{@/sys/devices/system/cpu/cpu5/online@: @0@}|; "
	      "s|@|\\x22|g\" lab.json && ! cmp -s lab.json kept",
		scratch.root);
	scratch_check(&scratch, &ended, "",
		"lab07 --cold --seed 14 --exercise solutions/07-affinity/exercise.c");
	shell("cd %s/labs/07-affinity && mv kept lab.json", scratch.root);
	expect_solved(&ended);
	checks_free(&ended);
}

/* As a kernel without NUMA balancing has none of its settings. */
static void a_setting_that_is_missing_is_named(void **state)
{
	struct ended ended;

	(void)state;
	shell("cd %s/labs/06-numa-balancing && cp lab.json kept && "
	      "sed -i s,kernel/numa_balancing,kernel/no_balancing, lab.json",
		scratch.root);
	scratch_check(&scratch, &ended, "",
		"lab06 --exercise solutions/06-numa-balancing/exercise.c");
	shell("cd %s/labs/06-numa-balancing && mv kept lab.json", scratch.root);
	checks_expect_status(&ended, 3);
	checks_expect_score(&ended, -1);
	checks_expect_output(&ended,
		"kernel has no setting /proc/sys/kernel/no_balancing, which the lab");
	checks_free(&ended);
}

/* What is damaged is made anew, in its place. */
static void expect_made_anew(const char *damage, const char *words)
{
	char *folder = scratch_snapshot(&scratch), *now;
	struct ended ended;

	assert_non_null(folder);
	shell("cd %s && %s", folder, damage);
	scratch_check(&scratch, &ended, "", SOLVED);
	expect_solved(&ended);
	checks_expect_output(&ended, "making the snapshot of machine");
	checks_expect_output(&ended, words);
	assert_null(strstr(ended.output, "cold"));
	checks_free(&ended);
	now = scratch_snapshot(&scratch);
	assert_non_null(now);
	assert_string_equal(now, folder);
	free(now);
	free(folder);
}

static void ram_cut_short_is_made_anew(void **state)
{
	(void)state;
	expect_made_anew("head -c 100M ram0 >cut && mv cut ram0", "");
}

static void state_cut_short_is_made_anew(void **state)
{
	struct ended ended;

	(void)state;
	expect_made_anew("head -c 4096 state >cut && mv cut state", "");
	check(&ended, "");
	expect_solved(&ended);
	assert_null(strstr(ended.output, "snapshot"));
	checks_free(&ended);
}

/* As long as it was, so that only QEMU can find it out: from another version of it, and
 * from no QEMU at all. */
static void state_of_another_qemu_is_made_anew(void **state)
{
	(void)state;
	expect_made_anew("LC_ALL=C sed s/virt-[0-9]/virt-x/g state >other && "
			 "! cmp -s state other && mv other state",
		"Making that snapshot anew");
}

static void garbage_for_a_state_is_made_anew(void **state)
{
	(void)state;
	expect_made_anew("head -c $(stat -c %s state) /dev/urandom >garbage && "
			 "mv garbage state",
		"Making that snapshot anew");
}

static void what_is_in_a_snapshots_place_is_replaced(void **state)
{
	(void)state;
	expect_made_anew("there=$PWD && cd .. && rm -r \"$there\" && : >\"$there\"", "");
	if (geteuid())
		expect_made_anew("chmod 0 .", "");
}

/* A file system of that size as the cache. */
static bool mount_cache(const char *size)
{
	char options[64];

	scratch_empty_cache(&scratch);
	snprintf(options, sizeof(options), "size=%s", size);
	if (!mount("tmpfs", scratch.cache, "tmpfs", 0, options))
		return true;
	print_message("needs root, to mount a small file system\n");
	return false;
}

static int unmount_cache(void **state)
{
	(void)state;
	umount2(scratch.cache, MNT_DETACH);
	return 0;
}

static void full_disk_is_said_beforehand(void **state)
{
	struct ended ended;

	(void)state;
	if (!mount_cache("64m"))
		skip();
	check(&ended, "");
	expect_solved(&ended);
	checks_expect_output(&ended, "MiB free, and a snapshot needs");
	checks_expect_output(&ended, scratch.cache);
	checks_expect_output(&ended, "PAGELAB_CACHE");
	checks_expect_output(&ended, "Booting cold instead");
	checks_free(&ended);
}

/* The room is taken by another while the machine boots. */
static void disk_that_fills_up_leaves_nothing_half_made(void **state)
{
	struct background background;
	struct ended ended;
	char *files;

	(void)state;
	if (!mount_cache("600m"))
		skip();
	files = scratch_files(&scratch);
	background_start(&scratch, SOLVED, &background);
	scratch_await(&scratch, "-machine", "share=on", 100);
	shell("head -c 600M /dev/zero >%s/filler 2>/dev/null; [ -s %s/filler ]",
		scratch.cache, scratch.cache);
	background_end(&background, QEMU_SECONDS, &ended);
	shell("rm %s/filler", scratch.cache);
	expect_solved(&ended);
	checks_expect_output(&ended, "No snapshot can be used");
	checks_expect_output(&ended, "became full meanwhile");
	checks_expect_output(&ended, scratch.cache);
	checks_expect_output(&ended, "Booting cold instead");
	scratch_expect_as_before(&scratch, files);
	checks_free(&ended);
	free(files);
}

#define CLONED(test) cmocka_unit_test_setup(test, fill_cache)
#define SABOTAGED(test) cmocka_unit_test_setup_teardown(test, fill_cache, repair_checker)
#define MOUNTED(test) cmocka_unit_test_teardown(test, unmount_cache)

/* An argument is a pattern: only tests of that name. */
int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		SABOTAGED(guest_panic_is_quoted),
		SABOTAGED(killed_agent_is_a_panic),
		SABOTAGED(machine_that_goes_off_gives_no_score),
		CLONED(killed_qemu_gives_no_score),
		cmocka_unit_test_setup(
			qemu_killed_at_the_snapshot_means_a_cold_boot, empty_cache),
		CLONED(missing_qemu_is_named),
		CLONED(old_qemu_is_named),
		CLONED(untried_qemu_is_told_once),
		CLONED(qemu_of_another_machine_is_named),
		CLONED(qemu_that_does_not_start_is_an_error),
		CLONED(a_host_that_is_busy_now_has_longer_limits),
		CLONED(too_few_cpus_skip_every_claim),
		CLONED(a_smaller_machine_judges_what_it_can),
		CLONED(an_offline_cpu_is_left_out_of_what_is_expected),
		CLONED(a_setting_that_is_missing_is_named),
		CLONED(ram_cut_short_is_made_anew),
		CLONED(state_cut_short_is_made_anew),
		CLONED(state_of_another_qemu_is_made_anew),
		CLONED(garbage_for_a_state_is_made_anew),
		CLONED(what_is_in_a_snapshots_place_is_replaced),
		MOUNTED(full_disk_is_said_beforehand),
		MOUNTED(disk_that_fills_up_leaves_nothing_half_made),
	};

	if (argc > 1)
		cmocka_set_test_filter(argv[1]);
	return cmocka_run_group_tests_name("machines", tests, set_up, tear_down);
}
