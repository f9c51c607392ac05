/* SPDX-License-Identifier: MIT */
/* What a running program's memory looks like: the words of it, the picture in a terminal of any size, the
 * plot. Names are the program's, and steer neither. */
#include "tests/unit/input.h"

#include "grader/base/text.h"
#include "grader/view/cells.h"
#include "grader/view/moment.h"
#include "grader/view/series.h"

static const char words[] = "time 5000000000\n"
			    "at touched\n"
			    "region 137 8 5 2 0 0 2 1 0 buffer\n"
			    "cells 00011AAs\n"
			    "region 140 4 0 0 0 0 0 0 1 a b\033[31m\n"
			    "cells ...m\n"
			    "counter 130 100 pgfault\n"
			    "counter 7 9 free, node 1 Normal, order 10\n";

static void words_become_a_moment(void **state)
{
	struct moment moment;
	char places[MOMENT_PLACES];

	(void)state;
	assert_int_equal(moment_parse(words, &moment), 0);
	assert_int_equal(moment.time_ns, 5000000000);
	assert_string_equal(moment.at, "touched");
	assert_int_equal(moment.nr_regions, 2);
	assert_int_equal(moment.region[0].pid, 137);
	assert_string_equal(moment.region[0].cells, "00011AAs");
	assert_string_equal(moment.region[1].name, "a b\xef\xbf\xbd[31m");
	assert_int_equal(moment.nr_counters, 2);
	assert_string_equal(moment.counter[1].name, "free, node 1 Normal, order 10");
	moment_places(&moment.region[0], places);
	assert_string_equal(places, "5 on node 0, 2 on node 1, 2 huge, 1 swapped");
	moment_places(&moment.region[1], places);
	assert_string_equal(places, "1 moving, 3 absent");
}

static void what_makes_no_sense_is_refused(void **state)
{
	static const char *const bad[] = {"nothing", "time x\n", "time 5", "cells 01\n",
		"region 1 2 3\ncells 0\n", "region 1 2 0 0 0 0 0 0 0 a\n",
		"region 1 2 0 0 0 0 0 0 0 a\ncells 0Z\n",
		"region 1 2 0 0 0 0 0 0 0 a\ncells \n",
		"region 1 2 5000000000 0 0 0 0 0 0 a\ncells 0\n",
		"region 1 2 0 0 0 0 0 -1 0 a\ncells 0\n", "counter 5 pgfault\n"};
	struct moment moment;

	(void)state;
	memset(&moment, POISON, sizeof(moment));
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (moment_parse(bad[i], &moment) != -EBADMSG)
			fail_msg("was taken: %s", bad[i]);
	assert_int_equal(moment.nr_regions, (size_t)0xa5a5a5a5a5a5a5a5);
	/* Cut anywhere it is whole lines, or refused. */
	for (size_t length = 0; length < sizeof(words); length++) {
		char *cut = strndup(words, length);
		int err = moment_parse(cut, &moment);

		assert_true(!err || err == -EBADMSG);
		free(cut);
	}
}

static char *draw(const struct moment *moment, size_t rows, size_t columns)
{
	const struct cells_style style = {
		.rows = rows, .columns = columns, .row_end = "\n"};
	char *text;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	cells_draw(out, moment, "lab06", 4000000000, &style);
	fclose(out);
	return text;
}

static void a_moment_is_drawn(void **state)
{
	struct moment moment;
	char *text;

	(void)state;
	assert_int_equal(moment_parse(words, &moment), 0);
	text = draw(&moment, 23, 80);
	assert_string_equal(text,
		"lab06  1.00 s  at “touched”\n"
		"buffer: 8 pages, 5 on node 0, 2 on node 1, 2 huge, 1 swapped\n"
		"00011AAs\n"
		"a b\xef\xbf\xbd[31m: 4 pages, 1 moving, 3 absent\n"
		"...m\n"
		"+30 pgfault   -2 free, node 1 Normal, order 10\n"
		"0 1: on that node  A B: there, huge  s: swapped  m: moving  .: "
		"absent\n");
	free(text);
	text = draw(&moment, 39, 120); /* counters beside */
	assert_non_null(strstr(text, "+30 pgfault\n"));
	assert_non_null(strstr(text, "-2 free, node 1 Normal, order 10\n"));
	free(text);
	/* A cell that stands for several is what most of them are. */
	strcpy(moment.region[0].cells, "000000000000000000001111111111111111111111111111"
				       "111111111111");
	moment.region[0].nr_pages = 120;
	moment.nr_regions = 1;
	moment.nr_counters = 0;
	text = draw(&moment, CELLS_MIN_ROWS - 2, CELLS_MIN_COLUMNS);
	assert_non_null(strstr(text, "\n000000000011111111111111111111\n"));
	free(text);
}

