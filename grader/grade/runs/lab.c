/* SPDX-License-Identifier: MIT */
/* What all runs of a lab share, see plan.h. */
#include "grader/grade/sandbox/compile.h"
#include "key.h"
#include "plan.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>

static int build_parts(const struct grade_course *course, bool (*interrupted)(void),
	struct grade_lab *lab, char *why)
{
	struct build_request build = {.root = course->root,
		.lab = lab->folder,
		.parts = true,
		.is_module = lab->lab->exercise_module,
		.interrupted = interrupted};
	char short_why[BUILD_WHY];
	int err = build_lab(&build, &lab->parts, short_why);

	if (err) {
		snprintf(why, PLAN_WHY, "%s", short_why);
	} else if (lab->parts->end != BUILD_DONE) {
		snprintf(why, PLAN_WHY,
			"%.1500s\nThe workbook's own part does not build.",
			lab->parts->words);
		err = -EIO;
	}
	return err;
}

int grade_lab_prepare(const struct grade_course *course, const char *folder,
	bool (*interrupted)(void), struct grade_lab *ret, char *why)
{
	char lab_why[LAB_WHY], key_why[GRADE_KEY_WHY];
	int err = lab_load(course->root, folder, &ret->lab, lab_why);

	const struct term_assignment *assignment = term_find(course->term, folder);

	ret->folder = folder;
	ret->seed = assignment && assignment->has_seed ? assignment->seed : course->seed;
	if (err) {
		snprintf(why, PLAN_WHY, "%s", lab_why);
		return err;
	}
	err = build_parts(course, interrupted, ret, why);
	if (err)
		return err;
	err = grade_key_lab(course->root, ret->lab, course->kernel,
		ret->parts->command.data, ret->key, key_why);
	if (err)
		snprintf(why, PLAN_WHY, "%s", key_why);
	return err;
}

void grade_lab_deinit(struct grade_lab *lab)
{
	lab_free(lab->lab);
	build_free(lab->parts);
	*lab = (struct grade_lab){0};
}

/* What fails to build a student's module must not be this host. */
int grade_lab_try(const struct grade_course *course, const struct grade_lab *lab,
	bool (*interrupted)(void), char *why)
{
	const char *module = lab->lab->exercise_module;
	char source[PATH_MAX], short_why[BUILD_WHY];
	struct compile_request request = {.root = course->root,
		.kernel = course->kernel,
		.lab = lab->folder,
		.source = source,
		.module = module,
		.parts = lab->parts,
		.sandbox = course->compile_sandbox,
		.interrupted = interrupted};
	struct build *build;
	int err;

	if (!module)
		return 0;
	snprintf(source, sizeof(source), "%s/kmod/%s/%s.c", course->root, module, module);
	err = grade_compile(&request, &build, short_why);
	if (err) {
		snprintf(why, PLAN_WHY, "%s", short_why);
		return err;
	}
	if (build->end != BUILD_DONE) {
		snprintf(why, PLAN_WHY,
			"%.1500s\nThe workbook's own module %s does not build in the "
			"compiler's sandbox.",
			build->words, module);
		err = -EIO;
	}
	build_free(build);
	return err;
}
