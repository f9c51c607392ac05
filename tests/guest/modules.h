/* SPDX-License-Identifier: MIT */
/* What the tests of modules that hand out blocks share: loading, and what sysfs says. */
#ifndef PAGELAB_MODULES_H
#define PAGELAB_MODULES_H

#include <stdint.h>

/* 0 or -errno; unload_module() does not wait for users. */
int load_module(const char *path);
int unload_module(const char *name);

/* The number in /sys/class/misc/DEVICE/NAME; the test fails if there is none. */
uint64_t device_number(const char *device, const char *name);
/* The first line of that file, without its end; good until the next call. */
const char *device_line(const char *device, const char *name);

/* Opens /dev/DEVICE; the test fails if it cannot. */
int device_open(const char *device);

/*
 * Loads and unloads module and device `name`, nr_cycles times, while a child uses it.
 * `use` is what the child does with the open device; it returns 0. Every second child is
 * killed. The module is there before and after.
 */
void load_and_unload_under_use(
	const char *name, const char *path, int nr_cycles, int (*use)(int fd));

#endif
