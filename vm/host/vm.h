/* SPDX-License-Identifier: MIT */
/*
 * A machine to run a lab on: cloned from a snapshot, or booted cold.
 *
 *	struct vm *vm;
 *	char why[VM_WHY];
 *
 *	if (vm_open(&options, &vm, why))
 *		fprintf(stderr, "%s\n", why);
 *	vm_put_file(vm, "build/vm/labs/03-ksm/check", "/run/pagelab/check", 0700);
 *	vm_run(vm, &run, &status);
 *	vm_close(vm);
 *
 * Functions return 0 or -errno. When the machine itself is gone they return
 * -ENOTCONN, and vm_fate() tells how it ended.
 */
#ifndef PAGELAB_VM_H
#define PAGELAB_VM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#define VM_WHY 1024
#define VM_MAX_NODES 4

struct vm;
struct snapshot;
struct traffic;
struct vm_traffic;

struct vm_options {
	const char *image;   /* folder with kernel and manifest.json */
	const char *cache;   /* folder that keeps snapshots */
	const char *share;   /* folder with those of all users; may be NULL */
	const char *initrd;  /* the image's initrd with this checkout's agent */
	const char *profile; /* see qemu_args.c: "default", "cma"... */
	bool unrecorded; /* the profile's recording is not switched on: nobody asks for it */
	bool cold;	 /* boot, use no snapshot */
	const struct snapshot *sealed; /* of vm_seal(): clone that; NULL: the cache's */
	const char *tools; /* a file: the disks of VM_DISKS are there; NULL: no disk */
	bool quiet;	   /* no progress lines on stderr */
	struct vm_traffic *traffic; /* counts accesses of memory; NULL: nothing does */
};

/*
 * A machine with disks is a clone of the same snapshot as one without: they are new to it, on a PCI
 * bus that it has to scan again. The first has the file `tools` and cannot be written to, the second
 * is empty, and gone with the machine.
 */
#define VM_DISKS 2
#define VM_SCRATCH_MIB 1024

enum vm_fate {
	VM_RUNS,
	VM_PANICKED, /* the guest's kernel died; vm_last_words() quotes it */
	VM_KILLED,   /* QEMU ended, or the agent stopped answering */
};

/* The profile's own kernel arguments, each after a blank; NULL for an unknown profile. */
const char *vm_profile_arguments(const char *profile);
/* How many CPUs its machine has where VM_CPUS says nothing; 0: as many as is usual. */
unsigned vm_profile_cpus(const char *profile);
/*
 * The size of machines: VM_CPUS, VM_NODES and VM_MEM, or what is usual for the profile. Nodes are alike: each has
 * the same number of CPUs and the same memory.
 */
struct vm_size {
	unsigned nr_cpus, nr_nodes, node_mib;
};

/* 0, or -EINVAL with `why` (VM_WHY bytes) in a sentence: a setting is no number that can be had,
 * or this host has less memory. */
int vm_size_read(const char *profile, struct vm_size *ret, char *why);
bool vm_size_is_usual(const char *profile, const struct vm_size *size);

/*
 * Gives a machine that has answered a ping, with its clock set and its random
 * pool reseeded. Makes the profile's snapshot if there is none, and boots cold,
 * saying so on stderr, where a snapshot cannot be used. On failure `why`
 * (VM_WHY bytes) holds the cause and the way out, in sentences.
 */
int vm_open(const struct vm_options *options, struct vm **ret, char *why);
void vm_close(struct vm *vm);

/*
 * A copy of the profile's snapshot in memory that can be cloned and that nothing can change: no
 * machine that was cloned, nor a QEMU that was taken over. Processes forked afterwards share it.
 * Errors as of vm_open().
 */
int vm_seal(const struct vm_options *options, struct snapshot **ret, char *why);
void vm_sealed_free(struct snapshot *sealed);

enum vm_fate vm_fate(const struct vm *vm);
/* The guest kernel's panic or oops as it printed it; "" if there is none. */
const char *vm_last_words(const struct vm *vm);
const char *vm_kernel_release(const struct vm *vm);
/* As QEMU's --version tells it; "" if it does not, or the machine was joined. */
const char *vm_qemu_version(const struct vm *vm);
/* The speed of this machine relative to the one the limits were chosen on: 2.0
 * is half as fast. Bounds on waiting are multiplied by it. At least 1. */
