/* SPDX-License-Identifier: MIT */
/* How a program ended, and where it crashed. */
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "report.h"
#include "stage_priv.h"

/* The agent's core_pattern helper leaves one file for each process that crashed. */
#define CRASH_FOLDER "/run/pagelab/crash"
#define CRASH_WAIT_MS 1000
#define CRASHES_MAX 8
/* PID, SIGNAL, ADDRESS and the innermost frames. */
#define CRASH_WORDS 20

static void set_end(struct stage *stage, enum stage_how how, long number)
{
	stage->end.how = how;
	stage->end.number = number;
}

void stage_end_find(struct stage *stage)
{
	const struct stage_limits *limits = &stage->config.limits;
	uint64_t nr_killed = 0;

	/* The cause first: what ran out of memory was killed, what floods the output
	 * takes its time. */
	cgroup_oom_kills(&stage->sandbox.cgroup, &nr_killed);
	if (nr_killed)
		set_end(stage, STAGE_MEMORY, (long)limits->memory_bytes);
	else if (stage->output.dropped_bytes || stage->errors.dropped_bytes)
		set_end(stage, STAGE_OUTPUT, (long)limits->output_bytes);
	else if (stage->timed_out)
		set_end(stage, STAGE_TIMEOUT,
			(long)(limits->seconds * stage->config.slowness + 0.5));
	else if (!stage->main_ended)
		set_end(stage, STAGE_SIGNALLED, SIGKILL);
	else if (WIFSIGNALED(stage->status))
		set_end(stage, STAGE_SIGNALLED, WTERMSIG(stage->status));
	else
		set_end(stage, STAGE_EXITED, WEXITSTATUS(stage->status));
}

void stage_end_flooded(struct stage *stage)
{
	if (stage->end.how != STAGE_MEMORY && stage->end.how != STAGE_OUTPUT)
		set_end(stage, STAGE_RECORD, RECORDER_MAX_BYTES);
}

int stage_recorded(struct stage *stage, int r)
{
	if (r == -ENOSPC)
		stage->flooded = stage->ended = true;
	return r == -ENOSPC ? 0 : r;
}

/* Only the helper's own alphabet gets through; what is missing stays NULL. */
static void send_crash(char *text)
{
	const char *w[CRASH_WORDS] = {NULL};
	char *rest = NULL;
	char *word = strtok_r(text, " \n", &rest);

	for (size_t i = 0; i < CRASH_WORDS && word; i++) {
		for (char *c = word; *c; c++)
			if (!isxdigit((unsigned char)*c))
				return;
		w[i] = word;
		word = strtok_r(NULL, " \n", &rest);
	}
	if (!w[2])
		return;
	report_send("crash", w[0], w[1], w[2], w[3], w[4], w[5], w[6], w[7], w[8], w[9],
		w[10], w[11], w[12], w[13], w[14], w[15], w[16], w[17], w[18], w[19],
		NULL);
}

static void report_crash_file(int folder_fd, const char *name)
{
	int fd = openat(folder_fd, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	char text[1024];
	ssize_t n;

	if (fd < 0)
		return;
	n = read(fd, text, sizeof(text) - 1);
	close(fd);
	unlinkat(folder_fd, name, 0);
	if (n > 0) {
		text[n] = '\0';
		send_crash(text);
	}
}

/* Does the kernel start the helper for this end? It does not say so reliably: what the
 * helper leaves unread of the core makes it look as if there were none. */
static bool ended_with_core(const struct stage *stage)
{
	static const int with_core[] = {SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGQUIT, SIGSEGV,
		SIGSYS, SIGTRAP, SIGXCPU, SIGXFSZ};

	if (!stage->main_ended || !WIFSIGNALED(stage->status))
		return false;
	for (size_t i = 0; i < sizeof(with_core) / sizeof(with_core[0]); i++)
		if (WTERMSIG(stage->status) == with_core[i])
			return true;
	return false;
}

/* The helper runs beside us, and may need a moment after the death of its subject. */
static void wait_for_crash_file(const struct stage *stage)
{
	uint64_t deadline =
		monotonic_ns() + (uint64_t)(CRASH_WAIT_MS * 1e6 * stage->config.slowness);
	const struct timespec pause = {.tv_nsec = 2000000};
	char path[64];

	snprintf(path, sizeof(path), CRASH_FOLDER "/%d", (int)stage->sandbox.main_pid);
	while (access(path, F_OK) && monotonic_ns() < deadline)
		nanosleep(&pause, NULL);
}

/* What the helper still writes at has another name: PID.new. */
static bool is_crash_file(const char *name)
{
	return *name && !name[strspn(name, "0123456789")];
}

static void report_crashes(struct stage *stage)
{
	DIR *folder = opendir(CRASH_FOLDER);
	struct dirent *entry;
	int left = CRASHES_MAX;

	if (!folder)
		return;
	if (ended_with_core(stage))
		wait_for_crash_file(stage);
	while (left && (entry = readdir(folder)))
		if (is_crash_file(entry->d_name)) {
			report_crash_file(dirfd(folder), entry->d_name);
			left--;
		}
	closedir(folder);
}

const char *stage_how_word(enum stage_how how)
{
	static const char *const words[] = {[STAGE_RUNNING] = "running",
		[STAGE_EXITED] = "exit",
		[STAGE_SIGNALLED] = "signal",
		[STAGE_TIMEOUT] = "timeout",
		[STAGE_MEMORY] = "memory",
		[STAGE_OUTPUT] = "output",
		[STAGE_RECORD] = "record"};

	return words[how];
}

void stage_end_report(struct stage *stage)
{
	/* The host has no word for a program that still runs. */
	enum stage_how how =
		stage->end.how == STAGE_RUNNING ? STAGE_EXITED : stage->end.how;
	char number[24];

	stage_text_report(&stage->output);
	stage_text_report(&stage->errors);
	report_crashes(stage);
	snprintf(number, sizeof(number), "%ld", stage->end.number);
	report_send("end", stage_how_word(how), number, NULL);
}
