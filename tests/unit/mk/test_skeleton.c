/* SPDX-License-Identifier: MIT */
/* mk/skeleton.awk: from a solution to the skeleton and its prefixes. Runs in the
 * checkout's root. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static char path[] = "/tmp/pagelab-solution-XXXXXX";

static const char solution[] = "// tag::whole[]\n"
			       "int fill(char *p)\n"
			       "{\n"
			       "\t// tag::todo-1[] stub: return -ENOSYS;\n"
			       "\tp[0] = 1;\n"
			       "\treturn 0;\n"
			       "\t// end::todo-1[]\n"
			       "}\n"
			       "// end::whole[]\n"
			       "// tag::todo-2[] stub:\n"
			       "/* about */\n"
			       "// end::todo-2[]\n";

static void write_solution(const char *text)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	assert_true(fputs(text, file) >= 0);
	assert_int_equal(fclose(file), 0);
}

/* What the generator prints, standard error too; its exit status. */
static int generate(const char *solved, const char *errors, char *ret, size_t size)
{
	char command[256];
	FILE *out;
	size_t got;

	snprintf(command, sizeof(command), "awk -v solved=%s -f mk/skeleton.awk %s %s",
		solved, path, errors);
	out = popen(command, "r");
	assert_non_null(out);
	got = fread(ret, 1, size - 1, out);
	ret[got] = '\0';
	return WEXITSTATUS(pclose(out));
}

static void assert_generates(const char *solved, const char *expected)
{
	char text[4096];

	assert_int_equal(generate(solved, "", text, sizeof(text)), 0);
	assert_string_equal(text, expected);
}

static void the_skeleton_has_stubs(void **state)
{
	(void)state;
	write_solution(solution);
	assert_generates("0", "int fill(char *p)\n"
			      "{\n"
			      "\t/* TODO 1: write your code here. */\n"
			      "\treturn -ENOSYS;\n"
			      "\t/* end of TODO 1 */\n"
			      "}\n"
			      "/* TODO 2: write your code here. */\n"
			      "/* end of TODO 2 */\n");
}

static void a_prefix_has_the_first_tasks_solved(void **state)
{
	(void)state;
	write_solution(solution);
	assert_generates("1", "int fill(char *p)\n"
			      "{\n"
			      "\t/* TODO 1 */\n"
			      "\tp[0] = 1;\n"
			      "\treturn 0;\n"
			      "\t/* end of TODO 1 */\n"
			      "}\n"
			      "/* TODO 2: write your code here. */\n"
			      "/* end of TODO 2 */\n");
}

static void the_last_prefix_is_the_whole_solution(void **state)
{
	(void)state;
	write_solution(solution);
	assert_generates("2", "int fill(char *p)\n"
			      "{\n"
			      "\t/* TODO 1 */\n"
			      "\tp[0] = 1;\n"
			      "\treturn 0;\n"
			      "\t/* end of TODO 1 */\n"
			      "}\n"
			      "/* TODO 2 */\n"
			      "/* about */\n"
			      "/* end of TODO 2 */\n");
}

#define ONE "// tag::todo-1[] stub: ;\n// end::todo-1[]\n"

static const struct {
	const char *solution, *why;
} spoilt[] = {
	{"int x;\n", "there is no task in it"},
	{"// tag::todo-1[] stub: ;\n", "task 1 is never ended"},
	{"// end::todo-1[]\n", "task 1 ends, but none is begun"},
	{ONE ONE, "task 1 begins twice"},
	{"// tag::todo-1[]\n// end::todo-1[]\n", "task 1 has no \"stub:\" on its line"},
	{"// tag::todo-1[] stub: ;\n// end::todo-2[]\n",
		"task 2 ends, but task 1 is begun"},
	{"// tag::todo-1[] stub: ;\n// tag::todo-2[] stub: ;\n",
		"task 2 begins within task 1"},
	{ONE "// tag::todo-3[] stub: ;\n// end::todo-3[]\n",
		"the tasks' numbers have a gap"},
	{"// tag::todo-0[] stub: ;\n", "\"todo-0\" is no marker of a task"},
	{"// tag::todo-x[] stub: ;\n", "\"todo-x\" is no marker of a task"},
	{"x; // tag::todo-1[] stub: ;\n", "must be a comment of its own"},
	{"/* tag::todo-1[] stub: ; */\n", "must be a comment of its own"},
};

static void what_is_spoilt_fails_loudly(void **state)
{
	char text[4096];

	(void)state;
	for (size_t i = 0; i < sizeof(spoilt) / sizeof(*spoilt); i++) {
		write_solution(spoilt[i].solution);
		if (!generate("0", "2>&1", text, sizeof(text)) ||
			!strstr(text, spoilt[i].why))
			fail_msg("%s\nsaid: %s", spoilt[i].solution, text);
		/* And prints nothing that could be taken for a skeleton. */
		generate("0", "2>/dev/null", text, sizeof(text));
		assert_string_equal(text, "");
	}
}

static void so_many_tasks_there_must_be(void **state)
{
	char text[4096];

	(void)state;
	write_solution(solution);
	assert_int_not_equal(generate("3", "2>&1", text, sizeof(text)), 0);
	assert_non_null(strstr(text, "only 2 tasks can be solved, not 3"));
	assert_int_not_equal(generate("x", "2>&1", text, sizeof(text)), 0);
	assert_int_not_equal(generate("", "2>&1", text, sizeof(text)), 0);
}

static int set_up(void **state)
{
	int fd = mkstemp(path);

	(void)state;
	return fd < 0 || close(fd);
}

static int tear_down(void **state)
{
	(void)state;
	return unlink(path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_skeleton_has_stubs),
		cmocka_unit_test(a_prefix_has_the_first_tasks_solved),
		cmocka_unit_test(the_last_prefix_is_the_whole_solution),
		cmocka_unit_test(what_is_spoilt_fails_loudly),
		cmocka_unit_test(so_many_tasks_there_must_be),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
