/* SPDX-License-Identifier: MIT */
/*
 * What ./check and ./run offer besides a score: the program's own output, a pause at
 * every checkpoint, a shell, other formats, a repeatable run, a cold machine.
 */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "faults.h"

#define SOLUTION "solutions/02-fork-cow/exercise.c"
#define SKELETON "labs/02-fork-cow/skeleton.c"
#define PROMPT_MS 30000

static int count(const char *text, const char *word)
{
	int nr = 0;

	for (; (text = strstr(text, word)); text += strlen(word))
		nr++;
	return nr;
}

static void run_shows_the_programs_output(void **state)
{
	struct ended ended;

	(void)state;
	checks_run(&ended, "./run --exercise " SOLUTION " lab02 300 7 2>/dev/null");
	checks_expect_status(&ended, 0);
	assert_string_equal(ended.output,
		"the child wrote 20: 300 faults, 300 new frames\n"
		"the parent wrote 30: 300 faults, 0 new frames\n");
	checks_free(&ended);
}

static void run_passes_arguments_input_and_status(void **state)
{
	struct ended ended;

	(void)state;
	checks_run(&ended,
		"echo some input | ./run --exercise tests/attacks/echoes.c lab02 one -x");
	checks_expect_status(&ended, 3);
	checks_expect_output(&ended, "argument one\nargument -x\nsome input\n");
	checks_expect_output(&ended, "and words on stderr\n");
	checks_free(&ended);
}

static void run_names_the_place_of_a_crash(void **state)
{
	struct ended ended;

	(void)state;
	shell("mkdir -p build/variants && awk -f mk/overlay.awk tests/attacks/crashes.c "
	      "solutions/02-fork-cow/exercise.c >build/variants/crashes.c");
	checks_run(&ended, "./run --exercise build/variants/crashes.c lab02");
	checks_expect_status(&ended, 128 + 11);
	checks_expect_output(&ended, "Segmentation fault at address 0x1230");
	checks_expect_output(&ended, "the crash is here");
	checks_free(&ended);
}

/* The copy of the child's write and the reuse of the parent's are two paths on any kernel; numbers
 * are the program's. */
static void run_shows_the_kernels_path_through_a_fault(void **state)
{
	struct ended ended;

	(void)state;
	checks_run(&ended, "./run --exercise " SOLUTION " lab02 --trace 16 7");
	checks_expect_status(&ended, 0);
	checks_expect_output(&ended, "the parent wrote 30: 16 faults, 0 new frames\n");
	checks_expect_output(&ended, "buffer, until “filled”, thread ");
	checks_expect_output(&ended, "buffer, until “child-wrote”, thread ");
	checks_expect_output(&ended, "buffer, until “parent-wrote”, thread ");
	assert_int_equal(count(ended.output, ": 16 of 16 faults\n  do_mem_abort()\n"), 3);
	assert_int_equal(count(ended.output, " do_wp_page()\n"), 2);
	checks_expect_output(&ended, "Faults in memory that no region names: ");
	checks_free(&ended);
	checks_run(&ended, "VM_KERNEL=6.12 ./run --exercise " SOLUTION
			   " lab02 --trace do_wp_pag 16 7");
	checks_expect_status(&ended, 2);
	checks_expect_output(&ended, "This kernel cannot trace a function \"do_wp_pag\". "
				     "There are: do_wp_page");
	checks_free(&ended);
}

static void live_is_lines_without_a_terminal(void **state)
{
	struct ended ended;

	(void)state;
	checks_run(&ended, "./run --exercise " SOLUTION " lab02 --live 16 7");
	checks_expect_status(&ended, 0);
	checks_expect_output(&ended, "s  at “filled”  buffer: 16 on node 0\n");
	checks_expect_output(&ended,
		"s  at “child-wrote”  buffer: 16 on node 0; buffer: 16 on node 0\n");
	checks_expect_output(&ended, "the child wrote 20: 16 faults, 16 new frames\n");
	assert_null(strchr(ended.output, '\033'));
	checks_free(&ended);
}

