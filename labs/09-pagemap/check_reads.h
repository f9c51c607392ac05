/* SPDX-License-Identifier: MIT */
/* What a program has read, by all of its processes and threads, as the record has it. */
#ifndef PAGEMAP_CHECK_READS_H
#define PAGEMAP_CHECK_READS_H

#include <stdint.h>

#include "check.h"

struct reads {
	uint64_t nr, bytes;
	uint64_t nr_refused; /* EINVAL */
};

/* Reads that fit the query, a RECORD_CALL, and of files of that name; NULL: of any. A descriptor that
 * somebody else opened stands for "pagemap". */
struct reads count_reads(
	const struct record *record, const struct record_query *query, const char *name);

/* The program itself opened the file of that name and read from it. */
bool has_read_own(
	const struct record *record, const struct record_query *query, const char *name);

#endif
