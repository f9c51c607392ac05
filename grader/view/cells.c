/* SPDX-License-Identifier: MIT */
/* Pages as letters; see cells.h. */
#include "cells.h"
#include "grader/base/text.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#define LEGEND "0 1: on that node  A B: there, huge  s: swapped  m: moving  .: absent"
#define NARROW_LEGEND "0 1: node  A B: huge  s: swap"
/* From so many columns on the counters stand beside the regions. */
#define WIDE 100
#define BESIDE 34

struct sheet {
	FILE *out;
	const struct moment *moment;
	const struct cells_style *style;
	size_t columns; /* of the regions */
	size_t rows;	/* that are left */
	size_t counter; /* the next that goes beside */
};

/* Letters of one kind, with what tells them apart besides the letter. */
static const char *paint_of(char cell)
{
	switch (cell) {
	case '0':
		return "\033[97;44m";
	case '1':
		return "\033[30;43m";
	case '2':
		return "\033[30;42m";
	case '3':
		return "\033[97;45m";
	case 'A':
		return "\033[1;97;44m";
	case 'B':
		return "\033[1;30;43m";
	case 'C':
		return "\033[1;30;42m";
	case 'D':
		return "\033[1;97;45m";
	case 's':
	case 'm':
		return "\033[97;41m";
	default:
		return "\033[2m";
	}
}

static void print_counter(FILE *out, const struct moment_counter *counter, size_t columns)
{
	int64_t more = (int64_t)(counter->now - counter->first);
	char text[MOMENT_NAME + 32];
	const char *next;

	snprintf(text, sizeof(text), "%+" PRId64 " %s", more, counter->name);
	fprintf(out, "%.*s", (int)text_line(text, columns, &next), text);
}

/* Ends a row of the regions of which so many columns are written: beside it may be a counter. */
static void end_row(struct sheet *sheet, size_t written)
{
	const struct moment *moment = sheet->moment;

	if (sheet->columns < sheet->style->columns &&
		sheet->counter < moment->nr_counters) {
		fprintf(sheet->out, "%*s", (int)(sheet->columns - written + 2), "");
		print_counter(sheet->out, &moment->counter[sheet->counter++], BESIDE - 2);
	}
	fputs(sheet->style->row_end, sheet->out);
	sheet->rows--;
}

__attribute__((format(printf, 2, 3))) static void write_row(
	struct sheet *sheet, const char *format, ...)
{
	const char *next;
	char text[512];
	size_t size;
	va_list ap;

	va_start(ap, format);
	vsnprintf(text, sizeof(text), format, ap);
	va_end(ap);
	size = text_line(text, sheet->columns, &next);
	fwrite(text, 1, size, sheet->out);
	end_row(sheet, text_columns(text, size));
}

/* What most of them are. */
static char most_of(const char *cells, size_t nr)
{
	size_t counts[128] = {0};
	char most = cells[0];

	for (size_t i = 0; i < nr; i++) {
		unsigned char cell = (unsigned char)cells[i];

		if (++counts[cell] > counts[(unsigned char)most])
			most = cells[i];
	}
	return most;
}

static void write_cells(
	struct sheet *sheet, const char *cells, size_t nr, size_t per_letter)
{
	size_t column = 0;
	char before = '\0';

	for (size_t i = 0; i < nr; i += per_letter) {
		char letter =
			most_of(cells + i, nr - i < per_letter ? nr - i : per_letter);

		if (sheet->style->colour && letter != before)
			fprintf(sheet->out, "\033[m%s", paint_of(letter));
		before = letter;
		fputc(letter, sheet->out);
		if (++column < sheet->columns && i + per_letter < nr)
			continue;
		if (sheet->style->colour)
			fputs("\033[m", sheet->out);
		end_row(sheet, column);
		before = '\0';
		column = 0;
	}
}

static bool is_only_one(const struct moment *moment, const char *name)
{
	size_t nr = 0;

	for (size_t i = 0; i < moment->nr_regions; i++)
		nr += !strcmp(moment->region[i].name, name);
	return nr == 1;
}

/* In no more rows than these, of which the first has words. */
static void write_region(
	struct sheet *sheet, const struct moment_region *region, size_t rows)
{
	size_t nr = strlen(region->cells), room = (rows - 1) * sheet->columns;
	size_t per_letter = (nr + room - 1) / room;
	size_t pages = (region->nr_pages + nr - 1) / nr * per_letter;
	char process[32] = "", scale[48] = "", places[MOMENT_PLACES];

	if (!is_only_one(sheet->moment, region->name))
		snprintf(process, sizeof(process), " of process %d", region->pid);
	if (pages > 1)
		snprintf(scale, sizeof(scale), "; a letter is %zu pages", pages);
	moment_places(region, places);
	write_row(sheet, "%s%s: %lu pages, %s%s", region->name, process, region->nr_pages,
		places, scale);
	write_cells(sheet, region->cells, nr, per_letter);
}

/* Each has two rows at least, and more as there is room. */
static void write_regions(struct sheet *sheet, size_t rows_below)
{
	const struct moment *moment = sheet->moment;

	if (!moment->nr_regions)
		write_row(sheet, "No region is named yet.");
	for (size_t i = 0; i < moment->nr_regions; i++) {
		size_t room = sheet->rows > rows_below ? sheet->rows - rows_below : 0;
		size_t rows = room / (moment->nr_regions - i);

		if (room < 2)
			return;
		write_region(sheet, &moment->region[i], rows < 2 ? 2 : rows);
	}
}

/* One after the other, in no more rows than these. */
static void write_counters(struct sheet *sheet, size_t rows)
{
	const struct moment *moment = sheet->moment;
	char text[512] = "";
	size_t i = 0;

	while (i < moment->nr_counters && rows) {
		char *one = NULL;
		size_t size, length = strlen(text);
		FILE *out = open_memstream(&one, &size);

		if (!out)
			return;
		print_counter(out, &moment->counter[i], sheet->columns);
		fclose(out);
		if (length && text_columns(text, length) + 3 + text_columns(one, size) >
				      sheet->columns) {
			write_row(sheet, "%s", text);
			text[0] = '\0';
			rows--;
		} else {
			snprintf(text + length, sizeof(text) - length, "%s%s",
				length ? "   " : "", one);
			i++;
		}
		free(one);
	}
	if (text[0] && rows)
		write_row(sheet, "%s", text);
}

void cells_draw(FILE *out, const struct moment *moment, const char *title,
	uint64_t began_ns, const struct cells_style *style)
{
	bool is_wide = style->columns >= WIDE && moment->nr_counters;
	struct sheet sheet = {.out = out,
		.moment = moment,
		.style = style,
		.columns = style->columns - (is_wide ? BESIDE : 0),
		.rows = style->rows};
	size_t counter_rows = is_wide || !moment->nr_counters ? 0 : style->rows / 6 + 1;

	sheet.counter = is_wide ? 0 : moment->nr_counters;
	write_row(&sheet, "%s  %.2f s  %s%s%s", title,
		(double)(moment->time_ns - began_ns) / 1e9,
		moment->at[0] ? "at “" : "it runs", moment->at, moment->at[0] ? "”" : "");
	write_regions(&sheet, counter_rows + 1);
	while (is_wide && sheet.rows > 1 && sheet.counter < moment->nr_counters)
		end_row(&sheet, 0);
	write_counters(&sheet, counter_rows);
	write_row(&sheet, "%s", sheet.columns < sizeof(LEGEND) ? NARROW_LEGEND : LEGEND);
}
