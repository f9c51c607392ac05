/* SPDX-License-Identifier: MIT */
/* The agent: PID 1 of the guest. What its files offer one another. */
#ifndef PAGELAB_AGENT_H
#define PAGELAB_AGENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "vm/channel.h"

#define AGENT_CRASH_DIR "/run/pagelab/crash"
/* Its children have no controllers, and so are made in a moment. */
#define AGENT_CGROUP "/sys/fs/cgroup/agent"

/* frame.c: a port that fails ends the machine. */
extern int agent_port;
extern unsigned agent_asked; /* the job number of the frame that is being served */
void lost(const char *what) __attribute__((noreturn));
void read_all(void *data, size_t size);
void send_frame(unsigned job, enum channel_type type, const void *data, size_t size);
/* Answers to the frame that is being served. */
void send_data(const void *data, size_t size);
void send_done(int err);
/* The same with words; at most CHANNEL_TEXT_MAX bytes of them. */
void send_done_text(int err, const char *text);
void send_release(enum channel_type type);

/* boot.c: file systems, modules, settings common to all labs. */
void boot_mounts(void);
void boot_modules(const char *list);
void boot_settings(void);
void boot_share(void);
void boot_console_shell(void) __attribute__((noreturn));
bool boot_argument(const char *name);
/* Opens the virtio port of that name; waits for the driver to find it. */
int boot_open_port(const char *name);

/* stocks.c: leaves few free pages in the stock of any CPU. 0 or -errno. */
int stocks_shorten(void);

/* file.c: each returns 0 or -errno. */
int file_put(const char *path, uint32_t mode, const void *data, size_t size);
int file_append(const char *path, const void *data, size_t size);
int file_knob(const char *path, const char *value);
/* Calls send() with one piece of the file after the other. */
int file_get(const char *path, void (*send)(const void *data, size_t size));
int file_wake(uint64_t realtime_ns, const void *seed, size_t size);

/* module.c: loads a module; 0 or -errno, with what the kernel logged meanwhile. */
int module_load(const char *path, const char *parameters, char *ret_log, size_t size);

/* job.c: a program that runs. */
struct job {
	int pid; /* 0: none */
	bool exited;
	int status;		/* as from waitpid() */
	int input;		/* its standard input, its terminal, or -1 */
	int output;		/* its standard output or terminal, or -1 */
	int error;		/* its standard error, or -1 */
	int report;		/* datagrams, or -1 */
	unsigned char *pending; /* input that the program has not taken yet */
	size_t nr_pending;
	bool ends;	 /* nothing comes after that */
	char cgroup[64]; /* its folder, and a descriptor of it, or -1 */
	int cgroup_fd;
	bool leaving; /* LEAVE is to be answered once it has ended */
};

#define JOB_NONE       \
	((struct job){ \
		.input = -1, .output = -1, .error = -1, .report = -1, .cgroup_fd = -1})

/* Makes ready what the next program needs; without it job_start() does so. */
int job_prepare(struct job *job);
int job_start(struct job *job, const void *payload, size_t size);
/* Takes over input; job_flush() writes what the program has room for. True: that was all. */
bool job_input(struct job *job, const void *data, size_t size);
bool job_flush(struct job *job);
void job_winsize(struct job *job, uint16_t rows, uint16_t columns);
void job_kill(struct job *job, int signal);
/* Kills what the program left behind. */
void job_sweep(struct job *job);
void job_close(struct job *job);

/* core.c: the kernel's core_pattern helper; reads a core file on standard
 * input and writes one line to AGENT_CRASH_DIR/PID (see common/stage/report.h). */
int core_main(const char *pid, const char *signal);

/* probe.c: work that takes as long as the machine is slow. */
int probe_main(void);

#endif
