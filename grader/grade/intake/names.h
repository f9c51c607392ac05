/* SPDX-License-Identifier: MIT */
/*
 * What names mean: of which student an entry of the submissions is, and of which lab a
 * file is the exercise. Nothing here touches a file.
 */
#ifndef PAGELAB_GRADE_NAMES_H
#define PAGELAB_GRADE_NAMES_H

#include <stdbool.h>
#include <stddef.h>

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
	GRADE_PLAIN,  /* alice, alice.zip */
	GRADE_MOODLE, /* Ann Lee_4711_assignsubmission_file_[NAME] */
	GRADE_CANVAS, /* leeann_[LATE_]4711_815_NAME */
	GRADE_OTHER,  /* a part of a download that holds no files of a student */
};

/* An entry's name in its parts. */
struct grade_entry {
	enum grade_layout layout;
	char student[256]; /* "Ann Lee_4711" */
	const char *
		member; /* the file's own name in `entry`; NULL: it is all of a student */
};

/* `is_file`: not a folder. */
void grade_entry_parse(const char *entry, bool is_file, struct grade_entry *ret);

/* zip, tar.gz, tgz, tar.xz, txz, by the name's end: its length, 0 if it is none. */
size_t grade_archive_suffix(const char *name);

/*
 * The lab of which the file at `path` is the exercise, one of `folders` (NULL after the
 * last); NULL if of none. With `only`, one of them, a file exercise.c needs no lab's folder
 * around it.
 */
const char *grade_lab_of(const char *path, const char *const *folders, const char *only);

#endif
