/* SPDX-License-Identifier: MIT */
/* scratch: a folder of a test's own, with files in it. */
#ifndef PAGELAB_TEST_SCRATCH_H
#define PAGELAB_TEST_SCRATCH_H

#include "input.h"

#include <limits.h>
#include <sys/stat.h>

static inline char *folder_make(void)
{
	char *folder = strdup("/tmp/pagelab-unit-XXXXXX");

	assert_non_null(folder);
	assert_non_null(mkdtemp(folder));
	return folder;
}

static inline void folder_remove(char *folder)
{
	char command[PATH_MAX];

	snprintf(command, sizeof(command), "rm -rf '%s'", folder);
	assert_int_equal(system(command), 0);
	free(folder);
}

/* Writes a file, and makes the folders on the way. */
static inline void folder_write(
	const char *folder, const char *name, const void *data, size_t size)
{
	char path[PATH_MAX];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	for (char *at = path + strlen(folder) + 1; (at = strchr(at, '/')); at++) {
		*at = '\0';
		assert_true(!mkdir(path, 0777) || errno == EEXIST);
		*at = '/';
	}
	file = fopen(path, "we");
	if (!file)
		fail_msg("%s: %s", path, strerror(errno));
	assert_int_equal(fwrite(data, 1, size, file), size);
	fclose(file);
}

static inline void folder_put(const char *folder, const char *name, const char *text)
{
	folder_write(folder, name, text, strlen(text));
}

/* The file's text, "" if there is none; free() it. */
static inline char *folder_get(const char *folder, const char *name)
{
	char path[PATH_MAX], *text = calloc(1, 1 << 20);
	FILE *file;

	assert_non_null(text);
	snprintf(path, sizeof(path), "%s/%s", folder, name);
	file = fopen(path, "re");
	if (file) {
		assert_true(fread(text, 1, (1 << 20) - 1, file) < (1 << 20) - 1);
		fclose(file);
	}
	return text;
}

static inline bool folder_has(const char *folder, const char *name)
{
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	return !access(path, F_OK);
}

#endif
