/* SPDX-License-Identifier: MIT */
/*
 * timing: how long something takes, measured several times. One time says little: others
 * run on the machine, too, and CPUs change their pace. So take the median, with the least
 * and the most beside it, and take the things that are compared in turns:
 *
 *	struct timing near = {.name = "local"}, far = {.name = "remote"};
 *
 *	for (int run = 0; run < 7; run++) {
 *		timing_add(&near, timing_ms(walk, local));
 *		timing_add(&far, timing_ms(walk, remote));
 *	}
 *	timing_print(stdout, &near);
 *	timing_compare(stdout, &near, &far);
 */
#ifndef PAGELAB_TIMING_H
#define PAGELAB_TIMING_H

#include <stdbool.h>
#include <stdio.h>

#define TIMING_MAX 64
#define TIMING_FEW 3

struct timing {
	const char *name;
	unsigned nr;
	double ms[TIMING_MAX]; /* ascending */
};

/* Milliseconds that work(arg) takes, of a clock that never goes back. */
double timing_ms(void (*work)(void *arg), void *arg);
/* Adds a time. More than TIMING_MAX are not kept. */
void timing_add(struct timing *timing, double ms);
/* The one in the middle, or the mean of both in the middle; 0 if there is none. */
double timing_median(const struct timing *timing);

/* A line: name, median, least and most. */
void timing_print(FILE *out, const struct timing *timing);
/* A line: by how much `other` takes longer or shorter than `base`, or that the times of both
 * spread too much to say so: one's median lies between the other's least and most, or there are fewer than TIMING_FEW. */
void timing_compare(FILE *out, const struct timing *base, const struct timing *other);

/* Is this the workbook's virtual machine, of which times say nothing? If so, a line says
 * it. `path` names the board's names; NULL: where the kernel has them.
 *
 * Source: /proc/device-tree/compatible, hw/arm/virt.c of QEMU ("linux,dummy-virt"). */
bool timing_is_emulated(FILE *out, const char *path);

#endif
