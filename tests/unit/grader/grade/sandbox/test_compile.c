/* SPDX-License-Identifier: MIT */
/*
 * Sources that attack the compiler's host: each is a failed compile and nothing more. The
 * host's own compiler stands for the machine's, so that no image is needed.
 */
#include "grader/grade/sandbox/compile.h"
#include "grader/grade/runs/plan.h"
#include "grader/grade/sandbox/sandbox.h"
#include "tests/unit/sandbox_kinds.h"
#include "tests/unit/scratch.h"

#include <sys/wait.h>

struct world {
	enum sandbox_kind kind;
	char *root;
	struct build parts;
	struct build *build;
};

static bool never(void)
{
	return false;
}

static int set_up(void **state)
{
	static char command[] =
		"gcc -Icommon -O1 -Wall -o @OUT@ @IN@ build/vm/libpagelab.a\n";
	struct world *world = calloc(1, sizeof(*world));
	char note[200];

	world->kind = *state ? SANDBOX_PLATFORM : SANDBOX_BUBBLEWRAP;
	*state = world;
	world->root = folder_make();
	chmod(world->root, 0755);
	folder_put(world->root, "common/lab.h", "#define LAB 42\n");
	folder_put(world->root, "kmod/m.h", "");
	folder_put(world->root, "build/vm/libpagelab.a", "!<arch>\n");
	folder_put(world->root, "image/sysroot/empty", "");
	snprintf(note, sizeof(note), "%s/image\n%s\n", world->root, world->root);
	folder_put(world->root, "build/places/6.1-own", note);
	unsetenv("PAGELAB_PLACE");
	folder_put(world->root, "labs/03-ksm/expected.txt", "the secret");
	folder_put(world->root, "labs/03-ksm/check.c", "the secret");
	folder_put(world->root, "solutions/03-ksm/exercise.c",
		"int main(void) { return 42; }");
	world->parts = (struct build){.check = {(char *)"C", 1},
		.expected = {(char *)"E", 1},
		.command = {command, strlen(command)}};
	return 0;
}

static int tear_down(void **state)
{
	struct world *world = *state;

	build_free(world->build);
	folder_remove(world->root);
	free(world);
	return 0;
}

static const struct build *compile_with(
	struct world *world, const char *source, bool (*interrupted)(void), int expected)
{
	char path[PATH_MAX], why[BUILD_WHY];
	struct compile_request request = {.root = world->root,
		.kernel = "6.1",
		.lab = "03-ksm",
		.source = path,
		.parts = &world->parts,
		.sandbox = world->kind,
		.cpu_seconds = 1,
		.interrupted = interrupted};
	int err;

	build_free(world->build);
	world->build = NULL;
	folder_put(world->root, "sent.c", source);
	snprintf(path, sizeof(path), "%s/sent.c", world->root);
	err = grade_compile(&request, &world->build, why);
	if (err != expected)
		fail_msg("%d, expected %d: %s", err, expected, why);
	return world->build;
}

static const struct build *compile(struct world *world, const char *source)
{
	return compile_with(world, source, never, 0);
}

/* Does not compile, and the compiler says this. */
static void expect_failure(struct world *world, const char *source, const char *words)
{
	const struct build *build = compile(world, source);

	if (build->end != BUILD_UNCOMPILED || !strstr(build->words, words))
		fail_msg(
			"end %d, expected “%s” in:\n%s", build->end, words, build->words);
	assert_null(build->exercise.data);
	assert_int_equal(build->exercise_fd, -1);
}

static void a_program_comes_out_whole(void **state)
{
	struct world *world = *state;
	const struct build *build = compile(world,
		"#include <stdio.h>\n#include \"lab.h\"\nint main(void) { int "
		"unused; return LAB; }\n");
	char program[32];
	int status;
	pid_t pid;

	assert_int_equal(build->end, BUILD_DONE);
	assert_non_null(strstr(build->words, "labs/03-ksm/exercise.c:3:"));
	assert_string_equal(build->named, "labs/03-ksm/exercise.c");
	assert_true(build->exercise.size > 1000);
	assert_memory_equal(build->check.data, "C", 1);
	snprintf(program, sizeof(program), "/proc/self/fd/%d", build->exercise_fd);
	pid = fork();
	if (!pid) {
		execl(program, "exercise", NULL);
		_exit(1);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 42);
}

