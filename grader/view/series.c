/* SPDX-License-Identifier: MIT */
/* Moments for gnuplot; see series.h. */
#include "series.h"
#include "grader/base/file_replace.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define MAX_LINES (MOMENT_REGIONS * MOMENT_NODES)
#define MAX_POINTS 100000
#define MAX_SVG (64u << 20)

/* A line of the plot: the pages of a region on a node, or the counter. */
struct line {
	char name[MOMENT_NAME + 32];
	int pid, node; /* of the region */
	bool is_drawn; /* there is something else than 0 */
};

struct point {
	double seconds;
	double value[MAX_LINES]; /* less than 0: not known */
};

struct series {
	const char *counter;
	double first; /* of the counter, as it says when it has changed */
	uint64_t began_ns;
	struct line line[MAX_LINES];
	size_t nr_lines;
	struct point *point;
	size_t nr_points, nr_room;
};

int series_create(const char *counter, struct series **ret)
{
	struct series *series = calloc(1, sizeof(*series));

	if (!series)
		return -ENOMEM;
	series->counter = counter;
	series->first = -1;
	*ret = series;
	return 0;
}

void series_free(struct series *series)
{
	if (!series)
		return;
	free(series->point);
	free(series);
}

static struct point *new_point(struct series *series, uint64_t time_ns)
{
	struct point *point;

	if (series->nr_points == series->nr_room) {
		size_t room = series->nr_room ? 2 * series->nr_room : 256;

		point = realloc(series->point, room * sizeof(*point));
		if (!point)
			return NULL;
		series->point = point;
		series->nr_room = room;
	}
	if (!series->nr_points)
		series->began_ns = time_ns;
	point = &series->point[series->nr_points++];
	point->seconds = (double)(time_ns - series->began_ns) / 1e9;
	for (size_t i = 0; i < MAX_LINES; i++)
		point->value[i] = -1;
	return point;
}

/* The number of the line; MAX_LINES: there are too many. */
static size_t line_of(struct series *series, const struct moment_region *region, int node)
{
	struct line *line = series->line;
	char name[sizeof(line->name)];

	snprintf(name, sizeof(name), "%s, node %d", region->name, node);
	while (line < series->line + series->nr_lines &&
		(line->pid != region->pid || strcmp(line->name, name)))
		line++;
	if (line == series->line + MAX_LINES)
		return MAX_LINES;
	if (line == series->line + series->nr_lines) {
		*line = (struct line){.pid = region->pid, .node = node};
		strcpy(line->name, name);
		series->nr_lines++;
	}
	return (size_t)(line - series->line);
}

static void add_regions(
	struct series *series, struct point *point, const struct moment *moment)
{
	for (size_t i = 0; i < moment->nr_regions; i++)
		for (int node = 0; node < MOMENT_NODES; node++) {
			const struct moment_region *region = &moment->region[i];
			size_t line = line_of(series, region, node);

			if (line == MAX_LINES)
				return;
			point->value[line] = (double)region->nr_on_node[node];
			series->line[line].is_drawn |= region->nr_on_node[node] > 0;
		}
}

/* One that has not changed yet is not among those of the moment. */
static void add_counter(
	struct series *series, struct point *point, const struct moment *moment)
{
	for (size_t i = 0; i < moment->nr_counters; i++) {
		const struct moment_counter *counter = &moment->counter[i];

		if (strcmp(counter->name, series->counter) != 0)
			continue;
		series->first = (double)counter->first;
		point->value[0] = (double)counter->now;
	}
}

int series_add(struct series *series, const struct moment *moment)
{
	struct point *point;

	if (series->nr_points == MAX_POINTS)
		return 0;
	point = new_point(series, moment->time_ns);
	if (!point)
		return -ENOMEM;
	if (series->counter)
		add_counter(series, point, moment);
	else
		add_regions(series, point, moment);
	return 0;
}

/* Names are the program's words: no script of gnuplot's is made of them. */
static void write_text(FILE *out, const char *text)
{
	fputc('"', out);
	for (; *text; text++)
		fputc(strchr("\"\\`$@^_{}&~", *text) ? ' ' : *text, out);
	fputc('"', out);
}

static void write_data(const struct series *series, size_t line, FILE *out)
{
	fprintf(out, "$line%zu << EOD\n", line);
	for (size_t i = 0; i < series->nr_points; i++) {
		double value = series->point[i].value[line];

		if (value < 0 && series->counter)
			value = series->first;
		if (value >= 0)
			fprintf(out, "%.3f,%.0f\n", series->point[i].seconds, value);
	}
	fputs("EOD\n", out);
}

