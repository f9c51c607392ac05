/* SPDX-License-Identifier: MIT */
/*
 * The agent: PID 1 of the guest. It brings the machine up without a shell script,
 * then serves the host's frames (channel.h) until it is told to halt. It judges
 * nothing and keeps no state but the programs that run.
 */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/reboot.h>
#include <sys/signalfd.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

#include "agent.h"

static struct job jobs[CHANNEL_JOBS];
static unsigned char payload[CHANNEL_MAX + 1];

/* The string at the front of *data; moves *data past it. NULL if there is no end. */
static const char *take_string(const unsigned char **data, size_t *size)
{
	const char *string = (const char *)*data;
	const void *end = memchr(*data, 0, *size);

	if (!end)
		return NULL;
	*size -= (const unsigned char *)end + 1 - *data;
	*data = (const unsigned char *)end + 1;
	return string;
}

static int serve_file(uint32_t type, const unsigned char *data, size_t size)
{
	uint32_t mode = 0;
	const char *path, *value;

	if (type == CHANNEL_PUT) {
		if (size < sizeof(mode))
			return -EBADMSG;
		memcpy(&mode, data, sizeof(mode));
		data += sizeof(mode);
		size -= sizeof(mode);
	}
	path = take_string(&data, &size);
	if (!path)
		return -EBADMSG;
	switch (type) {
	case CHANNEL_PUT:
		return file_put(path, mode, data, size);
	case CHANNEL_APPEND:
		return file_append(path, data, size);
	case CHANNEL_GET:
		return file_get(path, send_data);
	default:
		value = take_string(&data, &size);
		return value ? file_knob(path, value) : -EBADMSG;
	}
}

static void serve_load(const unsigned char *data, size_t size)
{
	const char *path = take_string(&data, &size);
	const char *parameters = path ? take_string(&data, &size) : NULL;
	char log[CHANNEL_TEXT_MAX] = "";
	int err = parameters ? module_load(path, parameters, log, sizeof(log)) : -EBADMSG;

	send_done_text(err, log);
}

static int serve_wake(const unsigned char *data, size_t size)
{
	uint64_t realtime_ns;

	if (size < sizeof(realtime_ns))
		return -EBADMSG;
	memcpy(&realtime_ns, data, sizeof(realtime_ns));
	return file_wake(
		realtime_ns, data + sizeof(realtime_ns), size - sizeof(realtime_ns));
}

static void serve_signal(struct job *job, const unsigned char *data, size_t size)
{
	int32_t signal;

	if (size != sizeof(signal))
		return;
	memcpy(&signal, data, sizeof(signal));
	job_kill(job, signal);
}

static void serve_winsize(struct job *job, const unsigned char *data, size_t size)
{
	uint16_t cells[2];

	if (size != sizeof(cells))
		return;
	memcpy(cells, data, sizeof(cells));
	job_winsize(job, cells[0], cells[1]);
}

static void send_of(const struct job *job, enum channel_type type)
{
	send_frame(job - jobs, type, "", 0);
}

static void serve_leave(struct job *job)
{
	job->leaving = job->pid;
	if (job->leaving)
		return job_sweep(job);
	job_close(job);
	send_of(job, CHANNEL_LEFT);
}

static void serve_frame(void)
{
	struct channel_head head;
	struct job *job;

	read_all(&head, sizeof(head));
	if (head.length > CHANNEL_MAX || head.job >= CHANNEL_JOBS) {
		errno = EBADMSG;
		lost("a frame that is too long, or of no job");
	}
	read_all(payload, head.length);
	agent_asked = head.job;
	job = &jobs[head.job];
	switch (head.type) {
	case CHANNEL_PING:
		return send_release(CHANNEL_PONG);
	case CHANNEL_WAKE:
		return send_done(serve_wake(payload, head.length));
	case CHANNEL_PUT:
	case CHANNEL_APPEND:
	case CHANNEL_KNOB:
	case CHANNEL_GET:
		return send_done(serve_file(head.type, payload, head.length));
	case CHANNEL_LOAD:
		return serve_load(payload, head.length);
	case CHANNEL_RUN:
		return send_done(job_start(job, payload, head.length));
	case CHANNEL_INPUT:
		if (job_input(job, payload, head.length))
			send_of(job, CHANNEL_TAKEN);
		return;
	case CHANNEL_WINSIZE:
		return serve_winsize(job, payload, head.length);
	case CHANNEL_KILL:
		return serve_signal(job, payload, head.length);
	case CHANNEL_LEAVE:
		return serve_leave(job);
	case CHANNEL_HALT:
		reboot(RB_POWER_OFF);
		return;
	default:
		return send_done(-ENOSYS);
	}
}

/* Passes on what can be read; closes the descriptor at its end. */
static void forward(struct job *job, int *fd, enum channel_type type)
{
	static unsigned char data[64 * 1024];
	ssize_t n = read(*fd, data, sizeof(data));

	if (n > 0) {
		send_frame(job - jobs, type, data, n);
	} else if (n == 0 || (errno != EAGAIN && errno != EINTR)) {
		if (job->input == *fd) {
			job->input = -1;
			job->nr_pending = 0;
		}
		close(*fd);
		*fd = -1;
	}
}

