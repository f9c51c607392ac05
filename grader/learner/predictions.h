/* SPDX-License-Identifier: MIT */
/*
 * What a chapter has its reader predict, labs/NN-topic/predictions.json: questions with choices or
 * a number, and what comes of it. Answers are kept in the journal; they never give points.
 *
 *	{
 *	  "predictions": [
 *	    {
 *	      "name": "child_faults",
 *	      "question": "The child writes to 256 pages. How many faults does that take?",
 *	      "number": 256,                   or "choices": ["none", "some"], "answer": 2
 *	      "because": "The entries are read-only since the fork.",
 *	      "seen": "^the child wrote"       a line of the program's own output
 *	    }
 *	  ]
 *	}
 */
#ifndef PAGELAB_LEARNER_PREDICTIONS_H
#define PAGELAB_LEARNER_PREDICTIONS_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>

struct prediction {
	const char *name;
	const char *question;
	const char **choices;
	size_t nr_choices; /* 0: a number is asked for */
	long answer;	   /* that number, or which of the choices, from 1 on */
	const char *because;
	const char *seen; /* an extended regular expression; NULL: nothing shows it */
	/* By the journal. */
	bool is_given;
	long given;
	char *was_seen; /* the line, of the last run that passed; NULL: none yet */
};

struct predictions {
	struct prediction *list;
	size_t nr;
	void *json; /* owns the strings but for was_seen */
};

/*
 * The predictions of a lab, with what the journal has of them. 0, -ENOENT: the lab has none,
 * -EBADMSG and others as of lab_load(); then `why` (LAB_WHY bytes) holds a sentence.
 */
int predictions_load(
	const char *root, const char *folder, struct predictions *ret, char *why);
void predictions_free(struct predictions *predictions);

/* The answer in words: one of the choices, or a number in `buffer`. */
const char *prediction_words(
	const struct prediction *prediction, long answer, char buffer[32]);
bool prediction_is_right(const struct prediction *prediction);
size_t predictions_given(const struct predictions *predictions);
size_t predictions_right(const struct predictions *predictions);

/* Keeps an answer. As of journal_add(). */
int prediction_give(
	const char *root, const char *folder, struct prediction *prediction, long answer);
/* Keeps what a program that passed has printed. */
void predictions_see(const char *root, const char *folder,
	const struct predictions *predictions, const char *output);

#endif
