/* SPDX-License-Identifier: MIT */
/* The kernel modules of a session: the lab's own, and the learner's (session.h). */
#include "session.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

/* What the kernel had against a module. */
static void explain_refusal(char *why, const char *whose, int err, const char *log)
{
	snprintf(why, VM_WHY, "The machine's kernel refused %.99s (%s)%s%.700s", whose,
		strerror(-err),
		*log ? ". Its log says: " : ", and its log does not say why.", log);
}

static int load_module(struct vm *vm, const char *folder, const char *name, char *why)
{
	char host[PATH_MAX + 64], guest[300], log[VM_WHY];
	int err;

	snprintf(host, sizeof(host), "%s/%s.ko", folder, name);
	snprintf(guest, sizeof(guest), "/run/pagelab/%s.ko", name);
	err = vm_put_file(vm, host, guest, 0600);
	if (err) {
		snprintf(why, VM_WHY,
			"The kernel module %s could not be put into the machine: %.700s: "
			"%s.",
			name, host, strerror(-err));
		return err;
	}
	err = vm_load(vm, guest, "", 0, log);
	snprintf(guest, sizeof(guest), "the module %s", name);
	if (err)
		explain_refusal(why, guest, err, log);
	return err;
}

int session_load_modules(struct vm *vm, const struct lab *lab, const char *root,
	const char *kernel, char *why)
{
	char folder[PATH_MAX];
	int err = 0;

	snprintf(folder, sizeof(folder), "%s/build/kmod-%s", root, kernel);
	for (size_t i = 0; lab && !err && i < lab->nr_modules; i++)
		err = load_module(vm, folder, lab->modules[i], why);
	return err;
}

int session_put_exercise(struct vm *vm, const char *name, const void *data, size_t size)
{
	char guest[300];

	snprintf(guest, sizeof(guest), "/run/pagelab/%s.ko", name);
	return vm_put(vm, guest, 0600, data, size);
}

int session_load_exercise(struct vm *vm, const struct lab *lab, char *why)
{
	int err, seconds = (int)(lab->limits.seconds * vm_slowness(vm)) + 1;
	char guest[300], log[VM_WHY];

	snprintf(guest, sizeof(guest), "/run/pagelab/%s.ko", lab->exercise_module);
	err = vm_load(vm, guest, "", seconds, log);
	if (err == -ETIMEDOUT)
		snprintf(why, VM_WHY,
			"Loading your module took too long: its init function does not "
			"come back.");
	else if (err)
		explain_refusal(why, "your module", err, log);
	return err;
}
