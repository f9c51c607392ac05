/* SPDX-License-Identifier: MIT */
/* QEMU's monitor. */
#ifndef PAGELAB_QMP_H
#define PAGELAB_QMP_H

#include <jansson.h>

#define QMP_VERSION 128

/*
 * Reads the greeting and leaves negotiation mode. ret_version (QMP_VERSION bytes) is QEMU's version in
 * the words of its --version, “7.2.22 (Debian 1:7.2+dfsg-7)”; "" where the greeting has none.
 */
int qmp_connect(int fd, char *ret_version);
/* Sends a command (arguments is stolen, may be NULL); *ret may be NULL. */
int qmp_command(int fd, const char *name, json_t *arguments, json_t **ret);
/* What QEMU said of the last command that it refused. */
const char *qmp_error(void);
int qmp_ignore_shared(int fd);
/*
 * Writes the devices' state to state_fd, or reads it from there. qmp_load() returns when QEMU
 * has been given all of it: the agent's answer tells that it is in place.
 */
int qmp_save(int fd, int state_fd);
int qmp_load(int fd, int state_fd);

#endif
