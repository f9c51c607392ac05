/* SPDX-License-Identifier: MIT */
/*
 * kfile: reading the files that the kernel makes up, in /proc and /sys. For the other
 * files of this library; an exercise needs it only to read a file that has none.
 *
 * The kernel writes whole lines, so a line without an end means that the file was cut
 * short, and is an error.
 */
#ifndef PAGELAB_KFILE_H
#define PAGELAB_KFILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/types.h>

#define KFILE_PATH_SIZE 64
#define KFILE_LINE_SIZE 512
/* No line of these files is longer: the longest end with a path. */
#define KFILE_LINE_MAX 65536

struct kfile_path {
	char text[KFILE_PATH_SIZE];
};

struct kfile_line {
	char text[KFILE_LINE_SIZE]; /* without the newline */
	bool cut;		    /* it was longer: this is how it begins */
};

/* One rule for the whole library: what may not be seen (`error` EACCES or EPERM) is
 * -EPERM, what does not exist (ENOENT, ESRCH) is -ENODATA, other errors are -error. */
int kfile_error(int error);

/* /proc/PID/NAME, or /proc/self/NAME for pid 0.
 * 0, or -EINVAL: negative pid; -ENAMETOOLONG. */
int kfile_pid_path(pid_t pid, const char *name, struct kfile_path *ret);

/* open(2) and fopen(3) for reading, O_CLOEXEC; errors by kfile_error(). */
int kfile_open(const char *path, int *ret_fd);
int kfile_fopen(const char *path, FILE **ret);

/*
 * The next line.
 * 0, or -ENODATA: there is none; -EBADMSG: a NUL byte, no newline at the end, or longer
 * than KFILE_LINE_MAX; -errno of read(2) by kfile_error().
 */
int kfile_line(FILE *file, struct kfile_line *ret);

/*
 * Reads a number, digits and nothing else, from where *text points, and moves *text
 * behind it. `base` is 10 or 16.
 * 0, or -EBADMSG: no digit there; -ERANGE: too large for 64 bits.
 */
int kfile_number(const char **text, unsigned base, uint64_t *ret);

/*
 * Reads a file that holds one decimal number and a newline, as most of sysfs do. `name`
 * is looked up from folder `dirfd` (AT_FDCWD: as usual).
 * 0, or -ENODATA: no such file, or empty; -EBADMSG; -ERANGE; -EPERM; -errno.
 */
int kfile_value(int dirfd, const char *name, uint64_t *ret);

/* Writes `text` to a file that is there, by one write(2): a setting of the kernel.
 * 0, or -ENODATA: no such file; -EPERM; other -errno of open(2) and write(2). */
int kfile_put(const char *path, const char *text);

/*
 * Reads `nr` 64-bit words, beginning with word number `index` of the file. On failure
 * the contents of `ret` are undefined: give it memory that nobody looks at yet.
 * 0, or -ENODATA: past the end; -EBADMSG: the file ends inside a word; -errno of
 * pread(2) by kfile_error().
 */
int kfile_words(int fd, uint64_t index, size_t nr, uint64_t *ret);

#endif
