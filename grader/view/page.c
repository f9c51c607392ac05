/* SPDX-License-Identifier: MIT */
/* Puts a record into a page, see page.h. */
#include "page.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * Inside a script element only "<" can end it, or begin a comment, and in JSON it stands in
 * strings alone, where it has another spelling.
 */
static void put_record(const char *record, FILE *out)
{
	for (; *record; record++)
		if (*record == '<')
			fputs("\\u003c", out);
		else
			fputc(*record, out);
}

static int put_file(const char *root, const char *name, FILE *out)
{
	char path[PATH_MAX], buffer[4096];
	size_t n;
	FILE *file;

	snprintf(path, sizeof(path), "%s/grader/view/%s", root, name);
	file = fopen(path, "re");
	if (!file)
		return -errno;
	while ((n = fread(buffer, 1, sizeof(buffer), file)))
		fwrite(buffer, 1, n, out);
	fclose(file);
	return 0;
}

/* view.html says in a line of its own what goes there: "@view.css", "@record". */
static int put_page(const char *root, const char *record, FILE *out)
{
	char path[PATH_MAX], *line = NULL;
	size_t room = 0;
	ssize_t length;
	FILE *file;
	int err = 0;

	snprintf(path, sizeof(path), "%s/grader/view/view.html", root);
	file = fopen(path, "re");
	if (!file)
		return -errno;
	while (!err && (length = getline(&line, &room, file)) > 0) {
		line[strcspn(line, "\n")] = '\0';
		if (!strcmp(line, "@record"))
			put_record(record, out);
		else if (*line == '@')
			err = put_file(root, line + 1, out);
		else
			fprintf(out, "%s\n", line);
	}
	free(line);
	fclose(file);
	return err;
}

int page_make(const char *root, const char *record, char **ret)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);
	int err;

	if (!out)
		return -ENOMEM;
	err = put_page(root, record, out);
	if (ferror(out) && !err)
		err = -ENOMEM;
	if (fclose(out) && !err)
		err = -ENOMEM;
	if (err)
		free(text);
	else
		*ret = text;
	return err;
}