static void run_refuses_what_there_is_not(void **state)
{
	struct ended ended;

	(void)state;
	checks_run(&ended, "./run lab99");
	checks_expect_status(&ended, 2);
	checks_expect_output(&ended, "fork-cow");
	checks_free(&ended);
	checks_run(&ended, "./run");
	checks_expect_status(&ended, 2);
	checks_free(&ended);
	checks_run(&ended, "./run lab02 --live --step");
	checks_expect_status(&ended, 2);
	checks_expect_output(&ended, "--live shows a program that runs");
	checks_free(&ended);
	checks_run(&ended, "./run lab02 --counter pgfault");
	checks_expect_status(&ended, 2);
	checks_expect_output(&ended, "--counter goes with --plot");
	checks_free(&ended);
	checks_run(&ended, "./run --shell --profile none </dev/null");
	checks_expect_status(&ended, 3);
	checks_expect_output(&ended, "There is no machine profile “none”");
	checks_free(&ended);
}

static json_t *at(json_t *json, const char *name, size_t index)
{
	return json_array_get(json_object_get(json, name), index);
}

/* And each is in the record. */
static void step_passes_every_checkpoint(void **state)
{
	struct ended ended;
	json_t *record;

	(void)state;
	checks_run(&ended,
		"mkdir -p build/variants; yes \"\" | head -n 4 | ./run --step --record "
		"build/variants/run.json --exercise " SOLUTION " lab02");
	checks_expect_status(&ended, 0);
	record = json_load_file("build/variants/run.json", 0, NULL);
	assert_int_equal(
		json_array_size(json_object_get(at(record, "runs", 0), "moments")), 4);
	assert_int_equal(json_array_size(json_object_get(record, "verdicts")), 0);
	json_decref(record);
	assert_int_equal(count(ended.output, "press Enter"), 4);
	checks_expect_output(&ended, "checkpoint “filled”");
	checks_expect_output(&ended, "checkpoint “parent-wrote”");
	checks_expect_output(&ended, "the parent wrote 30: 256 faults");
	checks_free(&ended);
}

/* Waits until the file has the word so many times; then it has it that often. */
static void await_count(const char *path, const char *word, int nr)
{
	for (int ms = 0; ms < PROMPT_MS; ms += 10) {
		char text[8192];
		FILE *file = fopen(path, "re");
		size_t n;

		assert_non_null(file);
		n = fread(text, 1, sizeof(text) - 1, file);
		fclose(file);
		text[n] = '\0';
		if (count(text, word) > nr)
			fail_msg("“%s” more than %d times:\n%s", word, nr, text);
		if (count(text, word) == nr)
			return;
		nanosleep(&(struct timespec){.tv_nsec = 10000000}, NULL);
	}
	fail_msg("“%s” is not there %d times", word, nr);
}

static void step_waits_for_enter(void **state)
{
	char path[] = "/tmp/pagelab-step-XXXXXX", command[256];
	int fd = mkstemp(path);
	FILE *keys;

	(void)state;
	assert_true(fd >= 0);
	close(fd);
	snprintf(command, sizeof(command),
		"./run --step --exercise " SOLUTION " lab02 >%s 2>&1", path);
	keys = popen(command, "we");
	assert_non_null(keys);
	for (int nr = 1; nr <= 4; nr++) {
		await_count(path, "press Enter", nr);
		fputs("\n", keys);
		fflush(keys);
	}
	assert_int_equal(pclose(keys), 0);
	await_count(path, "the parent wrote 30", 1);
	unlink(path);
}

static void shell_has_two_nodes_and_the_tools(void **state)
{
	struct ended ended;

	(void)state;
	checks_run(&ended,
		"printf \"nproc; id -u; cat /proc/self/oom_score_adj\\n"
		"numactl --hardware\\nnumastat\\n"
		"taskset 20 grep Cpus_allowed_list /proc/self/status\\n"
		"strace -e trace=getppid sh -c true\\nexit 7\\n\" | ./run --shell");
	checks_expect_status(&ended, 7);
	assert_true(!strncmp(ended.output, "8\n0\n0\n", 6));
	checks_expect_output(&ended, "available: 2 nodes (0-1)");
	checks_expect_output(&ended, "node 0 cpus: 0 1 2 3\n");
	checks_expect_output(&ended, "node 1 cpus: 4 5 6 7\n");
	checks_expect_output(&ended, "numa_hit");
	checks_expect_output(&ended, "Cpus_allowed_list:\t5\n");
	checks_expect_output(&ended, "+++ exited with 0 +++");
	checks_free(&ended);
}

static void shell_that_is_killed_says_so(void **state)
{
	struct ended ended;

	(void)state;
	checks_run(&ended, "echo \"kill -9 \\$\\$\" | ./run --shell");
	checks_expect_status(&ended, 128 + SIGKILL);
	checks_expect_output(&ended, "the shell was killed");
	checks_free(&ended);
}

