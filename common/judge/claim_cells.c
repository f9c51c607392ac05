/* SPDX-License-Identifier: MIT */
/* Expectations about the tables that a program printed (expect.h). */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "claim_priv.h"
#include "expect.h"

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
	char wanted[CLAIM_TEXT], number[CLAIM_NUMBER];
	uint64_t printed = 0;
	int64_t negative = 0;
	int error = transcript ? transcript_row_u64(transcript, name, row, &printed)
			       : -ENODATA;

	if (error == -ERANGE) {
		error = transcript_row_int(transcript, name, row, &negative);
		printed = (uint64_t)negative;
	}
	claim_number(number, transcript, name, expected);
	snprintf(wanted, sizeof(wanted), "%s is %s", name, number);
	expect_printed(error, name, wanted);
	claim_number(number, transcript, name, printed);
	expect_true(printed == expected, wanted, "%s was printed", number);
}

void expect_cell_word(const struct transcript *transcript, const char *name, size_t row,
	const char *expected)
{
	const char *printed = "";
	char wanted[CLAIM_TEXT];
	int error = transcript ? transcript_row_word(transcript, name, row, &printed)
			       : -ENODATA;

	snprintf(wanted, sizeof(wanted), "«%s»", expected);
	expect_printed(error, name, wanted);
	expect_true(!strcmp(printed, expected), wanted, "«%.80s» was printed", printed);
}

void expect_nr_rows(
	const struct transcript *transcript, const char *name, size_t nr_expected)
{
	const char *line = transcript ? transcript_line(transcript, name) : name;
	char wanted[CLAIM_TEXT];
	size_t nr = 0;
	int error = transcript ? transcript_rows(transcript, name, &nr) : -ENODATA;

	if (!strncmp(line, "* ", 2))
		line += 2;
	snprintf(wanted, sizeof(wanted), "%zu lines like «%s»", nr_expected, line);
	expect_printed(error, name, wanted);
	expect_true(nr == nr_expected, wanted, "%zu lines", nr);
}
