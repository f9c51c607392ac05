/* SPDX-License-Identifier: MIT */
/* A file that is there whole or not at all, whatever happens meanwhile. */
#ifndef PAGELAB_FILE_REPLACE_H
#define PAGELAB_FILE_REPLACE_H

#include <stddef.h>

/*
 * Writes `path`, or replaces it, at once: a temporary file beside it, fsync, rename, fsync
 * of the folder. 0, -ENOMEM, or the -errno of writing; then nothing is left behind.
 *
 * What is there and no file of this user's with one name, a link, a device, a FIFO or a socket,
 * is written into, and stays. -EPIPE: a FIFO or socket that nobody reads.
 */
int file_replace(const char *path, const char *data, size_t size);
/* The same, but a file that has this content is left alone. */
int file_update(const char *path, const char *data, size_t size);

/* Removes from `folder` the temporary files that killed processes have left there. One that
 * somebody is writing stays. */
void file_tidy(const char *folder);

#endif