double vm_slowness(const struct vm *vm);
/*
 * For a machine whose programs' memory accesses are counted (vm/traffic.h). 0, or -ENOTSUP: QEMU
 * cannot count here; other -errno of vm_open(). `why` (VM_WHY bytes) holds a sentence then.
 */
int vm_traffic_open(const char *profile, struct vm_traffic **ret, char *why);
/* What is counted, as it grows. */
const struct traffic *vm_traffic(const struct vm_traffic *traffic);
void vm_traffic_free(struct vm_traffic *traffic);

/* "clone" or "cold". */
const char *vm_start_kind(const struct vm *vm);
pid_t vm_qemu_pid(const struct vm *vm);

int vm_ping(struct vm *vm);
/* Stops all CPUs and the machine's clocks, until vm_continue(). */
int vm_pause(struct vm *vm);
int vm_continue(struct vm *vm);
int vm_put(struct vm *vm, const char *guest_path, mode_t mode, const void *data,
	size_t size);
int vm_put_file(
	struct vm *vm, const char *host_path, const char *guest_path, mode_t mode);
/* From the beginning to the end, however large; also -errno of pread(2). */
int vm_put_fd(struct vm *vm, int fd, const char *guest_path, mode_t mode);
/* *ret is malloc'ed and NUL-terminated beyond *ret_size. */
int vm_get(struct vm *vm, const char *guest_path, char **ret, size_t *ret_size);
/* Writes the file to `fd` as it comes; also -errno of write(2). */
int vm_get_fd(struct vm *vm, const char *guest_path, int fd);
/* Writes a kernel setting (a file under /proc/sys or /sys) that exists. */
int vm_knob(struct vm *vm, const char *path, const char *value);
/*
 * Loads the kernel module that lies at guest_path, with parameters as on insmod's command
 * line. -EEXIST if it is loaded already, -errno of finit_module(2); -ETIMEDOUT after so many
 * seconds (0: a minute), with the machine good for nothing any more. On failure `why`
 * (VM_WHY bytes) holds what the kernel logged about it, "" if nothing.
 */
int vm_load(struct vm *vm, const char *guest_path, const char *parameters, int seconds,
	char *why);

struct vm_run {
	const char *const *args; /* NULL-terminated; args[0] is the program's path */
	const char *const *env;	 /* NULL-terminated NAME=VALUE; may be NULL */
	uid_t uid;
	gid_t gid;
	bool tty;	     /* a terminal in the guest, joined to the host's */
	bool same_addresses; /* each time; what QEMU has translated then serves again */
	int input;	     /* descriptor whose bytes become standard input, or -1 */
	int seconds;	     /* bound on the whole run; 0 is none */
	void *arg;	     /* passed to the callbacks */
	void (*on_output)(void *arg, bool is_stderr, const char *data, size_t size);
	void (*on_report)(void *arg, const char *data, size_t size);
};

/*
 * Runs a program to its end. *ret_status is as from waitpid(). -ETIMEDOUT if the
 * bound passed: the program is killed. -EINTR if vm_interrupt() was called.
 */
int vm_run(struct vm *vm, const struct vm_run *run, int *ret_status);

/* For a callback of vm_run(): gives the program these bytes of input, besides what comes from
 * run->input. 0 or -errno. */
int vm_input(struct vm *vm, const void *data, size_t size);

/*
 * Lets others talk to the machine as well, each with a program that runs beside the others': they
 * join it by the socket at `path`, which is made, and is gone when the machine is closed. All of
 * them are out then.
 */
int vm_share(struct vm *vm, const char *path);
/* From this process or another one. What was begun in it ends with vm_close(). 0, or -ENOENT,
 * -ECONNREFUSED: no machine is shared there. */
int vm_join(const char *path, struct vm **ret);
bool vm_is_joined(const struct vm *vm);

/* Async-signal-safe: makes the running or next vm_run() return -EINTR. */
void vm_interrupt(void);

#endif
