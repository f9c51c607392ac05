/* SPDX-License-Identifier: MIT */
/*
 * What lab 03's checker gives ksmd to do, so that neither the time at which all is merged nor the
 * counters of the whole system can be known without a look at them.
 *
 *	our pages     merged before the program begins: the counters are not those of its buffers
 *	              alone. Some are changed after its write, and so are saved no more.
 *	a page held   one page of the program's, other than all until the rest is merged and both
 *	              processes wait on. Who waits for fewer pages, or for a time, goes on too early.
 *	scans held    after the write ksmd scans only once the program has begun to wait for it.
 */
#ifndef LAB03_CHECK_KSMD_H
#define LAB03_CHECK_KSMD_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct stage_region;

/*
 * Puts ksmd and the caller on one CPU, and so the program that is started afterwards; ksmd is no nicer than
 * they are. For each page that it merges, all CPUs flush an entry. QEMU's one thread for all CPUs comes
 * back to ksmd when each busy one has had its turn of 0.1 s: while a program polled without a pause on
 * CPUs of its own, about ten pages a second were merged. On one CPU the kernel shares the time out.
 * 0, or -ENODATA: no ksmd; -errno of sched_setaffinity(2), setpriority(2).
 */
int ksmd_share_cpu(void);

struct our_pages {
	char *memory;
	size_t nr; /* one frame; the others are saved */
};

/* Maps `nr` equal pages, two at least, and waits until they are merged. They are there until the
 * checker ends. 0, or -ETIMEDOUT: ksmd did not merge them; -errno of mmap(2), madvise(2);
 * errors as ksm_read(). */
int our_pages_merge(struct our_pages *ret, size_t nr);
/* Has `nr` of them saved no more, from ksmd's next scan on; at least two must remain. */
void our_pages_change(const struct our_pages *ours, size_t nr);

struct held_page {
	int mem; /* of its process, or -1 */
	uint64_t address;
	uint64_t word;	   /* what is there, when it is not held */
	uint64_t nr_saved; /* pages_sharing, when all others are merged */
	pid_t pids[2];	   /* who is to wait for it: the child, the parent */
	pthread_t thread;
	_Atomic bool stop;
	bool let_go;
};

/* Changes the first word of that page of a frozen program, until pages_sharing has been nr_saved
 * for a while, and its process and `parent` wait on: both look often, or one looks seldom. 0, or -errno of
 * open(2), pread(2), pwrite(2), pthread_create(3). */
int held_page_begin(struct held_page *held, const struct stage_region *region,
	size_t page, pid_t parent, uint64_t nr_saved);
/* Ends the wait. A page that was not let go by then stays as it is: held->let_go. */
void held_page_end(struct held_page *held);

struct held_scans {
	pid_t pid;	   /* who is to wait for them; 0: nobody, or no more */
	uint64_t nr_reads; /* by it, until then */
	pthread_t thread;
	_Atomic bool stop;
	bool let_go;
};

/* Lets ksmd, which is paused, go on soon after that frozen process has been let go and has read something:
 * who reads the saving before it waits reads that of no scan. 0, or -errno of pthread_create(3). */
int held_scans_begin(struct held_scans *held, pid_t pid);
/* Ends the wait. If they were not let go by then, ksmd stays paused: held->let_go. */
void held_scans_end(struct held_scans *held);

#endif
