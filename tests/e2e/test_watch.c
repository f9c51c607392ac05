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

static void watch(const char *term, const char *options)
{
	struct winsize size = {.ws_row = 24, .ws_col = 80};
	char command[1024];

	snprintf(command, sizeof(command),
		"cd %s && exec env %s TERM=%s ./check lab02 --watch --exercise %s/mine.c "
		"%s",
		scratch.root, scratch.env, term, scratch.variants, options);
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

static void keys_do_what_they_say(void **state)
{
	(void)state;
	save(SKELETON);
	watch("xterm", "");
	await("h:hint");
	forget();
	press('h');
	await("Score 0 of 100");
	await(WAITING);
	forget();
	press('v');
	await("slowness");
	await("v:short");
	forget();
	press('l');
	await("13 pin-module");
	await(WAITING);
	forget();
	press('s');
	await("press Enter to go on");
	press('\n');
	await(WAITING);
	forget();
	press('s');
	await("press Enter to go on");
	press('\003');
	await(WAITING);
	forget();
	press('p');
	await("1 of 5");
	press('7');
	press('\n');
	await("2 of 5");
	press('\003');
	await(WAITING);
	press('q');
	expect_end(0);
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
		cmocka_unit_test(keys_do_what_they_say),
		cmocka_unit_test(ctrl_c_leaves_nothing),
		cmocka_unit_test(plain_is_plain),
		cmocka_unit_test(verdicts_are_those_of_a_check),
	};

	if (argc > 1)
		cmocka_set_test_filter(argv[1]);
	setvbuf(stdout, NULL, _IOLBF, 0);
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
