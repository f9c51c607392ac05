/* SPDX-License-Identifier: MIT */
/* RESULTS/STUDENT/feedback.txt: what was not taken as it was sent, and why, for the student. */
#ifndef PAGELAB_GRADE_FEEDBACK_H
#define PAGELAB_GRADE_FEEDBACK_H

#include "book.h"

/* Of everybody of whom there is something to say; of others it goes. 0 or -errno. */
int feedback_write(const struct book *book, const char *results);

#endif
