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

/* The call that opened descriptor `fd` of the process that does `use`; NULL: it was not seen. */
const struct record_event *record_opened(
	const struct record *record, const struct record_event *use, int fd);

#endif
