/* SPDX-License-Identifier: MIT */
/* The table of memory accesses, see traffic.h. */
#include "traffic.h"

#include <inttypes.h>
#include <stdbool.h>
#include <string.h>

#define MAX_BINS 12 /* of time, in a run: as many as one reads */
#define US 1000000.0

/* The numbers of a sample; then, for each CPU and node, those in regions and elsewhere. */
enum { SAMPLE_FROM, SAMPLE_TO, SAMPLE_BEFORE, SAMPLE_COUNTS };

/* What is known of the machine. */
struct machine {
	size_t nr_nodes;
	int node_of[TRAFFIC_MAX_CPUS];				 /* -1: unknown */
	uint64_t distance[TRAFFIC_MAX_NODES][TRAFFIC_MAX_NODES]; /* 0: not said */
};

/* Local and remote accesses of some time. */
enum { LOCAL, REMOTE };
struct counts {
	uint64_t nr[TRAFFIC_MAX_CPUS][TRAFFIC_NR_WHERE][2];
};

struct table {
	struct machine machine;
	const json_t *moments, *cpus, *samples;
	struct counts all;
	enum traffic_where shown;
	uint64_t cost, cost_if_local; /* sums of distances */
	FILE *out;
};

static uint64_t number(const json_t *array, size_t i)
{
	return (uint64_t)json_integer_value(json_array_get(array, i));
}

/* "0-3,8": which CPUs are of that node. */
static void read_cpus(const char *list, int node, struct machine *ret)
{
	unsigned first, last;
	int used;

	while (list && sscanf(list, "%u%n", &first, &used) == 1) {
		list += used;
		last = first;
		if (*list == '-' && sscanf(++list, "%u%n", &last, &used) == 1)
			list += used;
		for (unsigned cpu = first; cpu <= last && cpu < TRAFFIC_MAX_CPUS; cpu++)
			ret->node_of[cpu] = node;
		list += *list == ',';
	}
}

static void read_machine(const json_t *record, struct machine *ret)
{
	const json_t *distances = json_object_get(record, "distances");
	const json_t *nodes = json_object_get(record, "nodes");

	memset(ret->node_of, -1, sizeof(ret->node_of));
	ret->nr_nodes = json_array_size(nodes);
	if (ret->nr_nodes > TRAFFIC_MAX_NODES)
		ret->nr_nodes = TRAFFIC_MAX_NODES;
	for (size_t node = 0; node < ret->nr_nodes; node++) {
		read_cpus(json_string_value(json_array_get(nodes, node)), (int)node, ret);
		for (size_t to = 0; to < ret->nr_nodes; to++)
			ret->distance[node][to] =
				number(json_array_get(distances, node), to);
	}
}

/* Calls `fn` for each number of a sample that counts accesses. */
static void each_count(struct table *table, const json_t *sample, struct counts *to,
	void (*fn)(struct table *table, uint64_t cpu, size_t node, size_t where,
		uint64_t nr, struct counts *to))
{
	size_t i = SAMPLE_COUNTS;

	for (size_t k = 0; k < json_array_size(table->cpus); k++)
		for (size_t node = 0; node < table->machine.nr_nodes; node++)
			for (size_t where = 0; where < TRAFFIC_NR_WHERE; where++, i++)
				if (number(table->cpus, k) < TRAFFIC_MAX_CPUS)
					fn(table, number(table->cpus, k), node, where,
						number(sample, i), to);
}

static void add_count(struct table *table, uint64_t cpu, size_t node, size_t where,
	uint64_t nr, struct counts *to)
{
	to->nr[cpu][where][table->machine.node_of[cpu] == (int)node ? LOCAL : REMOTE] +=
		nr;
}

/* In the model an access costs the distance of the CPU's node from the page's. */
static void add_cost(struct table *table, uint64_t cpu, size_t node, size_t where,
	uint64_t nr, struct counts *to)
{
	int home = table->machine.node_of[cpu];

	(void)to;
	if (home < 0 || where != table->shown)
		return;
	table->cost += nr * table->machine.distance[home][node];
	table->cost_if_local += nr * table->machine.distance[home][home];
}

static uint64_t sum_of(const struct counts *counts, size_t where, size_t side)
{
	uint64_t sum = 0;

	for (size_t cpu = 0; cpu < TRAFFIC_MAX_CPUS; cpu++)
		sum += counts->nr[cpu][where][side];
	return sum;
}

/* In groups of three digits. */
static const char *grouped(uint64_t nr, char ret[32])
{
	char digits[24];
	int length = snprintf(digits, sizeof(digits), "%" PRIu64, nr);
	char *to = ret;

	for (int i = 0; i < length; i++) {
		if (i && (length - i) % 3 == 0)
			*to++ = ',';
		*to++ = digits[i];
	}
	*to = '\0';
	return ret;
}

static void print_counts(FILE *out, uint64_t local, uint64_t remote)
{
	uint64_t all = local + remote;
	char text[2][32];

	fprintf(out, "%12s local %12s remote %4" PRIu64 " %%\n", grouped(local, text[0]),
		grouped(remote, text[1]), all ? (remote * 100 + all / 2) / all : 0);
}

static uint64_t shown_of(
	const struct table *table, const struct counts *counts, size_t cpu)
{
	const uint64_t *nr = counts->nr[cpu][table->shown];

	return nr[LOCAL] + nr[REMOTE];
}

static uint64_t shown_sum(const struct table *table, const struct counts *counts)
{
	return sum_of(counts, table->shown, LOCAL) + sum_of(counts, table->shown, REMOTE);
}

