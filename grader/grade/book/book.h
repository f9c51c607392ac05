/* SPDX-License-Identifier: MIT */
/* The class as a table: what the results say, the roster, and what a teacher decided. */
#ifndef PAGELAB_GRADE_BOOK_H
#define PAGELAB_GRADE_BOOK_H

#include <stdio.h>

#include "grader/grade/intake/intake.h"
#include "grader/grade/runs/term.h"
#include "roster.h"

#define BOOK_WHY 512

enum book_state {
	BOOK_NOT_SENT,
	BOOK_WAITING, /* sent, and not graded yet */
	BOOK_BROKEN,  /* could not be graded: no zero */
	BOOK_GRADED,
};

struct book_cell {
	enum book_state state;
	int score;	 /* where it is graded */
	bool overridden; /* then these hold */
	bool excused;	 /* no points, and none that could be had */
	double points;
	const char *reason;
	int64_t submitted; /* as of grade_entry; 0: not told */
	bool is_late;	   /* the platform or the due date says so */
	int late_days;	   /* since it was due */
	double deducted;   /* of the score, for that */
	size_t nr_versions;
	bool is_recorded;    /* there is a page that draws the run */
	const char *student; /* the folder that has the result; NULL: there is none */
};

struct book_row {
	const char *student; /* the folder of the results */
	const char *shown;   /* as the roster calls the student, if there is one */
	bool has_sent;
	const struct grade_student *sent; /* this time; NULL: nothing */
	const struct grade_student *kept; /* from before; NULL: nothing */
	const struct roster_row *listed;  /* NULL: not in the roster */
	struct book_cell *cells;	  /* one a lab */
};

struct book {
	const char *const *labs; /* folders, NULL after the last */
	size_t nr_labs;
	bool *has_points; /* of each lab: somebody has; a lab of a week to come has not */
	struct book_row *rows; /* the roster's order, then others by name */
	size_t nr_rows;
	const struct grade_class *class;
	const struct term *term; /* NULL: none */
	const char *root;	 /* a workbook, for its skeletons; NULL: none */
	bool has_seed;
	uint64_t seed;
	bool has_roster;
	struct roster roster;
	struct csv *overrides;
};

struct book_request {
	const char *results;
	const char *const *labs; /* columns */
	const struct grade_class *class;
	const struct grade_class *kept; /* from before, or NULL */
	const struct term *term;	/* or NULL */
	const char *root;		/* or NULL */
	const uint64_t *seed;		/* or NULL */
	const char *roster, *overrides; /* files, or NULL */
	/* The key that a result of the pair must have. */
	const char *(*key_of)(void *arg, const char *student, const char *lab);
	void *arg;
};

/* 0; -EBADMSG of a file that makes no sense, or another -errno, with a sentence in `why`
 * (BOOK_WHY bytes). */
int book_read(const struct book_request *request, struct book *ret, char *why);
void book_deinit(struct book *book);

/*
 * Whether the roster is that of another class, as half of those who sent something, or more,
 * are not in it. Then both lists are printed.
 */
bool book_is_mismatched(const struct book *book, FILE *out);

/* By the name of the folder or of the roster, or by whatever the roster has of a student; NULL: it
 * is nobody's. */
struct book_row *book_find(const struct book *book, const char *student);

/* The folder that has, or would have, the result of a lab. */
const char *book_holder(const struct book_row *row, size_t lab);

/* What is to be said where no exercise was sent this time or ever; NULL: nothing. */
const char *book_nothing(const struct book_row *row);

/* When the last that counts was sent, 0 if nobody knows; whether any of it was late. */
int64_t book_submitted(const struct book *book, const struct book_row *row);
bool book_is_late(const struct book *book, const struct book_row *row);
bool book_has_refused(const struct book *book, const struct book_row *row);
/* The points of all labs by their weights, 0 to 100, of those that are not excused; -1: none. */
double book_mark(const struct book *book, const struct book_row *row);

/* "2026-11-03 23:59", for people and spreadsheets. */
#define BOOK_TIME 32
void book_time(int64_t time, char ret[BOOK_TIME]);

/* The points of a cell: an override's, else what was earned less what goes for being late; -1 if
 * there are none. */
double book_points(const struct book_cell *cell);
/* Points as people write them: "70", "87.5". */
#define BOOK_POINTS 32
void book_points_text(double points, char ret[BOOK_POINTS]);

/* Replaces the file `name` of the results by what is written. 0 or -errno. */
typedef void book_writer(FILE *out, const struct book *book, const char *results);
int book_write_file(const struct book *book, const char *results, const char *name,
	book_writer *write);

/* The same with a text that is there, which is freed. A table with more than ASCII in it gets a
 * mark (BOM): without one a spreadsheet takes UTF-8 for what its system writes. */
int book_put_file(const char *results, const char *name, char *text, size_t size);

/* gradebook.csv, refused.csv, and for each of whom something was refused, or not taken as it
 * was sent, a feedback.txt that says so. 0 or -errno. */
int book_write(const struct book *book, const char *results);

#endif
