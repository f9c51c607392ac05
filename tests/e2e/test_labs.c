/* SPDX-License-Identifier: MIT */
/*
 * Every lab on one kernel (VM_KERNEL): the solution scores 100, the skeleton 0, the
 * prefixes rise strictly, each wrong program is caught by exactly the claims that it
 * names, every claim is the only one that catches some wrong program, and programs that are
 * right in another way than the solution score 100, too.
 *
 *	test_labs [--in-turn] [labNN…]
 *
 * In turn: the solution is not judged in a warm machine, and half of the wrong programs are left to the other kernel. One whose first comment
 * says "kernel: 6.12" is for that one; the others are for each in turn.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "checks.h"

#define MAX_TESTS 1024

/* A program to be judged; of a wrong one, the claims that must catch it, those that may by chance, and
 * the kernel for which it says that it is. */
struct program {
	char lab[64], file[256], caught_by[1024], perhaps[1024], kernel[16];
};

static const char *const kernels[] = {"6.1", "6.12"};
#define NR_KERNELS (sizeof(kernels) / sizeof(*kernels))

/* The kernel whose turn it is, or NULL: all wrong programs are judged. */
static const char *turn;

/* The programs made from solutions. */
#define VARIANTS "build/variants"

static struct CMUnitTest tests[MAX_TESTS];
static size_t nr_tests;

static void check(struct ended *ret, const struct program *program)
{
	checks_run(ret, "./check %s --exercise %s --json $JSON", program->lab,
		program->file);
}

static void scores_100(void **state)
{
	struct ended ended;

	check(&ended, *state);
	checks_expect_status(&ended, 0);
	checks_expect_score(&ended, 100);
	checks_free(&ended);
}

/* As under ./check --watch, where the machine has judged the skeleton before. */
static void scores_100_in_a_warm_machine(void **state)
{
	const struct program *program = *state;
	struct ended ended;

	checks_run_waiting(&ended, "./check %s --exercise %s --json $JSON --wait",
		program->lab, program->file);
	checks_expect_status(&ended, 0);
	checks_expect_score(&ended, 100);
	checks_free(&ended);
}

static int score_of(const struct program *program)
{
	struct ended ended;
	int score;

	check(&ended, program);
	score = checks_score(ended.result);
	if (score < 0)
		fail_msg("%s has no score; it said:\n%s", program->file, ended.output);
	checks_free(&ended);
	return score;
}

static int count_tasks(const char *lab)
{
	char command[256];
	FILE *out;
	int nr = 0;

	snprintf(command, sizeof(command), "grep -c tag::todo- solutions/%s/exercise.c",
		lab);
	out = popen(command, "re");
	assert_non_null(out);
	assert_int_equal(fscanf(out, "%d", &nr), 1);
	pclose(out);
	return nr;
}

/*
 * Writes what the command prints to a file of that name, whole and only if it is another: what
 * is built of it serves both kernels, which may be tested at the same time.
 */
static bool make_variant(struct program *program, const char *name, const char *command)
{
	char *script;
	int status;

	snprintf(program->file, sizeof(program->file), VARIANTS "/%s/%s", program->lab,
		name);
	assert_true(asprintf(&script,
			    "mkdir -p " VARIANTS "/%s && f=%s && %s >$f.$$ && "
			    "if cmp -s $f.$$ $f; then rm $f.$$; else mv $f.$$ $f; fi",
			    program->lab, program->file, command) >= 0);
	status = system(script);
	free(script);
	return !status;
}

static void make_prefix(struct program *program, int solved)
{
	char name[32], command[256];

	snprintf(name, sizeof(name), "prefix-%d.c", solved);
	snprintf(command, sizeof(command),
		"awk -v solved=%d -f mk/skeleton.awk solutions/%s/exercise.c", solved,
		program->lab);
	assert_true(make_variant(program, name, command));
}

/* Word for word, but for the markers: it need not be judged a second time. */
static void expect_solution(const struct program *prefix)
{
	char command[1024];

	snprintf(command, sizeof(command),
		"bash -c 'diff <(grep -vE \"^\\s*/\\* (end of )?TODO [0-9]+ \\*/$\" %s) "
		"<(grep -vE \"^\\s*// (tag|end)::\" solutions/%s/exercise.c)'",
		prefix->file, prefix->lab);
	assert_int_equal(system(command), 0);
}

/* Prefix 0 is the skeleton, the last one is the solution without its markers. */
static void prefixes_rise_from_0_to_100(void **state)
{
	struct program program = *(struct program *)*state;
	int nr_tasks = count_tasks(program.lab), last = -1;

	for (int solved = 0; solved < nr_tasks; solved++) {
		int score;

		make_prefix(&program, solved);
		score = score_of(&program);
		if (score <= last)
			fail_msg("%d tasks solved: score %d, after %d for one task less",
				solved, score, last);
		if ((solved == 0) != (score == 0) || score >= 100)
			fail_msg("%d of %d tasks solved: score %d", solved, nr_tasks,
				score);
		last = score;
	}
	make_prefix(&program, nr_tasks);
	expect_solution(&program);
}

static void wrong_program_is_caught(void **state)
{
	const struct program *program = *state;
	struct ended ended;

	check(&ended, program);
	checks_expect_status(&ended, 1);
	checks_expect_caught(&ended, program->file, program->caught_by, program->perhaps);
	checks_free(&ended);
}

