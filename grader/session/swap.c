/* SPDX-License-Identifier: MIT */
/* Prepares swap in the machine (swap.h). */
#include "swap.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MODULES "/lib/modules/zram.list"
#define AREAS 2
#define SECONDS 60

static const char *const devices[AREAS] = {"/dev/zram0", "/dev/zram1"};

static int complain(char *why, int err, const char *what, const char *reason)
{
	snprintf(why, VM_WHY, "The machine got no swap: %s: %.700s.", what, reason);
	return err;
}

static const char *parameters(const char *path)
{
	return strstr(path, "/zram.ko") ? "num_devices=2" : "";
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
		err = *path ? vm_load(vm, path, parameters(path), 0, log) : 0;
		if (err == -EEXIST)
			err = 0;
		if (err)
			complain(why, err, path, *log ? log : strerror(-err));
	}
	free(list);
	return err;
}

static int run(struct vm *vm, const char *const args[], char *why)
{
	struct vm_run run = {.args = args, .input = -1, .seconds = SECONDS};
	int status, err = vm_run(vm, &run, &status);

	if (err)
		return complain(why, err, args[0], strerror(-err));
	return status ? complain(why, -ENOTSUP, args[0], "it failed") : 0;
}

static int make_area(struct vm *vm, int number, int mib, char *why)
{
	char bytes[16], size[48];
	const char *const mkswap[] = {"mkswap", devices[number], NULL};
	int err;

	snprintf(bytes, sizeof(bytes), "%dM", mib);
	snprintf(size, sizeof(size), "/sys/block/zram%d/disksize", number);
	err = vm_knob(vm, size, bytes);
	if (err)
		return complain(why, err, size, strerror(-err));
	return run(vm, mkswap, why);
}

int swap_prepare(struct vm *vm, int mib, char *why)
{
	const char *const swapon[] = {"swapon", devices[0], devices[1], NULL};
	int err = load_modules(vm, why);

	for (int i = 0; !err && i < AREAS; i++)
		err = make_area(vm, i, mib, why);
	return err ? err : run(vm, swapon, why);
}
