/* SPDX-License-Identifier: MIT */
/* The evidence of lab 05 (check_look.h). */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "check_look.h"

const char *const thp_moments[] = {"mapped", "plain", "advised", "collapsed", "hole",
	"forbidden", "never", "forced", "end", NULL};

const char *const thp_buffers[] = {
	NULL, "plain", "advised", "plain", "advised", NULL, "never", "never", NULL};

/* A region that is not what was asked for leaves no evidence, for its claim to find. */
static int look_at_buffer(const struct evidence *e, const struct performance *run,
	const char *name, struct look *ret)
{
	struct stage_region region;
	int err = view_main_region(run->stage, name, &region);

	if (!err)
		err = huge_view_take(&region, e->nr_huge * e->huge_bytes, &ret->view);
	if (err)
		return err == -ENODATA ? 0 : err;
	ret->stamps = calloc(e->nr_pages, sizeof(*ret->stamps));
	return ret->stamps ? view_stamps(&region, e->nr_pages, ret->stamps) : -ENOMEM;
}

static int look(const struct performance *run, size_t moment, void *arg)
{
	struct evidence *e = arg;
	struct look *ret = &e->at[moment];
	struct faults faults;
	int err = thp_events_read(&ret->events);

	if (!err)
		err = thp_mode_read("enabled", &ret->enabled);
	if (!err)
		err = faults_read(stage_main_pid(run->stage), &faults);
	if (!err)
		ret->nr_faults = faults.minor;
	if (!err && thp_buffers[moment])
		err = look_at_buffer(e, run, thp_buffers[moment], ret);
	return err;
}

int thp_gather(const struct stage_config *config, void **ret_evidence)
{
	char text[3][24], *args[] = {text[0], text[1], text[2], NULL};
	struct evidence *e = calloc(1, sizeof(*e));
	int err;

	if (!e)
		return -ENOMEM;
	*ret_evidence = e;
	e->nr_huge = stage_size(config, "huge_pages", 0);
	e->hole = stage_size(config, "hole", 0);
	e->seed = stage_secret(config, "contents") >> 2;
	snprintf(text[0], sizeof(text[0]), "%zu", e->nr_huge);
	snprintf(text[1], sizeof(text[1]), "%zu", e->hole);
	snprintf(text[2], sizeof(text[2]), "%" PRIu64, e->seed);
	err = thp_size(&e->huge_bytes);
	if (!err)
		err = thp_mode_read("enabled", &e->enabled);
	if (!err)
		err = thp_settle(1000 * config->slowness);
	e->nr_pages = e->nr_huge * e->huge_bytes / page_size_bytes();
	return err ? err : perform(config, args, thp_moments, look, e, &e->run);
}

void thp_discard(void *evidence)
{
	struct evidence *e = evidence;

	perform_end(&e->run);
	for (int i = 0; i < NR_MOMENTS; i++) {
		huge_view_free(&e->at[i].view);
		free(e->at[i].stamps);
	}
	free(e);
}
