/* SPDX-License-Identifier: MIT */
/*
 * What names mean: of which student an entry of the submissions is, and of which lab a
 * file is the exercise. Nothing here touches a file. The table of layouts is in
 * docs/grading.adoc.
 */
#ifndef PAGELAB_GRADE_NAMES_H
#define PAGELAB_GRADE_NAMES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define GRADE_NAME_MAX 100

/*
 * NULL if `name` can be a student's: the name of a folder of the results, and a cell of a
 * table. Else the reason.
 */
const char *grade_name_refused(const char *name);

/*
 * NULL if a member of an archive may have this path: relative, without "..", of names that
 * can be read. Else the reason.
 */
const char *grade_path_refused(const char *path);

enum grade_layout {
	GRADE_PLAIN, /* alice, alice.zip; with --lab or a lab in its name: alice_lab03.c */
	GRADE_MOODLE,	   /* Ann Lee_4711_assignsubmission_file_[NAME] */
	GRADE_CANVAS,	   /* leeann_[LATE_]4711_815_NAME, anon_[LATE_]Ab3dE_815_NAME */
	GRADE_BRIGHTSPACE, /* 12345-67890 - Ann Lee - Nov 3, 2026 1159 PM[ - NAME] */
	GRADE_BLACKBOARD,  /* Lab 3_s1234567_attempt_2026-11-02-10-11-12_NAME */
	GRADE_AUTOLAB,	   /* ann@example.org_2_NAME */
	GRADE_SAKAI,	   /* Lee, Ann(annlee) */
	GRADE_OTHER,	   /* a part of a download that is no student's */
};

/* Who it is, as far as the layout tells; "" where it does not. */
struct grade_who {
	char name[128];	 /* "Ann Lee" */
	char login[128]; /* "s1234567" */
	char email[128];
	char moodle[24]; /* "4711" of "Participant 4711" */
	char canvas[24];
};

/* An entry's name in its parts. */
struct grade_entry {
	enum grade_layout layout;
	char student[256]; /* "Ann Lee_4711" */
	struct grade_who who;
	const char *
		member; /* the file's own name in `entry`; NULL: it is all of a student */
	int64_t submitted; /* seconds of the clock on the wall since 1970; 0: not told */
	unsigned attempt;  /* from 1; 0: not told */
	bool is_late;
	bool is_typed; /* GRADE_OTHER: what the student typed, or what the platform says */
};

/* `is_file`: not a folder. */
void grade_entry_parse(const char *entry, bool is_file, struct grade_entry *ret);

/*
 * A file that somebody sent as it is, "annlee_lab03.c", or "annlee.c" with `only`: whose it is
 * goes to `ret`, and its lab is returned. NULL if that is not in the name.
 */
const char *grade_attachment_parse(const char *entry, const char *const *folders,
	const char *only, struct grade_entry *ret);

/*
 * An archive that somebody sent as it is, "annlee_lab03.zip", or that GitHub made of a branch,
 * "lab3-annlee-main.zip": whose it is goes to `ret`. False if no lab is in the
 * name, or nothing besides.
 */
bool grade_packed_attachment_parse(
	const char *entry, const char *const *folders, struct grade_entry *ret);

/* A file, by its name, that tells nothing and is nobody's: index.html, Thumbs.db. */
bool grade_entry_is_noise(const char *entry);

/*
 * The time that `text` begins with: "Nov 3, 2026 1159 PM", "3 November, 2026 23:59",
 * "2026-11-02-10-11-12", "2026-11-02 10:11". *ret_length is how long it is. 0: none.
 */
int64_t grade_time_parse(const char *text, size_t *ret_length);

/* The end of a name that says "archive", with the number of a copy in it ("-1", " (2)"):
 * its length, 0 if it is none. */
size_t grade_archive_suffix(const char *name);

/* Whether it is a document by its name, which is an archive for many programs: "grades.xlsx". */
bool grade_is_document(const char *name);

/* Whether the name says that one file was packed: "exercise.c.gz". */
bool grade_is_packed(const char *name);

/* The number that a browser or a platform puts at the end of a name that it has met before:
 * "lab03-2", "handin (2)"; without its extension. 0: none. */
unsigned grade_copy_of(const char *stem, size_t length);

/* A folder whose files are not what a student sends: of git, of a Mac, of a build;
 * and of the workbook, where somebody has a clone of all of it. */
bool grade_folder_is_noise(const char *name, size_t length);
/* Whether a path leads through such a one, or to a hidden file. */
bool grade_path_is_noise(const char *path);

/* What a file's path says. */
struct grade_place {
	const char *lab; /* one of the folders */
	bool is_exact;	 /* lab03.c, not my_lab03_new.c */
	bool is_skeleton;
	bool is_guess; /* it says C, and nothing of an exercise */
	unsigned copy; /* as of grade_copy_of() */
};

/*
 * Whether the file at `path` is an exercise, or a skeleton, of one of `folders` (NULL after
 * the last). With `only`, one of them, nothing else is, a file exercise.c needs no lab's
 * folder around it, and any other C source in no folder, or in one, may be meant.
 */
bool grade_place_of(const char *path, const char *const *folders, const char *only,
	struct grade_place *ret);

/* The lab of an exercise, NULL if it is none. */
const char *grade_lab_of(const char *path, const char *const *folders, const char *only);

#endif