static bool is_drawn(const struct series *series, size_t line)
{
	return series->counter ? series->first >= 0 && !line
			       : line < series->nr_lines && series->line[line].is_drawn;
}

/* 0, or -ENODATA. */
static int write_script(
	const struct series *series, const char *title, int look, FILE *out)
{
	const char *comma = "plot ";
	size_t nr = 0;

	if (look >= 0)
		fprintf(out, "load '/dev/fd/%d'\n", look);
	fputs("set terminal svg size 720,360 font 'sans-serif,14' background '#ffffff'\n"
	      "set datafile separator ','\nset key outside below\nset tmargin 3\nset "
	      "bmargin 8\n"
	      "set xlabel 'seconds'\nset yrange [0:*]\nset title ",
		out);
	write_text(out, title);
	fputs("\nset ylabel ", out);
	write_text(out, series->counter ? series->counter : "pages");
	fputc('\n', out);
	for (size_t i = 0; i < MAX_LINES; i++)
		if (is_drawn(series, i))
			write_data(series, i, out);
	for (size_t i = 0; i < MAX_LINES; i++) {
		if (!is_drawn(series, i))
			continue;
		fprintf(out,
			"%s$line%zu using 1:2 with steps linewidth 2.4 dashtype %d "
			"title ",
			comma, i, series->counter ? 1 : series->line[i].node + 1);
		write_text(out, series->counter ? series->counter : series->line[i].name);
		comma = ", ";
		nr++;
	}
	fputc('\n', out);
	return nr ? 0 : -ENODATA;
}

bool series_can_plot(void)
{
	return !system("command -v gnuplot >/dev/null 2>&1");
}

/* No path is a word of the script: it may have any letters. */
static void become_gnuplot(FILE *script, int look, int svg)
{
	int null = open("/dev/null", O_RDWR);

	dup2(fileno(script), STDIN_FILENO);
	dup2(svg, STDOUT_FILENO);
	dup2(null, STDERR_FILENO);
	if (look >= 0)
		fcntl(look, F_SETFD, 0);
	execlp("gnuplot", "gnuplot", "-", (char *)NULL);
	_exit(127);
}

/* What gnuplot makes of the script, malloc'ed. */
static int draw(FILE *script, int look, char **ret, size_t *ret_size)
{
	FILE *svg = tmpfile();
	int status = 0, err = svg ? 0 : -errno;
	pid_t pid = err ? -1 : fork();
	long size;

	if (!pid)
		become_gnuplot(script, look, fileno(svg));
	if (pid < 0 && !err)
		err = -errno;
	while (!err && waitpid(pid, &status, 0) < 0)
		err = errno == EINTR ? 0 : -errno;
	if (!err && status)
		err = -EPROTO;
	size = err || fseek(svg, 0, SEEK_END) ? -1 : ftell(svg);
	if (!err && (size <= 0 || size > MAX_SVG))
		err = -EPROTO;
	*ret = err ? NULL : malloc((size_t)size);
	if (!err && !*ret)
		err = -ENOMEM;
	if (!err) {
		rewind(svg);
		*ret_size = fread(*ret, 1, (size_t)size, svg);
	}
	if (svg)
		fclose(svg);
	return err;
}

int series_plot(const struct series *series, const char *title, const char *look,
	const char *svg, char *why)
{
	FILE *script = tmpfile();
	int look_fd = look ? open(look, O_RDONLY | O_CLOEXEC) : -1;
	char *drawn = NULL;
	size_t size = 0;
	int err = script ? write_script(series, title, look_fd, script) : -errno;

	if (err == -ENODATA && series->counter)
		snprintf(why, SERIES_WHY,
			"--plot: %s has not changed, or the lab does not watch it",
			series->counter);
	else if (err == -ENODATA)
		snprintf(
			why, SERIES_WHY, "--plot: no page was in a region that is named");
	if (!err && (fflush(script) || fseek(script, 0, SEEK_SET)))
		err = -errno;
	if (!err) {
		err = draw(script, look_fd, &drawn, &size);
		if (err)
			snprintf(why, SERIES_WHY, "--plot: gnuplot failed");
	}
	if (!err) {
		err = file_replace(svg, drawn, size);
		if (err)
			snprintf(why, SERIES_WHY, "%s: %s", svg, strerror(-err));
	}
	free(drawn);
	if (look_fd >= 0)
		close(look_fd);
	if (script)
		fclose(script);
	return err;
}
