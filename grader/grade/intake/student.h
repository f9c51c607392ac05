/* SPDX-License-Identifier: MIT */
/* One student's exercises while they are taken in. A part of intake.h. */
#ifndef PAGELAB_GRADE_STUDENT_H
#define PAGELAB_GRADE_STUDENT_H

#include "download.h"
#include "intake.h"
#include "members.h"

struct grade_found;

#define GRADE_SEEN 10 /* names that are kept of what is no exercise */

struct grade_sent {
	const struct grade_intake *intake;
	struct grade_class *class;
	const char *student;
	const char *entry;		/* what is being read */
	const struct grade_entry *told; /* what its name says */
	const char *lab; /* of which it is the exercise; NULL: the files say */
	struct grade_budget budget;
	struct grade_found *found; /* exercises so far */
	size_t nr_found;
	char prefix[1024];	     /* of paths: the archives that they are in */
	unsigned depth;		     /* of archives in archives */
	unsigned copy;		     /* as of grade_copy_of(): of these */
	bool is_refused;	     /* and the reason was told */
	bool all;		     /* pass over no folder */
	struct download_names names; /* in an archive that is all of the student */
	char *seen[GRADE_SEEN];	     /* what else there was */
	size_t nr_seen;
	bool is_whole;	 /* the entry is an archive, which is all of the student */
	bool is_typed;	 /* there are but texts that were typed into a platform */
	bool is_doubled; /* more than one entry claims to be all of the student */
};

/* Gives each file of the student to `sent`. */
struct grade_reader grade_sent_reader(struct grade_sent *sent);
/* Remembers a file that is no exercise. */
void grade_sent_see(struct grade_sent *sent, const char *path);
/* Keeps each lab's source, the last of several, and refuses what cannot be told apart. 0, or
 * -errno and a sentence. */
int grade_sent_keep(struct grade_sent *sent, struct grade_student *ret, char *why);
void grade_sent_drop(struct grade_sent *sent);

#endif
