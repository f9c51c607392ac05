/* SPDX-License-Identifier: MIT */
/*
 * The channel between the host and the agent (PID 1 of the guest): frames over
 * one virtio-serial port.
 *
 *      0        4      6      8
 *      +--------+------+------+-----------------------+
 *      | length | type | job  | payload, length bytes |
 *      +--------+------+------+-----------------------+
 *
 * Numbers are little-endian. A payload is at most CHANNEL_MAX bytes. A string in a
 * payload ends with a NUL byte; what follows the last one of a fixed list is data.
 *
 * Frames of one job number, below CHANNEL_JOBS, belong together: what is asked under it is
 * answered under it, in turn, and one program runs under it at a time, beside those of the others.
 * Most hosts know number 0 alone; vm/host/hub.h gives out the others.
 *
 * Host to agent                 answered by
 *   PING                        PONG
 *   WAKE     u64 ns, seed       DONE      sets the clock, reseeds the random pool
 *   PUT      u32 mode, path, data  DONE   creates or replaces a file
 *   APPEND   path, data         DONE      the rest of a file over CHANNEL_MAX
 *   KNOB     path, value        DONE      writes a kernel setting that exists
 *   GET      path               DATA …, DONE
 *   LOAD     path, parameters   DONE      loads a kernel module; on failure the text is
 *                                         what the kernel logged meanwhile
 *   RUN      see struct channel_run  DONE, then OUT/ERR/REPORT …, EXIT
 *   INPUT    bytes              TAKEN     to its standard input, once it has room for more: then
 *                                         the next may come; no bytes close it, unanswered
 *   WINSIZE  u16 rows, u16 columns  (none)
 *   KILL     i32 signal         (none)    to the program's process group
 *   LEAVE                       LEFT      kills the program; nothing of this job comes after LEFT
 *   HALT                        (none)    powers the machine off
 *
 * Agent to host
 *   READY    (unasked)          after boot
 *   PONG     kernel release
 *   DONE     i32 0 or -errno, text (most often none)
 *   OUT, ERR bytes              what the program wrote
 *   TAKEN                       the program has taken what was sent to it
 *   REPORT   one datagram       what it sent on its report descriptor
 *   EXIT     i32 wait status
 *   LEFT
 */
#ifndef PAGELAB_CHANNEL_H
#define PAGELAB_CHANNEL_H

#include <stddef.h>
#include <stdint.h>

#define CHANNEL_PORT "pagelab.0"
#define CHANNEL_MAX (256 * 1024)
#define CHANNEL_TEXT_MAX 1024
#define CHANNEL_JOBS 8

enum channel_type {
	CHANNEL_PING = 1,
	CHANNEL_WAKE,
	CHANNEL_PUT,
	CHANNEL_APPEND,
	CHANNEL_KNOB,
	CHANNEL_GET,
	CHANNEL_RUN,
	CHANNEL_INPUT,
	CHANNEL_WINSIZE,
	CHANNEL_KILL,
	CHANNEL_HALT,
	CHANNEL_LOAD,
	CHANNEL_LEAVE,

	CHANNEL_READY = 64,
	CHANNEL_PONG,
	CHANNEL_DONE,
	CHANNEL_DATA,
	CHANNEL_OUT,
	CHANNEL_ERR,
	CHANNEL_REPORT,
	CHANNEL_EXIT,
	CHANNEL_TAKEN,
	CHANNEL_LEFT,
};

struct channel_head {
	uint32_t length;
	uint16_t type;
	uint16_t job;
};

/*
 * The payload of RUN: this head, then nr_args argument strings and nr_env
 * NAME=VALUE strings. uid and gid are what the program runs as. With
 * CHANNEL_RUN_TTY the program gets a terminal as its standard descriptors, with CHANNEL_RUN_SAME the
 * same addresses each time.
 */
struct channel_run {
	uint32_t uid;
	uint32_t gid;
	uint32_t flags;
	uint16_t nr_args;
	uint16_t nr_env;
};

#define CHANNEL_RUN_TTY 1u
#define CHANNEL_RUN_SAME 2u

/*
 * A REPORT datagram, on the descriptor named by PAGELAB_REPORT_FD, is a list of
 * NUL-terminated strings; the first is its kind (see common/stage/report.h).
 */
#define CHANNEL_REPORT_MAX (16 * 1024)

/*
 * Reports of labrun: SHELL asks for a shell beside a program that stands still, and the line
 * SHELL_LEFT on its input says that this was left; HELD has the pid of a program that stands still
 * for a debugger.
 */
#define CHANNEL_SHELL "shell"
#define CHANNEL_SHELL_LEFT "the shell was left"
#define CHANNEL_HELD "held"

#endif
