/* SPDX-License-Identifier: MIT */
/*
 * Kernel settings that hold while a lab runs: files under /proc/sys and /sys with
 * what is written to them, in JSON an object of strings.
 */
#ifndef PAGELAB_LAB_KNOBS_H
#define PAGELAB_LAB_KNOBS_H

#include "json_read.h"

#include <stdbool.h>
#include <stddef.h>

struct lab_knob {
	const char *path; /* a file under /proc/sys or /sys */
	const char *value;
};

/* Knobs that hold for every lab: labs/knobs.json, the form of "knobs" in lab.json. */
struct lab_knobs {
	struct lab_knob *knobs;
	size_t nr_knobs;
	void *json; /* owns the strings */
};

/* 0, -errno of opening labs/knobs.json, -EBADMSG, -ENOMEM; `why` (JSON_WHY bytes)
 * holds a sentence then. */
int lab_knobs_load(const char *root, struct lab_knobs *ret, char *why);
void lab_knobs_free(struct lab_knobs *knobs);

/* The array is malloc'ed, the strings are the tree's. -EBADMSG, -ENOMEM. */
int lab_knobs_parse(const struct json_reader *r, const char *place, json_t *object,
	struct lab_knob **ret, size_t *ret_nr);

/* The pool of a size of huge pages that the kernel below `root` ("" for this one) lacks. Sizes
 * differ between machines: such a setting is passed over, and the lab says what it finds. */
bool lab_knob_is_absent_pool(const char *root, const char *path);

/* A path under /proc or /sys without detours. */
bool lab_is_kernel_file(const char *path);

#endif