/* script(1) gives it a terminal. */
static void shell_has_a_usable_terminal(void **state)
{
	struct ended ended;

	(void)state;
	checks_run(&ended,
		"printf \"tty; stty size; stty -a | grep -o icanon; exit 5\\n\" | "
		"TERM=xterm script -qec \"stty rows 33 cols 77; ./run --shell\" "
		"/dev/null");
	checks_expect_status(&ended, 5);
	checks_expect_output(&ended, "/dev/pts/0\r\n");
	checks_expect_output(&ended, "33 77\r\n");
	checks_expect_output(&ended, "pagelab:");
	checks_free(&ended);
}

struct clone_says {
	uint64_t now_s;
	char uuid[64], bytes[64], boot_id[64];
};

static void ask_a_clone(struct clone_says *ret)
{
	struct ended ended;

	checks_run(&ended,
		"printf \"date +%%%%s\\ncat /proc/sys/kernel/random/uuid\\n"
		"head -c 16 /dev/urandom | od -An -tx1 | tr -d \\\" \\\"\\n\" | "
		"./run --shell");
	checks_expect_status(&ended, 0);
	if (sscanf(ended.output, "%" SCNu64 " %63s %63s", &ret->now_s, ret->uuid,
		    ret->bytes) != 3)
		fail_msg("%s", ended.output);
	checks_free(&ended);
}

/* Both wake from one snapshot. */
static void clones_have_the_time_and_their_own_random_pool(void **state)
{
	struct clone_says one, other;
	uint64_t before, after;

	(void)state;
	before = time(NULL);
	ask_a_clone(&one);
	ask_a_clone(&other);
	after = time(NULL);
	assert_in_range(one.now_s, before, other.now_s);
	assert_in_range(other.now_s, one.now_s, after);
	assert_int_equal(strlen(one.bytes), 32);
	assert_string_not_equal(one.uuid, other.uuid);
	assert_string_not_equal(one.bytes, other.bytes);
}

static const char *start_kind(const struct ended *ended)
{
	return json_string_value(
		json_object_get(json_object_get(ended->result, "machine"), "start"));
}

static void cold_machine_gives_the_same_score(void **state)
{
	struct ended ended;

	(void)state;
	checks_run(&ended, "./check lab02 --cold --exercise " SOLUTION " --json $JSON");
	checks_expect_status(&ended, 0);
	checks_expect_score(&ended, 100);
	assert_string_equal(start_kind(&ended), "cold");
	checks_free(&ended);
}

static void tap_has_a_point_for_each_claim(void **state)
{
	struct ended ended;
	const char *at;
	int nr_claims;
	char begin[64];

	(void)state;
	checks_run(&ended, "./check lab02 --tap --exercise " SKELETON " --json $JSON");
	checks_expect_status(&ended, 1);
	assert_true(!strncmp(ended.output, "TAP version 13\n", 15));
	nr_claims = (int)json_array_size(json_object_get(ended.result, "claims"));
	snprintf(begin, sizeof(begin), "\n1..%d\n", nr_claims);
	checks_expect_output(&ended, begin);
	at = ended.output;
	for (int i = 1; i <= nr_claims; i++) {
		snprintf(begin, sizeof(begin), "\nnot ok %d - ", i);
		at = strstr(at, begin);
		if (!at)
			fail_msg("no point %d:\n%s", i, ended.output);
	}
	assert_int_equal(count(ended.output, "\n  ---\n"), nr_claims);
	assert_int_equal(count(ended.output, "\n  ...\n"), nr_claims);
	assert_int_equal(count(ended.output, "\n  verdict: \"FAIL\"\n"), nr_claims);
	checks_free(&ended);
}

static void tap_of_a_solution_is_all_ok(void **state)
{
	struct ended ended;

	(void)state;
	checks_run(&ended, "./check lab02 --tap --exercise " SOLUTION);
	checks_expect_status(&ended, 0);
	assert_int_equal(count(ended.output, "\nok "), 6);
	assert_null(strstr(ended.output, "not ok"));
	checks_free(&ended);
}

/* The result has it from QEMU's monitor. */
static void expect_qemu_says(const char *version)
{
	struct ended ended;

	assert_non_null(version);
	checks_run(&ended, "\"${QEMU:-qemu-system-aarch64}\" --version");
	checks_expect_output(&ended, version);
	assert_true(strchr(version, '.') != NULL);
	checks_free(&ended);
}

