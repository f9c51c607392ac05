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

/* Whether the folder `name` in `at` has entries of two students or more of a platform. */
bool download_is_class(int at, const char *name);

/*
 * The folder of the class: `submissions`, or the one that is alone in it, or in that one, and is
 * a platform's download. 0; -ENOTDIR for a file, or another -errno.
 */
int download_find(const char *submissions, char ret[PATH_MAX]);

/* What has been seen of names that may be a download's. */
struct download_names {
	char student[256];
	bool is_class;	 /* two students or more */
	bool has_folder; /* one of a student; a file may have been named so by anybody */
};

void download_see(struct download_names *names, const char *entry, bool is_file);

#endif
