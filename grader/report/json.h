/* SPDX-License-Identifier: MIT */
/* A result as JSON, the one source of every other format. Schema: docs/result.adoc */
#ifndef PAGELAB_REPORT_JSON_H
#define PAGELAB_REPORT_JSON_H

#include "info.h"
#include "verdict.h"

#define RESULT_VERSION 1

/*
 * Writes `path`, or replaces it, at once: a temporary file beside it, fsync, rename.
 * 0, -ENOMEM, or the -errno of writing; then nothing is left behind.
 */
int report_json(
	const char *path, const struct result *result, const struct check_info *info);
/* What it writes, malloc'ed; NULL: no memory. */
char *report_json_text(const struct result *result, const struct check_info *info);

#endif
