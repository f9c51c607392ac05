/* SPDX-License-Identifier: MIT */
/*
 * probes: sets up the kernel's tracing for a recorder, in an instance of its own in tracefs,
 * whose rings take nothing yet. The agent does that before the snapshot is made: an instance takes
 * 40 to 160 ms, its rings and probes 20 more, and clones find them made.
 *
 * What most labs of a profile ask for is switched on there, too. Switched on in a clone of lab 02, probes
 * and tracepoints took 28 of 936 ms of processor time, with 7,300 instructions of the kernel that nothing
 * else runs: to translate them is what emulation spends its time on. Labs without records have a machine
 * where nothing is on, because it costs every fault some 6 us, and every system call some 200
 * instructions, whether somebody records or not.
 *
 * A system call that is recorded has events of its own. One event for all of them, with a filter for
 * their numbers, has the kernel compare each call of the machine with some thirty numbers.
 *
 * Why an instance, read as binary, and not perf_event_open() on the cgroup. In a clone of the
 * default machine, the host at a load of 11 to 13, both kernels, nine events on eight CPUs:
 *
 *				armed instance		perf on a cgroup
 *	to set up, a run	8-12 ms			47-57 ms
 *	to take down, a run	2-7 ms			70-104 ms
 *	a fault (5.9 us)	14.7-17.5 us		17.9-20.6 us
 *	a call that is recorded	+2-4 us			+3-4 us
 *	one that is not		+1 us			+1.5 us
 *	what kernel threads do	yes			no: they are in no cgroup
 *	lost events		counted			counted
 *
 * Whose event it was is found out afterwards, by task_newtask (kin.h): set_event_pid would take
 * 8 to 14 ms in a clone, for a grace period of RCU, and slow each switch of tasks; and it would
 * leave out what kernel threads do.
 *
 * Source: Documentation/trace/ftrace.rst, events.rst, kprobetrace.rst.
 */
#ifndef PAGELAB_RECORDER_PROBES_H
#define PAGELAB_RECORDER_PROBES_H

#include <stdbool.h>
#include <stddef.h>

#define PROBES_TRACEFS "/sys/kernel/tracing"
/* Of one CPU. A program that does nothing else fills it by 55,000 calls, in 0.2 s, or by 50,000
 * faults, in 0.8 s; QEMU's one thread for all CPUs lets the reader wait for 0.1 s. */
#define PROBES_RING_BYTES (4u << 20)
#define PROBES_INSTANCE PROBES_TRACEFS "/instances/pagelab"

/*
 * Makes the instance, switches the events of these groups (enum record_group) on, and writes what
 * the formats of all events say, a struct layout, into file `layout`.
 * What this kernel cannot probe is left out. Root only.
 * 0, or -ENODATA: no tracefs, or one without instances; -EEXIST: it is made; -EPERM; others of
 * the kernel.
 */
int probes_arm(const char *layout, unsigned groups);

/*
 * Has the events of `groups` recorded, once the instance's tracing_on is 1; those of the groups `on`
 * are already. They stay on: the machine is thrown away after the check. 0, or -errno of the kernel.
 */
int probes_switch_on(unsigned on, unsigned groups);

/* Empties the rings and sets their counts of lost events to 0. */
void probes_empty(void);

/* What the rings of an instance's CPUs (a folder of tracefs) were too full for, since they were
 * emptied. 0; -EBADMSG: the kernel does not say; errors of kfile_fopen(). */
int probes_nr_dropped(const char *tracefs, size_t nr_cpus, unsigned long *ret);

/* How often a probe was passed by unnoticed since it was made. 0, or -errno. */
int probes_nr_missed(unsigned long *ret);

#endif
