/* SPDX-License-Identifier: MIT */
/* Compiler messages and crashes find the learner's task. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "grader/build/diagnose.h"

static const char *tasks[] = {"Fill", "Merge"};
static const struct lab lab = {.tasks = tasks, .nr_tasks = 2};

static struct task_map *map_of(const char *source)
{
	FILE *file = fmemopen((void *)source, strlen(source), "r");
	struct task_map *map;

	assert_non_null(file);
	assert_int_equal(task_map_parse(file, &map), 0);
	fclose(file);
	return map;
}

static const char learners[] = "int main(void)\n"			 /* 1 */
			       "{\n"					 /* 2 */
			       "\t/* TODO 1: write your code here. */\n" /* 3 */
			       "\tx = 1;\n"				 /* 4 */
			       "\t/* end of TODO 1 */\n"		 /* 5 */
			       "\tprintf(\"TODO 9\");\n"		 /* 6 */
			       "\t/* TODO 2 */\n"			 /* 7 */
			       "\ty = 2;\n"				 /* 8 */
			       "\t/* end of TODO 2 */\n"		 /* 9 */
			       "}\n";

static void knows_the_learners_regions(void **state)
{
	static const size_t expected[] = {0, 0, 0, 1, 1, 1, 0, 2, 2, 2, 0, 0};
	struct task_map *map = map_of(learners);

	(void)state;
	for (size_t line = 0; line < 12; line++)
		assert_int_equal(task_map_at(map, line), expected[line]);
	task_map_free(map);
}

static void knows_a_solutions_regions(void **state)
{
	struct task_map *map = map_of("// tag::todo-1[] stub: return 0;\n"
				      "a;\n"
				      "// end::todo-1[]\n"
				      "b;\n");

	(void)state;
	assert_int_equal(task_map_at(map, 2), 1);
	assert_int_equal(task_map_at(map, 4), 0);
	task_map_free(map);
}

static void a_deleted_end_reaches_to_the_next_task(void **state)
{
	struct task_map *map = map_of("/* TODO 1 */\n"
				      "a;\n"
				      "b;\n"
				      "/* TODO 2 */\n"
				      "c;\n");

	(void)state;
	assert_int_equal(task_map_at(map, 3), 1);
	assert_int_equal(task_map_at(map, 5), 2);
	task_map_free(map);
}

static void no_such_file_is_an_error(void **state)
{
	struct task_map *map = NULL;

	(void)state;
	assert_int_equal(task_map_read("/nonexistent/x.c", &map), -ENOENT);
	assert_null(map);
}

static void names_the_task_before_its_messages(void **state)
{
	static const char words[] =
		"labs/03-ksm/exercise.c: In function 'main':\n"
		"labs/03-ksm/exercise.c:4:9: error: 'x' undeclared\n"
		"    4 |         x = 1;\n"
		"labs/03-ksm/exercise.c:4:9: note: each is reported once\n"
		"labs/03-ksm/exercise.c:8:9: error: 'y' undeclared\n"
		"labs/03-ksm/exercise.c:10:1: warning: w\n"
		"common/lab/lab.h:8:1: note: elsewhere\n";
	struct task_map *map = map_of(learners);
	char *text;

	(void)state;
	assert_int_equal(
		diagnose_compile(words, "labs/03-ksm/exercise.c", map, &lab, &text), 0);
	assert_string_equal(text,
		"in task 1, “Fill”:\n"
		"labs/03-ksm/exercise.c: In function 'main':\n"
		"labs/03-ksm/exercise.c:4:9: error: 'x' undeclared\n"
		"    4 |         x = 1;\n"
		"labs/03-ksm/exercise.c:4:9: note: each is reported once\n"
		"in task 2, “Merge”:\n"
		"labs/03-ksm/exercise.c:8:9: error: 'y' undeclared\n"
		"outside of the tasks:\n"
		"labs/03-ksm/exercise.c:10:1: warning: w\n"
		"common/lab/lab.h:8:1: note: elsewhere\n");
	free(text);
	task_map_free(map);
}

/* What a function is given is to be used in its task, if it has one alone. */
static void parameters_belong_to_their_functions_task(void **state)
{
	struct task_map *map = map_of("#include <stdio.h>\n"
				      "static int one(int a,\n"
				      "\tint b)\n"
				      "{\n"
				      "\tint given;\n"
				      "\n"
				      "\t/* TODO 1 */\n"
				      "\treturn 0;\n"
				      "\t/* end of TODO 1 */\n"
				      "}\n"
				      "static int none(int c)\n"
				      "{\n"
				      "}\n"
				      "\n"
				      "int main(int argc, char **argv)\n"
				      "{\n"
				      "\t/* TODO 2 */\n"
				      "\t/* end of TODO 2 */\n"
				      "\t/* TODO 3 */\n"
				      "\t/* end of TODO 3 */\n"
				      "}\n");
	char *words;

	(void)state;
	assert_int_equal(diagnose_compile("x.c:3:6: warning: unused b\n"
					  "x.c:8:1: warning: of the task\n"
					  "x.c:11:1: warning: unused c\n"
					  "x.c:15:1: warning: unused argc\n",
				 "x.c", map, &lab, &words),
		0);
	assert_string_equal(words, "in task 1, “Fill”:\n"
				   "x.c:3:6: warning: unused b\n"
				   "x.c:8:1: warning: of the task\n"
				   "outside of the tasks:\n"
				   "x.c:11:1: warning: unused c\n"
				   "x.c:15:1: warning: unused argc\n");
	assert_int_equal(task_map_at(map, 3), 0);
	free(words);
	task_map_free(map);
}

