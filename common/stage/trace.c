/* SPDX-License-Identifier: MIT */
/* What the kernel's tracer says of a program on the stage; see trace.h. */
#include "trace.h"

#include <errno.h>
#include <stdlib.h>

#include "common/recorder/graph.h"
#include "common/recorder/paths.h"
#include "stage.h"

struct trace {
	struct graph *graph;
	struct paths *paths;
};

int trace_start(const char *function, struct trace **ret, struct functions_near *ret_near)
{
	struct trace *trace = calloc(1, sizeof(*trace));
	int err = trace ? paths_create(function, &trace->paths) : -ENOMEM;

	if (!err)
		err = graph_start(function, &trace->graph, ret_near);
	if (err) {
		trace_free(trace);
		return err;
	}
	*ret = trace;
	return 0;
}

void trace_free(struct trace *trace)
{
	if (!trace)
		return;
	graph_stop(trace->graph);
	paths_free(trace->paths);
	free(trace);
}

static int take(struct trace *trace, const struct stage *stage, const char *until)
{
	struct paths_region regions[STAGE_MAX_REGIONS];
	const struct stage_region *named;
	size_t nr;
	FILE *text;
	int err = graph_read(trace->graph, &text);

	if (err)
		return err;
	named = stage_regions(stage, &nr);
	for (size_t i = 0; i < nr; i++)
		regions[i] = (struct paths_region){.name = named[i].name,
			.pid = named[i].pid,
			.address = named[i].address,
			.length_bytes = named[i].length_bytes};
	err = paths_read(trace->paths, text,
		&(struct paths_step){.main_pid = stage_main_pid(stage),
			.regions = regions,
			.nr_regions = nr,
			.until = until});
	fclose(text);
	return err;
}

int trace_moment(struct trace *trace, const struct stage *stage)
{
	int err = trace ? take(trace, stage, stage_checkpoint(stage)) : 0;

	return err || !trace ? err : graph_go_on(trace->graph);
}

int trace_end(struct trace *trace, const struct stage *stage, FILE *out)
{
	int err = take(trace, stage, NULL);
	unsigned long nr_lost = graph_nr_lost(trace->graph);

	if (err)
		return err;
	paths_print(trace->paths, out);
	if (nr_lost)
		fprintf(out,
			"The first faults up to each checkpoint are here; %lu calls and "
			"returns of later ones were too many.\n",
			nr_lost);
	return 0;
}
