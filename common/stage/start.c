/* SPDX-License-Identifier: MIT */
/* Sets the stage up and takes it down; see stage.h. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "stage_priv.h"

/* Before slowness. */
#define STOP_TIMEOUT_MS 10000

static int start_sandbox(struct stage *stage, char *const args[], int output, int errors)
{
	const struct stage_config *config = &stage->config;
	const char *writable[GRANTS_MAX], *devices[GRANTS_MAX];
	struct sandbox_config sandbox = {.private_network = config->private_network,
		.held = config->held,
		.program = config->exercise,
		.args = args,
		.socket = stage->socket_path,
		.writable = writable,
		.devices = devices,
		.hugetlbfs = grants_hold(&stage->grants, GRANT_HUGETLBFS, NULL),
		.cgroup = grants_hold(&stage->grants, GRANT_CGROUP, NULL),
		.slowness = config->slowness,
		.uid = config->uid,
		.gid = config->gid,
		.input = config->input,
		.output = output,
		.errors = errors,
		.limits = {.memory_bytes = config->limits.memory_bytes,
			.nr_pids = config->limits.nr_pids,
			.optional = config->limits_optional}};

	/* Each instance of /proc has one owner for a file, but /sys is read-only. */
	for (size_t i = 0; i < stage->grants.nr; i++) {
		const struct grant *grant = &stage->grants.list[i];

		if (grant->kind == GRANT_FILE && !strncmp(grant->path, "/sys/", 5))
			writable[sandbox.nr_writable++] = grant->path;
		if (grant->kind == GRANT_DEVICE)
			devices[sandbox.nr_devices++] = grant->path;
	}
	return sandbox_start(&sandbox, &stage->sandbox);
}

static int start(struct stage *stage, char *const args[])
{
	const struct stage_config *config = &stage->config;
	int output = STDOUT_FILENO, errors = STDERR_FILENO, r;

	r = grants_give(config->grants, config->nr_grants, config->gid, &stage->grants);
	if (!r)
		r = stage_io_open(stage);
	if (!r && !config->own_stdio) {
		r = stage_text_open(
			&stage->output, "output", config->limits.output_bytes, &output);
		if (!r)
			r = stage_text_open(&stage->errors, "errors",
				config->limits.output_bytes, &errors);
	}
	if (!r && config->records)
		r = recorder_start(
			config->records, stage->config.slowness, &stage->recorder);
	if (!r)
		r = start_sandbox(stage, args, output, errors);
	/* The sandbox holds the socket; outside nobody needs its name. */
	stage_io_unlink(stage);
	if (output != STDOUT_FILENO)
		close(output);
	if (errors != STDERR_FILENO)
		close(errors);
	return r;
}

int stage_start(const struct stage_config *config, char *const args[], struct stage **ret)
{
	struct stage *stage = calloc(1, sizeof(*stage));
	int r;

	if (!stage)
		return -ENOMEM;
	stage->config = *config;
	if (stage->config.slowness < 1)
		stage->config.slowness = 1;
	stage->listen_fd = stage->held_line = -1;
	stage->output.fd = stage->errors.fd = -1;
	for (size_t i = 0; i < STAGE_MAX_LINES; i++)
		stage->lines[i] = -1;
	r = start(stage, args);
	if (r) {
		stage_free(stage);
		return r;
	}
	stage->runs = true;
	stage->deadline_ns = UINT64_MAX;
	if (config->limits.seconds)
		stage->deadline_ns =
			monotonic_ns() +
			(uint64_t)(config->limits.seconds * 1e9 * stage->config.slowness);
	*ret = stage;
	return 0;
}

int stage_stop(struct stage *stage)
{
	int r = 0;

	if (stage->runs)
		r = sandbox_stop(
			&stage->sandbox, stage_scaled_ms(stage, STOP_TIMEOUT_MS));
	stage->runs = false;
	stage->held_line = -1;
	stage->at_pid = 0;
	stage->at[0] = '\0';
	stage_io_close(stage);
	return r;
}

void stage_free(struct stage *stage)
{
	if (!stage)
		return;
	stage_stop(stage);
	recorder_free(stage->recorder);
	grants_take_back(&stage->grants);
	stage_text_close(&stage->output);
	stage_text_close(&stage->errors);
	free(stage);
}