static void wrong_programs_say_where(void **state)
{
	expect_failure(*state, "int main(void)\n{\n\treturn x;\n}\n",
		"labs/03-ksm/exercise.c:3:16: error:");
	expect_failure(*state, "int helper(void) { return 0; }\n", "main");
	expect_failure(*state, "", "main");
}

static void files_of_the_host_are_not_there(void **state)
{
	struct world *world = *state;
	const char *denied = world->kind ? "Permission denied" : "No such file";
	char source[PATH_MAX + 64];

	expect_failure(world, "#include \"/etc/passwd\"\n", denied);
	expect_failure(world, "#include \"/proc/self/environ\"\n", denied);
	expect_failure(world, "#include \"/proc/1/cmdline\"\n", denied);
	expect_failure(world, "#include \"/dev/zero\"\n", denied);
	expect_failure(world, "#include \"/dev/stdin\"\n", denied);
	snprintf(source, sizeof(source), "#include \"%s/sent.c\"\n", world->root);
	expect_failure(world, source, denied);
}

static void the_workbooks_own_files_are_not_there(void **state)
{
	expect_failure(*state, "#include \"check.c\"\n", "No such file");
	expect_failure(*state, "#include \"expected.txt\"\n", "No such file");
	expect_failure(*state, "#include \"../../solutions/03-ksm/exercise.c\"\n",
		"No such file");
}

static void the_assembler_cannot_read_them_either(void **state)
{
	expect_failure(
		*state, "__asm__(\".incbin \\\"/etc/passwd\\\"\");\n", "not found");
	expect_failure(*state, "__asm__(\".include \\\"/etc/passwd\\\"\");\n", "open");
	expect_failure(*state, "__asm__(\".incbin \\\"labs/03-ksm/expected.txt\\\"\");\n",
		"not found");
	expect_failure(
		*state, "__asm__(\".incbin \\\"/proc/self/maps\\\"\");\n", "not found");
}

/* What is in a source can ask the compiler for more than to read it. */
static void pragmas_and_attributes_reach_nothing(void **state)
{
	struct world *world = *state;
	const struct build *build;

	expect_failure(world,
		"#pragma GCC dependency \"/etc/passwd\"\nint main(void) { return 0; }\n",
		world->kind ? "Permission denied" : "No such file");
	expect_failure(world,
		"#if __has_include(\"../../solutions/03-ksm/exercise.c\")\n"
		"int main(void) { return 0; }\n#endif\n",
		"main");
	build = compile(world,
		"#pragma GCC optimize(\"-fplugin=/tmp/plugin.so\")\n"
		"#pragma GCC optimize(\"-wrapper /bin/sh\")\n"
		"__attribute__((optimize(\"-fdump-tree-all=/tmp/dump\")))\n"
		"int main(void) { return 0; }\n");
	assert_int_equal(build->end, BUILD_DONE);
	assert_non_null(strstr(build->words, "bad option"));
}

/* The linker believes what sections say: here, options of link time optimization. */
static void sections_reach_nothing(void **state)
{
	compile(*state,
		"__asm__(\".section .gnu.lto_.opts,\\\"e\\\",@progbits\\n\"\n"
		"	\".string \\\"'-fplugin=/tmp/plugin.so' '-wrapper' "
		"'/bin/sh,-c,cat'\\\"\\n\"\n"
		"	\".section .gnu.warning.main,\\\"a\\\"\\n.ascii \\\"x\\\"\\n\"\n"
		"	\".section .interp,\\\"a\\\"\\n.string "
		"\\\"/tmp/loader\\\"\\n.text\");\n"
		"int main(void) { return 0; }\n");
}

