/* SPDX-License-Identifier: MIT */
/*
 * The last line of an autograder of Autolab, one for a student, with a problem for each lab. The
 * format: “Guide for Lab Authors” in Autolab's documentation (docs.autolabproject.com/lab),
 * Writing Autograders: the scores of problems by their names. The assessment's problems are to be
 * called lab03.
 */
#include "format_lab.h"

json_t *format_autolab(const struct format_lab *labs, size_t nr)
{
	json_t *scores = json_object();
	char name[16];
	int err = 0;

	for (size_t i = 0; !err && i < nr; i++) {
		if (!labs[i].is_sent)
			continue;
		snprintf(name, sizeof(name), "lab%.2s", labs[i].folder);
		err = json_object_set_new(scores, name, format_number(labs[i].points));
	}
	if (!err)
		return json_pack("{s:o}", "scores", scores);
	json_decref(scores);
	return NULL;
}