/* No picture is larger than the terminal: it would roll away. */
static void a_picture_fits_every_terminal(void **state)
{
	struct moment moment = {.time_ns = 4000000000};

	(void)state;
	for (size_t i = 0; i < MOMENT_REGIONS; i++) {
		struct moment_region *region = &moment.region[i];

		snprintf(region->name, sizeof(region->name), "région %zu", i / 2);
		region->nr_pages = 100000;
		region->nr_on_node[3] = 100000;
		memset(region->cells, '3', i % 2 ? MOMENT_CELLS : i + 1);
	}
	for (size_t i = 0; i < MOMENT_COUNTERS; i++)
		snprintf(moment.counter[i].name, MOMENT_NAME,
			"a counter with a long name, node %zu", i);
	for (size_t rows = CELLS_MIN_ROWS; rows < 60; rows += 3)
		for (size_t columns = CELLS_MIN_COLUMNS; columns < 200; columns += 7)
			for (size_t nr = 0; nr <= MOMENT_REGIONS; nr++) {
				size_t nr_rows = 0;
				char *text, *line;

				moment.nr_regions = nr;
				moment.nr_counters = 3 * nr;
				text = draw(&moment, rows, columns);
				for (line = text; *line;
					line += strcspn(line, "\n") + 1) {
					size_t length = strcspn(line, "\n");

					assert_in_range(
						text_columns(line, length), 0, columns);
					nr_rows++;
				}
				assert_in_range(nr_rows, 2, rows);
				free(text);
			}
}

static char *plot(const char *counter, const char *name, char *why, int expected)
{
	static const char svg[] = "build/tests/live.svg";
	/* A checkout may have any name. */
	static const char look[] = "build/tests/\"the\" user's $look`s.gp";
	struct series *series;
	struct moment moment;
	char *text = NULL;
	size_t size = 0;
	FILE *file;

	unlink(svg);
	unlink(look);
	assert_int_equal(link("docs/theme/plot.gp", look), 0);
	assert_int_equal(moment_parse(words, &moment), 0);
	snprintf(moment.region[0].name, MOMENT_NAME, "%s", name);
	assert_int_equal(series_create(counter, &series), 0);
	for (int i = 0; i < 50; i++) {
		moment.time_ns += 50000000;
		moment.region[0].nr_on_node[0]--;
		moment.region[0].nr_on_node[1]++;
		moment.counter[0].now += 10;
		assert_int_equal(series_add(series, &moment), 0);
	}
	assert_int_equal(
		series_plot(series, "06-numa-balancing", look, svg, why), expected);
	series_free(series);
	unlink(look);
	file = fopen(svg, "re");
	assert_int_equal(!file, expected != 0);
	if (!file)
		return NULL;
	assert_true(getdelim(&text, &size, '\0', file) > 0);
	fclose(file);
	return text;
}

static void a_series_is_plotted(void **state)
{
	char why[SERIES_WHY] = "", *svg;

	(void)state;
	if (!series_can_plot()) {
		print_message("there is no gnuplot\n");
		skip();
	}
	svg = plot(NULL, "buffer", why, 0);
	assert_non_null(strstr(svg, "buffer, node 0"));
	assert_non_null(strstr(svg, "buffer, node 1"));
	assert_null(strstr(svg, "node 2"));
	free(svg);
	svg = plot("pgfault", "buffer", why, 0);
	assert_non_null(strstr(svg, "pgfault"));
	free(svg);
	plot("pgfaultt", "buffer", why, -ENODATA);
	assert_non_null(strstr(why, "pgfaultt has not changed"));
	/* A name is text to gnuplot, and to the browser. */
	unlink("build/tests/live-touched");
	svg = plot(
		NULL, "\"; system('touch build/tests/live-touched') `<script>", why, 0);
	assert_int_equal(access("build/tests/live-touched", F_OK), -1);
	assert_null(strstr(svg, "<script>"));
	free(svg);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_become_a_moment),
		cmocka_unit_test(what_makes_no_sense_is_refused),
		cmocka_unit_test(a_moment_is_drawn),
		cmocka_unit_test(a_picture_fits_every_terminal),
		cmocka_unit_test(a_series_is_plotted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
