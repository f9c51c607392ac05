/* SPDX-License-Identifier: MIT */
/*
 * Tables as RFC 4180 has them, cells between commas, quoted where need be; and as
 * spreadsheets write them: between semicolons or tabs, after a line "sep=;", in UTF-16 or
 * Windows-1252, with a mark at the start.
 */
#ifndef PAGELAB_GRADE_CSV_H
#define PAGELAB_GRADE_CSV_H

#include <stddef.h>
#include <stdio.h>

#define CSV_BYTES (16 * 1024 * 1024)

struct csv_row {
	char **cells;
	size_t nr;
	size_t line; /* where it begins, from 1 */
};

struct csv {
	struct csv_row *rows; /* empty lines are none */
	size_t nr;
	char *text; /* owns the cells */
};

/* 0; -EBADMSG: quotes that do not close, a NUL; *ret_line is the line then. -EFBIG,
 * -ENOMEM, -EIO. */
int csv_parse(FILE *file, struct csv *ret, size_t *ret_line);
void csv_deinit(struct csv *csv);

/* A cell of text, quoted if need be. What a spreadsheet would take for a formula gets a
 * quote before it. */
void csv_cell(FILE *out, const char *text);

#endif