static void knows_a_source_by_its_whole_name_only(void **state)
{
	struct task_map *map = map_of(learners);
	char *text;

	(void)state;
	assert_int_equal(
		diagnose_compile("my-x.c:4:9: error: e\n", "x.c", map, &lab, &text), 0);
	assert_string_equal(text, "my-x.c:4:9: error: e\n");
	free(text);
	assert_int_equal(
		diagnose_compile("/root/of/x.c:4:9: error: e", "x.c", map, &lab, &text),
		0);
	assert_string_equal(text, "in task 1, “Fill”:\n/root/of/x.c:4:9: error: e");
	free(text);
	assert_int_equal(diagnose_compile("", "x.c", map, &lab, &text), 0);
	assert_string_equal(text, "");
	free(text);
	task_map_free(map);
}

static void renames_what_words_name(void **state)
{
	char *words;

	(void)state;
	assert_int_equal(
		diagnose_rename("/fd/7:1: in /fd/7\n/fd/70", "/fd/7", "a: %s.c", &words),
		0);
	assert_string_equal(words, "a: %s.c:1: in a: %s.c\na: %s.c0");
	free(words);
	assert_int_equal(diagnose_rename("", "x", "y", &words), 0);
	assert_string_equal(words, "");
	free(words);
}

static void drops_what_make_says(void **state)
{
	char words[] = "one\nmake: *** [x] Error 1\ntwo\nmake[2]: Leaving\nmaker\n";

	(void)state;
	diagnose_drop_make(words);
	assert_string_equal(words, "one\ntwo\nmaker\n");
}

/* A stand-in for addr2line that answers for the frames it is asked about. */
static void write_script(char *path, const char *body)
{
	int fd = mkstemp(path);

	assert_true(fd >= 0);
	assert_true(write(fd, body, strlen(body)) == (ssize_t)strlen(body));
	assert_int_equal(fchmod(fd, 0700), 0);
	close(fd);
}

static void finds_the_frame_in_the_exercise(void **state)
{
	char tool[] = "/tmp/pagelab-addr2line-XXXXXX",
	     source[] = "/tmp/pagelab-source-XXXXXX";
	char body[512], *words[] = {tool, NULL};
	const struct crash crash = {
		.signal = 11, .pcs = {0x400100, 0x400200}, .nr_pcs = 2};
	struct crash_place place = {0};
	int program = open("/dev/null", O_RDONLY | O_CLOEXEC);

	(void)state;
	write_script(source, learners);
	snprintf(body, sizeof(body),
		"#!/bin/sh\n"
		"test \"$*\" = '-f -i -e /proc/self/fd/3 0x400100 0x4001ff' || exit 1\n"
		"printf 'memset\\n??:0\\nhelper\\n/lib/x.c:9\\nmain\\n%s:8 "
		"(discriminator 1)\\n'\n",
		source);
	write_script(tool, body);
	assert_int_equal(diagnose_crash(words, NULL, program, source, &crash, &place), 0);
	assert_int_equal(place.line, 8);
	assert_string_equal(place.function, "main");
	assert_string_equal(place.text, "y = 2;");
	assert_int_equal(
		diagnose_crash(words, NULL, program, "/etc/passwd", &crash, &place),
		-ENODATA);
	assert_int_equal(place.line, 8);
	unlink(tool);
	unlink(source);
	close(program);
}

static void a_crash_without_frames_or_tool_is_an_error(void **state)
{
	const struct crash none = {0}, one = {.pcs = {1}, .nr_pcs = 1};
	char *const good[] = {(char *)"true", NULL};
	char *const bad[] = {(char *)"/nonexistent/tool", NULL};
	struct crash_place place;

	(void)state;
	assert_int_equal(diagnose_crash(good, NULL, 0, "x.c", &none, &place), -ENODATA);
	assert_int_equal(diagnose_crash(good, NULL, 0, "x.c", &one, &place), -ENODATA);
	assert_int_equal(diagnose_crash(bad, NULL, 0, "x.c", &one, &place), -ENOENT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(knows_the_learners_regions),
		cmocka_unit_test(knows_a_solutions_regions),
		cmocka_unit_test(a_deleted_end_reaches_to_the_next_task),
		cmocka_unit_test(no_such_file_is_an_error),
		cmocka_unit_test(names_the_task_before_its_messages),
		cmocka_unit_test(parameters_belong_to_their_functions_task),
		cmocka_unit_test(knows_a_source_by_its_whole_name_only),
		cmocka_unit_test(renames_what_words_name),
		cmocka_unit_test(drops_what_make_says),
		cmocka_unit_test(finds_the_frame_in_the_exercise),
		cmocka_unit_test(a_crash_without_frames_or_tool_is_an_error),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