static void bombs_for_the_assembler_end(void **state)
{
	expect_failure(*state,
		"__asm__(\".rept 1000000000\\nnop\\n.endr\");\n"
		"int main(void) { return 0; }\n",
		"");
	expect_failure(*state,
		"__asm__(\".macro bomb\\nbomb\\nbomb\\n.endm\\nbomb\");\n"
		"int main(void) { return 0; }\n",
		"");
}

/* Half a MiB of parentheses: the parser calls itself for each. */
static void deep_nesting_ends(void **state)
{
	size_t depth = 1 << 19;
	char *source = malloc(depth + 64);
	size_t n = (size_t)sprintf(source, "int main(void) { return ");

	memset(source + n, '(', depth);
	strcpy(source + n + depth, "0; }\n");
	expect_failure(*state, source, "");
	free(source);
}

static void an_endless_include_ends(void **state)
{
	expect_failure(*state, "#include \"exercise.c\"\n", "nested depth");
	/* 2 to the power of 200. */
	expect_failure(
		*state, "#include \"exercise.c\"\n#include \"exercise.c\"\n", "error");
}

static void a_bomb_of_macros_ends(void **state)
{
	char source[2048] =
		"#define A0 \"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"\n";
	size_t n = strlen(source);

	for (int i = 1; i < 12; i++)
		n += snprintf(source + n, sizeof(source) - n,
			"#define A%d A%d A%d A%d A%d A%d A%d A%d A%d\n", i, i - 1, i - 1,
			i - 1, i - 1, i - 1, i - 1, i - 1, i - 1);
	snprintf(source + n, sizeof(source) - n,
		"const char *s = A11;\nint main(void) { return 0; }\n");
	expect_failure(*state, source, "");
}

static void large_programs_do_not_fill_the_host(void **state)
{
	expect_failure(
		*state, "char big[400000000] = {1};\nint main(void) { return 0; }\n", "");
	expect_failure(*state,
		"__asm__(\".fill 1000000000\");\nint main(void) { return 0; }\n", "");
}

/* mk/module is the script given, the driver "D". */
static const struct build *compile_module(
	struct world *world, const char *script, int expected)
{
	static char command[] = "mk/module m @IN@ @OUT@ make\n";
	char path[PATH_MAX], why[BUILD_WHY];
	struct build parts = {.check = {(char *)"C", 1},
		.expected = {(char *)"E", 1},
		.exercise = {(char *)"D", 1},
		.command = {command, strlen(command)}};
	struct compile_request request = {.root = world->root,
		.kernel = "6.1",
		.lab = "03-ksm",
		.source = path,
		.module = "m",
		.parts = &parts,
		.sandbox = world->kind,
		.interrupted = never};
	int err;

	folder_put(world->root, "mk/module", script);
	folder_put(world->root, "image/headers/build/Makefile", "all:\n");
	folder_put(world->root, "sent.c", "the source\n");
	snprintf(path, sizeof(path), "%s/sent.c", world->root);
	err = grade_compile(&request, &world->build, why);
	if (err != expected)
		fail_msg("%d, expected %d: %s", err, expected, why);
	return world->build;
}

static void a_module_comes_out_with_its_driver(void **state)
{
	const struct build *build = compile_module(*state,
		"set -e; mkdir $3; make >/dev/null -n -C "
		"build/image-6.1/headers/build\n"
		"echo 42 | awk '{ print $1 }' >$3/loaded.ko; cat $2 >$3/exercise.ko\n"
		"ls $2 >&2\n",
		0);
	char whole[32] = "";

	assert_int_equal(build->end, BUILD_DONE);
	assert_string_equal(build->words, "labs/03-ksm/exercise.c\n");
	assert_int_equal(build->module.size, 3);
	assert_string_equal(build->module.data, "42\n");
	assert_memory_equal(build->exercise.data, "D", 1);
	assert_int_equal(pread(build->exercise_fd, whole, sizeof(whole), 0), 11);
	assert_string_equal(whole, "the source\n");
}

