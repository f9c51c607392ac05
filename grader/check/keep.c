/* SPDX-License-Identifier: MIT */
/* What --record and --view leave behind: a run record, and the page that draws it. See parts.h. */
#include "parts.h"
#include "grader/base/file_replace.h"
#include "grader/view/page.h"
#include "grader/view/run_record.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static int write_text(const char *path, const char *text)
{
	int err = file_replace(path, text, strlen(text));

	return err ? check_complain(EXIT_BROKEN, "%s: %s", path,
			     err == -EPIPE ? "nobody reads it" : strerror(-err))
		   : 0;
}

/* build/FOLDER/labNN/FILE, or build/FOLDER/labNN.html; its folders are made. */
static void path_of(
	const struct check *c, const char *folder, const char *file, char *ret)
{
	int root = (int)strlen(c->root) + 1;

	snprintf(ret, PATH_MAX, "%s/build/%s/lab%.2s%s", c->root, folder, c->lab->folder,
		file);
	for (char *slash = ret + root; (slash = strchr(slash, '/')); slash++) {
		*slash = '\0';
		mkdir(ret, 0777);
		*slash = '/';
	}
}

static int write_page(const struct check *c, const char *record)
{
	char path[PATH_MAX], *page;
	int status, err = page_make(c->root, record, &page);

	if (err)
		return check_complain(
			EXIT_BROKEN, "the page could not be made: %s", strerror(-err));
	path_of(c, "view", ".html", path);
	status = write_text(path, page);
	free(page);
	if (!status)
		fprintf(c->options.tap ? stderr : stdout,
			"\nYour pages, for a browser: build/view/lab%.2s.html\n",
			c->lab->folder);
	return status;
}

int check_keep(const struct check *c)
{
	char path[PATH_MAX], *record;
	int status = 0, err;

	if (!c->options.view && !c->options.record)
		return 0;
	err = run_record_make(c->result, &c->info, c->picture, c->picture_size, &record);
	if (err)
		return check_complain(EXIT_BROKEN, "the run's record makes no sense");
	if (c->options.record)
		status = write_text(c->options.record, record);
	if (!status && c->options.view) {
		path_of(c, "runs", "/last.json", path);
		status = write_text(path, record);
	}
	if (!status && c->options.view)
		status = write_page(c, record);
	free(record);
	return status;
}
