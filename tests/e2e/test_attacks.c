/* SPDX-License-Identifier: MIT */
/*
 * The attacks of tests/attacks that say in which labs they are tried, on one kernel
 * (VM_KERNEL): each is caught by the claims that it names, nothing that it tries gets
 * through, and nothing is left of it.
 *
 *	test_attacks [PATTERN]
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

#include "faults.h"

#define MAX_ATTACKS 128

/* A program, and the folder of a lab that it is tried in. */
struct attack {
	char name[64], lab[64], caught_by[1024];
	bool tries; /* it tells what got through */
};

static struct scratch scratch;
static struct CMUnitTest tests[MAX_ATTACKS];
static size_t nr_tests;

/* Who works has all the time that a busy host takes; who is to run out of time has not. */
static void give_seconds(const struct attack *attack)
{
	bool works = attack->tries || strcmp(attack->caught_by, "all");

	shell("sed \"s/\\\"seconds\\\": [0-9]*/\\\"seconds\\\": %d/\" labs/%s/lab.json "
	      ">%s/labs/%s/lab.json",
		works ? 60 : 2, attack->lab, scratch.root, attack->lab);
}

static int set_up(void **state)
{
	(void)state;
	scratch_make_sharing(&scratch);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	scratch_free(&scratch);
	return 0;
}

static void expect_nothing_got_through(const struct ended *ended)
{
	unsigned nr_tries = 0, more;
	json_t *run;
	size_t i;

	json_array_foreach(json_object_get(ended->result, "runs"), i, run)
	{
		const char *said = json_string_value(json_object_get(run, "output"));
		const char *through = said ? strstr(said, "GOT THROUGH") : NULL;
		const char *tried = said ? strstr(said, "tried ") : NULL;

		if (through)
			fail_msg("%s", through);
		if (tried && sscanf(tried, "tried %u", &more) == 1)
			nr_tries += more;
	}
	if (!nr_tries)
		fail_msg("nothing was tried; it said:\n%s", ended->output);
}

static void attack_fails(void **state)
{
	const struct attack *attack = *state;
	char *files = scratch_files(&scratch), arguments[300];
	struct ended ended;

	give_seconds(attack);
	scratch_attack(&scratch, attack->name, attack->lab);
	snprintf(arguments, sizeof(arguments), "%s --exercise %s/%s.c", attack->lab,
		scratch.variants, attack->name);
	scratch_check(&scratch, &ended, "", arguments);
	checks_expect_caught(&ended, attack->name, attack->caught_by, "");
	checks_expect_status(&ended, *attack->caught_by ? 1 : 0);
	if (attack->tries)
		expect_nothing_got_through(&ended);
	scratch_expect_as_before(&scratch, files);
	checks_free(&ended);
	free(files);
}

static void add(const struct attack *attack, const char *lab)
{
	struct attack *copy = malloc(sizeof(*copy));
	char pattern[32], *title;
	glob_t found;

	snprintf(pattern, sizeof(pattern), "labs/%s-*", lab);
	if (!copy || nr_tests == MAX_ATTACKS || glob(pattern, 0, NULL, &found) ||
		asprintf(&title, "lab%s: %s", lab, attack->name) < 0)
		exit(1);
	*copy = *attack;
	snprintf(copy->lab, sizeof(copy->lab), "%s", found.gl_pathv[0] + strlen("labs/"));
	globfree(&found);
	tests[nr_tests++] = (struct CMUnitTest){
		.name = title, .test_func = attack_fails, .initial_state = copy};
}

/* in lab02 lab11, caught by: CLAIM…; "none" are caught who do all the work as well */
static void add_line(struct attack *attack, char *line)
{
	char *labs = strstr(line, " in lab"), *by = strstr(line, ", caught by: ");

	if (!labs || !by)
		return;
	*by = '\0';
	snprintf(attack->caught_by, sizeof(attack->caught_by), "%s",
		by + strlen(", caught by: "));
	if (!strcmp(attack->caught_by, "none"))
		attack->caught_by[0] = '\0';
	while ((labs = strstr(labs, " lab"))) {
		char lab[3] = "";

		memcpy(lab, labs + strlen(" lab"), 2);
		add(attack, lab);
		labs++;
	}
}

static void add_file(const char *path)
{
	struct attack attack = {.tries = false};
	FILE *file = fopen(path, "re");
	char line[1024];

	snprintf(attack.name, sizeof(attack.name), "%s", strrchr(path, '/') + 1);
	*strrchr(attack.name, '.') = '\0';
	while (file && fgets(line, sizeof(line), file))
		attack.tries |= !strcmp(line, "#include \"tries.h\"\n");
	if (file)
		rewind(file);
	while (file && fgets(line, sizeof(line), file)) {
		line[strcspn(line, "\n")] = '\0';
		add_line(&attack, line);
	}
	if (file)
		fclose(file);
}

int main(int argc, char **argv)
{
	glob_t found;

	if (glob("tests/attacks/*.c", 0, NULL, &found))
		return 1;
	for (size_t i = 0; i < found.gl_pathc; i++)
		add_file(found.gl_pathv[i]);
	globfree(&found);
	if (argc > 1)
		cmocka_set_test_filter(argv[1]);
	return _cmocka_run_group_tests("attacks", tests, nr_tests, set_up, tear_down);
}