static void a_module_that_does_not_compile_is_the_students(void **state)
{
	const struct build *build = compile_module(*state, "echo wrong >&2; exit 2\n", 0);

	assert_int_equal(build->end, BUILD_UNCOMPILED);
	assert_string_equal(build->words, "wrong\n");
	assert_null(build->module.data);
}

/* It is tried with the workbook's own module first: no student gets a zero for it. */
static void a_host_that_builds_no_module_is_not_the_students_fault(void **state)
{
	static char command[] = "mk/module m @IN@ @OUT@ make\n";
	struct world *world = *state;
	struct build parts = {.command = {command, strlen(command)}};
	struct lab lab = {.exercise_module = "m"};
	struct grade_lab grade_lab = {.folder = "03-ksm", .lab = &lab, .parts = &parts};
	struct grade_course course = {
		.root = world->root, .kernel = "6.1", .compile_sandbox = world->kind};
	char why[PLAN_WHY];

	folder_put(world->root, "image/headers/build/Makefile", "all:\n");
	folder_put(world->root, "kmod/m/m.c", "the workbook's own\n");
	folder_put(world->root, "mk/module",
		"grep -q own $2 && mkdir $3 && touch $3/loaded.ko $3/exercise.ko\n");
	assert_int_equal(grade_lab_try(&course, &grade_lab, never, why), 0);
	folder_put(world->root, "mk/module", "echo no headers >&2; exit 2\n");
	assert_int_equal(grade_lab_try(&course, &grade_lab, never, why), -EIO);
	assert_non_null(strstr(why, "no headers\n"));
	assert_non_null(strstr(why, "own module m does not build"));
	lab.exercise_module = NULL;
	assert_int_equal(grade_lab_try(&course, &grade_lab, never, why), 0);
}

/* As from a toolchain that was taken over. */
static void a_module_of_a_wrong_size_is_refused(void **state)
{
	compile_module(*state,
		"mkdir $3; echo a >$3/loaded.ko; cp $3/loaded.ko $3/exercise.ko\n"
		"echo echo 5 >../tmp/bin/stat; chmod 755 ../tmp/bin/stat\n",
		-EBADMSG);
	compile_module(*state,
		"mkdir $3; echo a >$3/loaded.ko; cp $3/loaded.ko $3/exercise.ko\n"
		"echo echo x >../tmp/bin/stat; chmod 755 ../tmp/bin/stat\n",
		-EBADMSG);
}

static void words_without_end_are_cut(void **state)
{
	struct world *world = *state;
	char source[4096] =
		"#define W(x) _Pragma(\"message \\\"aaaaaaaaaaaaaaaaaaaaaaaa\\\"\")\n"
		"#define W1 W(0) W(0) W(0) W(0) W(0) W(0) W(0) W(0) W(0) W(0)\n"
		"#define W2 W1 W1 W1 W1 W1 W1 W1 W1 W1 W1\n"
		"#define W3 W2 W2 W2 W2 W2 W2 W2 W2 W2 W2\n"
		"W3\nint main(void) { return 0; }\n";
	const struct build *build = compile(world, source);

	assert_true(strlen(build->words) <= SANDBOX_WORDS);
}

/* Nothing of it stays: not a file, not a process. */
static void nothing_is_left(void **state)
{
	struct world *world = *state;
	char command[64], *text;

	expect_failure(world, "#include \"exercise.c\"\n", "");
	assert_true(waitpid(-1, NULL, WNOHANG) < 0 && errno == ECHILD);
	text = folder_get(world->root, "sent.c");
	assert_string_equal(text, "#include \"exercise.c\"\n");
	free(text);
	assert_true(access("/tmp/exercise", F_OK));
	snprintf(command, sizeof(command), "! ls /tmp | grep -q pagelab-compile-%d-",
		(int)getpid());
	assert_int_equal(system(command), 0);
}

static bool at_once(void)
{
	return true;
}

static void a_signal_ends_it(void **state)
{
	compile_with(*state, "#include \"exercise.c\"\n#include \"exercise.c\"\n",
		at_once, -EINTR);
}

