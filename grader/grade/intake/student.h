/* SPDX-License-Identifier: MIT */
/* One student's exercises while they are taken in. A part of intake.h. */
#ifndef PAGELAB_GRADE_STUDENT_H
#define PAGELAB_GRADE_STUDENT_H

#include "intake.h"
#include "members.h"

struct grade_found;

struct grade_sent {
	const struct grade_intake *intake;
	struct grade_class *class;
	const char *student;
	const char *entry; /* what is being read */
	struct grade_budget budget;
	struct grade_found *found; /* exercises so far */
	size_t nr_found;
	bool in_archive; /* archives are looked into, those in archives are not */
	bool is_refused; /* and the reason was told */
};

/* Gives each file of the student to `sent`. */
struct grade_reader grade_sent_reader(struct grade_sent *sent);
/* Keeps each lab's source, and refuses what there is twice. 0, or -errno and a sentence. */
int grade_sent_keep(struct grade_sent *sent, struct grade_student *ret, char *why);
void grade_sent_drop(struct grade_sent *sent);

#endif
