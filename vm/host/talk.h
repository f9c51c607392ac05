/* SPDX-License-Identifier: MIT */
/*
 * A machine that runs, as long as it is talked to: what is sent, what comes back, and how it ended
 * when nothing comes any more.
 */
#ifndef PAGELAB_TALK_H
#define PAGELAB_TALK_H

#include "link.h"
#include "qemu.h"
#include "qmp.h"
#include "vm.h"

#include <sys/un.h>

struct vm {
	struct qemu qemu;
	struct link link;
	enum vm_fate fate;
	bool cold;
	double slowness;
	char release[128];
	char qemu_version[QMP_VERSION];
	char last_words[4096];
	struct hub *hub; /* NULL: this process alone talks to it */
	int listen_fd;	 /* of the socket at shared_at, where others join; -1: none */
	char *shared_at;
	ino_t shared_ino;
};

/* As link_send() and link_receive(); settles the machine's fate when it is gone. */
int vm_send(struct vm *vm, enum channel_type type, const void *data, size_t size);
int vm_receive(struct vm *vm, int64_t deadline_ms, int other_fd, struct frame *ret);

/* share.c: undoes vm_share(). */
void share_end(struct vm *vm);
/* By its folder's descriptor, to be closed: a socket's address has room for 107 bytes. 0 or -errno. */
int share_address(const char *path, struct sockaddr_un *ret, int *ret_folder);

/* calls.c: sends a frame that is answered by DONE; its code. */
int vm_command(struct vm *vm, enum channel_type type, const void *data, size_t size);

#endif
