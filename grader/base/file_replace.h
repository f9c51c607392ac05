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
/*
 * The same for what lies in a folder that is ours alone: whatever is there, a link and another
 * name of somebody's file too, is replaced, and what it led to stays as it is. A file that has
 * this content is left alone. -EISDIR.
 */
int file_put(const char *path, const char *data, size_t size);
/* The same for what can be made again of other files: it may be empty after a power cut. */
int file_put_quick(const char *path, const char *data, size_t size);
/* Makes a folder in one that is ours alone, unless it is there; a link in its place goes. 0, or
 * the -errno of mkdir(2); -ENOTDIR: a file is there. */
int file_put_folder(const char *path);

/* Removes from `folder` the temporary files that killed processes have left there. One that
 * somebody is writing stays. */
void file_tidy(const char *folder);

#endif
