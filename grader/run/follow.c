/* SPDX-License-Identifier: MIT */
/* Runs a program in the machine for somebody at a terminal; see follow.h. */
#include "follow.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

#include "grader/session/session.h"
#include "options.h"

int complain(int status, const char *format, ...)
{
	va_list ap;

	fputs("run: ", stderr);
	va_start(ap, format);
	vfprintf(stderr, format, ap);
	va_end(ap);
	fputc('\n', stderr);
	return status;
}

void follow_output(void *arg, bool is_stderr, const char *data, size_t size)
{
	FILE *out = is_stderr ? stderr : stdout;

	(void)arg;
	fwrite(data, 1, size, out);
	fflush(out);
}

int follow(struct vm *vm, const struct vm_run *run)
{
	int status = 0, err = vm_run(vm, run, &status);

	if (session_signal())
		return 128 + session_signal();
	if (vm_fate(vm) == VM_PANICKED)
		return complain(
			EXIT_BROKEN, "the guest's kernel died:\n%s", vm_last_words(vm));
	if (err == -ENOTCONN && vm_is_joined(vm))
		return complain(EXIT_BROKEN,
			"the machine is gone: it ends with the command that started it");
	if (err)
		return complain(EXIT_BROKEN, "the machine failed: %s", strerror(-err));
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}