static void json_has_what_is_needed_to_repeat_it(void **state)
{
	struct ended ended;
	json_t *machine;

	(void)state;
	checks_run(
		&ended, "./check lab02 --seed 42 --exercise " SOLUTION " --json $JSON");
	machine = json_object_get(ended.result, "machine");
	assert_int_equal(json_integer_value(json_object_get(ended.result, "seed")), 42);
	assert_string_equal(
		json_string_value(json_object_get(ended.result, "lab")), "02-fork-cow");
	assert_true(json_is_object(json_object_get(ended.result, "sizes")));
	assert_non_null(json_string_value(json_object_get(machine, "kernel")));
	expect_qemu_says(json_string_value(json_object_get(machine, "qemu")));
	assert_string_equal(start_kind(&ended), "clone");
	assert_int_equal(json_array_size(json_object_get(ended.result, "claims")), 6);
	checks_free(&ended);
}

/* What was seen of a program: parent and child have one frame for page 0 at "forked"; and none of
 * it changes a verdict. */
static void a_record_changes_no_verdict(void **state)
{
	static const char wrong[] = "build/variants/parent-first.c";
	struct ended plain, kept;
	json_t *record, *forked, *run[2];
	char *failing[2];

	(void)state;
	shell("mkdir -p build/variants && awk -f mk/overlay.awk "
	      "tests/wrong/02-fork-cow/parent-first.c solutions/02-fork-cow/exercise.c "
	      ">%s",
		wrong);
	checks_run(&plain, "./check lab02 --seed 42 --exercise %s --json $JSON", wrong);
	checks_run(&kept,
		"./check lab02 --seed 42 --exercise %s --json $JSON --view --record "
		"build/variants/record.json",
		wrong);
	checks_expect_output(&kept, "build/view/lab02.html");
	failing[0] = checks_failing(plain.result);
	failing[1] = checks_failing(kept.result);
	assert_string_equal(failing[0], failing[1]);
	record = json_load_file("build/variants/record.json", 0, NULL);
	assert_non_null(record);
	assert_int_equal(json_array_size(json_object_get(record, "verdicts")), 6);
	assert_int_equal(
		json_array_size(json_object_get(at(record, "runs", 0), "moments")), 4);
	forked = at(at(record, "runs", 0), "moments", 1);
	assert_string_equal(json_string_value(json_object_get(forked, "name")), "forked");
	for (size_t i = 0; i < 2; i++)
		run[i] = at(at(forked, "regions", i), "runs", 0);
	assert_true(json_integer_value(json_array_get(run[0], 2)) > 0);
	assert_int_equal(json_integer_value(json_array_get(run[0], 2)),
		json_integer_value(json_array_get(run[1], 2)));
	json_decref(record);
	free(failing[0]);
	free(failing[1]);
	checks_free(&plain);
	checks_free(&kept);
}

/* Between the checkpoints before and after the table of lab 06. */
static void a_record_has_the_samples(void **state)
{
	struct ended ended;
	json_t *record, *moments;
	size_t nr = 0, i;

	(void)state;
	checks_run(&ended,
		"./check lab06 --exercise solutions/06-numa-balancing/exercise.c "
		"--record "
		"build/variants/samples.json");
	assert_int_equal(ended.status, 0);
	record = json_load_file("build/variants/samples.json", 0, NULL);
	moments = json_object_get(at(record, "runs", 0), "moments");
	for (i = 1; json_is_true(json_object_get(json_array_get(moments, i), "sample"));
		i++)
		nr++;
	assert_true(nr > 0);
	assert_string_equal(
		json_string_value(json_object_get(json_array_get(moments, i), "name")),
		"followed");
	assert_int_equal(json_array_size(moments), nr + 4);
	json_decref(record);
	checks_free(&ended);
}

static json_t *sizes_with_seed(int seed)
{
	struct ended ended;
	json_t *sizes;

	checks_run(&ended, "./check lab02 --seed %d --exercise " SKELETON " --json $JSON",
		seed);
	checks_expect_status(&ended, 1);
	sizes = json_incref(json_object_get(ended.result, "sizes"));
	assert_non_null(sizes);
	checks_free(&ended);
	return sizes;
}

static void seed_repeats_the_sizes(void **state)
{
	json_t *one = sizes_with_seed(11), *again = sizes_with_seed(11);
	json_t *other = sizes_with_seed(12);

	(void)state;
	assert_true(json_equal(one, again));
	assert_false(json_equal(one, other));
	json_decref(one);
	json_decref(again);
	json_decref(other);
}

