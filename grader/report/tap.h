/* SPDX-License-Identifier: MIT */
/* A result as TAP 13 (testanything.org), a test point for each claim. */
#ifndef PAGELAB_REPORT_TAP_H
#define PAGELAB_REPORT_TAP_H

#include "info.h"
#include "verdict.h"

#include <stdio.h>

/* A claim that is BROKEN or anything but PASS and SKIP is "not ok". Where there is
 * no score, a line "Bail out!" follows the test points. */
void report_tap(FILE *out, const struct result *result, const struct check_info *info);

#endif
