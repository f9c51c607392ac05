/* SPDX-License-Identifier: MIT */
/*
 * ./check --watch on a terminal of 80 columns and 24 rows, as a learner has it: saves in each of
 * the ways of editors, keys, and an end that leaves the terminal as it was and no process.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "terminal.h"

#define SOLUTION "solutions/02-fork-cow/exercise.c"
#define SKELETON "labs/02-fork-cow/skeleton.c"
#define WAITING "q:quit"

static struct scratch scratch;
static char *files;

static struct terminal terminal;

static int set_up(void **state)
{
	(void)state;
	scratch_make(&scratch);
	scratch_fill_cache(&scratch);
	files = scratch_files(&scratch);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	free(files);
	scratch_free(&scratch);
	return 0;
}

/* In one piece, as cp does; or under another name first. */
static void save(const char *source)
{
	shell("cp %s %s/mine.c", source, scratch.variants);
}

static void save_by_name(const char *source)
{
	shell("cd %s && cp %s/%s .mine.c.swp && mv .mine.c.swp mine.c", scratch.variants,
		scratch.root, source);
}

/* ./check with these words, on a terminal. */
static void start(const char *term, const char *words)
{
	char command[600];

	snprintf(command, sizeof(command), "./check %s", words);
	terminal_start(&terminal, &scratch, term, command);
}

static void watch(const char *term, const char *options)
{
	char words[512];

	snprintf(words, sizeof(words), "lab02 --watch --exercise %s/mine.c %s",
		scratch.variants, options);
	start(term, words);
}

static void forget(void)
{
	terminal_forget(&terminal);
}

static void await(const char *words)
{
	terminal_await(&terminal, words);
}

static void press(char key)
{
	terminal_press(&terminal, key);
}

/* It ends, with the terminal as it was, and leaves nothing. */
static void expect_end(int expected)
{
	terminal_expect_end(&terminal, expected);
	scratch_expect_as_before(&scratch, files);
	shell("! ls %s/build/watch-*.json 2>/dev/null", scratch.root);
}

static void each_save_is_judged(void **state)
{
	(void)state;
	save(SKELETON);
	watch("xterm", "");
	await("Score 0 of 100");
	await(WAITING);
	await("0/6 claims");
	forget();
	save_by_name(SOLUTION);
	await("Score 100 of 100");
	await("+ ");
	await("Gained 6 claims");
	await(WAITING);
	forget();
	shell("echo 'int main(' >%s/mine.c", scratch.variants);
	await("mine.c:1:");
	await("Lost 6 claims");
	await(WAITING);
	forget();
	save(SOLUTION);
	await("Score 100 of 100");
	press('q');
	expect_end(0);
}

/* What lies beside it may be included. Other files are nobody's business. */
static void headers_are_watched(void **state)
{
	(void)state;
	shell("cd %s && { echo '#include \"mine.h\"' && cat %s/" SOLUTION
	      "; } >mine.c && echo >mine.h",
		scratch.variants, scratch.root);
	watch("xterm", "");
	await("Score 100 of 100");
	await(WAITING);
	forget();
	shell("echo '#error changed' >%s/mine.h", scratch.variants);
	await("changed");
	await(WAITING);
	press('q');
	expect_end(0);
}

/* The first judges for long; the second is what counts. */
static void a_save_starts_over(void **state)
{
	(void)state;
	scratch_attack(&scratch, "loops", "02-fork-cow");
	shell("mv %s/loops.c %s/mine.c", scratch.variants, scratch.variants);
	watch("xterm", "");
	await("checking");
	scratch_await(&scratch, "-machine", "memory-backend-file", 500);
	forget();
	save(SOLUTION);
	await("Score 100 of 100");
	await(WAITING);
	assert_null(strstr(terminal.text, "TIMEOUT"));
	press('q');
	expect_end(0);
}

/* With the first `solved` tasks as in the solution. */
static void solve(int solved)
{
	shell("cd %s && awk -v solved=%d -f mk/skeleton.awk " SOLUTION
	      " >labs/02-fork-cow/exercise.c",
		scratch.root, solved);
}

/* A line to a question. */
static void answer(const char *question, const char *words)
{
	await(question);
	forget();
	terminal_type(&terminal, words);
}

static void predict(void)
{
	press('p');
	answer("1 of 5", "256");
	answer("2 of 5", "no idea");
	answer("your prediction", "");
	answer("3 of 5", "1000");
	answer("4 of 5", "0");
	answer("5 of 5", "2");
	await("Kept: 4 of 5");
	await(WAITING);
	forget();
}

