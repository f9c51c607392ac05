/* SPDX-License-Identifier: MIT */
/* Expectations of what a program printed: of its report as a whole, of single holes, and of tables
 * (expect.h). */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "claim_priv.h"
#include "expect.h"
#include "transcript.h"

#define NUMBER_SIZE 24

void expect_transcript_complete(const struct transcript *transcript)
{
	const char *problem;

	if (transcript && transcript_complete(transcript))
		return;
	problem = transcript ? transcript_problem(transcript) : "nothing was printed";
	claim_leave("FAIL", "every line of the report, in order, once", problem);
}

/* Leaves the claim where the hole could not be read; `r` as from transcript_u64(). */
static void expect_read(
	const struct transcript *transcript, const char *name, const char *wanted, int r)
{
	const char *problem = transcript ? transcript_problem(transcript) : NULL;

	if (r == -ENODATA)
		claim_leave(
			"FAIL", wanted, problem ? problem : "the line was not printed");
	if (r == -ERANGE)
		claim_leave("FAIL", wanted, "a negative number was printed");
	if (r)
		claim_broken(r, "hole %s of expected.txt", name);
}

/* The line with `value` in the hole. Where nothing was printed, no line is known. */
static void tell_hole(char text[CLAIM_TEXT], const char *value,
	const struct transcript *transcript, const char *name)
{
	char line[CLAIM_TEXT / 2] = "";

	if (transcript)
		transcript_say(transcript, name, value, line, sizeof(line));
	if (*line)
		snprintf(text, CLAIM_TEXT, "“%s”", line);
	else
		snprintf(text, CLAIM_TEXT, "%s for %s", value, name);
}

/* A number as the hole `name` of expected.txt has it: in hexadecimal, or with its sign. */
static void tell_number(char text[NUMBER_SIZE], const struct transcript *transcript,
	const char *name, uint64_t value)
{
	char hex[64];

	snprintf(hex, sizeof(hex), "{%s:hex}", name);
	snprintf(text, NUMBER_SIZE,
		transcript && strstr(transcript_line(transcript, name), hex)
			? "0x%" PRIx64
			: "%" PRId64,
		value);
}

void expect_hole(const struct transcript *transcript, const char *name, uint64_t expected)
{
	char wanted[CLAIM_TEXT], seen[CLAIM_TEXT], value[NUMBER_SIZE];
	uint64_t printed = 0;
	int r = transcript ? transcript_u64(transcript, name, &printed) : -ENODATA;

	tell_number(value, transcript, name, expected);
	tell_hole(wanted, value, transcript, name);
	expect_read(transcript, name, wanted, r);
	if (printed == expected)
		return;
	tell_number(value, transcript, name, printed);
	tell_hole(seen, value, transcript, name);
	claim_leave("FAIL", wanted, seen);
}

void expect_hole_word(
	const struct transcript *transcript, const char *name, const char *expected)
{
	const char *printed = "";
	char wanted[CLAIM_TEXT], seen[CLAIM_TEXT];
	int r = transcript ? transcript_word(transcript, name, &printed) : -ENODATA;

	tell_hole(wanted, expected, transcript, name);
	expect_read(transcript, name, wanted, r);
	if (!strcmp(printed, expected))
		return;
	tell_hole(seen, printed, transcript, name);
	claim_leave("FAIL", wanted, seen);
}

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
	char wanted[CLAIM_TEXT], number[NUMBER_SIZE];
	uint64_t printed = 0;
	int64_t negative = 0;
	int error = transcript ? transcript_row_u64(transcript, name, row, &printed)
			       : -ENODATA;

	if (error == -ERANGE) {
		error = transcript_row_int(transcript, name, row, &negative);
		printed = (uint64_t)negative;
	}
	tell_number(number, transcript, name, expected);
	snprintf(wanted, sizeof(wanted), "%s is %s", name, number);
	expect_printed(error, name, wanted);
	tell_number(number, transcript, name, printed);
	expect_true(printed == expected, wanted, "%s was printed", number);
}

void expect_cell_word(const struct transcript *transcript, const char *name, size_t row,
	const char *expected)
{
	const char *printed = "";
	char wanted[CLAIM_TEXT];
	int error = transcript ? transcript_row_word(transcript, name, row, &printed)
			       : -ENODATA;

	snprintf(wanted, sizeof(wanted), "“%s”", expected);
	expect_printed(error, name, wanted);
	expect_true(!strcmp(printed, expected), wanted, "“%.80s” was printed", printed);
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
	snprintf(wanted, sizeof(wanted), "%zu lines like “%s”", nr_expected, line);
	expect_printed(error, name, wanted);
	expect_true(nr == nr_expected, wanted, "%zu lines", nr);
}
