/* SPDX-License-Identifier: MIT */
/* Where image and cache are for tests that open machines themselves: asked of the script that make asks, so
 * that these tests can be started by hand, too. */
#ifndef PAGELAB_TESTS_ASKED_PLACES_H
#define PAGELAB_TESTS_ASKED_PLACES_H

#include <limits.h>
#include <stdio.h>
#include <string.h>

struct asked_places {
	char image[PATH_MAX], cache[PATH_MAX];
};

static inline void ask_places(struct asked_places *ret)
{
	FILE *places = popen("vm/image/image places", "r");

	assert_non_null(places);
	assert_non_null(fgets(ret->image, sizeof(ret->image), places));
	assert_non_null(fgets(ret->cache, sizeof(ret->cache), places));
	while (fgetc(places) != EOF)
		;
	assert_int_equal(pclose(places), 0);
	ret->image[strcspn(ret->image, "\n")] = '\0';
	ret->cache[strcspn(ret->cache, "\n")] = '\0';
}

#endif
