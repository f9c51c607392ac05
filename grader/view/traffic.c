/* SPDX-License-Identifier: MIT */
/* Rows of counts to samples of a record, see traffic.h; docs/record.adoc says what these mean. */
#include "traffic.h"

#include <stdbool.h>

/* A run's rows: from where it begins to where it ends, or to the last that there is. */
struct part {
	const struct traffic *counted;
	size_t first, last;
};

static uint64_t since(const struct part *part, size_t before, size_t row, size_t cpu,
	size_t node, size_t where)
{
	const struct traffic_row *rows = part->counted->row;

	return rows[row].nr[cpu][node][where] - rows[before].nr[cpu][node][where];
}

/* Of a CPU between two rows. */
static uint64_t all_since(const struct part *part, size_t before, size_t row, size_t cpu)
{
	uint64_t sum = 0;

	for (size_t node = 0; node < part->counted->nr_nodes; node++)
		for (size_t where = 0; where < TRAFFIC_NR_WHERE; where++)
			sum += since(part, before, row, cpu, node, where);
	return sum;
}

static bool has_cpu(const struct part *part, size_t cpu)
{
	return all_since(part, part->first, part->last, cpu);
}

static json_t *cpus_of(const struct part *part)
{
	json_t *cpus = json_array();

	for (size_t cpu = 0; cpu < TRAFFIC_MAX_CPUS; cpu++)
		if (has_cpu(part, cpu))
			json_array_append_new(cpus, json_integer((json_int_t)cpu));
	return cpus;
}

static json_t *us_of(const struct part *part, size_t row)
{
	const struct traffic_row *rows = part->counted->row;
	uint64_t ns = rows[row].time_ns - rows[part->first].time_ns;

	return json_integer((json_int_t)(ns / 1000));
}

static void add_counts(const struct part *part, size_t row, size_t cpu, json_t *to)
{
	for (size_t node = 0; node < part->counted->nr_nodes; node++)
		for (size_t where = 0; where < TRAFFIC_NR_WHERE; where++) {
			uint64_t nr = since(part, row - 1, row, cpu, node, where);

			json_array_append_new(to, json_integer((json_int_t)nr));
		}
}

/* What came between a row and the one before it; NULL: nothing. */
static json_t *sample_of(const struct part *part, size_t row, size_t nr_moments)
{
	json_t *sample;
	uint64_t sum = 0;

	for (size_t cpu = 0; cpu < TRAFFIC_MAX_CPUS; cpu++)
		sum += all_since(part, row - 1, row, cpu);
	if (!sum)
		return NULL;
	sample = json_pack("[o, o, I]", us_of(part, row - 1), us_of(part, row),
		(json_int_t)nr_moments);
	for (size_t cpu = 0; cpu < TRAFFIC_MAX_CPUS; cpu++)
		if (has_cpu(part, cpu))
			add_counts(part, row, cpu, sample);
	return sample;
}

static json_t *traffic_of(const struct part *part)
{
	json_t *samples = json_array(), *sample;
	size_t nr_moments = 0;

	for (size_t row = part->first + 1; row <= part->last; row++) {
		sample = sample_of(part, row, nr_moments);
		if (sample)
			json_array_append_new(samples, sample);
		nr_moments += part->counted->row[row].kind == TRAFFIC_MOMENT;
	}
	return json_pack("{s:o, s:o, s:I}", "cpus", cpus_of(part), "samples", samples,
		"left_out", (json_int_t)part->counted->nr_left_out);
}

/* The row behind a run's last. */
static size_t end_of(const struct traffic *counted, size_t first, size_t nr_rows)
{
	size_t row = first + 1;

	while (row < nr_rows && counted->row[row].kind != TRAFFIC_BEGIN)
		if (counted->row[row++].kind == TRAFFIC_END)
			break;
	return row;
}

void traffic_add(const struct traffic *counted, json_t *runs)
{
	size_t nr_rows = counted->nr_rows, row = 0;
	json_t *run;
	size_t i;

	json_array_foreach(runs, i, run)
	{
		struct part part = {.counted = counted};

		while (row < nr_rows && counted->row[row].kind != TRAFFIC_BEGIN)
			row++;
		if (row == nr_rows)
			return;
		part.first = row;
		row = end_of(counted, row, nr_rows);
		part.last = row - 1;
		if (json_is_object(run))
			json_object_set_new(run, "traffic", traffic_of(&part));
	}
}