/*
 * EXIT comes after the last byte of output: what still holds the pipes is killed first.
 * Whatever else the program left behind is killed after it; no frame is served between.
 */
static void finish_job(struct job *job)
{
	bool leaving = job->leaving;
	int32_t status;

	if (!job->pid || !job->exited)
		return;
	if (job->output >= 0 || job->error >= 0 || job->report >= 0)
		return job_sweep(job);
	status = job->status;
	send_frame(job - jobs, CHANNEL_EXIT, &status, sizeof(status));
	job_sweep(job);
	job_close(job);
	if (leaving)
		return send_of(job, CHANNEL_LEFT);
	if (job_prepare(job))
		lost(AGENT_CGROUP);
}

static void reap(int signals)
{
	struct signalfd_siginfo info;
	int status;
	pid_t pid;

	while (read(signals, &info, sizeof(info)) > 0)
		;
	while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
		for (size_t i = 0; i < CHANNEL_JOBS; i++) {
			if (pid == jobs[i].pid) {
				jobs[i].exited = true;
				jobs[i].status = status;
			}
		}
	}
}

/* What a job is polled for, JOB_FDS of them. */
enum { FD_REPORT, FD_OUTPUT, FD_ERROR, FD_INPUT, JOB_FDS };

static void watch(const struct job *job, struct pollfd *ret)
{
	ret[FD_REPORT] = (struct pollfd){.fd = job->report, .events = POLLIN};
	ret[FD_OUTPUT] = (struct pollfd){.fd = job->output, .events = POLLIN};
	ret[FD_ERROR] = (struct pollfd){.fd = job->error, .events = POLLIN};
	ret[FD_INPUT] = (struct pollfd){
		.fd = job->nr_pending ? job->input : -1, .events = POLLOUT};
}

static void serve_job(struct job *job, const struct pollfd *fds)
{
	if (fds[FD_REPORT].revents)
		forward(job, &job->report, CHANNEL_REPORT);
	if (fds[FD_OUTPUT].revents)
		forward(job, &job->output, CHANNEL_OUT);
	if (fds[FD_ERROR].revents)
		forward(job, &job->error, CHANNEL_ERR);
	if (fds[FD_INPUT].revents && job_flush(job))
		send_of(job, CHANNEL_TAKEN);
}

static void serve(int signals)
{
	struct pollfd fds[2 + CHANNEL_JOBS * JOB_FDS] = {
		{.fd = agent_port, .events = POLLIN}, {.fd = signals, .events = POLLIN}};
	struct job *running[CHANNEL_JOBS];
	size_t nr = 0;

	for (size_t i = 0; i < CHANNEL_JOBS; i++)
		if (jobs[i].pid) {
			watch(&jobs[i], &fds[2 + nr * JOB_FDS]);
			running[nr++] = &jobs[i];
		}
	if (poll(fds, 2 + nr * JOB_FDS, -1) < 0 && errno != EINTR)
		lost("poll");
	for (size_t i = 0; i < nr; i++)
		serve_job(running[i], &fds[2 + i * JOB_FDS]);
	if (fds[1].revents)
		reap(signals);
	for (size_t i = 0; i < nr; i++)
		finish_job(running[i]);
	if (fds[0].revents & (POLLIN | POLLERR))
		serve_frame();
	else if (fds[0].revents & POLLHUP)
		usleep(1000); /* nobody at the other end: a snapshot is being made */
}

static int block_signals(void)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	sigprocmask(SIG_BLOCK, &set, NULL);
	signal(SIGPIPE, SIG_IGN);
	return signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
}

int main(int argc, char **argv)
{
	int signals;

	if (argc == 4 && !strcmp(argv[1], "core"))
		return core_main(argv[2], argv[3]);
	if (argc == 2 && !strcmp(argv[1], "probe"))
		return probe_main();
	if (getpid() != 1) {
		fprintf(stderr, "pagelab agent: runs as PID 1 of the guest only\n");
		return 2;
	}
	boot_mounts();
	boot_modules("/lib/modules/boot.list");
	boot_settings();
	if (boot_argument("pagelab.share"))
		boot_share();
	if (boot_argument("pagelab.console"))
		boot_console_shell();
	for (size_t i = 0; i < CHANNEL_JOBS; i++)
		jobs[i] = JOB_NONE;
	if (job_prepare(&jobs[0]))
		lost(AGENT_CGROUP);
	signals = block_signals();
	agent_port = boot_open_port(CHANNEL_PORT);
	if (agent_port < 0)
		lost("the port " CHANNEL_PORT);
	errno = -stocks_shorten();
	if (errno)
		lost("the stocks of free pages");
	send_release(CHANNEL_READY);
	for (;;)
		serve(signals);
}
