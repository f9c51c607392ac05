/* SPDX-License-Identifier: MIT */
/* transcript_expected: see transcript_expected.h. */
#include "transcript_expected.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "transcript.h"

static int find_hole(const struct template *template, const char *name, size_t *ret)
{
	for (size_t i = 0; i < template->nr_holes; i++) {
		if (strcmp(template->holes[i].name, name))
			continue;
		*ret = i;
		return 0;
	}
	return -ENOENT;
}

int expected_find(const struct expected *expected, const char *name, size_t *ret_line,
	size_t *ret_hole)
{
	for (size_t i = 0; i < expected->nr; i++) {
		if (find_hole(&expected->lines[i].template, name, ret_hole))
			continue;
		*ret_line = i;
		return 0;
	}
	return -ENOENT;
}

/* A name is used once: in the file, and so in the line. */
static int check_names(const struct expected *expected, const struct template *template,
	const char **ret_why)
{
	for (size_t i = 0; i < template->nr_holes; i++) {
		const char *name = template->holes[i].name;
		size_t line, hole;

		if (find_hole(template, name, &hole) || hole != i ||
			!expected_find(expected, name, &line, &hole)) {
			*ret_why = "a hole has a name that was used before";
			return -EBADMSG;
		}
	}
	return 0;
}

static int append(
	struct expected *expected, const struct expected_line *line, const char **ret_why)
{
	struct expected_line *lines;
	int error = check_names(expected, &line->template, ret_why);

	if (error)
		return error;
	if (expected->nr == EXPECTED_LINES_MAX) {
		*ret_why = "there are more than 1024 such lines";
		return -EBADMSG;
	}
	lines = reallocarray(expected->lines, expected->nr + 1, sizeof(*lines));
	if (!lines)
		return -ENOMEM;
	lines[expected->nr++] = *line;
	expected->lines = lines;
	return 0;
}

static int add_template(
	struct expected *expected, const char *source, const char **ret_why)
{
	struct expected_line line = {.source = strdup(source)};
	int error =
		line.source ? template_init(source, &line.template, ret_why) : -ENOMEM;

	if (!error)
		error = append(expected, &line, ret_why);
	if (error) {
		template_deinit(&line.template);
		free(line.source);
	}
	return error;
}

static int read_line(
	struct expected *expected, char *line, size_t length, const char **ret_why)
{
	if (memchr(line, '\0', length) || line[length - 1] != '\n' ||
		length - 1 > TRANSCRIPT_LINE_MAX) {
		*ret_why = "it has no newline, a NUL byte, or more than 4096 bytes";
		return -EBADMSG;
	}
	length = template_trim(line, length - 1);
	line[length] = '\0';
	return length && line[0] != '#' ? add_template(expected, line, ret_why) : 0;
}

int expected_init(FILE *file, struct expected *ret, struct expected_fault *ret_fault)
{
	struct expected expected = {.nr = 0};
	struct expected_fault fault = {.line = 0};
	char *line = NULL;
	size_t size = 0;
	ssize_t length;
	int error = 0;

	errno = 0;
	while (!error && (length = getline(&line, &size, file)) > 0) {
		fault.line++;
		error = read_line(&expected, line, (size_t)length, &fault.why);
	}
	if (error == -EBADMSG)
		*ret_fault = fault;
	if (!error && !feof(file))
		error = errno ? -errno : -EIO;
	if (!error && !expected.nr)
		error = -ENODATA;
	free(line);
	if (error)
		expected_deinit(&expected);
	else
		*ret = expected;
	return error;
}

void expected_deinit(struct expected *expected)
{
	for (size_t i = 0; i < expected->nr; i++) {
		template_deinit(&expected->lines[i].template);
		free(expected->lines[i].source);
	}
	free(expected->lines);
}
