/* SPDX-License-Identifier: MIT */
/* What a class's results for one lab have in common, for the report. */
#ifndef PAGELAB_GRADE_LAB_COUNT_H
#define PAGELAB_GRADE_LAB_COUNT_H

#include "book.h"

#define COUNT_BINS 11 /* 0 to 9, 10 to 19, …, 90 to 99, 100 */
#define COUNT_CLAIMS 16
#define COUNT_TEXT 400

/* One wrong observation, numbers aside, of one claim. */
struct observation {
	char shape[COUNT_TEXT];	  /* "pfn #, node #" */
	char example[COUNT_TEXT]; /* as it was */
	const char *student;	  /* of the example */
	size_t nr;
};

/* Those of whom something is so. */
struct rows {
	const struct book_row **list;
	size_t nr;
};

struct claim_count {
	char name[128];
	struct rows missed; /* by whom */
	struct observation *observations;
	size_t nr_observations;
};

/* Two sources that are the same, or alike. */
struct likeness {
	const struct book_row *a, *b;
	bool is_same;
	int percent;
};

struct lab_count {
	size_t bins[COUNT_BINS]; /* of points, as they stand in the gradebook */
	size_t nr_points, nr_full, nr_graded, nr_overridden, nr_excused;
	size_t nr_broken, nr_waiting, nr_late;
	struct rows uncompiled, timeouts, panics;
	double points;
	struct claim_count claims[COUNT_CLAIMS]; /* those missed most first */
	size_t nr_claims;
	struct likeness *alike; /* the same ones first, then by percent */
	size_t nr_alike;
};

/* `root` has the labs' skeletons; NULL: none is known. 0 or -ENOMEM. */
int lab_count_make(const struct book *book, const char *results, const char *root,
	size_t lab, struct lab_count *ret);
void lab_count_deinit(struct lab_count *count);

#endif