static void a_missing_part_is_not_the_students_fault(void **state)
{
	struct world *world = *state;
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "%s/build/vm/libpagelab.a", world->root);
	assert_int_equal(unlink(path), 0);
	compile_with(world, "int main(void) { return 0; }", never, -ENOENT);
}

static void a_closed_checkout_is_not_the_students_fault(void **state)
{
	struct world *world = *state;

	char path[PATH_MAX];

	/* As the cache in a home. */
	snprintf(path, sizeof(path), "%s/image", world->root);
	assert_int_equal(chmod(path, 0700), 0);
	compile_with(world, "int main(void) { return 0; }", never, -EIO);
}

/* As on a host whose bwrap does not work. */
static void a_sandbox_that_cannot_be_is_told_why(void **state)
{
	char why[BUILD_WHY], *before = strdup(getenv("PATH"));
	struct world *world = *state;

	folder_put(world->root, "bin/bwrap",
		"#!/bin/sh\necho 'bwrap: No permissions to create new namespace' >&2\n"
		"exit 1\n");
	folder_put(world->root, "empty/x", "");
	{
		char path[PATH_MAX];

		snprintf(path, sizeof(path), "%s/bin/bwrap", world->root);
		assert_int_equal(chmod(path, 0755), 0);
		snprintf(path, sizeof(path), "%s/bin", world->root);
		setenv("PATH", path, 1);
		assert_int_equal(sandbox_probe(SANDBOX_BUBBLEWRAP, why), -EPERM);
		assert_non_null(strstr(why, "No permissions to create new namespace"));
		assert_non_null(strstr(why, "kernel.unprivileged_userns_clone=1"));
		assert_non_null(strstr(why, "--compile-sandbox=platform"));
		compile_with(world, "int main(void) { return 0; }", never, -EIO);
		/* Ubuntu 22.04's. */
		folder_put(world->root, "bin/bwrap",
			"#!/bin/sh\necho 'bwrap: Unknown option --disable-userns' >&2\n"
			"exit 1\n");
		assert_int_equal(sandbox_probe(SANDBOX_BUBBLEWRAP, why), -ENOEXEC);
		assert_non_null(strstr(why, "bubblewrap 0.8 or newer"));
		assert_null(strstr(why, "forbidden"));
		snprintf(path, sizeof(path), "%s/empty", world->root);
		setenv("PATH", path, 1);
		assert_int_equal(sandbox_probe(SANDBOX_BUBBLEWRAP, why), -ENOENT);
		assert_non_null(strstr(why, "The package is bubblewrap."));
	}
	setenv("PATH", before, 1);
	free(before);
}

int main(void)
{
	struct CMUnitTest tests[] = {
		BOTH(a_program_comes_out_whole),
		BOTH(wrong_programs_say_where),
		BOTH(files_of_the_host_are_not_there),
		BOTH(the_workbooks_own_files_are_not_there),
		BOTH(the_assembler_cannot_read_them_either),
		BOTH(pragmas_and_attributes_reach_nothing),
		BOTH(sections_reach_nothing),
		TEST(bombs_for_the_assembler_end),
		TEST(deep_nesting_ends),
		BOTH(an_endless_include_ends),
		BOTH(a_bomb_of_macros_ends),
		BOTH(large_programs_do_not_fill_the_host),
		BOTH(a_module_comes_out_with_its_driver),
		BOTH(a_module_that_does_not_compile_is_the_students),
		BOTH(a_host_that_builds_no_module_is_not_the_students_fault),
		TEST(a_module_of_a_wrong_size_is_refused),
		TEST(words_without_end_are_cut),
		BOTH(nothing_is_left),
		BOTH(a_signal_ends_it),
		BOTH(a_missing_part_is_not_the_students_fault),
		ON_PLATFORM(a_closed_checkout_is_not_the_students_fault),
		TEST(a_sandbox_that_cannot_be_is_told_why),
	};

	leave_out(tests, sizeof(tests) / sizeof(tests[0]));
	return cmocka_run_group_tests_name("grade compile", tests, NULL, NULL);
}
