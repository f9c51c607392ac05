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
#include <errno.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "faults.h"

#define SAY_SECONDS 60
#define SOLUTION "solutions/02-fork-cow/exercise.c"
#define SKELETON "labs/02-fork-cow/skeleton.c"
#define WAITING "q:quit"

static struct scratch scratch;
static char *files;

/* A command on a terminal, and what it has written there since the last look. */
static struct terminal {
	pid_t pid;
	int fd;
	char text[262144];
	size_t length;
	struct termios before;
} terminal;

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
	struct winsize size = {.ws_row = 24, .ws_col = 80};
	char command[1024];

	snprintf(command, sizeof(command), "cd %s && exec env %s TERM=%s ./check %s",
		scratch.root, scratch.env, term, words);
	printf("[ COMMAND  ] %s\n", command);
	terminal.length = 0;
	terminal.pid = forkpty(&terminal.fd, NULL, NULL, &size);
	assert_true(terminal.pid >= 0);
	if (!terminal.pid) {
		execl("/bin/sh", "sh", "-c", command, NULL);
		_exit(127);
	}
	assert_int_equal(tcgetattr(terminal.fd, &terminal.before), 0);
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
	terminal.length = 0;
	terminal.text[0] = '\0';
}

/* Until the terminal has shown these words. */
static void await(const char *words)
{
	time_t deadline = time(NULL) + SAY_SECONDS;

	for (;;) {
		struct pollfd polled = {.fd = terminal.fd, .events = POLLIN};
		ssize_t n = 0;

		terminal.text[terminal.length] = '\0';
		if (strstr(terminal.text, words))
			return;
		if (poll(&polled, 1, 1000) > 0)
			n = read(terminal.fd, terminal.text + terminal.length,
				sizeof(terminal.text) - 1 - terminal.length);
		if (n > 0)
			terminal.length += n;
		if (n < 0 || time(NULL) > deadline) {
			kill(-terminal.pid, SIGKILL);
			fail_msg("“%s” was not shown, but:\n%s", words, terminal.text);
		}
	}
}

static void press(char key)
{
	assert_int_equal(write(terminal.fd, &key, 1), 1);
}

/* It ends, with the terminal as it was, and leaves nothing. */
static void expect_end(int expected)
{
	struct termios now;
	int status;

	for (int i = 0; i < 150; i++) {
		char rest[4096];
		struct pollfd polled = {.fd = terminal.fd, .events = POLLIN};

		if (poll(&polled, 1, 100) > 0 &&
			read(terminal.fd, rest, sizeof(rest)) < 0)
			usleep(100000);
		if (waitpid(terminal.pid, &status, WNOHANG) == terminal.pid)
			break;
		if (i == 149) {
			kill(-terminal.pid, SIGKILL);
			fail_msg("it has not ended");
		}
	}
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), expected);
	assert_int_equal(tcgetattr(terminal.fd, &now), 0);
	assert_int_equal(
		now.c_lflag & (ICANON | ECHO), terminal.before.c_lflag & (ICANON | ECHO));
	close(terminal.fd);
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
	while (*words)
		press(*words++);
	press('\n');
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
	start("xterm", "lab02 --watch");
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
	answer("press Enter", "");
	answer("press Enter", "");
	await("press Enter");
	press('\003');
	await(WAITING);
	forget();
	solve(4);
	await("Score 100 of 100");
	await("Of 4 predictions 3 are right");
	await("n:next");
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
