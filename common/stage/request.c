/* SPDX-License-Identifier: MIT */
/* What the requests of a program do; see common/lab/wire.h. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/kernel/kfile.h"
#include "mark.h"
#include "stage_priv.h"

/* The name will be printed on somebody's terminal. */
static void make_printable(char *name)
{
	for (; *name; name++)
		if (*name < ' ' || *name > '~')
			*name = '?';
}

void stage_request_remember(struct stage *stage, const char *name, bool was_at)
{
	size_t i = 0;

	strcpy(stage->end.last_checkpoint, name);
	while (i < stage->nr_names && strcmp(stage->names[i].name, name))
		i++;
	if (i == STAGE_MAX_NAMES)
		return;
	if (i == stage->nr_names) {
		stage->nr_names++;
		strcpy(stage->names[i].name, name);
	}
	stage->names[i].was_at |= was_at;
}

/* Whether it is the one that is waited for. */
static bool on_checkpoint(struct stage *stage, pid_t pid, const char *name)
{
	bool meant = stage->waiting && stage->held_line < 0 &&
		     (!stage->awaited || !strcmp(stage->awaited, name));

	stage_request_remember(stage, name, false);
	if (meant) {
		stage->at_pid = pid;
		strcpy(stage->at, name);
	}
	return meant;
}

static void on_sample(struct stage *stage, pid_t pid, const char *name)
{
	if (stage->on_sample) {
		stage_clock_stop(stage);
		stage->on_sample(stage, pid, name, stage->sample_arg);
		stage_clock_go_on(stage);
	}
}

/* Replaces the region of that name by that process, or adds one. */
static int set_region(struct stage *stage, pid_t pid, const struct stage_request *request)
{
	struct stage_region *region = stage->regions;
	struct stage_region *end = region + stage->nr_regions;

	if (!request->length_bytes ||
		request->address > UINTPTR_MAX - request->length_bytes)
		return -EINVAL;
	while (region < end &&
		(region->pid != pid || strcmp(region->name, request->name)))
		region++;
	if (region == end && stage->nr_regions == STAGE_MAX_REGIONS)
		return -ENOSPC;
	if (region == end)
		stage->nr_regions++;
	region->pid = pid;
	region->address = (uintptr_t)request->address;
	region->length_bytes = request->length_bytes;
	strcpy(region->name, request->name);
	if (stage->config.traffic)
		mark_region(request->address, request->length_bytes);
	return 0;
}

/*
 * The open folder pins the process: should its pid be given to another one, reading
 * there fails. A pid that is not of this program gets nothing.
 */
static int open_pagemap(struct stage *stage, pid_t pid, int *ret_fd)
{
	char path[32];
	int proc_fd, fd, r;

	if (!grants_hold(&stage->grants, GRANT_PAGEMAP, NULL))
		return -EPERM;
	snprintf(path, sizeof(path), "/proc/%d", (int)pid);
	proc_fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (proc_fd < 0)
		return -ESRCH;
	r = cgroup_holds(&stage->sandbox.cgroup, proc_fd);
	if (!r) {
		fd = openat(proc_fd, "pagemap", O_RDONLY | O_CLOEXEC);
		if (fd < 0)
			r = -errno;
		else
			*ret_fd = fd;
	}
	close(proc_fd);
	return r;
}

static void remember_sysctl(struct stage *stage, const char *name, const char *value)
{
	struct stage_sysctl *sysctl = &stage->sysctls[stage->nr_sysctls];

	if (stage->nr_sysctls == STAGE_MAX_SYSCTLS)
		return;
	strcpy(sysctl->name, name);
	sysctl->value = strtol(value, NULL, 10);
	stage->nr_sysctls++;
}

/* "NAME=VALUE", for a setting that the lab grants. */
static int write_sysctl(struct stage *stage, char *text)
{
	char *value = strchr(text, '='), path[STAGE_NAME_BYTES + 16];

	if (!value)
		return -EINVAL;
	*value++ = '\0';
	snprintf(path, sizeof(path), "/proc/sys/%s", text);
	if (!grants_hold(&stage->grants, GRANT_SYSCTL, path))
		return -EPERM;
	remember_sysctl(stage, text, value);
	return kfile_put(path, value);
}

bool stage_request_serve(struct stage *stage, pid_t pid, struct stage_request *request,
	struct stage_answer *ret)
{
	bool held = false;

	*ret = (struct stage_answer){.passed_fd = -1};
	request->name[STAGE_NAME_BYTES - 1] = '\0';
	if (request->type != STAGE_SYSCTL) /* a setting may end with a newline */
		make_printable(request->name);
	if (request->version != STAGE_WIRE_VERSION) {
		ret->error = -EPROTONOSUPPORT;
		return true;
	}
	switch (request->type) {
	case STAGE_CHECKPOINT:
		held = on_checkpoint(stage, pid, request->name);
		break;
	case STAGE_SAMPLE:
		on_sample(stage, pid, request->name);
		break;
	case STAGE_REGION:
		ret->error = set_region(stage, pid, request);
		break;
	case STAGE_PAGEMAP:
		ret->error = open_pagemap(stage, pid, &ret->passed_fd);
		break;
	case STAGE_SYSCTL:
		ret->error = write_sysctl(stage, request->name);
		break;
	default:
		ret->error = -ENOSYS;
	}
	return !held;
}
