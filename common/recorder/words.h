/* SPDX-License-Identifier: MIT */
/*
 * words: what was recorded, for the learner to read:
 *
 *	madvise(0xffff9c000000, length 1036288, MADV_MERGEABLE) failed: EINVAL
 *	a write to 0xffff9c003000 by process 212 took a fault, and got a copy
 */
#ifndef PAGELAB_RECORDER_WORDS_H
#define PAGELAB_RECORDER_WORDS_H

#include <stddef.h>
#include <stdio.h>

#include "record.h"

#define RECORD_WORDS_BYTES 256

/* "madvise", or "system call 999". */
struct record_name {
	char text[32];
};
struct record_name record_call_name(long nr);

/* The event in words, in at most `size` bytes, without who did it and when. */
void record_words(const struct record_event *event, char *ret, size_t size);

/* "NUMA balancing": of enum record_reason, or "another reason". */
const char *record_reason_word(unsigned reason);

/* All of it, an event a line: the moment, milliseconds since the first, CPU, process, thread,
 * name, words. For authors of labs. */
void record_print(const struct record *record, FILE *out);

#endif
