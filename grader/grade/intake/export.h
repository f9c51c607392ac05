/* SPDX-License-Identifier: MIT */
/*
 * What a platform tells in files of its own. Gradescope's export: folders called submission_12345,
 * and beside them submission_metadata.yml, which says whose they are and when they came.
 * Blackboard: a text for each attempt. Sakai: a time in each student's folder. A part of intake.h.
 */
#ifndef PAGELAB_GRADE_EXPORT_H
#define PAGELAB_GRADE_EXPORT_H

#include "names.h"

/* The name of that file, and the most of it that is read. */
#define EXPORT_FILE "submission_metadata.yml"
#define EXPORT_BYTES (64 * 1024 * 1024)

/*
 * What the file's text, with a NUL behind it, says of the folder `folder`: name, id, address, time.
 * Of those who have handed in together it is the one with this number, from 0 on. False if it says
 * nothing. Times are as the clock on this host's wall had them.
 *
 * It is what Ruby writes: keys at the margin, ":submitters:" and ":created_at:" two blanks from it.
 * What a program printed stands deeper, and is passed over.
 */
bool export_find(
	const char *text, const char *folder, unsigned nr, struct grade_entry *ret);

/*
 * What Blackboard's text beside an attempt's files, with a NUL behind it, says of who sent them: it
 * begins with "Name: Ann Lee (s1234567)". False if it does not.
 */
bool export_blackboard(const char *text, struct grade_who *ret);
#define EXPORT_BLACKBOARD_BYTES (1024 * 1024)

/*
 * The time that Sakai writes beside what somebody sent, "2026-11-03T23:59:00Z" or, once,
 * "20261103235900000", as the clock on this host's wall had it. 0: no time.
 */
int64_t export_sakai(const char *text);
#define EXPORT_SAKAI_FILE "timestamp.txt"
#define EXPORT_SAKAI_BYTES 256

#endif
