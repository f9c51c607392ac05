/* SPDX-License-Identifier: MIT */
/* Values of kernel settings: read, written, kept in a file. For knobs.c. */
#ifndef PAGELAB_NATIVE_SAVED_H
#define PAGELAB_NATIVE_SAVED_H

#include <jansson.h>

/* A list is a JSON array of files, ["/proc/sys/…", "1", UID, GID, MODE]. The value of
 * what has none that could be written back is null. */

/*
 * The setting's value as it can be written back: one line; of "always [madvise] never",
 * the word in brackets. 0, -EBADMSG: no such line; -errno of open(2) or read(2).
 */
int saved_read_setting(const char *path, char ret[256]);
/* 0, or -errno of open(2) or write(2). Never makes a file. */
int saved_write_setting(const char *path, const char *value);

/* Adds a file with what it is now. 0 or -errno; -EBADMSG: its value cannot be read. */
int saved_add(json_t *list, const char *path);
/* The same, without a value where there is no value; no file is no error. */
int saved_add_lent(json_t *list, const char *path);

/* Writes the list to a file that is whole or not there. 0 or -errno. */
int saved_store(const char *path, const json_t *list);
/* -ENOENT: nothing is left there; -EBADMSG: no such list; -errno of reading. */
int saved_load(const char *path, json_t **ret);
/* Writes all values back and gives all files back to their owners, last one first, goes on where
 * one fails, and returns the first -errno, with what failed in `failed` (its path). */
int saved_put_back(const json_t *list, const char **failed);

#endif
