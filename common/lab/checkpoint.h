/* SPDX-License-Identifier: MIT */
/*
 * Your program's side of ./check and ./run --step.
 *
 * A checker that stands outside your program wants to look at its memory at the
 * moments the chapter talks about. Your program says which memory, and when:
 *
 *	lab_region("buffer", buffer, length_bytes);
 *	...
 *	lab_checkpoint("filled");
 *
 * At a checkpoint the whole program stands still, threads and children too, until
 * the checker has looked. Nobody learns anything from these calls but where and
 * when; what the memory is like, the checker asks the kernel.
 *
 * Started by hand, without a checker, the calls only flush standard output. They
 * never end your program and never change errno.
 */
#ifndef PAGELAB_CHECKPOINT_H
#define PAGELAB_CHECKPOINT_H

#include <stddef.h>

/*
 * Names `length_bytes` bytes at `address`, so that the checker finds them. Naming
 * the same name again replaces the old region. A child made by fork() has memory of
 * its own: it may name its copy too.
 */
void lab_region(const char *name, const void *address, size_t length_bytes);

/*
 * Marks a moment: flushes stdout, then waits until the checker has looked at the
 * frozen program, or returns at once if nobody waits for this name.
 */
void lab_checkpoint(const char *name);

/* Marks a moment without freezing the program, for series of measurements. */
void lab_sample(const char *name);

/*
 * Returns a descriptor of the calling process's own /proc/self/pagemap. Under
 * ./check and ./run it shows page frame numbers, which an ordinary user's own open
 * would hide (see pagemap.h). It stays with the process that asked: after fork()
 * the child asks for its own. Close it with close().
 *
 * -errno on failure: -EPERM where the lab does not grant it.
 *
 * Source: Documentation/admin-guide/mm/pagemap.rst
 */
int lab_pagemap(void);

/*
 * Writes `value` to the kernel setting `name`, as "vm/percpu_pagelist_high_fraction" for
 * /proc/sys/vm/percpu_pagelist_high_fraction. Only root may write there, so under ./check
 * and ./run it is done for the program, if the lab grants that setting.
 *
 * 0, or -EPERM: not granted, or not root; -ENODATA: no such setting; -ENAMETOOLONG; -EINVAL:
 * the kernel does not take this value; other -errno of open(2) and write(2).
 *
 * Source: Documentation/admin-guide/sysctl
 */
int lab_sysctl(const char *name, const char *value);

/*
 * argv[index] as a whole number of at least 1, or `fallback` if there are fewer
 * arguments. For main(): on anything else it prints what was wrong and exits with 2. The order
 * of arguments and the fallbacks are those of lab.json's `args` and `sizes`.
 */
long lab_size(int argc, char **argv, int index, long fallback);

#endif
