/* SPDX-License-Identifier: MIT */
/* Tables, see csv.h. */
#include "csv.h"
#include "grader/grade/intake/spelling.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* All of the file as UTF-8, with a NUL beyond it. */
static int slurp(FILE *file, char **ret)
{
	size_t size = 0, room = 4096;
	char *text = malloc(room), *more;

	while (text) {
		size_t n = fread(text + size, 1, room - size - 1, file);

		size += n;
		if (!n)
			break;
		if (size > CSV_BYTES) {
			free(text);
			return -EFBIG;
		}
		if (size + 1 < room)
			continue;
		more = realloc(text, room *= 2);
		if (!more)
			free(text);
		text = more;
	}
	if (!text)
		return -ENOMEM;
	if (ferror(file)) {
		free(text);
		return -EIO;
	}
	*ret = spelling_of_text(text, size, &size);
	free(text);
	if (!*ret)
		return -ENOMEM;
	return memchr(*ret, '\0', size) ? -EBADMSG : 0;
}

/* "sep=;", which Excel writes and reads. */
static char take_separator(char **at)
{
	char separator;

	if (strncasecmp(*at, "sep=", 4) || !(*at)[4] || (*at)[4] == '\n')
		return 0;
	separator = (*at)[4];
	if ((*at)[5 + ((*at)[5] == '\r')] != '\n')
		return 0;
	*at += 5;
	*at += strcspn(*at, "\n") + 1;
	return separator;
}

/* What the first line has most of: commas, semicolons or tabs. */
static char find_separator(const char *at)
{
	static const char any[] = ",;\t";
	size_t nr[3] = {0}, most = 0;
	bool quoted = false;

	for (; *at && (quoted || *at != '\n'); at++) {
		const char *is = strchr(any, *at);

		quoted ^= *at == '"';
		if (is && !quoted)
			nr[is - any]++;
	}
	for (size_t i = 1; i < 3; i++)
		if (nr[i] > nr[most])
			most = i;
	return any[most];
}

static int add_cell(struct csv_row *row, char *cell)
{
	char **cells = reallocarray(row->cells, row->nr + 1, sizeof(*cells));

	if (!cells)
		return -ENOMEM;
	row->cells = cells;
	cells[row->nr++] = cell;
	return 0;
}

/*
 * One cell, in place: it ends with a NUL, and *at is what ended it, moved beyond:
 * `separator` or '\n' or 0. -EBADMSG.
 */
static int take_cell(char **at, char separator, char *ret_end, char **ret, size_t *line)
{
	const char ends[] = {separator, '\r', '\n', '\0'};
	char *from = *at, *to = from;
	bool quoted = *from == '"';

	*ret = to;
	if (quoted)
		from++;
	while (*from && (quoted || !strchr(ends, *from))) {
		if (quoted && *from == '"' && from[1] != '"')
			break;
		if (quoted && *from == '"')
			from++;
		*line += *from == '\n';
		*to++ = *from++;
	}
	if (quoted && *from++ != '"')
		return -EBADMSG;
	if (*from == '\r')
		from++;
	if (*from && *from != separator && *from != '\n')
		return -EBADMSG;
	*ret_end = *from;
	*line += *from == '\n';
	*at = *from ? from + 1 : from;
	*to = '\0';
	return 0;
}

static int take_row(char **at, char separator, struct csv_row *row, size_t *line)
{
	char end = separator, *cell;
	int err = 0;

	row->line = *line;
	while (!err && end == separator) {
		err = take_cell(at, separator, &end, &cell, line);
		if (!err)
			err = add_cell(row, cell);
	}
	return err;
}

static int add_row(struct csv *csv, struct csv_row *row)
{
	struct csv_row *rows;

	if (row->nr == 1 && !*row->cells[0]) {
		free(row->cells);
		return 0;
	}
	rows = reallocarray(csv->rows, csv->nr + 1, sizeof(*rows));
	if (!rows) {
		free(row->cells);
		return -ENOMEM;
	}
	csv->rows = rows;
	rows[csv->nr++] = *row;
	return 0;
}

int csv_parse(FILE *file, struct csv *ret, size_t *ret_line)
{
	struct csv csv = {0};
	size_t line = 1;
	char *at, separator = ',';
	int err = slurp(file, &csv.text);

	if (err == -EBADMSG)
		*ret_line = 1;
	at = csv.text;
	if (!err) {
		separator = take_separator(&at);
		line += separator != 0;
		if (!separator)
			separator = find_separator(at);
	}
	while (!err && *at) {
		struct csv_row row = {0};

		err = take_row(&at, separator, &row, &line);
		if (err) {
			*ret_line = row.line;
			free(row.cells);
		} else {
			err = add_row(&csv, &row);
		}
	}
	if (err)
		csv_deinit(&csv);
	else
		*ret = csv;
	return err;
}

void csv_deinit(struct csv *csv)
{
	for (size_t i = 0; i < csv->nr; i++)
		free(csv->rows[i].cells);
	free(csv->rows);
	free(csv->text);
	*csv = (struct csv){0};
}

void csv_cell(FILE *out, const char *text)
{
	bool formula = *text && strchr("=+-@\t\r", *text);

	if (!formula && !strpbrk(text, ",\"\r\n")) {
		fputs(text, out);
		return;
	}
	fputs(formula ? "\"'" : "\"", out);
	for (; *text; text++) {
		if (*text == '"')
			fputc('"', out);
		fputc(*text, out);
	}
	fputc('"', out);
}
