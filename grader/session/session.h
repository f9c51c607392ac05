/* SPDX-License-Identifier: MIT */
/* A machine made ready for a lab: what ./check and ./run have in common. */
#ifndef PAGELAB_SESSION_H
#define PAGELAB_SESSION_H

#include "grader/lab/lab_json.h"
#include "vm/host/vm.h"

#include <stdbool.h>

/* The root of the checkout, from PAGELAB_ROOT. NULL if that is unset. */
const char *session_root(void);

/* The lab's folder from build/current, malloc'ed. -ENOENT if none was made yet,
 * -ENOMEM. */
int session_current_lab(const char *root, char **ret);

/* The kernel that is asked for, or the host's default, malloc'ed. Errors as above. */
int session_kernel(const char *root, char **ret);

/* SIGINT, SIGTERM and SIGHUP end what runs in the machine, at once. A second one
 * ends this program. SIGHUP that is ignored stays so (nohup). */
void session_catch_signals(void);
/* The signal that came, 0 if none did. */
int session_signal(void);

struct session_request {
	const char *root;
	const struct lab *lab; /* NULL: no knobs but the base ones */
	const char *profile;   /* NULL: the lab's, or "default" */
	bool cold;
	bool unrecorded;  /* as of vm_options; also where the lab has no records */
	bool for_people;  /* with the programs of the image's disk, tools.h */
	bool disks_later; /* with the disk, for session_people() */
	bool steps;	  /* the system calls are recorded, whatever the lab asks for */
	const struct snapshot *sealed; /* as of vm_options */
	struct vm_traffic *traffic;    /* as of vm_options */
};

/* 0, or -errno of vm.h or lab_json.h; then `why` (VM_WHY bytes) holds sentences. */
int session_open(const struct session_request *request, struct vm **ret, char *why);

/* Makes the machine one for people, if it is not yet. Errors as above. */
int session_people(const char *root, struct vm *vm, char *why);

/* vm_seal() for the profile. Errors as above. */
int session_seal(const char *root, const char *profile, struct snapshot **ret, char *why);

/* Loads the modules that the lab names, from build/kmod-KERNEL. 0, or -errno and `why`. */
int session_load_modules(struct vm *vm, const struct lab *lab, const char *root,
	const char *kernel, char *why);
/* Puts the learner's module into the machine. 0, or -errno of vm_put(). */
int session_put_exercise(struct vm *vm, const char *name, const void *data, size_t size);
/*
 * Loads it. 0, or -errno of vm_load(): then `why` (VM_WHY bytes) holds a sentence for the
 * learner, whose module may also have ended the machine (-ENOTCONN) or hang in it
 * (-ETIMEDOUT): it has as long as the lab gives a program.
 */
int session_load_exercise(struct vm *vm, const struct lab *lab, char *why);

/* The options that checker and labrun share, as an argument vector that ends with
 * NULL: malloc'ed, with what it points to. NULL if there is no memory. */
struct session_args {
	const char *program;
	const char *exercise; /* NULL: where it lies in the machine */
	const char *expected; /* NULL: no such option */
	unsigned uid;	      /* whom the exercise runs as; 0: the machine's student */
	uint64_t seed;
	double slowness;
	bool step;
	bool debugged;	/* it stands still at its begin */
	bool can_shell; /* somebody opens a shell beside it when asked to */
	bool watched; /* it is to say what the memory looks like while the program runs */
	bool trace;
	const char *function; /* that the trace is about, or NULL */
	bool native;	      /* on this host, with what it has */
	const char *picture;  /* where a checker is to keep what it saw; NULL: nowhere */
	bool traffic;	      /* with `picture`: QEMU counts accesses of memory */
	bool unrecorded;      /* nothing of what the lab wants recorded is */
	char *const *rest;    /* the program's own arguments after "--"; NULL: none */
};

char **session_arguments(const struct lab *lab, const struct session_args *args);
void session_arguments_free(char **arguments);

#endif
