/* SPDX-License-Identifier: MIT */
/* What a checker may ask about a stage; see stage.h. */
#include <errno.h>
#include <string.h>

#include "stage_priv.h"

pid_t stage_pid(const struct stage *stage)
{
	return stage->at_pid;
}

pid_t stage_main_pid(const struct stage *stage)
{
	return stage->sandbox.main_pid;
}

const char *stage_checkpoint(const struct stage *stage)
{
	return stage->at;
}

static const struct stage_name *find_name(const struct stage *stage, const char *name)
{
	for (size_t i = 0; i < stage->nr_names; i++)
		if (!strcmp(stage->names[i].name, name))
			return &stage->names[i];
	return NULL;
}

bool stage_was_at(const struct stage *stage, const char *checkpoint)
{
	const struct stage_name *name = find_name(stage, checkpoint);

	return name && name->was_at;
}

bool stage_passed(const struct stage *stage, const char *checkpoint)
{
	return find_name(stage, checkpoint) != NULL;
}

int stage_processes(
	const struct stage *stage, pid_t *ret_pids, size_t nr_max, size_t *ret_nr)
{
	if (!stage->runs) {
		*ret_nr = 0;
		return 0;
	}
	return cgroup_processes(&stage->sandbox.cgroup, ret_pids, nr_max, ret_nr);
}

int stage_region(
	const struct stage *stage, pid_t pid, const char *name, struct stage_region *ret)
{
	const struct stage_region *found = NULL;

	for (size_t i = 0; i < stage->nr_regions; i++) {
		const struct stage_region *region = &stage->regions[i];

		if (strcmp(region->name, name) || (pid && region->pid != pid))
			continue;
		if (!found || region->pid < found->pid)
			found = region;
	}
	if (!found)
		return -ENODATA;
	*ret = *found;
	return 0;
}

int stage_region_nth(
	const struct stage *stage, const char *name, size_t nth, struct stage_region *ret)
{
	for (size_t i = 0; i < stage->nr_regions; i++)
		if (!strcmp(stage->regions[i].name, name) && nth-- == 0) {
			*ret = stage->regions[i];
			return 0;
		}
	return -ENODATA;
}

const struct stage_region *stage_regions(const struct stage *stage, size_t *ret_nr)
{
	*ret_nr = stage->nr_regions;
	return stage->regions;
}

const char *stage_output(const struct stage *stage, size_t *ret_size)
{
	*ret_size = stage->output.size_bytes;
	return stage->output.bytes ? stage->output.bytes : "";
}

const char *stage_errors(const struct stage *stage, size_t *ret_size)
{
	*ret_size = stage->errors.size_bytes;
	return stage->errors.bytes ? stage->errors.bytes : "";
}

const struct stage_end *stage_end(const struct stage *stage)
{
	return &stage->end;
}

const struct record *stage_record(const struct stage *stage)
{
	return stage->recorder ? recorder_record(stage->recorder) : NULL;
}

void stage_on_sample(struct stage *stage, stage_sample_fn fn, void *arg)
{
	stage->on_sample = fn;
	stage->sample_arg = arg;
}

void stage_on_tick(struct stage *stage, unsigned every_ms, stage_tick_fn fn, void *arg)
{
	stage->on_tick = fn;
	stage->tick_arg = arg;
	stage->tick_every_ns = every_ms * UINT64_C(1000000);
}

unsigned stage_sysctls(const struct stage *stage, const char *name, long value)
{
	unsigned nr = 0;

	for (size_t i = 0; i < stage->nr_sysctls; i++)
		nr += stage->sysctls[i].value == value &&
		      !strcmp(stage->sysctls[i].name, name);
	return nr;
}