/* One from the first look at the skeleton to the next lab, with every key. */
static void a_learners_hour(void **state)
{
	(void)state;
	solve(0);
	start("xterm", "lab02 --watch --view");
	await("Score 0 of 100");
	await("h:hint");
	predict();
	shell("echo 'int main(' >%s/labs/02-fork-cow/exercise.c", scratch.root);
	await("exercise.c:1:");
	await("0/6 claims  0/");
	await(WAITING);
	forget();
	solve(2);
	await("Gained 2 claims");
	await("2/6 claims");
	await(WAITING);
	forget();
	press('h');
	await("Score 30 of 100");
	await(WAITING);
	forget();
	press('v');
	await("slowness");
	await("v:short");
	forget();
	press('s');
	answer("q to end", "");
	await("256 mapped more than once");
	answer("q to end", "p buffer[3]");
	await("mapped   2 times");
	answer("q to end", "s");
	answer("pagelab:", "cat /sys/fs/cgroup$(cut -c 4- /proc/$(pgrep -o "
			   "exercise)/cgroup)/*.events; exit");
	await("frozen 1\r\n");
	answer("q to end", "");
	await("child-wrote");
	await("q to end");
	press('\003');
	await(WAITING);
	forget();
	solve(4);
	await("Score 100 of 100");
	await("Of 4 predictions 3 are right");
	await("build/view/lab02.html");
	await("n:next");
	/* The page is of the last check: no claim in its record fails. */
	shell("cd %s/build/view && grep -c '\"verdict\":\"PASS\"' lab02.html && "
	      "! grep '\"verdict\":\"FAIL\"' lab02.html",
		scratch.root);
	forget();
	press('p');
	await("256: so it is");
	await("the child wrote 20: ");
	await("and 3 are right");
	await(WAITING);
	forget();
	press('l');
	await("02 fork-cow                100");
	await("1 of ");
	await("Next: lab 09");
	forget();
	press('n');
	await("Score 0 of 100");
	await("lab05  0/");
	press('q');
	expect_end(0);
	shell("cd %s && grep -x 05-thp-madvise build/current && rm -f labs/*/exercise.c",
		scratch.root);
}

static void ctrl_c_leaves_nothing(void **state)
{
	(void)state;
	save(SOLUTION);
	watch("xterm", "");
	await(WAITING);
	press('\003');
	expect_end(130);
	watch("xterm", "");
	await("checking");
	press('\003');
	expect_end(130);
}

/* What clears, paints or moves the cursor begins with an escape. */
static void plain_is_plain(void **state)
{
	(void)state;
	save(SOLUTION);
	watch("dumb", "");
	await("Score 100 of 100");
	await(WAITING);
	assert_null(strstr(terminal.text, "\033["));
	press('q');
	expect_end(0);
}

/* The claims' lines, as a check without --watch prints them. */
static void verdicts_are_those_of_a_check(void **state)
{
	static const char *const programs[] = {"reads-only", "parent-first"};
	struct ended ended;

	(void)state;
	for (size_t i = 0; i < sizeof(programs) / sizeof(*programs); i++) {
		char arguments[300], *line;

		shell("awk -f mk/overlay.awk tests/wrong/02-fork-cow/%s.c " SOLUTION
		      " >%s/mine.c",
			programs[i], scratch.variants);
		snprintf(arguments, sizeof(arguments),
			"lab02 --seed 7 --exercise %s/mine.c", scratch.variants);
		scratch_check(&scratch, &ended, "", arguments);
		watch("dumb", "--seed 7");
		await(WAITING);
		for (char *at = terminal.text; (at = strchr(at, '\r'));)
			memmove(at, at + 1, strlen(at));
		for (line = strtok(ended.output, "\n"); line; line = strtok(NULL, "\n"))
			if (strstr(line, "  PASS ") || strstr(line, "  FAIL "))
				assert_non_null(strstr(terminal.text, line));
		checks_free(&ended);
		press('q');
		expect_end(0);
	}
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_save_is_judged),
		cmocka_unit_test(headers_are_watched),
		cmocka_unit_test(a_save_starts_over),
		cmocka_unit_test(a_learners_hour),
		cmocka_unit_test(ctrl_c_leaves_nothing),
		cmocka_unit_test(plain_is_plain),
		cmocka_unit_test(verdicts_are_those_of_a_check),
	};

	if (argc > 1)
		cmocka_set_test_filter(argv[1]);
	setvbuf(stdout, NULL, _IOLBF, 0);
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
