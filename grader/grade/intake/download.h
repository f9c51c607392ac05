/* SPDX-License-Identifier: MIT */
/*
 * Whether a folder is what a platform let somebody download, by the names in it, and where it is:
 * systems unpack an archive into a folder of its name, so that a class is a folder deeper than
 * it seems. A part of intake.h.
 */
#ifndef PAGELAB_GRADE_DOWNLOAD_H
#define PAGELAB_GRADE_DOWNLOAD_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>

/* Whether the folder `name` in `at` has entries of two students or more of a platform. `folders`
 * are those of all labs, as in names.h. */
bool download_is_class(int at, const char *name, const char *const *folders);

/*
 * The folder of the class: `submissions`, or the only one in it, or in that one, that can be
 * somebody's, and is a platform's download, or has the same lab in folders of two students. A
 * roster, a note, a template in which nothing was begun and the results of a class may lie beside it.
 * 0; -ENOTDIR for a file, or another -errno.
 */
int download_find(const char *submissions, const char *const *folders, const char *only,
	char ret[PATH_MAX]);

/* What has been seen of names that may be a download's. */
struct download_names {
	char student[256];
	bool is_class;	 /* two students or more */
	bool has_folder; /* one of a student; a file may have been named so by anybody */
};

void download_see(struct download_names *names, const char *entry, bool is_file);

#endif
