/* SPDX-License-Identifier: MIT */
/* The QEMU process, and the machine that it makes. */
#ifndef PAGELAB_QEMU_H
#define PAGELAB_QEMU_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "vm.h"

enum qemu_memory {
	QEMU_PLAIN,   /* anonymous, for a cold boot */
	QEMU_SHARED,  /* RAM files that keep what the guest writes: a snapshot is made */
	QEMU_PRIVATE, /* RAM files, copied on write: a clone */
};

struct qemu_plan {
	const char *kernel, *initrd, *profile;
	bool unrecorded;
	struct vm_size size;
	enum qemu_memory memory;
	int ram_fd[VM_MAX_NODES]; /* the nodes' RAM files; -1 for none */
	bool ram_is_read;	  /* its files cannot be written to (vm/preload) */
	int disk_fd[VM_DISKS];	  /* -1 for none */
	bool bare;		  /* of a QEMU that has no sandbox */
	const struct vm_traffic *traffic; /* NULL: nothing is counted */
};

/* Of -sandbox: each category of system calls is denied. */
#define QEMU_SANDBOX \
	"on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny"

struct qemu {
	pid_t pid;
	int channel; /* stream of frames, non-blocking */
	int qmp;     /* QEMU's monitor */
	int console; /* memfd with what the guest's console printed */
};

/* The descriptors as QEMU sees them; node N's RAM file is QEMU_RAM_FD + N, and so are disks. */
enum {
	QEMU_CHANNEL_FD = 8,
	QEMU_QMP_FD,
	QEMU_RAM_FD,
	QEMU_CONSOLE_FD = QEMU_RAM_FD + VM_MAX_NODES,
	QEMU_DISK_FD,
	QEMU_PRELOAD_FD = QEMU_DISK_FD + VM_DISKS,
	QEMU_PLUGIN_FD,
	QEMU_TRAFFIC_FD,
	QEMU_LAST_FD,
};

/* qemu_args.c: the program, QEMU or what stands in PATH. */
const char *qemu_program(void);
/* Whether the machine runs on this host's processors. */
bool qemu_has_kvm(void);
/* The arguments, NULL at the end; NULL may be freed. */
int qemu_args(const struct qemu_plan *plan, char ***ret);
void qemu_args_free(char **args);
/* A line of all that makes one machine differ from another, for the snapshot's key. */
int qemu_describe(const char *profile, bool unrecorded, const struct vm_size *vm_size,
	char *ret, size_t size);

/* qemu.c: checks that QEMU is there and new enough; ret_version may be NULL. */
int qemu_check(char *ret_version, size_t size, char *why);
/* A line on stderr if this QEMU's version is none of those that were tried. */
void qemu_tell_untried(void);
/* Whether this QEMU starts, but not in its sandbox: made without it, or on a host that has no
 * seccomp. Says so on stderr, by name. */
bool qemu_lacks_sandbox(void);
/* Whether it can load the plugin that counts. */
bool qemu_loads_plugin(const struct vm_traffic *traffic);
/* Looks whether the image's kernel and initrd are what its manifest says: a kernel that was cut short
 * starts, and says nothing. */
int qemu_check_image(const char *image, char *why);
int qemu_start(const struct qemu_plan *plan, struct qemu *ret, char *why);
/* Words to put behind others, of how it has ended by itself; "" if it goes on. */
void qemu_end(struct qemu *qemu, char *ret, size_t size);
/* Kills and reaps it. Safe on one that never started (pid 0). */
void qemu_stop(struct qemu *qemu);

#endif
