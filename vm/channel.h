/* SPDX-License-Identifier: MIT */
/*
 * The channel between the host and the agent (PID 1 of the guest): frames over
 * one virtio-serial port.
 *
 *      0        4        8
 *      +--------+--------+-----------------------+
 *      | length | type   | payload, length bytes |
 *      +--------+--------+-----------------------+
 *
 * Numbers are little-endian. A payload is at most CHANNEL_MAX bytes. A string in a
 * payload ends with a NUL byte; what follows the last one of a fixed list is data.
 * One program runs at a time.
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
 *   INPUT    bytes              (none)    to its standard input; none closes it
 *   WINSIZE  u16 rows, u16 columns  (none)
 *   KILL     i32 signal         (none)    to the program's process group
 *   HALT                        (none)    powers the machine off
 *
 * Agent to host
 *   READY    (unasked)          after boot
 *   PONG     kernel release
 *   DONE     i32 0 or -errno, text (most often none)
 *   OUT, ERR bytes              what the program wrote
 *   REPORT   one datagram       what it sent on its report descriptor
 *   EXIT     i32 wait status
 */
#ifndef PAGELAB_CHANNEL_H
#define PAGELAB_CHANNEL_H

#include <stddef.h>
#include <stdint.h>

#define CHANNEL_PORT "pagelab.0"
#define CHANNEL_MAX (256 * 1024)
#define CHANNEL_TEXT_MAX 1024

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

	CHANNEL_READY = 64,
	CHANNEL_PONG,
	CHANNEL_DONE,
	CHANNEL_DATA,
	CHANNEL_OUT,
	CHANNEL_ERR,
	CHANNEL_REPORT,
	CHANNEL_EXIT,
};

struct channel_head {
	uint32_t length;
	uint32_t type;
};

/*
 * The payload of RUN: this head, then nr_args argument strings and nr_env
 * NAME=VALUE strings. uid and gid are what the program runs as. With
 * CHANNEL_RUN_TTY the program gets a terminal as its standard descriptors.
 */
struct channel_run {
	uint32_t uid;
	uint32_t gid;
	uint32_t flags;
	uint16_t nr_args;
	uint16_t nr_env;
};

#define CHANNEL_RUN_TTY 1u

/*
 * A REPORT datagram, on the descriptor named by PAGELAB_REPORT_FD, is a list of
 * NUL-terminated strings; the first is its kind (see common/stage/report.h).
 */
#define CHANNEL_REPORT_MAX (16 * 1024)

#endif
