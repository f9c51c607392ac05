/* SPDX-License-Identifier: MIT */
/* Where the machine's image and its snapshots are, which depends on the environment: make has noted it
 * for this one (mk/places.mk). */
#ifndef PAGELAB_PLACES_H
#define PAGELAB_PLACES_H

#include <limits.h>

struct places {
	char image[PATH_MAX], cache[PATH_MAX];
	char share[PATH_MAX]; /* of all users; empty if there is none */
};

/* Of the checkout `root` for this kernel, with links followed. 0; -ENOENT, or another -errno: make has
 * made no image here. */
int places_find(const char *root, const char *kernel, struct places *ret);

#endif
