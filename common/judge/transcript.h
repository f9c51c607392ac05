/* SPDX-License-Identifier: MIT */
/*
 * transcript: compares what a program printed with what a lab expects, and takes the
 * numbers out of it. The expectation, expected.txt, is a list of template lines:
 *
 *	# What the program prints. Lines like this one are comments, blank ones too.
 *	before the write: pfn {pfn_before:hex}
 *	the write took {faults:int} faults
 *	  second  pages on node 1
 *	* {second:int} {on_node1:int}
 *	verdict: {{{verdict:word}}
 *
 * A template line is literal text with holes, {NAME:TYPE}. `{{` stands for one `{`.
 *
 *	int    decimal digits, perhaps after a minus; fits int64_t
 *	hex    0x and hexadecimal digits; fits uint64_t
 *	word   characters other than blanks, to the next literal text or blank
 *	text   any characters, to where the next literal text comes first; as the
 *	       last hole, to where the line's last literal text begins
 *
 * A hole holds one character at least. Between two holes there is literal text. A name
 * (a-z, 0-9, _) is used once in the file.
 *
 * The lines must come in this order. Other lines may stand between them: a program may
 * print more. But each template line has one line that answers it, and a second one
 * is an error, or a program could print every answer there is. A template that begins
 * with `* ` stands for the rows of a table: one or more lines, until the next
 * template line is met.
 *
 * Blanks at the end of a line do not count, in template and output. The last line of
 * expected.txt ends with a newline, too; the output's need not. The output may
 * hold anything; a line with a NUL byte or of more than 4096 bytes answers nothing.
 */
#ifndef PAGELAB_TRANSCRIPT_H
#define PAGELAB_TRANSCRIPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* An output longer than this in one line never matches. */
#define TRANSCRIPT_LINE_MAX 4096
/* More rows of one table than this are a problem, not memory. */
#define TRANSCRIPT_ROWS_MAX 65536

struct transcript;

/*
 * Matches `size` bytes of `output` with the template lines in `expected`. Success says
 * that both were read, not that they agree: ask transcript_complete(). The result is
 * the caller's to free; it keeps nothing of `output`.
 * 0, or -EBADMSG: a bad template line; -ENODATA: no template line at all; -ENOMEM;
 * -errno of read(2). All of them are faults of the lab, none of the program.
 */
int transcript_match(
	FILE *expected, const char *output, size_t size, struct transcript **ret);

/* Where transcript_match() said -EBADMSG or -ENODATA: which line of `expected` is wrong, and how,
 * in words. Reads it from its beginning. */
void transcript_fault(FILE *expected, char *ret, size_t size);

/* Frees it; NULL is allowed. */
void transcript_free(struct transcript *transcript);

/* Whether every template line was answered, in order, and none twice. */
bool transcript_complete(const struct transcript *transcript);

/* What is wrong first, in a sentence for the learner, or NULL if complete. It quotes
 * template lines and output line numbers, nothing that the program printed, and is
 * valid as long as the transcript. */
const char *transcript_problem(const struct transcript *transcript);

/*
 * What hole `name` holds; of a table, in the first row. transcript_int() is for int,
 * transcript_u64() for hex and int, transcript_word() for word and text: its string is
 * valid as long as the transcript, and bytes above 127 are as the program printed
 * them, UTF-8 or not.
 * 0, or -ENODATA: no line answered this template; -ENOENT: no hole has that name
 * (a fault of the checker); -EINVAL: the hole is of another type; -ERANGE: negative,
 * by transcript_u64().
 */
int transcript_int(const struct transcript *transcript, const char *name, int64_t *ret);
int transcript_u64(const struct transcript *transcript, const char *name, uint64_t *ret);
int transcript_word(
	const struct transcript *transcript, const char *name, const char **ret);

/* The template line with hole `name`, as it stands in expected.txt; "" if there is none. */
const char *transcript_line(const struct transcript *transcript, const char *name);

/*
 * That line as a program would print it: `value` in this hole, and “…” in each other one.
 * Cut at `size`; "" if no hole has that name.
 */
void transcript_say(const struct transcript *transcript, const char *name,
	const char *value, char *ret, size_t size);

/* The name of the nth hole of the whole file, from 0; NULL: there are fewer. */
const char *transcript_hole(const struct transcript *transcript, size_t nth);

/* How many lines answered the template with hole `name`: 0 or 1, or the rows of a
 * table. 0, or -ENOENT: no hole has that name. */
int transcript_rows(
	const struct transcript *transcript, const char *name, size_t *ret_nr_rows);

/* What the hole holds in row `row`, from 0. Errors as above; -ENODATA also: there is
 * no such row. */
int transcript_row_int(
	const struct transcript *transcript, const char *name, size_t row, int64_t *ret);
int transcript_row_u64(
	const struct transcript *transcript, const char *name, size_t row, uint64_t *ret);
int transcript_row_word(const struct transcript *transcript, const char *name, size_t row,
	const char **ret);

#endif
