/* SPDX-License-Identifier: MIT */
/*
 * transcript_answer: the lines of output that answered one template line, and what its
 * holes held in each. transcript.h is what checkers use; this is its inner part.
 */
#ifndef PAGELAB_TRANSCRIPT_ANSWER_H
#define PAGELAB_TRANSCRIPT_ANSWER_H

#include <stddef.h>
#include <stdint.h>

#include "transcript_template.h"

struct answer_value {
	uint64_t number; /* int and hex */
	char *text;	 /* word and text, else NULL */
};

struct answer {
	size_t at;	 /* line number in the output, from 1; 0: none yet */
	size_t early_at; /* of one that came before its turn; 0: none */

	size_t nr_rows;		     /* how many are kept */
	size_t capacity;	     /* how many there is room for */
	struct answer_value *values; /* nr_holes for each row */
};

/* Keeps what the holes of `template` held, as one more row; {0} is an answer without
 * any. 0, or -ENOMEM: the answer can still be freed. */
int answer_append(struct answer *answer, const struct template *template,
	const struct template_value *values);
void answer_deinit(struct answer *answer, const struct template *template);

#endif
