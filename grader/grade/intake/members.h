/* SPDX-License-Identifier: MIT */
/*
 * Reads what a student sent, a folder or an archive, member by member. Nothing is unpacked:
 * a file's bytes are in memory while it is looked at, and everything is counted, so that
 * no archive can swell. What cannot be an exercise is passed over, and counts only where it
 * swells.
 */
#ifndef PAGELAB_GRADE_MEMBERS_H
#define PAGELAB_GRADE_MEMBERS_H

#include <stdbool.h>
#include <stddef.h>

#define GRADE_FILE_BYTES (1024 * 1024)
#define GRADE_STUDENT_BYTES (10 * 1024 * 1024)
#define GRADE_MEMBERS 10000
/* Of an archive that is read into memory; a larger one is read from its file. */
#define GRADE_ARCHIVE_BYTES (16 * 1024 * 1024)
/* In folders that are passed over, and of files that are. Those of a zip take no time, as its
 * directory says where the next one is, and their bytes count for nothing. */
#define GRADE_PASSED_MEMBERS 1000000
#define GRADE_PASSED_BYTES (1024UL * 1024 * 1024)
/* What is no exercise and in no such folder may be so often the archive's size, or
 * GRADE_STUDENT_BYTES. */
#define GRADE_SWELL 20
#define GRADE_WHY 512

/* What one student may still send. */
struct grade_budget {
	size_t file_bytes; /* of one file */
	size_t bytes;	   /* after unpacking, left */
	size_t members;	   /* left */
	size_t passed_members, passed_bytes;
};

#define GRADE_BUDGET                                                  \
	{                                                             \
		GRADE_FILE_BYTES, GRADE_STUDENT_BYTES, GRADE_MEMBERS, \
			GRADE_PASSED_MEMBERS, GRADE_PASSED_BYTES      \
	}

struct grade_reader {
	struct grade_budget *budget;
	bool all; /* pass over no folder */
	void *arg;
	/* Whether a file of this name is read, and not only if it is an archive. */
	bool (*is_wanted)(void *arg, const char *path);
	/* A regular file that is wanted, or an archive. 0, or an -errno that ends the
	 * reading. */
	int (*on_file)(void *arg, const char *path, const char *data, size_t size);
	/* An archive in a file of its own, too large for memory; likewise. */
	int (*on_archive)(void *arg, const char *path, int fd, size_t size);
	/* A member that is not taken; the others are. */
	void (*on_refused)(void *arg, const char *path, const char *reason);
};

/*
 * 0; -EFBIG: more than the budget allows; -EBADMSG: not an archive that can be read to its
 * end; the -errno of reading, of on_file() or -ENOMEM. `why` (GRADE_WHY bytes) then holds a
 * part of a sentence. What was read before has been told.
 */
int grade_read_archive(
	const char *data, size_t size, const struct grade_reader *reader, char *why);
/* The same of a file that is open; what is open stays so. */
int grade_read_archive_file(
	int fd, size_t size, const struct grade_reader *reader, char *why);
/* One file that was packed by itself, as exercise.c.gz: its bytes, malloc'ed. 0; -EFBIG if there
 * are more than `most`; -EBADMSG with a part of a sentence; -ENOMEM. */
int grade_unpack(const char *data, size_t size, size_t most, char **ret, size_t *ret_size,
	char *why);
/* The folder `name` in the folder `at`, a descriptor. Links are not followed. */
int grade_read_folder(
	int at, const char *name, const struct grade_reader *reader, char *why);
/* One regular file in `at`, told as `path`. */
int grade_read_file(int at, const char *name, const char *path,
	const struct grade_reader *reader, char *why);

/* What a file is by its first bytes. */
enum grade_content { GRADE_CONTENT_OTHER, GRADE_CONTENT_ARCHIVE, GRADE_CONTENT_RAR };
#define GRADE_CONTENT_BYTES 512 /* so many of them */
enum grade_content grade_content_of(const char *data, size_t size);

/* A regular file's bytes, malloc'ed; -EFBIG if it has more than `most`, -ELOOP for a link,
 * -EINVAL for what is no regular file. */
int grade_load(int at, const char *name, size_t most, char **ret, size_t *ret_size);

#endif
