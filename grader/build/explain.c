/* SPDX-License-Identifier: MIT */
/* What is said of a build, see build.h. */
#include "build.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static int annotate(const struct build *build, const struct lab *lab,
	const struct task_map *tasks, char **ret)
{
	const char *token = build->token ? build->token : build->named;
	char *words;
	int err;

	if (tasks)
		err = diagnose_compile(build->words, token, tasks, lab, &words);
	else
		err = (words = strdup(build->words)) ? 0 : -ENOMEM;
	if (err)
		return err;
	err = diagnose_rename(words, token, build->named, ret);
	free(words);
	return err;
}

int build_explain(struct build *build, const struct lab *lab, struct task_map **ret_tasks,
	char **ret_words)
{
	struct task_map *tasks = NULL;
	int err = -ENODATA;

	task_map_read(build->source, &tasks);
	diagnose_drop_make(build->words);
	if (build->end == BUILD_UNCOMPILED)
		err = source_explain(build->source, build->named, ret_words);
	if (err)
		err = annotate(build, lab, tasks, ret_words);
	if (ret_tasks)
		*ret_tasks = tasks;
	else
		task_map_free(tasks);
	return err;
}
