/* SPDX-License-Identifier: MIT */
/* A program that the agent runs: start, standard input, terminal, end. */
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/sched.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/personality.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "agent.h"

#define MAX_STRINGS 256
#define REPORT_FD 3

struct plan {
	struct channel_run run;
	char *args[MAX_STRINGS + 1];
	char *env[MAX_STRINGS + 2];
};

/* The program's ends of its pipes and of its report socket. */
struct ends {
	int input, output, error, report;
};

static int take_strings(char **ret, unsigned nr, char **data, size_t *size)
{
	if (nr > MAX_STRINGS)
		return -E2BIG;
	for (unsigned i = 0; i < nr; i++) {
		char *end = memchr(*data, 0, *size);

		if (!end)
			return -EBADMSG;
		ret[i] = *data;
		*size -= end + 1 - *data;
		*data = end + 1;
	}
	ret[nr] = NULL;
	return 0;
}

static int read_plan(struct plan *plan, const void *payload, size_t size)
{
	char *data = (char *)payload + sizeof(plan->run);
	int err;

	if (size < sizeof(plan->run))
		return -EBADMSG;
	memcpy(&plan->run, payload, sizeof(plan->run));
	size -= sizeof(plan->run);
	err = take_strings(plan->args, plan->run.nr_args, &data, &size);
	if (!err)
		err = take_strings(plan->env, plan->run.nr_env, &data, &size);
	if (!err && !plan->args[0])
		err = -EINVAL;
	plan->env[plan->run.nr_env] = "PAGELAB_REPORT_FD=3";
	plan->env[plan->run.nr_env + 1] = NULL;
	return err;
}

static int pipe_ends(int *ret_read, int *ret_write)
{
	int fds[2];

	if (pipe2(fds, O_CLOEXEC))
		return -errno;
	*ret_read = fds[0];
	*ret_write = fds[1];
	return 0;
}

static int open_pipes(struct job *job, struct ends *ends)
{
	int err = pipe_ends(&ends->input, &job->input);

	if (!err)
		err = pipe_ends(&job->output, &ends->output);
	if (!err)
		err = pipe_ends(&job->error, &ends->error);
	if (!err)
		fcntl(job->input, F_SETFL, O_NONBLOCK);
	return err;
}

static int open_terminal(struct job *job, struct ends *ends)
{
	if (openpty(&job->output, &ends->input, NULL, NULL, NULL))
		return -errno;
	fcntl(job->output, F_SETFD, FD_CLOEXEC);
	fcntl(job->output, F_SETFL, O_NONBLOCK);
	fcntl(ends->input, F_SETFD, FD_CLOEXEC);
	job->input = job->output;
	ends->output = ends->error = ends->input;
	return 0;
}

static int open_ends(struct job *job, struct ends *ends, bool terminal)
{
	int pair[2];

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair))
		return -errno;
	job->report = pair[0];
	ends->report = pair[1];
	return terminal ? open_terminal(job, ends) : open_pipes(job, ends);
}

static void close_ends(const struct ends *ends)
{
	if (ends->input >= 0)
		close(ends->input);
	if (ends->output >= 0 && ends->output != ends->input)
		close(ends->output);
	if (ends->error >= 0 && ends->error != ends->input)
		close(ends->error);
	if (ends->report >= 0)
		close(ends->report);
}

