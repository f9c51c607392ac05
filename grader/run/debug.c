/* SPDX-License-Identifier: MIT */
/* Starts gdb, and passes on what it says; see debug.h. */
#include "debug.h"
#include "grader/lab/places.h"

#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "follow.h"
#include "grader/session/session.h"
#include "options.h"

/* What gdb's pipe is told by its environment: no name of a file has to be quoted for a shell. */
#define ENV_PROGRAM "PAGELAB_RUN"
#define ENV_MACHINE "PAGELAB_MACHINE"

static void on_end(int signal)
{
	(void)signal;
	vm_interrupt();
}

/* Debian's gdb knows the CPUs of its host alone; elsewhere there is one for all. */
static void exec_gdb(char *const args[])
{
	execvp("gdb-multiarch", args);
	if (errno == ENOENT)
		execvp("gdb", args);
	_exit(complain(EXIT_BROKEN,
		"gdb cannot be started: %s. Install the package gdb-multiarch.",
		strerror(errno)));
}

/* What is said to these is about how it is done, not about the program: nobody sees it. */
#define SILENTLY                          \
	"python\n"                        \
	"import os\n"                     \
	"shown = os.dup(1)\n"             \
	"null = os.open(os.devnull, 1)\n" \
	"def silently(command):\n"        \
	"    gdb.flush()\n"               \
	"    os.dup2(null, 1)\n"          \
	"    try:\n"                      \
	"        gdb.execute(command)\n"  \
	"    finally:\n"                  \
	"        gdb.flush()\n"           \
	"        os.dup2(shown, 1)\n"

/*
 * What gdb does first. The program was stopped by SIGSTOP, which it would tell of again on the way to
 * main.
 */
static int write_script(const struct debug *debug, const char *pid, FILE *out)
{
	bool batch = !isatty(STDIN_FILENO);
	char *kernel, *line = NULL;
	size_t room = 0;
	struct places places;
	int err = session_kernel(debug->root, &kernel);

	if (err)
		return err;
	err = places_find(debug->root, kernel, &places);
	free(kernel);
	if (err)
		return err;
	fprintf(out,
		"set debuginfod enabled off\n"
		"set filename-display basename\n"
		"set sysroot %s/sysroot\n"
		"file /proc/%d/fd/%d\n",
		places.image, (int)getpid(), debug->build->exercise_fd);
	fprintf(out,
		SILENTLY "silently('target remote | exec \"$" ENV_PROGRAM
			 "\" --attach %s')\n"
			 "silently('handle SIGSTOP nostop noprint nopass')\n"
			 "silently('tbreak main')\n"
			 "end\n"
			 "continue\n"
			 "python silently('handle SIGSTOP stop print pass')\n",
		pid);
	if (batch)
		fputs("set trace-commands on\n", out);
	while (batch && getline(&line, &room, stdin) > 0)
		fputs(line, out);
	free(line);
	return ferror(out) ? -EIO : 0;
}

/* A descriptor of a file in memory, or -errno. */
static int make_script(const struct debug *debug, const char *pid)
{
	int fd = memfd_create("gdb", MFD_CLOEXEC), err;
	FILE *out = fd < 0 ? NULL : fdopen(dup(fd), "w");

	if (!out)
		return -errno;
	err = write_script(debug, pid, out);
	if (fclose(out) && !err)
		err = -errno;
	if (err)
		close(fd);
	return err ? err : fd;
}

/* In the child. */
static void become_gdb(const struct debug *debug, int script)
{
	char self[PATH_MAX], path[64];
	ssize_t length = readlink("/proc/self/exe", self, sizeof(self) - 1);
	/* In a script, a folder's name would end at a blank. */
	char *args[] = {(char *)"gdb", (char *)"-q", (char *)"-d", (char *)debug->root,
		(char *)"-x", path, NULL, NULL};

	if (length < 0)
		_exit(EXIT_BROKEN);
	self[length] = '\0';
	setenv(ENV_PROGRAM, self, 1);
	setenv(ENV_MACHINE, debug->machine, 1);
	snprintf(path, sizeof(path), "/proc/%d/fd/%d", (int)getppid(), script);
	if (!isatty(STDIN_FILENO))
		args[6] = (char *)"-batch";
	exec_gdb(args);
}

int debug_start(struct debug *debug, const char *pid)
{
	int script = make_script(debug, pid);

	if (script < 0)
		return script;
	/* A Ctrl-C is for gdb, which stops the program then. */
	signal(SIGINT, SIG_IGN);
	sigaction(SIGCHLD,
		&(struct sigaction){.sa_handler = on_end, .sa_flags = SA_NOCLDSTOP},
		NULL);
	fflush(NULL);
	debug->gdb = fork();
	if (debug->gdb < 0) {
		debug->gdb = 0;
		return -errno;
	}
	if (!debug->gdb) {
		signal(SIGINT, SIG_DFL);
		signal(SIGPIPE, SIG_DFL);
		become_gdb(debug, script);
	}
	return 0;
}

int debug_wait(struct debug *debug)
{
	int status;

	while (waitpid(debug->gdb, &status, 0) < 0) {
		if (errno != EINTR)
			return EXIT_BROKEN;
		if (session_signal())
			kill(debug->gdb, SIGTERM);
	}
	debug->gdb = 0;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

struct words {
	char text[1024];
	size_t size;
};

/* What gdbserver says besides is worth reading only where it fails. */
static void on_output(void *arg, bool is_stderr, const char *data, size_t size)
{
	struct words *words = arg;
	size_t room = sizeof(words->text) - words->size;

	if (!is_stderr) {
		follow_output(NULL, false, data, size);
		return;
	}
	size = size < room ? size : room;
	memcpy(words->text + words->size, data, size);
	words->size += size;
}

int debug_attach(const char *machine, const char *pid)
{
	const char *args[] = {"/usr/bin/gdbserver", "--once", "--attach", "-", pid, NULL};
	struct words words = {.size = 0};
	struct vm_run run = {.args = args,
		.input = STDIN_FILENO,
		.arg = &words,
		.on_output = on_output};
	struct vm *vm;
	int status;

	signal(SIGINT, SIG_IGN);
	if (vm_join(machine, &vm))
		return complain(EXIT_BROKEN, "the machine is gone");
	status = follow(vm, &run);
	if (status)
		fwrite(words.text, 1, words.size, stderr);
	vm_close(vm);
	return status;
}
