/* SPDX-License-Identifier: MIT */
/*
 * record: what the kernel logged of a program while it ran: who did what to which page, and
 * when. A claim about means asks it; state at checkpoints shows the end alone.
 *
 *	const struct record_query query = {.kind = RECORD_FAULT, .pid = child,
 *		.from = region.address, .bytes = region.length_bytes,
 *		.after = "forked", .before = "child-wrote"};
 *
 *	for (const struct record_event *e = NULL; (e = record_next(record, &query, e));)
 *		...
 *
 * The events stand in the order in which they happened, of all processes and threads of
 * the program and of nobody else, from its first exec on. Moves and merges have no doer in the
 * program (kernel threads do them): those of the whole machine are there.
 *
 * What is there depends on "records" of lab.json (groups.h); perform() gives the record to the
 * checker as performance->record.
 *
 * Source: Documentation/trace/events.rst, kprobetrace.rst; how it is taken: recorder.h.
 */
#ifndef PAGELAB_RECORDER_RECORD_H
#define PAGELAB_RECORDER_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "groups.h"

enum record_kind {
	RECORD_ANY,
	/* A system call. What process_madvise(2) and io_uring ask for is there as well, as the
	 * madvise(2) that it amounts to, for each range of their list. */
	RECORD_CALL,
	RECORD_FAULT,	 /* a page that was not, or not so, in the page table */
	RECORD_TASK,	 /* a new process or thread, begun by this one */
	RECORD_EXEC,	 /* the process became another program */
	RECORD_END,	 /* the thread ended */
	RECORD_MOVE,	 /* a page of somebody's got another frame */
	RECORD_MIGRATED, /* how a batch of moves went, and why it was begun */
	RECORD_MERGE,	 /* a page was put behind a frame of KSM's */
	RECORD_PIN,	 /* pages were pinned */
};

struct record_call {
	long nr; /* SYS_... */
	uint64_t args[6];
	int64_t result; /* or -errno */
	bool returned;	/* else it was under way when the program ended */
	uint64_t end_ns;
	pid_t memory_pid; /* the process whose memory the caller uses */
	const char *path; /* RECORD_FILES: the path that it opened or went to, else "" */
	/* RECORD_FILES: how many huge pages it asked a pool for; 0: none, or it is no such write. */
	uint64_t nr_huge_asked;
	/* RECORD_CALLS: what the kernel has read of the CPUs that sched_setaffinity(2) is given, or of
	 * the nodes of set_mempolicy(2) and mbind(2): bit n for number n, up to 63. It reads none if
	 * it refuses the length of the set. */
	uint64_t set;
	bool has_set;
};

/* Bits of record_fault.flags: FAULT_FLAG_* in include/linux/mm_types.h. */
#define RECORD_FAULT_WRITE 0x1
#define RECORD_FAULT_TRIED 0x20
#define RECORD_FAULT_USER 0x40 /* by the program's own instruction */
#define RECORD_FAULT_REMOTE 0x80
#define RECORD_FAULT_EXEC 0x100
#define RECORD_FAULT_UNSHARE 0x400

/* Bits of record_fault.result: VM_FAULT_* there. */
#define RECORD_FAULT_OOM 0x1
#define RECORD_FAULT_SIGBUS 0x2
#define RECORD_FAULT_MAJOR 0x4
#define RECORD_FAULT_SIGSEGV 0x40
#define RECORD_FAULT_RETRY 0x400

/* How the kernel came to take the fault. */
enum record_by {
	RECORD_BY_ACCESS, /* an instruction of the program loaded, stored or was fetched */
	RECORD_BY_KERNEL, /* the kernel read or wrote for a system call: read(2) into a buffer */
	RECORD_BY_GUP, /* it got the page for itself: a pin, MADV_POPULATE, mlock, /proc/PID/mem */
};

enum record_gave {
	RECORD_GAVE_NOTHING, /* no new frame: the one that was there, or one that others have */
	RECORD_GAVE_ZEROED, /* a new frame of zeros, or a huge page */
	RECORD_GAVE_COPY,   /* a new frame to be filled: a copy, or from a file or swap */
};

struct record_fault {
	uint64_t address;
	enum record_by by;
	uint32_t flags;
	uint32_t result;
	bool write; /* for writing; else for reading or executing */
	/* The process whose memory it is: the doer's own, but for a child of vfork() and for
	 * what is reached through /proc/PID/mem or process_vm_writev(). 0: not known. */
	pid_t memory_pid;
	/* RECORD_COPIES: what it brought, and where. */
	enum record_gave gave;
	uint64_t pfn;
	unsigned order;
};