static void every_claim_catches_alone(void **state)
{
	const struct program *program = *state;
	char path[256];
	json_t *lab, *claim;
	size_t i;

	snprintf(path, sizeof(path), "labs/%s/lab.json", program->lab);
	lab = json_load_file(path, 0, NULL);
	assert_non_null(lab);
	json_array_foreach(json_object_get(lab, "claims"), i, claim)
	{
		char command[512];

		snprintf(command, sizeof(command),
			"grep -lx '/. caught by: %s' tests/wrong/%s/* |"
			" xargs -r grep -L '^ [*] perhaps: ' | grep -q .",
			json_string_value(json_object_get(claim, "name")), program->lab);
		if (system(command))
			fail_msg("no wrong program is caught by %s alone",
				json_string_value(json_object_get(claim, "name")));
	}
	json_decref(lab);
}

static void add(const char *name, CMUnitTestFunction test, const struct program *program)
{
	struct program *copy = malloc(sizeof(*copy));
	char *title;

	assert_true(copy && nr_tests < MAX_TESTS);
	*copy = *program;
	assert_true(asprintf(&title, "%s: %s", program->lab, name) >= 0);
	tests[nr_tests++] = (struct CMUnitTest){
		.name = title, .test_func = test, .initial_state = copy};
}

static void read_header(const char *path, struct program *ret)
{
	FILE *file = fopen(path, "re");
	char line[1024];

	ret->caught_by[0] = ret->perhaps[0] = ret->kernel[0] = '\0';
	while (file && fgets(line, sizeof(line), file)) {
		sscanf(line, "/* caught by: %1023[^\n]", ret->caught_by);
		sscanf(line, " * perhaps: %1023[^\n]", ret->perhaps);
		sscanf(line, " * kernel: %15s", ret->kernel);
		if (strstr(line, "*/") && *ret->caught_by)
			break;
	}
	if (file)
		fclose(file);
}

static bool is_its_turn(const struct program *program, size_t nr)
{
	const char *kernel =
		*program->kernel ? program->kernel : kernels[nr % NR_KERNELS];

	return !turn || !strcmp(kernel, turn);
}

/* `kind` is "right" or "wrong", the folder below tests/. */
static void add_variant(struct program *program, const char *kind, const char *path,
	CMUnitTestFunction test)
{
	const char *base = strrchr(path, '/') + 1;
	char command[1024], name[256];

	snprintf(name, sizeof(name), "%s-%s", kind, base);
	snprintf(command, sizeof(command),
		"awk -f mk/overlay.awk %s solutions/%s/exercise.c", path, program->lab);
	if (!make_variant(program, name, command))
		exit(1);
	add(base, test, program);
}

static void add_variants(
	struct program *program, const char *kind, CMUnitTestFunction test)
{
	char pattern[256];
	glob_t files;

	snprintf(pattern, sizeof(pattern), "tests/%s/%s/*.c", kind, program->lab);
	if (glob(pattern, 0, NULL, &files))
		return;
	for (size_t i = 0; i < files.gl_pathc; i++) {
		read_header(files.gl_pathv[i], program);
		/* What is right is so on both kernels. */
		if (test == scores_100 || is_its_turn(program, i))
			add_variant(program, kind, files.gl_pathv[i], test);
	}
	globfree(&files);
}

static void add_lab(const char *folder)
{
	struct program program = {.lab = ""};

	snprintf(program.lab, sizeof(program.lab), "%s", strrchr(folder, '/') + 1);
	snprintf(program.file, sizeof(program.file), "solutions/%s/exercise.c",
		program.lab);
	add("the solution scores 100", scores_100, &program);
	if (!turn)
		add("in a warm machine, too", scores_100_in_a_warm_machine, &program);
	add("prefixes rise from 0 to 100", prefixes_rise_from_0_to_100, &program);
	add("every claim catches alone", every_claim_catches_alone, &program);
	add_variants(&program, "wrong", wrong_program_is_caught);
	add_variants(&program, "right", scores_100);
}

static bool is_wanted(const char *folder, char *const *labs)
{
	const char *number = strrchr(folder, '/') + 1;

	for (size_t i = 0; labs[i]; i++) {
		if (!strncmp(labs[i], "lab", 3) && !strncmp(labs[i] + 3, number, 2))
			return true;
	}
	return !labs[0];
}

/* Whose turn it is, is VM_KERNEL's word. */
static bool take_turn(const char *kernel)
{
	for (size_t i = 0; i < NR_KERNELS; i++)
		if (kernel && !strcmp(kernels[i], kernel))
			turn = kernels[i];
	return turn;
}

int main(int argc, char **argv)
{
	const char *kernel = getenv("VM_KERNEL");
	glob_t labs;

	argv += argc > 0;
	if (*argv && !strcmp(*argv, "--in-turn")) {
		argv++;
		if (!take_turn(kernel)) {
			fprintf(stderr,
				"VM_KERNEL is no kernel whose turn it could be\n");
			return 1;
		}
	}
	if (glob("labs/[0-9]*", 0, NULL, &labs))
		return 1;
	for (size_t i = 0; i < labs.gl_pathc; i++) {
		if (is_wanted(labs.gl_pathv[i], argv))
			add_lab(labs.gl_pathv[i]);
	}
	globfree(&labs);
	return _cmocka_run_group_tests("labs", tests, nr_tests, NULL, NULL);
}
