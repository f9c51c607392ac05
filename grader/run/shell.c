/* SPDX-License-Identifier: MIT */
/* The shells of a machine; see shell.h. */
#include "shell.h"

#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "files.h"
#include "follow.h"
#include "grader/lab/folders.h"
#include "grader/session/session.h"

bool shell_has_terminal(void)
{
	return isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
}

/* One for each kind of machine. */
bool shell_machine(const struct shell *shell, char ret[PATH_MAX])
{
	const char *what = shell->lab ? shell->lab->folder : "no-lab";
	const char *profile = shell->options->profile;
	const char *machine = profile	   ? profile
			      : shell->lab ? shell->lab->profile
					   : "default";
	struct vm_size size;
	char *kernel, why[VM_WHY];
	int n;

	if (shell->options->cold || vm_size_read(machine, &size, why) ||
		session_kernel(shell->root, &kernel))
		return false;
	n = snprintf(ret, PATH_MAX, "%s/build/machine-%s-%s-%s-%ux%ux%u", shell->root,
		kernel, what, machine, size.nr_cpus, size.nr_nodes, size.node_mib);
	free(kernel);
	return n < PATH_MAX;
}

void shell_share(const struct shell *shell)
{
	char path[PATH_MAX];
	int err;

	if (!shell_machine(shell, path))
		return;
	err = vm_share(shell->vm, path);
	if (err)
		fprintf(stderr, "note: no other terminal can join this machine: %s: %s\n",
			path, strerror(-err));
}

bool shell_join(const struct shell *shell, struct vm **ret)
{
	char path[PATH_MAX];

	return shell_machine(shell, path) && !vm_join(path, ret);
}

/* The programs of --exercise, where the others lie. */
static int put_exercise(const struct shell *shell)
{
	const struct build *build = shell->build;
	const char *folder = shell->lab->folder;
	bool is_module = shell->lab->exercise_module;
	char guest[300];
	int err;

	snprintf(guest, sizeof(guest), "/root/%s", folder);
	err = vm_put(shell->vm, guest, 0755, build->exercise.data, build->exercise.size);
	if (err || !is_module)
		return err;
	snprintf(guest, sizeof(guest), "/root/%s.ko", folder);
	return vm_put(shell->vm, guest, 0755, build->module.data, build->module.size);
}

static bool put_built(const struct shell *shell, const char *folder, const char *product,
	const char *as)
{
	char host[PATH_MAX], guest[300];

	snprintf(host, sizeof(host), "%s/build/vm/labs/%s/%s", shell->root, folder,
		product);
	snprintf(guest, sizeof(guest), "/root/%s%s", folder, as);
	return !access(host, R_OK) && !vm_put_file(shell->vm, host, guest, 0755);
}

/* The module that was built for the machine's kernel; no other can be loaded. Of the lab that was named, it
 * is said that there is none. */
static void put_module(const struct shell *shell, const char *folder)
{
	const char *release = vm_kernel_release(shell->vm);
	int length = (int)(strcspn(release, ".") + 1);
	char product[300];

	length += (int)strcspn(release + length, ".-+");
	snprintf(product, sizeof(product), "%.*s/exercise/loaded.ko", length, release);
	if (!put_built(shell, folder, product, ".ko") && shell->lab && !shell->build &&
		shell->lab->exercise_module && !strcmp(folder, shell->lab->folder))
		complain(0,
			"there is no module for Linux %.*s yet: "
			"VM_KERNEL=%.*s make lab%.2s builds it",
			length, release, length, release, folder);
}

/* Puts each program that was built into /root, under its lab's name. */
static int put_programs(const struct shell *shell)
{
	char **folders;

	if (lab_list(shell->root, &folders))
		return 0;
	for (char **folder = folders; *folder; folder++) {
		put_built(shell, *folder, "exercise", "");
		put_module(shell, *folder);
		free(*folder);
	}
	free(folders);
	return shell->build ? put_exercise(shell) : 0;
}

static int type_in(struct vm *vm)
{
	/* What the agent starts is no prey for the OOM killer, what is typed here is: where a
	 * program takes all memory, it is to die, not the kernel. */
	static const char *const args[] = {"/bin/sh", "-c",
		"echo 0 >/proc/self/oom_score_adj; exec /bin/sh -l", NULL};
	const char *name = getenv("TERM");
	bool tty = shell_has_terminal();
	char term[128];
	const char *env[] = {term, "HOME=/root", NULL};
	struct vm_run run = {.args = args,
		.env = env,
		.tty = tty,
		.input = STDIN_FILENO,
		.on_output = follow_output};
	int status;

	snprintf(term, sizeof(term), "TERM=%s", tty && name ? name : "dumb");
	status = follow(vm, &run);
	if (status == 128 + SIGKILL && !session_signal())
		complain(0,
			"the shell was killed, as the kernel does where memory is short");
	return status;
}

static void greet(const struct shell *shell)
{
	if (!shell_has_terminal())
		return;
	if (vm_is_joined(shell->vm))
		fprintf(stderr,
			"A root shell on the machine of another terminal: Linux %s. "
			"Ctrl-D leaves.\n",
			vm_kernel_release(shell->vm));
	else
		fprintf(stderr,
			"A root shell on Linux %s. numactl, numastat, pmap, perf and "
			"strace are there, the\nprograms that were built are in /root, "
			"/scratch is a disk. Ctrl-D leaves.\n",
			vm_kernel_release(shell->vm));
	if (shell->build)
		fprintf(stderr, "%s is there as ./%s\n", shell->build->named,
			shell->lab->folder);
}

int shell_run(const struct shell *shell)
{
	char why[VM_WHY];
	int status;

	if (session_people(shell->root, shell->vm, why))
		return complain(EXIT_BROKEN, "%s", why);
	if (put_programs(shell))
		return complain(
			EXIT_BROKEN, "the program could not be put into the machine");
	if (files_put(shell->options, shell->vm, why))
		return complain(EXIT_USAGE, "%s", why);
	greet(shell);
	status = type_in(shell->vm);
	if (session_signal())
		return status;
	if (files_get(shell->options, shell->vm) && !status)
		status = 1;
	return status;
}

int shell_beside(const struct shell *shell)
{
	struct shell beside = *shell;
	char path[PATH_MAX], why[VM_WHY];
	int status;

	if (!shell_machine(shell, path) || vm_join(path, &beside.vm))
		return complain(EXIT_BROKEN, "the machine cannot be joined");
	fputs("A root shell beside the program, which stands still. Ctrl-D leads back to "
	      "it.\n",
		stderr);
	status = session_people(shell->root, beside.vm, why)
			 ? complain(EXIT_BROKEN, "%s", why)
			 : type_in(beside.vm);
	vm_close(beside.vm);
	return status;
}
