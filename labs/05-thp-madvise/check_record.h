/* SPDX-License-Identifier: MIT */
/*
 * What the record says of a buffer between two checkpoints. Each expectation names what was
 * called, or who took the faults, where it does not hold.
 */
#ifndef THP_MADVISE_CHECK_RECORD_H
#define THP_MADVISE_CHECK_RECORD_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct record;
struct record_event;

struct stretch {
	const struct record *record;
	const char *name; /* of the buffer */
	pid_t pid;
	uint64_t address;
	size_t nr_pages;
	const char *after; /* a checkpoint; NULL: from when the buffer was mapped */
	const char *before;
	/* The mmap() that made it, by stretch_begin(): other memory had its address before. */
	const struct record_event *since;
};

/* Fills in `since`. */
void stretch_begin(struct stretch *stretch);

/* madvise() with that advice succeeded, for the whole buffer. */
void stretch_expect_advice(const struct stretch *stretch, int advice, const char *name);
/* The same of MADV_HUGEPAGE, before the first write to the buffer; nothing took it away. */
void stretch_expect_advice_first(const struct stretch *stretch);
/* The same, for some of the buffer. */
void stretch_expect_some_advice(
	const struct stretch *stretch, int advice, const char *name);
/* It did not, for any of the buffer; `expected` says what instead. */
void stretch_expect_never(
	const struct stretch *stretch, int advice, const char *expected);
/* Huge pages were not forbidden for the whole process. */
void stretch_expect_no_ban(const struct stretch *stretch);
/* Nor was there advice for or against them in the buffer. */
void stretch_expect_no_advice(const struct stretch *stretch);

/* The buffer is the memory that it was: nothing was mapped there or away from there. */
void stretch_expect_memory(const struct stretch *stretch);
/* Nobody wrote to `enabled`. */
void stretch_expect_setting(const struct stretch *stretch);

/* Each `nr_each` pages from page `first` on, up to `end`, took one fault, by a write of the program's
 * own. */
void stretch_expect_faults(
	const struct stretch *stretch, size_t first, size_t end, size_t nr_each);
/* None of the buffer's pages took one. */
void stretch_expect_unwritten(const struct stretch *stretch);
/* The process looked at its count of faults before the first in the buffer, and after the last. */
void stretch_expect_counting(const struct stretch *stretch);
/* Faults in the buffer; and those of the process elsewhere, after the first and before the last of
 * these. */
size_t stretch_nr_faults(const struct stretch *stretch, size_t *ret_nr_among);

#endif
