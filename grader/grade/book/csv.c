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

/* "sep=;", which Excel writes and reads, in quotation marks or not. */
static char take_separator(char **at)
{
	bool quoted = **at == '"';
	char *word = *at + quoted, separator, *rest;

	if (strncasecmp(word, "sep=", 4) || !word[4] || word[4] == '\n')
		return 0;
	separator = word[4];
	rest = word + 5;
	if (quoted && *rest++ != '"')
		return 0;
	rest += *rest == '\r';
	if (*rest != '\n')
		return 0;
	*at = rest + 1;
	return separator;
}

/* What the first line has most of: commas, semicolons or tabs. */
static char find_separator(const char *at)
{
	static const char any[] = ",;\t";
	size_t nr[3] = {0}, most = 0;
	bool quoted = false;

	for (; *at && (quoted || (*at != '\n' && *at != '\r')); at++) {
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

/* Blanks between a separator and a quotation mark are nobody's. */
static char *skip_blanks(char *at, char separator)
{
	while (*at == ' ' || (*at == '\t' && separator != '\t'))
		at++;
	return at;
}

/*
 * One cell, in place: it ends with a NUL, and *at is what ended it, moved beyond:
 * `separator` or '\n' or 0; a line may end with '\r' alone. -EBADMSG.
 */
static int take_cell(char **at, char separator, char *ret_end, char **ret, size_t *line)
{
	const char ends[] = {separator, '\r', '\n', '\0'};
	char *from = *at, *to = from;
	bool quoted = *skip_blanks(from, separator) == '"';

	if (quoted)
		from = to = skip_blanks(from, separator);
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
	if (quoted)
		from = skip_blanks(from, separator);
	if (*from == '\r' && from[1] == '\n')
		from++;
	if (*from == '\r')
		*from = '\n';
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

static bool is_empty(const struct csv_row *row)
{
	for (size_t i = 0; i < row->nr; i++)
		if (*row->cells[i])
			return false;
	return true;
}

static int add_row(struct csv *csv, struct csv_row *row)
{
	struct csv_row *rows;

	if (is_empty(row)) {
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
