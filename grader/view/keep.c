/* SPDX-License-Identifier: MIT */
/* Writes records and pages, see keep.h. */
#include "keep.h"
#include "grader/base/file_replace.h"
#include "page.h"
#include "run_record.h"
#include "traffic.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static int write_text(const char *path, const char *text, char *why)
{
	int err = file_replace(path, text, strlen(text));

	if (err)
		snprintf(why, KEEP_WHY, "%s: %s", path,
			err == -EPIPE ? "nobody reads it" : strerror(-err));
	return err;
}

/* build/FOLDER/labNN, and `file` behind it; the folders on the way are made. */
static void path_of(
	const struct keep *keep, const char *folder, const char *file, char *ret)
{
	size_t root = strlen(keep->root) + 1;

	snprintf(ret, PATH_MAX, "%s/build/%s/lab%.2s%s", keep->root, folder,
		keep->lab->folder, file);
	for (char *at = ret + root; (at = strchr(at, '/')); at++) {
		*at = '\0';
		mkdir(ret, 0777);
		*at = '/';
	}
}

static int write_view(const struct keep *keep, const char *record, FILE *told, char *why)
{
	char path[PATH_MAX], *page;
	int err;

	path_of(keep, "runs", "/last.json", path);
	err = write_text(path, record, why);
	if (err)
		return err;
	err = page_make(keep->root, record, &page);
	if (err) {
		snprintf(why, KEEP_WHY, "the page could not be made: %s", strerror(-err));
		return err;
	}
	path_of(keep, "view", ".html", path);
	err = write_text(path, page, why);
	free(page);
	if (!err)
		fprintf(told, "\nYour pages, for a browser: build/view/lab%.2s.html\n",
			keep->lab->folder);
	return err;
}

static void tell_traffic(const char *record, FILE *told)
{
	json_t *json = json_loads(record, 0, NULL);

	traffic_print(json, told);
	json_decref(json);
}

int keep(const struct keep *keep, FILE *told, char *why)
{
	char *record;
	int err;

	if (!keep->view && !keep->record && !keep->info->traffic)
		return 0;
	err = run_record_make(keep->lab, keep->result, keep->info, keep->picture,
		keep->picture_size, &record);
	if (err) {
		snprintf(why, KEEP_WHY, "the run's record makes no sense");
		return err;
	}
	if (keep->info->traffic)
		tell_traffic(record, told);
	if (keep->record)
		err = write_text(keep->record, record, why);
	if (!err && keep->view)
		err = write_view(keep, record, told, why);
	free(record);
	return err;
}
