/* SPDX-License-Identifier: MIT */
/*
 * What a module leaves behind: records that nobody frees, structures of processes that are
 * gone, frames that somebody still refers to. The profile “module” has the kernel keep the
 * books (slub_debug): who has allocated which object, and what was written to freed ones.
 */
#ifndef PIN_MODULE_CHECK_LEFT_H
#define PIN_MODULE_CHECK_LEFT_H

#include <stddef.h>
#include <stdint.h>

#define MAX_CACHES 96

struct left {
	double time;	  /* patience_now(), before anything was read */
	size_t nr_caches; /* of kmalloc(), with so many objects in use */
	uint64_t objects[MAX_CACHES];
	uint64_t nr_large; /* areas of vmalloc() that are the module's */
	uint64_t nr_mm;	   /* struct mm_struct of all processes, dead ones too */
};

/* 0, or -errno: the books are not there. */
int left_read(struct left *ret);

/*
 * How many records of the module there are, `few` or more, in caches that have grown since
 * `before` by so many, made since then; else 0. What is freed later, by kfree_rcu(), has some seconds for it.
 * 0 or -errno.
 */
int left_records(const struct left *before, uint64_t few, uint64_t *ret);

/* How many of these frames are in use, though no process has them: pages of a program
 * that is gone, to which somebody still has a reference. 0 or -errno. */
int left_frames(const uint64_t *pfns, size_t nr, size_t *ret_nr);

/* Has the kernel look through all objects of kmalloc(): what is wrong there, it logs. */
int left_validate(void);

#endif
