/* SPDX-License-Identifier: MIT */
/*
 * A course's file: what is to be known of its assignments besides what was sent, one a lab.
 *
 *	{
 *	    "name": "Operating systems",
 *	    "assignments": {
 *	        "lab03": {"name": "Week 2", "seed": 4711, "due": "2026-11-03 23:59",
 *	                  "grace_minutes": 10, "late_percent": 10, "last_days": 7, "weight": 2}
 *	    }
 *	}
 *
 * Everything may be left out. Of what was sent late, late_percent of the points that were earned
 * go for each day that has begun, and after last_days all of them.
 */
#ifndef PAGELAB_GRADE_TERM_H
#define PAGELAB_GRADE_TERM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TERM_WHY 512

struct term_assignment {
	const char *folder; /* of the lab */
	char name[128];	    /* "" if there is none */
	bool has_seed;
	uint64_t seed;
	int64_t due; /* as of grade_entry.submitted; 0: none */
	int64_t grace_seconds;
	double late_percent;
	int last_days; /* -1: none */
	double weight; /* 1 if nothing is said */
};

struct term {
	char name[128];
	struct term_assignment *assignments;
	size_t nr;
};

/* 0; -ENOENT, -EBADMSG or another -errno with a sentence in `why` (TERM_WHY bytes). `folders` are
 * the labs', NULL after the last; they are pointed to. */
int term_read(const char *path, const char *const *folders, struct term *ret, char *why);
void term_deinit(struct term *term);

/* NULL if nothing is said of the lab, or `term` is. */
const struct term_assignment *term_find(const struct term *term, const char *folder);

/* The days that have begun since it was due, 0 if it was in time or nobody knows. */
int term_late_days(const struct term_assignment *assignment, int64_t submitted);
/* Of so many points earned, so many go. */
double term_deduction(
	const struct term_assignment *assignment, int late_days, double earned);

#endif
