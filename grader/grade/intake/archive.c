/* SPDX-License-Identifier: MIT */
/* Reads an archive by libarchive, see members.h. */
#include "members.h"
#include "names.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PIECE (64 * 1024)

/* Only the formats that are asked for: the fewer, the less can be wrong with them. */
static struct archive *open_archive(const char *data, size_t size)
{
	struct archive *archive = archive_read_new();

	if (!archive)
		return NULL;
	archive_read_support_format_zip(archive);
	archive_read_support_format_tar(archive);
	archive_read_support_filter_gzip(archive);
	archive_read_support_filter_xz(archive);
	if (archive_read_open_memory(archive, data, size) == ARCHIVE_OK)
		return archive;
	archive_read_free(archive);
	return NULL;
}

static int unreadable(struct archive *archive, char *why)
{
	const char *said = archive_error_string(archive);

	snprintf(why, GRADE_WHY, "not a readable archive: %.200s", said ? said : "?");
	return -EBADMSG;
}

/* NULL if it is a regular file. */
static const char *kind_refused(struct archive_entry *entry)
{
	if (archive_entry_hardlink(entry))
		return "a link";
	switch (archive_entry_filetype(entry)) {
	case AE_IFREG:
		return NULL;
	case AE_IFLNK:
		return "a link";
	default:
		return "neither file nor folder";
	}
}

/* Counts all of it, and keeps as much as a file may have. */
static int read_data(struct archive *archive, struct grade_budget *budget, char *kept,
	size_t *ret_size, char *why)
{
	static char piece[PIECE];
	size_t size = 0;
	ssize_t n;

	while ((n = archive_read_data(archive, piece, sizeof(piece))) > 0) {
		if ((size_t)n > budget->bytes) {
			snprintf(why, GRADE_WHY, "more than %d MiB after unpacking",
				GRADE_STUDENT_BYTES >> 20);
			return -EFBIG;
		}
		budget->bytes -= n;
		if (size + n <= budget->file_bytes)
			memcpy(kept + size, piece, n);
		size += n;
	}
	if (n < 0)
		return unreadable(archive, why);
	*ret_size = size;
	return 0;
}

static int take(struct archive *archive, struct archive_entry *entry, char *kept,
	const struct grade_reader *reader, char *why)
{
	const char *path = archive_entry_pathname(entry), *refused;
	size_t size = 0;
	int err;

	if (!path)
		path = archive_entry_pathname_utf8(entry);
	if (!path)
		refused = "a name that cannot be read";
	else
		refused = grade_path_refused(path);
	if (!refused && archive_entry_filetype(entry) == AE_IFDIR)
		return 0;
	if (!refused)
		refused = kind_refused(entry);
	err = read_data(archive, reader->budget, kept, &size, why);
	if (err)
		return err;
	if (!refused && size > reader->budget->file_bytes)
		refused = "more than 1 MiB";
	if (!refused)
		return reader->on_file(reader->arg, path, kept, size);
	reader->on_refused(reader->arg, path ? path : "?", refused);
	return 0;
}

int grade_read_archive(
	const char *data, size_t size, const struct grade_reader *reader, char *why)
{
	struct archive *archive = open_archive(data, size);
	char *kept = malloc(reader->budget->file_bytes + 1);
	struct archive_entry *entry;
	int err = archive && kept ? 0 : -EBADMSG, status = ARCHIVE_OK;

	if (err)
		snprintf(why, GRADE_WHY, "not a zip, tar.gz or tar.xz archive");
	while (!err &&
		(status = archive_read_next_header(archive, &entry)) != ARCHIVE_EOF) {
		if (status != ARCHIVE_OK && status != ARCHIVE_WARN) {
			err = unreadable(archive, why);
		} else if (!reader->budget->members--) {
			reader->budget->members = 0;
			snprintf(why, GRADE_WHY, "more than %d files", GRADE_MEMBERS);
			err = -EFBIG;
		} else {
			err = take(archive, entry, kept, reader, why);
		}
	}
	free(kept);
	if (archive)
		archive_read_free(archive);
	return err;
}
