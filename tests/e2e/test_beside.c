/* SPDX-License-Identifier: MIT */
/* Several at one machine: a second terminal's shell, and gdb beside a lab's program. */
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
#define PROMPT "pagelab:~# "

static struct scratch scratch;
static char *files;
static struct terminal first, second;

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

/* What is typed is shown as well: the answers are other words than the questions. */
static void ask(struct terminal *terminal, const char *question, const char *answer)
{
	terminal_forget(terminal);
	terminal_type(terminal, question);
	terminal_await(terminal, answer);
	terminal_await(terminal, PROMPT);
}

/* Until it is there: the shell's child is a shell first. */
#define BEGIN_SLEEP "sleep 4321 & until pgrep -x sleep >/dev/null; do :; done; echo begun"

/* They see each other's processes and files. What one has begun ends with him; the machine with the
 * first. */
static void a_second_terminal_joins(void **state)
{
	(void)state;
	terminal_start(&first, &scratch, "dumb", "./run --shell");
	terminal_await(&first, PROMPT);
	terminal_start(
		&second, &scratch, "dumb", "./run --shell --put README.adoc --get it");
	terminal_await(&second, "another terminal");
	terminal_await(&second, PROMPT);
	ask(&first, "wc -l README.adoc | grep -c READ", "1\r\n");
	ask(&second, "echo $((6 * 7)) >it", PROMPT);
	ask(&first, "cat it", "42");
	ask(&second, BEGIN_SLEEP, "\nbegun");
	ask(&first, "pgrep -x sleep | wc -l", "1\r\n");
	terminal_type(&second, "exit");
	terminal_expect_end(&second, 0);
	shell("cd %s && grep -x 42 it && rm it", scratch.root);
	terminal_start(&second, &scratch, "dumb", "./run --shell");
	terminal_await(&second, PROMPT);
	ask(&first, "pidwait -x sleep; pgrep -x sleep | wc -l", "0\r\n");
	ask(&second, BEGIN_SLEEP, "\nbegun");
	terminal_hang_up(&second);
	ask(&first, "pidwait -x sleep; pgrep -x sleep | wc -l", "0\r\n");
	terminal_start(&second, &scratch, "dumb", "./run --shell");
	terminal_await(&second, PROMPT);
	terminal_type(&first, "exit");
	terminal_expect_end(&first, 0);
	terminal_await(&second, "the machine is gone");
	terminal_expect_end(&second, 3);
	scratch_expect_as_before(&scratch, files);
}

/* As the user of the sandbox, at main, and on to a checkpoint of the program's own. */
static void gdb_stops_at_main(void **state)
{
	struct ended ended;

	(void)state;
	checks_run(&ended,
		"printf \"print (int)getuid()\\nbreak fork\\ncontinue\\nbacktrace\\n\" | "
		"./run lab02 --gdb --exercise " SOLUTION);
	checks_expect_status(&ended, 0);
	checks_expect_output(&ended, "Temporary breakpoint 1, main (argc=3, ");
	checks_expect_output(&ended, "= 1000\n");
	checks_expect_output(&ended, "+continue\n");
	checks_expect_output(&ended, " in make_child () at ");
	checks_expect_output(&ended, "exercise.c:");
	checks_free(&ended);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_second_terminal_joins),
		cmocka_unit_test(gdb_stops_at_main),
	};

	if (argc > 1)
		cmocka_set_test_filter(argv[1]);
	setvbuf(stdout, NULL, _IOLBF, 0);
	return cmocka_run_group_tests_name("beside", tests, set_up, tear_down);
}
