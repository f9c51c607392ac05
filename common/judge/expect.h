/* SPDX-License-Identifier: MIT */
/*
 * Expectations: what a claim says of the evidence. Each reports FAIL, with what was expected and
 * what was seen, and leaves the claim if it does not hold; claim_where() says before where they
 * look.
 */
#ifndef PAGELAB_EXPECT_H
#define PAGELAB_EXPECT_H

#include <sched.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "claim.h"

struct huge_view;
struct performance;
struct stage;
struct transcript;
struct watch;

/* ---- numbers ---- */

void expect_equal(const char *what, uint64_t expected, uint64_t observed);
/* The same, shown in hex: for PFNs and flags. */
void expect_equal_hex(const char *what, uint64_t expected, uint64_t observed);
/* The growth of a counter of the whole kernel; where it is too large, claim_alone() first. */
void expect_counted(const char *counter, uint64_t expected, uint64_t growth);
/* low <= observed */
void expect_at_least(const char *what, uint64_t low, uint64_t observed);
/* low <= observed <= high */
void expect_between(const char *what, uint64_t low, uint64_t high, uint64_t observed);
/* The same set of CPUs, shown as a list. */
void expect_cpus(const cpu_set_t *expected, const cpu_set_t *observed);
void expect_true(bool holds, const char *expected, const char *observed_fmt, ...)
	CLAIM_PRINTF(3);

/* ---- the run (perform.h) ---- */

/* Evidence was taken at that moment, and the regions were right. If not: FAIL, or TIMEOUT where
 * the program ran out of time, with how it ended, in words. look_of() does this, too. */
void expect_moment(const struct performance *performance, size_t moment);
/* Evidence was taken at this checkpoint. FAIL or TIMEOUT as above. */
void expect_reached(const struct stage *stage, const char *checkpoint);
/* The program ended by itself with this exit status. FAIL or TIMEOUT as above. */
void expect_exit(const struct stage *stage, int status);

/* The program does without this function of the library, declared in that header: it is what the
 * lab has its learner write (linked.h). */
void expect_own(const char *program, const char *function, const char *header);

/* ---- what it printed (transcript.h) ---- */

/* Every line of expected.txt was printed, in order, once. NULL: nothing to look at. */
void expect_transcript_complete(const struct transcript *transcript);
/* The number printed in the hole {name:int} or {name:hex}. */
void expect_hole(
	const struct transcript *transcript, const char *name, uint64_t expected);
/* The word printed in the hole {name:word}. */
void expect_hole_word(
	const struct transcript *transcript, const char *name, const char *expected);
/* The same in a row of a table, for {name:int} and {name:hex}. A negative number is told as
 * the unsigned one of 64 bits. */
void expect_cell(const struct transcript *transcript, const char *name, size_t row,
	uint64_t expected);
/* The same of {name:word} and {name:text}. */
void expect_cell_word(const struct transcript *transcript, const char *name, size_t row,
	const char *expected);
/* The table that has hole `name` has so many rows. */
void expect_nr_rows(
	const struct transcript *transcript, const char *name, size_t nr_expected);

/* Each row of the table lies between the two looks of the watch. holes[n] is the hole for the
 * pages on node n. */
void expect_rows(const struct watch *watch, const struct transcript *report,
	const char *const holes[], unsigned nr_nodes);

/* ---- huge pages (huge_view.h) ---- */

/* All of the region, called `name`, is made of huge pages of that size with the flag `kind`, and
 * smaps agrees: by KernelPageSize of hugetlb, by AnonHugePages of transparent huge pages. */
void expect_huge_pages(
	const char *name, const struct huge_view *view, size_t huge_bytes, uint64_t kind);
/* All pages of the region are there, and none is part of a huge one. */
void expect_small_pages(const char *name, const struct huge_view *view);

#endif
