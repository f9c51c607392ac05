/* SPDX-License-Identifier: MIT */
/* Runs the program from checkpoint to checkpoint; see stage.h. */
#include <errno.h>

#include "report.h"
#include "stage_priv.h"

/* Before slowness. */
#define FREEZE_TIMEOUT_MS 5000
/* How long children may outlive the program's first process. */
#define ORPHANS_NS 2000000000u
/* Printing this many times what is allowed, a program will not stop by itself. */
#define FLOOD_FACTOR 16

static bool floods(const struct stage *stage)
{
	size_t limit_bytes = stage->config.limits.output_bytes;

	return stage->output.dropped_bytes / FLOOD_FACTOR > limit_bytes ||
	       stage->errors.dropped_bytes / FLOOD_FACTOR > limit_bytes;
}

/* For people who watch: the program runs on, and its time does not. */
static void tick(struct stage *stage)
{
	if (!stage->on_tick || monotonic_ns() < stage->tick_ns)
		return;
	stage_clock_stop(stage);
	stage->on_tick(stage->tick_arg);
	stage_clock_go_on(stage);
	stage->tick_ns = monotonic_ns() + stage->tick_every_ns;
}

/* Until the next tick, and no longer than the program has. Rounded up: else the last millisecond would be
 * spent in circles. */
static int turn_ms(const struct stage *stage, uint64_t left_ns)
{
	uint64_t most_ns = 1000000000u, now_ns = monotonic_ns();

	if (stage->on_tick)
		most_ns = stage->tick_ns > now_ns ? stage->tick_ns - now_ns : 0;
	return (int)((left_ns < most_ns ? left_ns : most_ns) / 1000000) + 1;
}

/* One turn of the program's life. Sets `ended` when its time is over. */
static int step(struct stage *stage)
{
	bool had_main = !stage->main_ended;
	uint64_t now = monotonic_ns();
	uint64_t left_ns = stage->deadline_ns > now ? stage->deadline_ns - now : 0;
	int r;

	if (!left_ns) {
		stage->timed_out = !stage->main_ended;
		stage->ended = true;
		return 0;
	}
	tick(stage);
	r = stage_io_step(stage, turn_ms(stage, left_ns));
	if (had_main && stage->main_ended) {
		uint64_t end_ns =
			monotonic_ns() + (uint64_t)(ORPHANS_NS * stage->config.slowness);

		if (end_ns < stage->deadline_ns)
			stage->deadline_ns = end_ns;
	}
	if (floods(stage))
		stage->ended = true;
	return r;
}

/* A request may outlive the process that sent it. */
static bool holder_lives(const struct stage *stage)
{
	pid_t pids[1024];
	size_t nr;

	if (cgroup_processes(&stage->sandbox.cgroup, pids, 1024, &nr))
		return false;
	for (size_t i = 0; i < nr; i++)
		if (pids[i] == stage->at_pid)
			return true;
	return false;
}

/*
 * Stops all tasks. *ret is whether somebody is at the checkpoint then. A task that
 * cannot be stopped is as good as one that never ends.
 */
static int hold(struct stage *stage, bool *ret)
{
	int r;

	stage_clock_stop(stage);
	r = cgroup_freeze(
		&stage->sandbox.cgroup, stage_scaled_ms(stage, FREEZE_TIMEOUT_MS));
	if (r == -ETIMEDOUT) {
		stage->timed_out = stage->ended = true;
		stage->held_line = -1;
	}
	*ret = !r && holder_lives(stage);
	if (r)
		return r == -ETIMEDOUT ? 0 : r;
	return *ret ? 0 : stage_release(stage);
}

/* Lets it run until somebody seems to be there. */
static int run_to_request(struct stage *stage)
{
	int r = 0;

	stage->waiting = true;
	while (!r && stage->held_line < 0 && !stage->ended)
		r = step(stage);
	stage->waiting = false;
	return r;
}

/* What happened on the way here. */
static int take_record(struct stage *stage)
{
	int r = 0;

	if (stage->recorder)
		r = recorder_look(stage->recorder, stage->sandbox.main_pid, stage->at);
	return stage_recorded(stage, r);
}

static void report_at(struct stage *stage)
{
	stage_text_read(&stage->output);
	stage_text_read(&stage->errors);
	stage_text_report(&stage->output);
	stage_text_report(&stage->errors);
	stage_request_remember(stage, stage->at, true);
	report_send("at", stage->at, NULL);
}

int stage_wait(struct stage *stage, const char *checkpoint)
{
	bool held = false;
	int r = 0;

	if (stage->held_line >= 0)
		r = stage_release(stage);
	stage->awaited = checkpoint;
	while (!r && !held && !stage->ended) {
		r = run_to_request(stage);
		if (!r && stage->held_line >= 0)
			r = hold(stage, &held);
		if (!r && held)
			r = take_record(stage);
		held = held && !stage->ended;
	}
	if (!r && held)
		report_at(stage);
	if (r || held)
		return r;
	r = stage_finish(stage);
	return r ? r : -ENODATA;
}

int stage_release(struct stage *stage)
{
	int line = stage->held_line;
	int r;

	if (line < 0)
		return -EINVAL;
	stage->held_line = -1;
	stage->at_pid = 0;
	stage->at[0] = '\0';
	r = stage->recorder ? recorder_go_on(stage->recorder) : 0;
	stage_io_answer(stage, line, 0, -1);
	if (!r)
		r = cgroup_thaw(&stage->sandbox.cgroup);
	stage_clock_go_on(stage);
	return r;
}

/* Nothing of the program is left that could go on. */
static int finish_record(struct stage *stage)
{
	int r = 0;

	if (stage->recorder && !stage->flooded) {
		r = recorder_finish(stage->recorder, stage->sandbox.main_pid);
		/* It filled rings until its time was up: it would not have ended. */
		if (r == -ENOBUFS && stage->timed_out)
			r = -ENOSPC;
		r = stage_recorded(stage, r);
	}
	if (stage->flooded)
		stage_end_flooded(stage);
	return r;
}

/* What is in the pipes when nobody writes any more. */
static void drain(struct stage_text *text)
{
	size_t before;

	do {
		before = text->size_bytes + text->dropped_bytes;
		stage_text_read(text);
	} while (text->size_bytes + text->dropped_bytes != before);
}

int stage_finish(struct stage *stage)
{
	int r = 0, stopped, taken;

	if (stage->finished)
		return 0;
	if (stage->held_line >= 0)
		r = stage_release(stage);
	while (!r && !stage->ended)
		r = step(stage);
	stage->finished = stage->ended = true;
	if (!stage->main_ended && !sandbox_status(&stage->sandbox, &stage->status))
		stage->main_ended = true;
	cgroup_kill(&stage->sandbox.cgroup);
	stage_end_find(stage);
	stopped = stage_stop(stage);
	if (!r)
		r = finish_record(stage);
	taken = grants_take_back(&stage->grants);
	drain(&stage->output);
	drain(&stage->errors);
	stage_end_report(stage);
	return r ? r : stopped ? stopped : taken;
}