/* A line for the CPU that was busiest in this time, and for others that are worth one: a few
 * accesses come from where a thread was for a moment. */
static void print_bin(
	struct table *table, const struct counts *bin, double from, double to)
{
	uint64_t most = 0, least = shown_sum(table, &table->all) / 1000;

	for (size_t cpu = 0; cpu < TRAFFIC_MAX_CPUS; cpu++)
		if (shown_of(table, bin, cpu) > most)
			most = shown_of(table, bin, cpu);
	if (least < most / 100)
		least = most / 100;
	for (size_t cpu = 0; cpu < TRAFFIC_MAX_CPUS; cpu++) {
		uint64_t nr = shown_of(table, bin, cpu);
		const uint64_t *shown = bin->nr[cpu][table->shown];

		if (!nr || (nr < least && nr < most))
			continue;
		fprintf(table->out, "  %5.2f to %5.2f s  CPU %2zu, node %d", from / US,
			to / US, cpu, table->machine.node_of[cpu]);
		print_counts(table->out, shown[LOCAL], shown[REMOTE]);
	}
}

/* So that a run has no more than MAX_BINS of them. */
static double bin_us(const json_t *samples)
{
	const json_t *last = json_array_get(samples, json_array_size(samples) - 1);
	double width = TRAFFIC_TICK_MS * 1000.0;

	while ((double)number(last, SAMPLE_TO) / width > MAX_BINS)
		width *= 2;
	return width;
}

/* The checkpoint that the sample lies before, as an index of moments: some of these are only samples that
 * the program took. */
static size_t checkpoint_after(const struct table *table, const json_t *sample)
{
	size_t i = number(sample, SAMPLE_BEFORE);

	while (json_is_true(json_object_get(json_array_get(table->moments, i), "sample")))
		i++;
	return i;
}

static void print_title(const struct table *table, size_t checkpoint)
{
	const json_t *moment = json_array_get(table->moments, checkpoint);
	const char *name = json_string_value(json_object_get(moment, "name"));

	if (name)
		fprintf(table->out, "to “%s”\n", name);
	else
		fputs("to the end\n", table->out);
}

/* The samples from `first` on that lie before the same checkpoint. The first behind them. */
static size_t print_between(struct table *table, size_t first, double width)
{
	const json_t *sample = json_array_get(table->samples, first);
	size_t checkpoint = checkpoint_after(table, sample);
	bool titled = false;
	size_t i = first;

	while (sample && checkpoint_after(table, sample) == checkpoint) {
		double from = (double)number(sample, SAMPLE_FROM), to;
		struct counts bin = {0};

		/* Ticks come late, never early. */
		do {
			each_count(table, sample, &bin, add_count);
			to = (double)number(sample, SAMPLE_TO);
			sample = json_array_get(table->samples, ++i);
		} while (sample && checkpoint_after(table, sample) == checkpoint &&
			 to < from + width * 0.99);
		if (!shown_sum(table, &bin))
			continue;
		if (!titled)
			print_title(table, checkpoint);
		titled = true;
		print_bin(table, &bin, from, to);
	}
	return i;
}

static void print_sum(const struct table *table, const char *what, size_t where)
{
	fprintf(table->out, "%-34s", what);
	print_counts(table->out, sum_of(&table->all, where, LOCAL),
		sum_of(&table->all, where, REMOTE));
}

static void print_sums(const struct table *table)
{
	if (table->shown == TRAFFIC_IN_REGIONS)
		print_sum(table, "all of them", TRAFFIC_IN_REGIONS);
	print_sum(table,
		table->shown == TRAFFIC_IN_REGIONS ? "in other memory" : "all of them",
		TRAFFIC_ELSEWHERE);
	if (table->cost_if_local)
		fprintf(table->out,
			"A model: if an access took as long as the distance of its node "
			"says, all of them\nwould take %.2f times as long as if they "
			"were local. Emulation shows no latency.\n",
			(double)table->cost / (double)table->cost_if_local);
}

static void add_all(struct table *table)
{
	size_t nr = json_array_size(table->samples);

	for (size_t i = 0; i < nr; i++)
		each_count(
			table, json_array_get(table->samples, i), &table->all, add_count);
	table->shown = sum_of(&table->all, TRAFFIC_IN_REGIONS, LOCAL) +
				       sum_of(&table->all, TRAFFIC_IN_REGIONS, REMOTE)
			       ? TRAFFIC_IN_REGIONS
			       : TRAFFIC_ELSEWHERE;
	for (size_t i = 0; i < nr; i++)
		each_count(table, json_array_get(table->samples, i), NULL, add_cost);
}

static void print_run(const json_t *record, const json_t *run, FILE *out)
{
	const json_t *traffic = json_object_get(run, "traffic");
	struct table table = {.moments = json_object_get(run, "moments"),
		.cpus = json_object_get(traffic, "cpus"),
		.samples = json_object_get(traffic, "samples"),
		.out = out};

	if (!json_array_size(table.samples))
		return;
	read_machine(record, &table.machine);
	add_all(&table);
	fprintf(out,
		"\nMemory accesses of the program's own code%s, by time and CPU.\n"
		"A remote one is to a page of another node than the CPU's.\n",
		table.shown == TRAFFIC_IN_REGIONS ? " to its regions" : "");
	for (size_t i = 0; i < json_array_size(table.samples);)
		i = print_between(&table, i, bin_us(table.samples));
	print_sums(&table);
}

void traffic_print(const json_t *record, FILE *out)
{
	json_t *run;
	size_t i;

	json_array_foreach(json_object_get(record, "runs"), i, run)
		print_run(record, run, out);
}