static void become(const struct plan *plan, const struct ends *ends)
{
	sigset_t none;

	setsid();
	signal(SIGPIPE, SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	if (plan->run.flags & CHANNEL_RUN_TTY)
		ioctl(ends->input, TIOCSCTTY, 0);
	/* Above the standard descriptors first: dup2() must not run over one of ours. */
	for (int i = 0, fds[] = {ends->input, ends->output, ends->error, ends->report};
		i < 4; i++)
		fds[i] = dup2(fcntl(fds[i], F_DUPFD_CLOEXEC, 64), i);
	if (setgroups(0, NULL) || setgid(plan->run.gid) || setuid(plan->run.uid))
		_exit(126);
	if (chdir(plan->run.uid ? "/tmp" : "/root"))
		_exit(126);
	if (plan->run.flags & CHANNEL_RUN_SAME)
		personality(ADDR_NO_RANDOMIZE);
	execvpe(plan->args[0], plan->args, plan->env);
	dprintf(2, "%s: %s\n", plan->args[0], strerror(errno));
	_exit(127);
}

/*
 * Every program gets a cgroup of its own, and is born in it: moving it there would wait
 * for a grace period of RCU. It must be a new one, for on some kernels (6.12.95) a
 * cgroup that was once killed hands its cgroup.kill on to children that are cloned
 * from it into another: cgroup_css_set_fork() compares the kill_seq of the two. It is
 * made before it is needed, so that a clone finds it made.
 */
int job_prepare(struct job *job)
{
	static unsigned nr;

	snprintf(job->cgroup, sizeof(job->cgroup), AGENT_CGROUP "/job-%u", nr++);
	if (mkdir(job->cgroup, 0755))
		return -errno;
	job->cgroup_fd = open(job->cgroup, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return job->cgroup_fd < 0 ? -errno : 0;
}

static pid_t fork_into(int cgroup_fd)
{
	struct clone_args args = {
		.flags = CLONE_INTO_CGROUP, .exit_signal = SIGCHLD, .cgroup = cgroup_fd};

	return syscall(SYS_clone3, &args, sizeof(args));
}

static int start(struct job *job, const struct plan *plan, const struct ends *ends)
{
	job->exited = false;
	job->pid = fork_into(job->cgroup_fd);
	if (!job->pid)
		become(plan, ends);
	return job->pid < 0 ? -errno : 0;
}

int job_start(struct job *job, const void *payload, size_t size)
{
	struct ends ends = {-1, -1, -1, -1};
	struct plan plan;
	int err;

	if (job->pid)
		return -EBUSY;
	err = job->cgroup_fd < 0 ? job_prepare(job) : 0;
	if (!err)
		err = read_plan(&plan, payload, size);
	if (!err)
		err = open_ends(job, &ends, plan.run.flags & CHANNEL_RUN_TTY);
	if (!err)
		err = start(job, &plan, &ends);
	close_ends(&ends);
	if (err)
		job_close(job);
	return err;
}

static void close_input(struct job *job)
{
	if (job->input >= 0 && job->input != job->output)
		close(job->input);
	job->input = -1;
	job->nr_pending = 0;
}

/* No data ends the input: a terminal gets its end-of-file character. */
bool job_input(struct job *job, const void *data, size_t size)
{
	bool ends = !size;
	void *larger;

	if (job->input < 0)
		return false;
	if (ends && job->input != job->output) {
		job->ends = true;
		return job_flush(job);
	}
	if (ends) {
		data = "\4";
		size = 1;
	}
	larger = realloc(job->pending, job->nr_pending + size);
	if (!larger) {
		close_input(job);
		return false;
	}
	job->pending = larger;
	memcpy(job->pending + job->nr_pending, data, size);
	job->nr_pending += size;
	return job_flush(job) && !ends;
}

bool job_flush(struct job *job)
{
	ssize_t n =
		job->nr_pending ? write(job->input, job->pending, job->nr_pending) : 0;

	if (n < 0 && errno != EAGAIN && errno != EINTR) {
		close_input(job);
		return false;
	}
	if (n > 0) {
		job->nr_pending -= n;
		memmove(job->pending, job->pending + n, job->nr_pending);
	}
	if (job->nr_pending)
		return false;
	if (job->ends)
		close_input(job);
	return !job->ends;
}

void job_winsize(struct job *job, uint16_t rows, uint16_t columns)
{
	struct winsize size = {.ws_row = rows, .ws_col = columns};

	if (job->output >= 0)
		ioctl(job->output, TIOCSWINSZ, &size);
}

void job_kill(struct job *job, int signal)
{
	if (job->pid && !job->exited)
		kill(-job->pid, signal);
}

void job_sweep(struct job *job)
{
	char path[96];

	snprintf(path, sizeof(path), "%s/cgroup.kill", job->cgroup);
	file_knob(path, "1");
}

void job_close(struct job *job)
{
	close_input(job);
	free(job->pending);
	if (job->output >= 0)
		close(job->output);
	if (job->error >= 0)
		close(job->error);
	if (job->report >= 0)
		close(job->report);
	if (job->cgroup_fd >= 0)
		close(job->cgroup_fd);
	if (job->cgroup[0])
		rmdir(job->cgroup);
	*job = JOB_NONE;
}
