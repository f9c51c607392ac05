/* SPDX-License-Identifier: MIT */
/* Expectations about the tables that a program printed (claim.h). */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "claim.h"

#define WORDS 160

static void expect_printed(int error, const char *name, const char *wanted)
{
	if (error == -ENODATA)
		claim_fail(wanted, "the line was not printed");
	if (error)
		claim_broken(error, "hole %s of expected.txt", name);
}

void expect_cell(const struct transcript *transcript, const char *name, size_t row,
	uint64_t expected)
{
	char wanted[WORDS];
	uint64_t printed = 0;
	int64_t negative = 0;
	int error = transcript ? transcript_row_u64(transcript, name, row, &printed)
			       : -ENODATA;

	if (error == -ERANGE) {
		error = transcript_row_int(transcript, name, row, &negative);
		printed = (uint64_t)negative;
	}
	snprintf(wanted, sizeof(wanted), "%s is %" PRId64 " (0x%" PRIx64 ")", name,
		(int64_t)expected, expected);
	expect_printed(error, name, wanted);
	expect_true(printed == expected, wanted,
		"%" PRId64 " (0x%" PRIx64 ") was printed", (int64_t)printed, printed);
}

void expect_cell_word(const struct transcript *transcript, const char *name, size_t row,
	const char *expected)
{
	const char *printed = "";
	char wanted[WORDS];
	int error = transcript ? transcript_row_word(transcript, name, row, &printed)
			       : -ENODATA;

	snprintf(wanted, sizeof(wanted), "«%s»", expected);
	expect_printed(error, name, wanted);
	expect_true(!strcmp(printed, expected), wanted, "«%.80s» was printed", printed);
}

void expect_nr_rows(
	const struct transcript *transcript, const char *name, size_t nr_expected)
{
	char wanted[WORDS];
	size_t nr = 0;
	int error = transcript ? transcript_rows(transcript, name, &nr) : -ENODATA;

	snprintf(wanted, sizeof(wanted), "%zu lines with «%s»", nr_expected, name);
	expect_printed(error, name, wanted);
	expect_true(nr == nr_expected, wanted, "%zu lines", nr);
}