struct record_task {
	pid_t child;	      /* the new one's thread id */
	uint64_t clone_flags; /* CLONE_THREAD, CLONE_VM, CLONE_VFORK ... of clone(2) */
};

struct record_move {
	uint64_t address; /* where it is mapped; by whom is not known */
	uint64_t from_pfn,
		to_pfn; /* the same, where the move failed; from 0: not known */
	unsigned order;
};

/* enum migrate_reason of the kernel; record_reason_word() (words.h) has their names. */
enum record_reason {
	RECORD_FOR_COMPACTION,
	RECORD_FOR_FAILURE,
	RECORD_FOR_HOTPLUG,
	RECORD_FOR_CALL,
	RECORD_FOR_MBIND,
	RECORD_FOR_BALANCING,
	RECORD_FOR_CONTIG,
	RECORD_FOR_PIN,
	RECORD_FOR_DEMOTION,
};

struct record_migrated {
	uint64_t nr_succeeded, nr_failed;
	unsigned reason;
};

struct record_merge {
	uint64_t address;
	/* Whose page it is, known by its faults (RECORD_FAULTS); 0: not of this program. */
	pid_t memory_pid;
};

struct record_pin {
	uint64_t address; /* 0: the caller gave pages, not addresses */
	uint64_t nr_pages;
	uint32_t flags; /* FOLL_* */
	int64_t result; /* pages pinned, or -errno */
	bool returned;
};

struct record_event {
	enum record_kind kind;
	/* How many of the checkpoints that the checker looked at lay before it. */
	unsigned moment;
	unsigned cpu;
	pid_t tid, pid;	  /* thread and process, in the checker's numbering */
	const char *comm; /* what the thread was called: its own word, made printable */
	uint64_t time_ns; /* CLOCK_MONOTONIC */
	union {
		struct record_call call;
		struct record_fault fault;
		struct record_task task;
		struct record_move move;
		struct record_migrated migrated;
		struct record_merge merge;
		struct record_pin pin;
	};
};

struct record;

/*
 * What to look for; 0 and NULL ask for nothing.
 */
struct record_query {
	enum record_kind kind;
	long nr;	  /* RECORD_CALL: this one; 0 is io_setup() and means any */
	pid_t pid, tid;	  /* the doer */
	pid_t memory_pid; /* RECORD_CALL, RECORD_FAULT, RECORD_MERGE: whose memory */
	/* Events that touch [from, from + bytes): by the address of a fault, move, merge or pin,
	 * by address and length of a system call that has them. */
	uint64_t from, bytes;
	bool write;	/* RECORD_FAULT: for writing only */
	bool access;	/* RECORD_FAULT: by the program's own instructions only */
	bool failed;	/* RECORD_CALL: with an error only */
	bool succeeded; /* RECORD_CALL: without one only */
	/* Between these checkpoints, as the checker looked at them in perform(). */
	const char *after, *before;
};

/* The event after `event` (NULL: the first) that fits; NULL if there is none. */
const struct record_event *record_next(const struct record *record,
	const struct record_query *query, const struct record_event *event);
/* The last event that fits, or NULL. */
const struct record_event *record_last(
	const struct record *record, const struct record_query *query);
/* The event by which that process or thread began, of its maker; NULL: none of the program's began it. */
const struct record_event *record_born(const struct record *record, pid_t tid);

/* How many fit. */
size_t record_count(const struct record *record, const struct record_query *query);

/* Why the page of this RECORD_MOVE was moved: the batch that the same thread ends next tells (enum
 * record_reason). UINT32_MAX: that is not there. */
unsigned record_reason_of(const struct record *record, const struct record_event *move);

/* Whether the event is about memory there, as query.from and query.bytes ask for. */
bool record_touches(const struct record_event *event, uint64_t from, uint64_t bytes);
/* Whether the system call of this number writes to a file, or reads from one. sendfile(2) does both. */
bool record_is_write(long nr);
bool record_is_read(long nr);

/*
 * How many faults that fit each of nr_pages pages took, beginning at query->from; that many
 * bytes are asked for, whatever query->bytes is. Calls that had to be repeated count once.
 */
void record_count_pages(const struct record *record, const struct record_query *query,
	size_t nr_pages, uint16_t *ret_counts);

/* Whether these groups were recorded, all of them. */
bool record_has(const struct record *record, unsigned groups);
#endif
