/* SPDX-License-Identifier: MIT */
/* made_up: what tests with a made-up class share. */
#ifndef PAGELAB_TEST_MADE_UP_H
#define PAGELAB_TEST_MADE_UP_H

#include "grader/grade/intake/intake.h"

#include <stdlib.h>

/* As grade_plan_key(): every result of this class has the key "k". */
static inline const char *key_of(void *arg, const char *student, const char *lab)
{
	(void)arg;
	(void)student;
	(void)lab;
	return "k";
}

static inline void free_refusals(struct grade_class *class)
{
	for (size_t i = 0; i < class->nr_refusals; i++) {
		free(class->refusals[i].student);
		free(class->refusals[i].path);
		free(class->refusals[i].reason);
	}
	free(class->refusals);
}

#endif
