/* SPDX-License-Identifier: MIT */
/*
 * device_record: what the workbook's modules that hand out blocks of memory (order_alloc,
 * cma_grab) were asked for, as they say it in /sys/class/misc/DEVICE:
 *
 *	granted      12
 *	refused      1
 *	held_blocks  3
 *	last         order 9 node 0 flags 0x1 error 0 pfn 0x44000
 *
 *	device_record_read("order_alloc", &record);
 *	... device_record_last(&record, "error") ...
 */
#ifndef PAGELAB_DEVICE_RECORD_H
#define PAGELAB_DEVICE_RECORD_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#define DEVICE_RECORD_MAX 8
#define DEVICE_RECORD_NAME 16

struct device_record {
	uint64_t nr_granted, nr_refused; /* requests, since the module was loaded */
	uint64_t nr_held;		 /* blocks, now */
	size_t nr;			 /* of what is known of the latest request */
	struct {
		char name[DEVICE_RECORD_NAME];
		uint64_t value;
	} last[DEVICE_RECORD_MAX];
};

/* Reads the line `last`; the numbers of *ret stay as they are.
 * 0, or -ENODATA: empty; -EBADMSG: malformed or cut short; -ERANGE: more names than
 * there is room for, or a number too large; -errno of read(2). */
int device_record_parse(FILE *last, struct device_record *ret);

/* 0, or -ENODATA: no such device; errors as above; -errno of open(2). */
int device_record_read(const char *device, struct device_record *ret);

/* A number of the latest request; UINT64_MAX if it has none of that name. */
uint64_t device_record_last(const struct device_record *record, const char *name);

#endif
