/* SPDX-License-Identifier: MIT */
/* Reads make's note of the places, see places.h. */
#include "places.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool read_line(FILE *file, char ret[PATH_MAX])
{
	if (!fgets(ret, PATH_MAX, file))
		return false;
	ret[strcspn(ret, "\n")] = '\0';
	return true;
}

int places_find(const char *root, const char *kernel, struct places *ret)
{
	const char *place = getenv("PAGELAB_PLACE");
	char path[PATH_MAX], image[PATH_MAX], cache[PATH_MAX];
	struct places places;
	FILE *file;
	int err = 0;

	snprintf(path, sizeof(path), "%s/build/places/%s-%s", root, kernel,
		place ? place : "own");
	file = fopen(path, "re");
	if (!file)
		return -errno;
	if (!read_line(file, image) || !read_line(file, cache))
		err = -ENOENT;
	if (!err && !read_line(file, places.share))
		*places.share = '\0';
	fclose(file);
	if (!err && !realpath(image, places.image))
		err = -errno;
	if (!err && !realpath(cache, places.cache)) /* should it have to be named */
		strcpy(places.cache, cache);
	if (!err)
		*ret = places;
	return err;
}
