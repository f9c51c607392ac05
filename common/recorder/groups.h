/* SPDX-License-Identifier: MIT */
/*
 * groups: what can be recorded of a program, in the words of lab.json ("records"). Host and
 * guest share them.
 */
#ifndef PAGELAB_RECORDER_GROUPS_H
#define PAGELAB_RECORDER_GROUPS_H

enum record_group {
	RECORD_CALLS = 1 << 0,	/* system calls about memory, placement, tasks, devices */
	RECORD_FILES = 1 << 1,	/* and those that open, read and write files */
	RECORD_FAULTS = 1 << 2, /* each fault, with what came of it */
	RECORD_COPIES = 1 << 3, /* and which frame it brought, zeroed or copied */
	RECORD_MOVES = 1 << 4,	/* pages that change their frame, and why */
	RECORD_MERGES = 1 << 5, /* pages that KSM merges; whose, by the faults */
	RECORD_PINS = 1 << 6,	/* pages that are pinned in the name of a device */
	RECORD_TOUCHES =
		1 << 7, /* each fault as it begins: one that begins again counts twice */
	RECORD_LOCKS =
		1 << 8, /* system calls that lock and unlock memory, and no others */
};

/* Bit number n is called record_group_words[n]. */
#define RECORD_GROUP_WORDS                                                       \
	{                                                                        \
		"calls", "files", "faults", "copies", "moves", "merges", "pins", \
			"touches", "locks", 0                                    \
	}

#endif
