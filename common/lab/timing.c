/* SPDX-License-Identifier: MIT */
/* timing: see timing.h. */
#include "timing.h"

#include <string.h>

#include "patience.h"

double timing_ms(void (*work)(void *arg), void *arg)
{
	double begun = patience_now();

	work(arg);
	return (patience_now() - begun) * 1000;
}

void timing_add(struct timing *timing, double ms)
{
	unsigned i = timing->nr;

	if (i == TIMING_MAX)
		return;
	for (; i && timing->ms[i - 1] > ms; i--)
		timing->ms[i] = timing->ms[i - 1];
	timing->ms[i] = ms;
	timing->nr++;
}

double timing_median(const struct timing *timing)
{
	unsigned nr = timing->nr;

	return nr ? (timing->ms[(nr - 1) / 2] + timing->ms[nr / 2]) / 2 : 0;
}

void timing_print(FILE *out, const struct timing *timing)
{
	unsigned last = timing->nr ? timing->nr - 1 : 0;

	fprintf(out, "  %-28s %9.2f ms  (%.2f to %.2f, %u runs)\n", timing->name,
		timing_median(timing), timing->ms[0], timing->ms[last], timing->nr);
}

static bool is_within(double ms, const struct timing *timing)
{
	return timing->ms[0] <= ms && ms <= timing->ms[timing->nr - 1];
}

void timing_compare(FILE *out, const struct timing *base, const struct timing *other)
{
	double from = timing_median(base), to = timing_median(other);

	if (base->nr < TIMING_FEW || other->nr < TIMING_FEW || from <= 0)
		fprintf(out, "  %s: too few runs to tell it from %s\n", other->name,
			base->name);
	else if (is_within(from, other) || is_within(to, base))
		fprintf(out,
			"  %s: no difference from %s beyond the spread of the runs\n",
			other->name, base->name);
	else
		fprintf(out, "  %s: %.1f %% %s than %s\n", other->name,
			(to > from ? to - from : from - to) / from * 100,
			to > from ? "longer" : "shorter", base->name);
}

bool timing_is_emulated(FILE *out, const char *path)
{
	static const char board[] = "linux,dummy-virt";
	char names[256] = "";
	FILE *file = fopen(path ? path : "/proc/device-tree/compatible", "re");
	size_t size = file ? fread(names, 1, sizeof(names), file) : 0;

	if (file)
		fclose(file);
	if (!memmem(names, size, board, sizeof(board)))
		return false;
	fputs("This is the virtual machine: emulation shows no latency, so these times "
	      "say "
	      "nothing of\nreal memory and real CPUs.\n",
		out);
	return true;
}
