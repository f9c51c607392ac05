/* SPDX-License-Identifier: MIT */
/* Plans the runs, see plan.h. */
#include "plan.h"
#include "grader/base/file_replace.h"
#include "key.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool is_wanted(const struct grade_class *class, const char *folder)
{
	for (size_t i = 0; i < class->nr_students; i++)
		for (size_t k = 0; k < class->students[i].nr_pairs; k++)
			if (!strcmp(class->students[i].pairs[k].lab, folder))
				return true;
	return false;
}

static int prepare_labs(
	const struct plan_request *request, struct grade_plan *plan, char *why)
{
	size_t nr = 0;
	int err = 0;

	while (request->folders[nr])
		nr++;
	plan->labs = calloc(nr + 1, sizeof(*plan->labs));
	if (!plan->labs)
		return -ENOMEM;
	for (size_t i = 0; !err && i < nr; i++)
		if (is_wanted(request->class, request->folders[i]))
			err = grade_lab_prepare(request->course, request->folders[i],
				request->interrupted, &plan->labs[plan->nr_labs++], why);
	return err;
}

static const struct grade_lab *find_lab(const struct grade_plan *plan, const char *folder)
{
	for (size_t i = 0; i < plan->nr_labs; i++)
		if (!strcmp(plan->labs[i].folder, folder))
			return &plan->labs[i];
	return NULL;
}

static int add_run(struct grade_plan *plan, const struct grade_run *run)
{
	struct grade_run *runs;

	/* Room grows by doubling: a class may have thousands. */
	if (!(plan->nr_runs & (plan->nr_runs - 1)) || !plan->nr_runs) {
		size_t room = plan->nr_runs ? 2 * plan->nr_runs : 1;

		runs = reallocarray(plan->runs, room, sizeof(*runs));
		if (!runs)
			return -ENOMEM;
		plan->runs = runs;
	}
	plan->runs[plan->nr_runs++] = *run;
	return 0;
}

static int plan_pair(const struct plan_request *request, struct grade_plan *plan,
	const char *student, const struct grade_pair *pair)
{
	const struct grade_course *course = request->course;
	struct grade_run run = {.course = course,
		.lab = find_lab(plan, pair->lab),
		.student = student,
		.source_sha256 = pair->sha256};
	char path[PATH_MAX];
	int err;

	err = grade_run_path(&run, "result.json", path, sizeof(path));
	if (err)
		return err;
	grade_key_pair(run.lab->key, pair->sha256, run.lab->seed,
		sandbox_name(course->compile_sandbox), run.key);
	if (!request->again && grade_key_is_done(path, run.key)) {
		plan->nr_done++;
		return 0;
	}
	return add_run(plan, &run);
}

/* Profile after profile: a snapshot is sealed once, and goes when its runs are done. */
static int order_by_profile(struct grade_plan *plan)
{
	struct grade_run *runs = calloc(plan->nr_runs + 1, sizeof(*runs));
	size_t nr = 0;

	if (!runs)
		return -ENOMEM;
	while (nr < plan->nr_runs) {
		const char *profile = NULL;

		for (size_t i = 0; i < plan->nr_runs; i++) {
			const struct grade_lab *lab = plan->runs[i].lab;

			if (!lab || (profile && strcmp(profile, lab->lab->profile)))
				continue;
			profile = lab->lab->profile;
			runs[nr++] = plan->runs[i];
			plan->runs[i].lab = NULL; /* taken */
		}
	}
	free(plan->runs);
	plan->runs = runs;
	return 0;
}

static bool has_runs(const struct grade_plan *plan, const struct grade_lab *lab)
{
	for (size_t i = 0; i < plan->nr_runs; i++)
		if (plan->runs[i].lab == lab)
			return true;
	return false;
}

int grade_plan(const struct plan_request *request, struct grade_plan *ret, char *why)
{
	const struct grade_class *class = request->class;
	struct grade_plan plan = {0};
	size_t nr = 0;
	int err;

	snprintf(why, PLAN_WHY, "out of memory");
	file_tidy(request->course->results);
	err = prepare_labs(request, &plan, why);
	for (size_t i = 0; !err && i < class->nr_students; i++) {
		const struct grade_student *student = &class->students[i];

		grade_tidy(request->course, student);
		for (size_t k = 0; !err && k < student->nr_pairs; k++)
			if (nr++ % request->nr_shards == request->shard - 1)
				err = plan_pair(request, &plan, student->name,
					&student->pairs[k]);
	}
	if (!err)
		err = order_by_profile(&plan);
	for (size_t i = 0; !err && i < plan.nr_labs; i++)
		if (has_runs(&plan, &plan.labs[i]))
			err = grade_lab_try(request->course, &plan.labs[i],
				request->interrupted, why);
	if (err)
		grade_plan_deinit(&plan);
	else
		*ret = plan;
	return err;
}

void grade_plan_deinit(struct grade_plan *plan)
{
	for (size_t i = 0; i < plan->nr_labs; i++)
		grade_lab_deinit(&plan->labs[i]);
	free(plan->labs);
	free(plan->runs);
	*plan = (struct grade_plan){0};
}

bool grade_plan_key(const struct grade_plan *plan, const struct plan_request *request,
	const char *student, const char *lab, char ret[GRADE_SHA])
{
	const struct grade_lab *planned = find_lab(plan, lab);

	for (size_t i = 0; planned && i < request->class->nr_students; i++) {
		const struct grade_student *s = &request->class->students[i];

		if (strcmp(s->name, student))
			continue;
		for (size_t k = 0; k < s->nr_pairs; k++)
			if (!strcmp(s->pairs[k].lab, lab)) {
				grade_key_pair(planned->key, s->pairs[k].sha256,
					planned->seed,
					sandbox_name(request->course->compile_sandbox),
					ret);
				return true;
			}
	}
	return false;
}
