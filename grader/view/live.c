/* SPDX-License-Identifier: MIT */
/* Draws on the terminal; see live.h. */
#include "live.h"
#include "cells.h"
#include "grader/base/text.h"
#include "grader/report/text.h"
#include "vm/host/progress.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* A screen of its own, without a cursor; and back. */
#define ENTER "\033[?1049h\033[?25l"
#define LEAVE "\033[?25h\033[?1049l"
#define TOP "\033[H"
#define REST_OF_ROW "\033[K\n"
#define REST_OF_SCREEN "\033[J"
#define CLEAR "\033[2J"

/* Lines that say the same again are left out, and no more than so many come in a second. */
#define LINES_NS 250000000u
#define MAX_OUTPUT (4u << 20)
#define TAIL_ROWS 2 /* of the program's output */

struct live {
	const char *title;
	bool draws, colour;
	unsigned short rows, columns; /* of the last picture */
	uint64_t began_ns, said_ns;
	char said[MOMENT_REGIONS * (MOMENT_NAME + MOMENT_PLACES + 4)];
	struct moment last; /* that had a region */
	/* What the program printed, on stdout and stderr. */
	char *output;
	size_t output_size;
	FILE *kept;
	bool has_more;
};

int live_begin(const char *title, bool plain, struct live **ret)
{
	struct live *live = calloc(1, sizeof(*live));

	if (!live)
		return -ENOMEM;
	live->title = title;
	live->draws = !plain && progress_redraws(STDOUT_FILENO);
	live->colour = report_style_for(stdout).colour;
	if (live->draws)
		live->kept = open_memstream(&live->output, &live->output_size);
	if (live->draws && !live->kept) {
		free(live);
		return -ENOMEM;
	}
	if (live->draws) {
		fputs(ENTER, stdout);
		fflush(stdout);
	}
	*ret = live;
	return 0;
}

/* The last lines that the program printed, safe to print; to be freed. */
static char *tail_of_output(struct live *live)
{
	size_t at, nr = 0;

	if (fflush(live->kept))
		return NULL;
	at = live->output_size;
	while (at && (nr < TAIL_ROWS || live->output[at - 1] != '\n')) {
		nr += at < live->output_size && live->output[at - 1] == '\n';
		if (nr == TAIL_ROWS)
			break;
		at--;
	}
	return text_clean(live->output + at, live->output_size - at);
}

static void draw_tail(struct live *live, FILE *out, size_t columns)
{
	char *tail = tail_of_output(live), *line = tail;

	for (int i = 0; line && i < TAIL_ROWS; i++) {
		size_t length = strcspn(line, "\n");
		const char *next;
		char end = line[length];

		line[length] = '\0';
		if (length)
			fprintf(out, "| %.*s", (int)text_line(line, columns - 2, &next),
				line);
		fputs(REST_OF_ROW, out);
		line += length + (end != '\0');
	}
	free(tail);
}

/* In one write: a terminal that shows half of a picture flickers. */
static void draw(struct live *live, const struct moment *moment)
{
	struct winsize size = {0};
	struct cells_style style = {.colour = live->colour, .row_end = REST_OF_ROW};
	char *picture = NULL;
	size_t length, tail;
	FILE *out = open_memstream(&picture, &length);

	if (!out)
		return;
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) || !size.ws_row || !size.ws_col)
		size = (struct winsize){.ws_row = 24, .ws_col = 80};
	if (size.ws_row != live->rows || size.ws_col != live->columns)
		fputs(CLEAR, out);
	live->rows = size.ws_row;
	live->columns = size.ws_col;
	fputs(TOP, out);
	/* The last row stays empty: what ends there moves all others up. */
	tail = size.ws_row > CELLS_MIN_ROWS + TAIL_ROWS + 1 ? TAIL_ROWS : 0;
	style.rows = size.ws_row - tail - 1u;
	style.columns = size.ws_col;
	if (size.ws_row <= CELLS_MIN_ROWS || size.ws_col < CELLS_MIN_COLUMNS) {
		fputs("too small", out);
	} else {
		cells_draw(out, moment, live->title, live->began_ns, &style);
		if (tail)
			draw_tail(live, out, size.ws_col);
	}
	fputs(REST_OF_SCREEN, out);
	if (!fclose(out)) {
		fwrite(picture, 1, length, stdout);
		fflush(stdout);
	}
	free(picture);
}

static void say(struct live *live, const struct moment *moment)
{
	char places[MOMENT_PLACES], words[sizeof(live->said)];
	size_t at = 0;

	words[0] = '\0';
	for (size_t i = 0; i < moment->nr_regions; i++) {
		moment_places(&moment->region[i], places);
		at += (size_t)snprintf(words + at, sizeof(words) - at, "%s%s: %s",
			i ? "; " : "", moment->region[i].name, places);
	}
	if (!moment->at[0] && (!strcmp(words, live->said) ||
				      moment->time_ns - live->said_ns < LINES_NS))
		return;
	strcpy(live->said, words);
	live->said_ns = moment->time_ns;
	printf("%.2f s  %s%s%s%s\n", (double)(moment->time_ns - live->began_ns) / 1e9,
		moment->at[0] ? "at “" : "", moment->at, moment->at[0] ? "”  " : "",
		words);
	fflush(stdout);
}

void live_moment(struct live *live, const struct moment *moment)
{
	if (!live->began_ns)
		live->began_ns = moment->time_ns;
	if (moment->nr_regions)
		live->last = *moment;
	if (live->draws)
		draw(live, moment);
	else
		say(live, moment);
}

void live_output(struct live *live, bool is_stderr, const char *data, size_t size)
{
	if (!live->draws) {
		fwrite(data, 1, size, is_stderr ? stderr : stdout);
		fflush(is_stderr ? stderr : stdout);
	} else if (live->output_size + size > MAX_OUTPUT) {
		live->has_more = true;
	} else {
		fwrite(data, 1, size, live->kept);
		fflush(live->kept);
	}
}

void live_end(struct live *live)
{
	struct cells_style style;

	if (!live)
		return;
	if (live->draws) {
		style = (struct cells_style){.rows = live->rows > CELLS_MIN_ROWS
							     ? live->rows
							     : CELLS_MIN_ROWS + 1,
			.columns = live->columns > CELLS_MIN_COLUMNS ? live->columns
								     : CELLS_MIN_COLUMNS,
			.colour = live->colour,
			.row_end = "\n"};
		fputs(LEAVE, stdout);
		if (live->last.nr_regions)
			cells_draw(
				stdout, &live->last, live->title, live->began_ns, &style);
		fclose(live->kept);
		fwrite(live->output, 1, live->output_size, stdout);
		if (live->has_more)
			puts("… and more.");
		fflush(stdout);
		free(live->output);
	}
	free(live);
}
