/* SPDX-License-Identifier: MIT */
/*
 * What an exercise and the harness say to each other: one request and one reply a
 * time over a SOCK_SEQPACKET connection of the process's own.
 *
 *      exercise                         stage
 *         | -- struct stage_request ---> |   credentials added by the kernel
 *         | <-- struct stage_reply ----- |   and one descriptor, for STAGE_PAGEMAP
 *
 * The environment variable STAGE_ENV holds the pathname of the socket. Who asks
 * is never in the message: it would only be what the program says of itself.
 */
#ifndef PAGELAB_STAGE_WIRE_H
#define PAGELAB_STAGE_WIRE_H

#include <stdint.h>

#define STAGE_ENV "PAGELAB_STAGE"
#define STAGE_WIRE_VERSION 1
#define STAGE_NAME_BYTES 64

enum stage_request_type {
	STAGE_CHECKPOINT = 1, /* freeze me, look, answer */
	STAGE_SAMPLE,	      /* look, answer */
	STAGE_REGION,	      /* name is length bytes at address */
	STAGE_PAGEMAP,	      /* give me a descriptor of my own pagemap */
	STAGE_SYSCTL,	      /* name is "NAME=VALUE": write it below /proc/sys */
};

struct stage_request {
	uint32_t version;
	uint32_t type;
	uint64_t address;
	uint64_t length_bytes;
	char name[STAGE_NAME_BYTES]; /* ends with a NUL byte, cut if longer */
};

struct stage_reply {
	int32_t error; /* 0 or -errno */
};

#endif
