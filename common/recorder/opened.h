/* SPDX-License-Identifier: MIT */
/*
 * opened: what a descriptor stood for when it was used. Descriptors are numbers that are given
 * again, copied (dup(2), a shell's redirection), and handed down to children and programs.
 *
 * Wants a record with RECORD_FILES.
 */
#ifndef PAGELAB_RECORDER_OPENED_H
#define PAGELAB_RECORDER_OPENED_H

#include "record.h"

/* The call that opened descriptor `fd` of the process that does `use`; of AT_FDCWD, that opened the
 * folder which it is in, or went there. NULL: it was not seen. */
const struct record_event *record_opened(
	const struct record *record, const struct record_event *use, int fd);

/* The name, without folders, of what the call `use` does its work on, descriptor args[0]; "" if it was not
 * seen to be opened. */
const char *record_opened_name(
	const struct record *record, const struct record_event *use);

/* The path of what that call opened, from the root on, "/sys/kernel/mm": what is before a relative
 * one is in the record, or taken for the root. "." and ".." are as they stand, without links. ""
 * if it has no room in `size` bytes. */
void record_path(const struct record *record, const struct record_event *open, char *ret,
	size_t size);

#endif
