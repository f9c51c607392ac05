/* SPDX-License-Identifier: MIT */
/*
 * A snapshot's files: the RAM of both nodes and the state of the devices, in a folder of the cache
 * or sealed in memory. Nothing here knows a machine that runs.
 */
#ifndef PAGELAB_SNAPSHOT_H
#define PAGELAB_SNAPSHOT_H

#include "vm.h"

struct snapshot {
	int ram_fd[2], state_fd;
	double slowness;
	char folder[4096];
};

/* What the machine was whose snapshot it is; for the manifest. */
struct snapshot_origin {
	const char *profile, *kernel, *qemu;
};

/* The names of ram_fd[0], ram_fd[1] and state_fd; the folder has manifest.json too. */
extern const char *const snapshot_files[3];

/* Names the folder, by a key of all that makes one machine differ from another (`machine`, see
 * qemu_describe()), of the initrd and of the image. The files are not open. */
int snapshot_find(
	const struct vm_options *options, const char *machine, struct snapshot *ret);
/* Opens the files in the folder. -ENOENT, -EBADMSG: there is no snapshot there. */
int snapshot_open(struct snapshot *snapshot);
void snapshot_close(struct snapshot *snapshot);
/* Takes a snapshot that does not work out of the way. */
void snapshot_discard(struct snapshot *snapshot);
void snapshot_remove(const char *folder);

/* One maker at a time: a descriptor, which unlocks when it is closed; -EINTR. */
int snapshot_lock(const char *cache, char *why);

/* snapshot_make.c: with the cache locked, the files for a machine that is to become a snapshot.
 * They have no name before snapshot_publish() gives them one. */
int snapshot_begin(const char *cache, struct snapshot *snapshot, char *why);
/* Takes the place of old ones of its profile. */
int snapshot_publish(const struct snapshot *snapshot, const char *cache,
	const struct snapshot_origin *origin);
/* Whatever was said in `why`: if the disk is full, that was the cause. */
void snapshot_explain_full_disk(const char *cache, char *why);

/* sealed.c: a copy of a file in memory, holes and all, that nobody can write to. */
int sealed_copy(int from, const char *name, int *ret);
/* The same of a snapshot's three, into *ret with none. */
int sealed_copy_all(const struct snapshot *from, struct snapshot *ret);
/* The same files by descriptors of the caller's own, into *ret with none. */
int sealed_open(const struct snapshot *sealed, struct snapshot *ret);

#endif
