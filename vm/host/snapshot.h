/* SPDX-License-Identifier: MIT */
/*
 * A snapshot's files: the RAM of each node and the state of the devices, in a folder of the cache
 * or sealed in memory. Nothing here knows a machine that runs.
 */
#ifndef PAGELAB_SNAPSHOT_H
#define PAGELAB_SNAPSHOT_H

#include "vm.h"

struct snapshot {
	struct vm_size size; /* of the machine */
	int ram_fd[VM_MAX_NODES], state_fd;
	double slowness;
	bool is_shared; /* of all users: to be read, and no more */
	bool bare;	/* of a QEMU without a sandbox */
	char folder[4096];
};

/* With no file open, for a machine of that size. */
void snapshot_init(const struct vm_size *size, struct snapshot *ret);

/* What the machine was whose snapshot it is; for the manifest. */
struct snapshot_origin {
	const char *profile, *kernel, *qemu;
};

#define SNAPSHOT_MAX_FILES (VM_MAX_NODES + 1)
struct snapshot_file {
	const char *name;
	int *fd;
};

/* Its files, the RAM of each node and the state, by their names in the folder; manifest.json is
 * there too. The number of them. */
size_t snapshot_files(
	struct snapshot *snapshot, struct snapshot_file ret[SNAPSHOT_MAX_FILES]);

/* Names the folder, by a key of all that makes one machine differ from another (`machine`, see
 * qemu_describe()), of the initrd and of the image. The files are not open. */
int snapshot_find(const struct vm_options *options, const struct vm_size *size,
	const char *machine, struct snapshot *ret);
/* The same in the folder that all users share, options->share. */
int snapshot_find_shared(const struct vm_options *options, const struct vm_size *size,
	const char *machine, struct snapshot *ret);
/* Opens the files in the folder. -ENOENT, -EBADMSG: there is no snapshot there; -EPERM: one
 * that is shared, and that others than its owner may write to. */
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
/* Takes the place of old ones of its profile: of those with the usual machine, or of others. */
int snapshot_publish(struct snapshot *snapshot, const char *cache,
	const struct snapshot_origin *origin);
/* Whatever was said in `why`: if the disk is full, that was the cause. */
void snapshot_explain_full_disk(const char *cache, char *why);

/* sealed.c: a copy of a file in memory, holes and all, that nobody can write to. */
int sealed_copy(int from, const char *name, int *ret);
/* The same of all files of a snapshot, into *ret with none. */
int sealed_copy_all(const struct snapshot *from, struct snapshot *ret);
/* The same files by descriptors of the caller's own, into *ret with none. */
int sealed_open(const struct snapshot *sealed, struct snapshot *ret);

#endif
