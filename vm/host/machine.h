/* SPDX-License-Identifier: MIT */
/* What the host's files of the machine offer one another. vm.h is for everybody. */
#ifndef PAGELAB_MACHINE_H
#define PAGELAB_MACHINE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "vm/channel.h"
#include "vm.h"

/* --- qemu.c: the process ------------------------------------------------------ */

enum qemu_memory {
	QEMU_PLAIN,   /* anonymous, for a cold boot */
	QEMU_SHARED,  /* RAM files that keep what the guest writes: a snapshot is made */
	QEMU_PRIVATE, /* RAM files, copied on write: a clone */
};

struct qemu_plan {
	const char *kernel, *initrd, *profile;
	enum qemu_memory memory;
	int ram_fd[2]; /* the nodes' RAM files, unless QEMU_PLAIN */
	int state_fd; /* the devices' state, unless QEMU_PLAIN; seen by QEMU as QEMU_STATE_FD */
};

struct qemu {
	pid_t pid;
	int channel; /* stream of frames, non-blocking */
	int qmp;     /* QEMU's monitor */
	int console; /* memfd with what the guest's console printed */
};

/* The descriptors as QEMU sees them; the second node's RAM file is QEMU_RAM_FD + 1. */
enum {
	QEMU_CHANNEL_FD = 8,
	QEMU_QMP_FD,
	QEMU_RAM_FD,
	QEMU_CONSOLE_FD = QEMU_RAM_FD + 2,
	QEMU_LAST_FD,
};

const char *qemu_program(void);
/* qemu_args.c: the arguments, NULL at the end; NULL may be freed. */
int qemu_args(const struct qemu_plan *plan, char ***ret);
void qemu_args_free(char **args);
/* Checks VM_CPUS and VM_MEM. -EINVAL with `why` (VM_WHY bytes) in words. */
int qemu_check_settings(char *why);
/* A line of all that makes one machine differ from another, for the snapshot's key. */
int qemu_describe(const char *profile, char *ret, size_t size);
/* Checks that QEMU is there and new enough; ret_version may be NULL. */
int qemu_check(char *ret_version, size_t size, char *why);
int qemu_start(const struct qemu_plan *plan, struct qemu *ret, char *why);
/* Kills and reaps it. Safe on one that never started (pid 0). */
void qemu_stop(struct qemu *qemu);

/* --- qmp.c: QEMU's monitor ---------------------------------------------------- */

/* Reads the greeting and leaves negotiation mode. */
int qmp_connect(int fd);
/* Sends a command (arguments is stolen, may be NULL); *ret may be NULL. */
int qmp_command(int fd, const char *name, json_t *arguments, json_t **ret);
/* What QEMU said of the last command that it refused. */
const char *qmp_error(void);
int qmp_ignore_shared(int fd);
/* Writes the devices' state to state_fd, or reads it from there. */
int qmp_save(int fd, int state_fd);
int qmp_load(int fd, int state_fd);

/* --- link.c: frames ----------------------------------------------------------- */

struct link {
	int fd;
	unsigned char *data; /* what arrived and is not yet taken */
	size_t have, size;
	size_t taken; /* bytes of the frame that was given out last */
};

struct frame {
	enum channel_type type;
	unsigned char *data; /* valid until the next link_receive() */
	size_t size;
};

extern volatile int link_interrupted;

int link_init(struct link *link, int fd);
void link_deinit(struct link *link);
int link_send(struct link *link, enum channel_type type, const void *data, size_t size);
/* The next frame. deadline_ms is on CLOCK_MONOTONIC, -1 for none; other_fd, unless -1,
 * is watched too: -EAGAIN if it can be read first. -ETIMEDOUT, -ENOTCONN, -EINTR. */
int link_receive(struct link *link, int64_t deadline_ms, int other_fd, struct frame *ret);
int64_t link_now_ms(void);

/* --- snapshot.c --------------------------------------------------------------- */

struct snapshot {
	int ram_fd[2], state_fd;
	double slowness;
	char folder[4096];
};

/* sealed.c: a copy of a file in memory, holes and all, that nobody can write to. */
int sealed_copy(int from, const char *name, int *ret);
/* The same files by descriptors of the caller's own, into *ret with none. */
int sealed_open(const struct snapshot *sealed, struct snapshot *ret);

/* Opens what is to be cloned: the profile's snapshot, made first if there is none, or a sealed
 * one. */
int snapshot_open(const struct vm_options *options, struct snapshot *ret, char *why);
void snapshot_close(struct snapshot *snapshot);
/* Takes a snapshot that does not work out of the way. */
void snapshot_discard(struct snapshot *snapshot);

/* snapshot_make.c: called with the cache locked; leaves the files open. */
int snapshot_make(const struct vm_options *options, struct snapshot *snapshot, char *why);
/* The names of ram_fd[0], ram_fd[1] and state_fd; the folder has manifest.json too. */
extern const char *const snapshot_files[3];
void snapshot_remove(const char *folder);

/* --- vm.c ---------------------------------------------------------------------- */

struct vm {
	struct qemu qemu;
	struct link link;
	enum vm_fate fate;
	bool cold;
	double slowness;
	char release[128];
	char last_words[4096];
};

/* Boots cold and waits for the agent; the machine is not woken. */
int vm_boot(const struct qemu_plan *plan, struct vm *vm, char *why);
void vm_stop(struct vm *vm);
/* As link_send() and link_receive(); settles the machine's fate when it is gone. */
int vm_send(struct vm *vm, enum channel_type type, const void *data, size_t size);
int vm_receive(struct vm *vm, int64_t deadline_ms, int other_fd, struct frame *ret);

/* calls.c: sends a frame that is answered by DONE; its code. */
int vm_command(struct vm *vm, enum channel_type type, const void *data, size_t size);
/* How long a fixed amount of page faults takes there, against the reference. */
#define PROBE_REFERENCE_MS 300.0
int vm_probe(struct vm *vm, double *ret_slowness);

/* words.c: the kernel's last words, from what the console printed. */
void words_find(const char *console, size_t size, char *ret, size_t ret_size);

/* progress.c: one line on stderr for what takes longer than two seconds. */
void progress_begin(bool quiet, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
void progress_end(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
