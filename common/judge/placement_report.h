/* SPDX-License-Identifier: MIT */
/* placement_report: what a checker saw of where pages are, as a table for the host. */
#ifndef PAGELAB_PLACEMENT_REPORT_H
#define PAGELAB_PLACEMENT_REPORT_H

#include "common/kernel/placement_series.h"

/*
 * Sends the series to the host as reports of kind "row" (report.h), in CSV: a header,
 * "seconds,node0,node1", and a line a row, for nodes 0 to nr_nodes - 1.
 * 0, or -EINVAL: more nodes than there can be; -errno of report_send().
 */
int placement_series_report(
	const struct placement_series *series, const char *name, unsigned nr_nodes);

#endif
