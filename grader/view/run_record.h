/* SPDX-License-Identifier: MIT */
/*
 * run_record: what was seen of a run, as JSON that a person's tools and the page of --view read:
 * docs/record.adoc. The checker's picture (common/picture/picture.h) is most of it; what was run,
 * and what became of each claim, is added here. What a claim expected is in no record.
 */
#ifndef PAGELAB_VIEW_RUN_RECORD_H
#define PAGELAB_VIEW_RUN_RECORD_H

#include "grader/report/info.h"
#include "grader/report/verdict.h"

#include <stddef.h>

#define RUN_RECORD_FORMAT "pagelab-run"
#define RUN_RECORD_VERSION 1
/* A picture is shorter (PICTURE_… in common/picture/picture.h). */
#define RUN_RECORD_MAX (16u << 20)

/*
 * The record, malloc'ed. `picture` is what the checker wrote; NULL if it did not come so far, and
 * then the record says so. `result` is NULL where nothing was judged. 0, or -EBADMSG: that is no picture; -ENOMEM.
 */
int run_record_make(const struct lab *lab, const struct result *result,
	const struct check_info *info, const char *picture, size_t size, char **ret);

/*
 * The page that a claim is about, by the words of where it looked: "page 3 of buffer in the child,
 * at “filled”". *ret_region and *ret_moment are the names, "" where none is said.
 * 0, or -ENOENT: it is about no page.
 */
struct run_place {
	unsigned long page;
	char region[64];
	char moment[64];
	bool in_child;
};
int run_place_find(const char *where, struct run_place *ret);

#endif
