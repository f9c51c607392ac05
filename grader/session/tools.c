/* SPDX-License-Identifier: MIT */
/* Shows a machine its disks (tools.h). */
#include "tools.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MODULES "shell/modules.list"
#define RESCAN "/sys/bus/pci/rescan"
#define GUEST_MODULE "/run/pagelab/disk.ko"
#define SECONDS 120
#define TOOLS "/tools"
#define HUGEPAGES_MOUNT \
	"/dev/hugepages" /* as in the sandbox (common/kernel/hugepages.h) */

/* The disk has the rest: shell.bash writes it. */
#define MOUNT                                                                        \
	"rm " GUEST_MODULE " && mkdir -p " TOOLS " /scratch " HUGEPAGES_MOUNT " && " \
	"mount -t hugetlbfs hugetlbfs " HUGEPAGES_MOUNT " && "                       \
	"mount -t ext4 -o ro /dev/vda " TOOLS " && . " TOOLS "/set-up"

static int complain(char *why, int err, const char *what, const char *reason)
{
	snprintf(why, VM_WHY,
		"The machine got no disk with the shell's programs: %.200s: %.700s.",
		what, reason);
	return err;
}

/* Names of files beside the list, a line each, in the order in which they depend on one another. */
static int load_modules(struct vm *vm, const char *image, char *why)
{
	char path[PATH_MAX + 64], line[128], log[VM_WHY];
	FILE *list;
	int err = 0;

	snprintf(path, sizeof(path), "%s/" MODULES, image);
	list = fopen(path, "re");
	if (!list)
		return complain(why, -errno, path, strerror(errno));
	while (!err && fgets(line, sizeof(line), list)) {
		line[strcspn(line, "\n")] = '\0';
		snprintf(path, sizeof(path), "%s/shell/%s", image, line);
		*log = '\0';
		err = vm_put_file(vm, path, GUEST_MODULE, 0600);
		if (!err)
			err = vm_load(vm, GUEST_MODULE, "", 0, log);
		if (err)
			complain(why, err, line, *log ? log : strerror(-err));
	}
	fclose(list);
	return err;
}

struct words {
	char text[512];
	size_t size;
};

static void on_output(void *arg, bool is_stderr, const char *data, size_t size)
{
	struct words *words = arg;
	size_t room = sizeof(words->text) - 1 - words->size;

	(void)is_stderr;
	size = size < room ? size : room;
	memcpy(words->text + words->size, data, size);
	words->size += size;
}

int tools_prepare(struct vm *vm, const char *image, char *why)
{
	static const char *const args[] = {"/bin/sh", "-ec", MOUNT, NULL};
	struct words words = {.size = 0};
	struct vm_run run = {.args = args,
		.input = -1,
		.seconds = (int)(SECONDS * vm_slowness(vm)),
		.arg = &words,
		.on_output = on_output};
	int status = 0, err = load_modules(vm, image, why);

	if (err)
		return err;
	err = vm_knob(vm, RESCAN, "1");
	if (err)
		return complain(why, err, RESCAN, strerror(-err));
	err = vm_run(vm, &run, &status);
	if (err)
		return complain(why, err, "mounting it", strerror(-err));
	return status ? complain(why, -EIO, "mounting it", words.text) : 0;
}

bool tools_are_there(struct vm *vm)
{
	char *mounts;
	bool there;

	if (vm_get(vm, "/proc/mounts", &mounts, NULL))
		return false;
	there = strstr(mounts, " " TOOLS " ");
	free(mounts);
	return there;
}
