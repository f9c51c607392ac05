/* SPDX-License-Identifier: MIT */
/*
 * numa_maps: where the pages of a mapping are, and which memory policy says so.
 * /proc/PID/numa_maps has a line for each mapping (each VMA):
 *
 *	ffff9e649000 interleave:0-1 anon=257 dirty=257 N0=128 N1=129 kernelpagesize_kB=4
 *	^ start      ^ policy                          ^ pages on each node
 *
 * The policy is the mapping's own, by mbind(2). For a mapping that has none it is the
 * policy of the thread in whose folder the file is: PID may be any thread's id.
 *
 * Policies are called "default", "local", "bind:1", "prefer:1", "interleave:0-1",
 * "prefer (many):1", on 6.12 also "weighted interleave:0-1"; flags stand between, as in
 * "bind=static:1".
 *
 * Source: Documentation/filesystems/proc.rst, numa_memory_policy.rst in
 * Documentation/admin-guide/mm; fs/proc/task_mmu.c (show_numa_map), mpol_to_str() in
 * mm/mempolicy.c.
 */
#ifndef PAGELAB_NUMA_MAPS_H
#define PAGELAB_NUMA_MAPS_H

#include <stdint.h>
#include <stdio.h>
#include <sys/types.h>

#define NUMA_MAPS_MAX_NODES 64
/* What the kernel's own buffer holds. */
#define NUMA_MAPS_POLICY_SIZE 64

/* Pages are of kernel_page_bytes. A mapping without pages has 0 everywhere. */
struct numa_map {
	uintptr_t start;
	char policy[NUMA_MAPS_POLICY_SIZE];
	uint64_t nr_anon;  /* of no file */
	uint64_t nr_dirty; /* written to */
	uint64_t nr_on_node[NUMA_MAPS_MAX_NODES];
	uint64_t kernel_page_bytes;
};

/*
 * The mapping that begins at `start`. A policy on a part of a mapping splits it, and
 * neighbours that are alike are joined: memory from lab_map() stands alone.
 * 0, or -ENODATA: no mapping begins there; -EBADMSG: malformed, cut short, or a path of
 * more than some 400 bytes in that line; -ERANGE: more nodes than there is room for, or a
 * number too large for 64 bits; -errno of read(2).
 */
int numa_maps_parse(FILE *file, uintptr_t start, struct numa_map *ret);

/* The same of process or thread `pid`, 0 meaning the caller's process. Also -EINVAL:
 * negative pid; -ENODATA: no such process, or a kernel without NUMA; -EPERM: another's
 * process. */
int numa_maps_read(pid_t pid, uintptr_t start, struct numa_map *ret);

#endif
