/* SPDX-License-Identifier: MIT */
/* Prepares swap in the machine (swap.h). */
#include "swap.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MODULES "/lib/modules/zram.list"
#define SIZE "/sys/block/zram0/disksize"
#define SECONDS 60

static int complain(char *why, int err, const char *what, const char *reason)
{
	snprintf(why, VM_WHY, "The machine got no swap: %s: %.700s.", what, reason);
	return err;
}

/* The list has one path a line, in the order in which they depend on one another. */
static int load_modules(struct vm *vm, char *why)
{
	char *list, *rest, log[VM_WHY] = "";
	size_t size;
	int err = vm_get(vm, MODULES, &list, &size);

	if (err)
		return complain(why, err, MODULES, strerror(-err));
	rest = list;
	for (char *path; !err && (path = strsep(&rest, "\n"));) {
		err = *path ? vm_load(vm, path, "", 0, log) : 0;
		if (err == -EEXIST)
			err = 0;
		if (err)
			complain(why, err, path, *log ? log : strerror(-err));
	}
	free(list);
	return err;
}

static int run(struct vm *vm, const char *program, char *why)
{
	const char *const args[] = {program, "/dev/zram0", NULL};
	struct vm_run run = {.args = args, .input = -1, .seconds = SECONDS};
	int status, err = vm_run(vm, &run, &status);

	if (err)
		return complain(why, err, program, strerror(-err));
	return status ? complain(why, -ENOTSUP, program, "it failed") : 0;
}

int swap_prepare(struct vm *vm, int mib, char *why)
{
	char bytes[16];
	int err = load_modules(vm, why);

	snprintf(bytes, sizeof(bytes), "%dM", mib);
	if (!err && (err = vm_knob(vm, SIZE, bytes)))
		complain(why, err, SIZE, strerror(-err));
	if (!err)
		err = run(vm, "mkswap", why);
	return err ? err : run(vm, "swapon", why);
}
