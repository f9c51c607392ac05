/* SPDX-License-Identifier: MIT */
/* pageset: see pageset.h. */
#include "pageset.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>

#include "affinity.h"
#include "kfile.h"
#include "map.h"
#include "page.h"

#define TRACING "/sys/kernel/tracing/"
#define REFILL TRACING "events/kmem/mm_page_alloc_zone_locked/"
#define MIN_BATCHES 4
/* Twice what the smallest stock holds, with a batch of 63 pages. */
#define EMPTYING_PAGES 600

uint64_t pageset_high(
	const struct zone *zone, uint64_t fraction, unsigned nr_cpus, uint64_t batch)
{
	uint64_t high = zone->managed / fraction / nr_cpus;

	return high < MIN_BATCHES * batch ? MIN_BATCHES * batch : high;
}

int pageset_set_fraction(long fraction)
{
	char text[24];

	snprintf(text, sizeof(text), "%ld", fraction);
	return kfile_put(PAGESET_FRACTION, text);
}

static int give_back_on(int cpu, int away)
{
	size_t length = EMPTYING_PAGES * page_size_bytes();
	char *memory;
	int error = affinity_bind(cpu);

	if (!error)
		error = lab_map(length, &memory);
	if (error)
		return error;
	memset(memory, 1, length);
	lab_unmap(memory, length);
	return affinity_bind(away);
}

int pageset_empty(int cpu, int away)
{
	uint64_t fraction;
	int back, error = kfile_value(AT_FDCWD, PAGESET_FRACTION, &fraction);

	if (!error)
		error = pageset_set_fraction(INT32_MAX);
	if (error)
		return error;
	error = give_back_on(cpu, away);
	back = pageset_set_fraction((long)fraction);
	return error ? error : back;
}

int pageset_trace_start(void)
{
	int error = kfile_put(REFILL "filter", "percpu_refill == 1");

	if (!error)
		error = kfile_put(TRACING "buffer_size_kb", "512");
	return error ? error : kfile_put(REFILL "enable", "1");
}

/* "KEY: NUMBER" on the next line. */
static int read_number(FILE *file, const char *key, uint64_t *ret)
{
	struct kfile_line line;
	const char *p = line.text + strlen(key);
	int error = kfile_line(file, &line);

	if (error)
		return error;
	if (strncmp(line.text, key, strlen(key)))
		return -EBADMSG;
	error = kfile_number(&p, 10, ret);
	return !error && *p ? -EBADMSG : error;
}

int pageset_trace_parse(FILE *file, uint64_t *ret)
{
	uint64_t entries, overrun;
	int error = read_number(file, "entries: ", &entries);

	if (!error) {
		error = read_number(file, "overrun: ", &overrun);
		error = error == -ENODATA ? -EBADMSG : error;
	}
	/* What was overwritten happened too. */
	if (!error && __builtin_add_overflow(entries, overrun, &entries))
		error = -ERANGE;
	if (!error)
		*ret = entries;
	return error;
}

int pageset_trace_count(unsigned cpu, uint64_t *ret)
{
	char path[128];
	FILE *file;
	int error;

	snprintf(path, sizeof(path), TRACING "per_cpu/cpu%u/stats", cpu);
	error = kfile_fopen(path, &file);
	if (error)
		return error;
	error = pageset_trace_parse(file, ret);
	fclose(file);
	return error;
}