/* The first claim's hints, by their begin: lines are broken further on. */
static void expect_hints(const char *option, size_t nr)
{
	json_t *lab = json_load_file("labs/02-fork-cow/lab.json", 0, NULL);
	json_t *claim = json_array_get(json_object_get(lab, "claims"), 0);
	struct ended ended;
	json_t *hint;
	size_t i, nr_seen = 0;

	checks_run(&ended, "./check lab02 %s --exercise " SKELETON, option);
	checks_expect_status(&ended, 1);
	json_array_foreach(json_object_get(claim, "hints"), i, hint)
	{
		char begin[21];

		if (!json_is_string(hint)) /* for another mistake */
			continue;
		snprintf(begin, sizeof(begin), "%s", json_string_value(hint));
		assert_int_equal(!!strstr(ended.output, begin), nr_seen < nr);
		nr_seen++;
	}
	assert_int_equal(nr_seen, 3);
	checks_free(&ended);
	json_decref(lab);
}

/* What there is to do next is seen without scrolling, on the smallest of terminals. */
static void a_report_fits_24_rows(void **state)
{
	static const char *const labs[] = {
		"01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11", "12"};
	struct ended ended;

	(void)state;
	for (size_t i = 0; i < sizeof(labs) / sizeof(*labs); i++) {
		size_t nr_rows = 0;

		/* The first words of a machine that has no snapshot yet are no report. */
		checks_run(&ended,
			"./check lab%s --exercise labs/%s-*/skeleton.c 2>/dev/null",
			labs[i], labs[i]);
		checks_expect_status(&ended, 1);
		for (const char *s = ended.output; *s; s++)
			nr_rows += *s == '\n';
		if (nr_rows > 24)
			fail_msg("%zu rows:\n%s", nr_rows, ended.output);
		checks_free(&ended);
	}
}

static void hints_are_as_many_as_asked_for(void **state)
{
	struct ended ended;

	(void)state;
	expect_hints("", 1);
	expect_hints("--hints 0", 0);
	expect_hints("--hints 3", 3);
	checks_run(&ended, "./check lab02 --hints 10");
	checks_expect_status(&ended, 2);
	checks_free(&ended);
}

static void verbose_tells_what_was_seen(void **state)
{
	struct ended ended;

	(void)state;
	checks_run(&ended, "./check lab02 -v --exercise " SOLUTION);
	checks_expect_status(&ended, 0);
	checks_expect_output(&ended, "observed ");
	checks_expect_output(&ended, "Run 1 printed:");
	checks_expect_output(&ended, "the child wrote 20: ");
	checks_expect_output(&ended, "slowness ");
	checks_free(&ended);
}

/* An argument is a pattern: only tests of that name. */
int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(run_shows_the_programs_output),
		cmocka_unit_test(run_passes_arguments_input_and_status),
		cmocka_unit_test(run_names_the_place_of_a_crash),
		cmocka_unit_test(run_shows_the_kernels_path_through_a_fault),
		cmocka_unit_test(live_is_lines_without_a_terminal),
		cmocka_unit_test(run_refuses_what_there_is_not),
		cmocka_unit_test(step_passes_every_checkpoint),
		cmocka_unit_test(step_waits_for_enter),
		cmocka_unit_test(shell_has_two_nodes_and_the_tools),
		cmocka_unit_test(shell_that_is_killed_says_so),
		cmocka_unit_test(shell_has_a_usable_terminal),
		cmocka_unit_test(clones_have_the_time_and_their_own_random_pool),
		cmocka_unit_test(cold_machine_gives_the_same_score),
		cmocka_unit_test(tap_has_a_point_for_each_claim),
		cmocka_unit_test(tap_of_a_solution_is_all_ok),
		cmocka_unit_test(json_has_what_is_needed_to_repeat_it),
		cmocka_unit_test(a_record_changes_no_verdict),
		cmocka_unit_test(a_record_has_the_samples),
		cmocka_unit_test(seed_repeats_the_sizes),
		cmocka_unit_test(hints_are_as_many_as_asked_for),
		cmocka_unit_test(a_report_fits_24_rows),
		cmocka_unit_test(verbose_tells_what_was_seen),
	};

	if (argc > 1)
		cmocka_set_test_filter(argv[1]);
	return cmocka_run_group_tests_name("commands", tests, NULL, NULL);
}
