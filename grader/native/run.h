/* SPDX-License-Identifier: MIT */
/* Runs a checker on this host, as vm_run() does in a machine. */
#ifndef PAGELAB_NATIVE_RUN_H
#define PAGELAB_NATIVE_RUN_H

#include <stdbool.h>
#include <stddef.h>

struct native_run {
	char *const *args; /* of the checker; args[0] is its path */
	unsigned uid;	   /* whom it runs as, if this process is root; 0: as this one */
	double seconds;	   /* that it may take */
	bool (*interrupted)(void);
	void *arg;
	void (*on_output)(void *arg, const char *data, size_t size);
	void (*on_report)(void *arg, const char *data, size_t size);
};

/*
 * Runs it to its end. It and all it has started end with this process, however that ends.
 * 0 with *ret_status as from waitpid(); -ETIMEDOUT; -EINTR: `interrupted` said so; then
 * everything was killed. -errno of pipe(2), socketpair(2) or fork(2).
 */
int native_run(const struct native_run *run, int *ret_status);

#endif
