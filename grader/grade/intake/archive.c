/* SPDX-License-Identifier: MIT */
/* Reads an archive by libarchive, see members.h. */
#include "members.h"
#include "names.h"
#include "spelling.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PIECE (64 * 1024)

/* The old kind of tar has no name of its own, but a sum of its header. */
static bool is_tar(const char *data, size_t size)
{
	unsigned long sum = 0, said = 0;

	if (size < 512 || !*data)
		return false;
	for (size_t i = 0; i < 512; i++)
		sum += i >= 148 && i < 156 ? ' ' : (unsigned char)data[i];
	for (size_t i = 148; i < 156; i++) {
		if (data[i] >= '0' && data[i] <= '7')
			said = said * 8 + (data[i] - '0');
		else if (said || (data[i] && data[i] != ' '))
			break;
	}
	return said == sum;
}

enum grade_content grade_content_of(const char *data, size_t size)
{
	static const struct {
		const char *bytes;
		size_t size;
		enum grade_content content;
	} kinds[] = {{"PK\3\4", 4, GRADE_CONTENT_ARCHIVE},
		{"PK\5\6", 4, GRADE_CONTENT_ARCHIVE},
		{"\x1f\x8b", 2, GRADE_CONTENT_ARCHIVE},
		{"\xfd"
		 "7zXZ",
			5, GRADE_CONTENT_ARCHIVE},
		{"BZh", 3, GRADE_CONTENT_ARCHIVE},
		{"\x28\xb5\x2f\xfd", 4, GRADE_CONTENT_ARCHIVE},
		{"7z\xbc\xaf\x27\x1c", 6, GRADE_CONTENT_ARCHIVE},
		{"Rar!\x1a", 5, GRADE_CONTENT_RAR}};

	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (size >= kinds[i].size && !memcmp(data, kinds[i].bytes, kinds[i].size))
			return kinds[i].content;
	return is_tar(data, size) ? GRADE_CONTENT_ARCHIVE : GRADE_CONTENT_OTHER;
}

/* Only the formats that are asked for: the fewer, the less can be wrong with them. */
static void support_archives(struct archive *archive)
{
	archive_read_support_format_zip(archive);
	archive_read_support_format_tar(archive);
	archive_read_support_format_7zip(archive);
}

static void support_one_file(struct archive *archive)
{
	archive_read_support_format_raw(archive);
	archive_read_support_format_empty(archive);
}

/* Bytes in memory, or a file. */
struct source {
	const char *data; /* NULL: a file */
	size_t size;
	int fd;
};

static int open_source(struct archive *archive, const struct source *source)
{
	if (source->data)
		return archive_read_open_memory(archive, source->data, source->size);
	return archive_read_open_fd(archive, source->fd, PIECE);
}

static struct archive *open_archive(
	const struct source *source, void (*support)(struct archive *archive))
{
	struct archive *archive = archive_read_new();

	if (!archive)
		return NULL;
	support(archive);
	archive_read_support_filter_gzip(archive);
	archive_read_support_filter_xz(archive);
	archive_read_support_filter_bzip2(archive);
	archive_read_support_filter_zstd(archive);
	if (open_source(archive, source) == ARCHIVE_OK)
		return archive;
	archive_read_free(archive);
	return NULL;
}

static int unreadable(struct archive *archive, char *why)
{
	const char *said = archive_error_string(archive);

	if (archive_read_has_encrypted_entries(archive) > 0)
		snprintf(why, GRADE_WHY, "not a readable archive: it has a password");
	else
		snprintf(why, GRADE_WHY, "not a readable archive%s%.200s",
			said ? ": " : "", said ? said : "");
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

/* An archive that is being read, and the member of it. */
struct reading {
	struct archive *archive;
	const struct grade_reader *reader;
	size_t swell; /* bytes of other files that may still come */
	char *kept;
	size_t size; /* of the member */
};

static int too_much(bool in_folder, char *why)
{
	if (in_folder)
		snprintf(why, GRADE_WHY,
			"more than %lu MiB in folders that are passed over",
			GRADE_PASSED_BYTES >> 20);
	else
		snprintf(why, GRADE_WHY, "more than %d MiB after unpacking",
			GRADE_STUDENT_BYTES >> 20);
	return -EFBIG;
}

/* A zip says how long a member is before it is read, and leads past it. */
static bool is_skipped_quickly(const struct reading *r, struct archive_entry *entry)
{
	return (archive_format(r->archive) & ARCHIVE_FORMAT_BASE_MASK) ==
		       ARCHIVE_FORMAT_ZIP &&
	       archive_entry_size_is_set(entry);
}

/* What is passed over is not kept, but takes time. */
static bool pass(struct reading *r, size_t n, bool in_folder)
{
	struct grade_budget *budget = r->reader->budget;

	if (n > budget->passed_bytes || (!in_folder && n > r->swell))
		return false;
	budget->passed_bytes -= n;
	r->swell -= in_folder ? 0 : n;
	return true;
}

/*
 * Counts all of it, and keeps as much as `most`. Without `wanted` no more than shows that it
 * is an archive: the rest is passed over, and without `most` all of it.
 */
static int read_data(struct reading *r, bool wanted, size_t most, char *why)
{
	struct grade_budget *budget = r->reader->budget;
	static char piece[PIECE];
	size_t room = 0;
	ssize_t n;

	r->size = 0;
	while ((n = archive_read_data(r->archive, piece, sizeof(piece))) > 0) {
		if (!r->size && !wanted && most &&
			grade_content_of(piece, n) != GRADE_CONTENT_OTHER) {
			wanted = true;
			most = budget->bytes;
		}
		if (wanted ? (size_t)n > budget->bytes : !pass(r, n, !most))
			return too_much(!wanted && !most, why);
		if (wanted)
			budget->bytes -= n;
		if (wanted && r->size + n <= most) {
			if (r->size + n > room) {
				char *more;

				room = 2 * (r->size + n);
				more = realloc(r->kept, room);
				if (!more)
					return -ENOMEM;
				r->kept = more;
			}
			memcpy(r->kept + r->size, piece, n);
		}
		r->size += n;
	}
	if (n < 0)
		return unreadable(r->archive, why);
	return wanted ? 0 : 1;
}

/* The member's path as it can be shown and understood, malloc'ed; NULL: it has none. */
static char *path_of(struct archive_entry *entry)
{
	const char *path = archive_entry_pathname(entry);

	if (!path)
		path = archive_entry_pathname_utf8(entry);
	return path ? spelling_of_name(path) : NULL;
}

/* -EFBIG if there are too many; those in folders that are passed over count for less. */
static int count_member(const struct grade_reader *reader, bool passed, char *why)
{
	size_t *left =
		passed ? &reader->budget->passed_members : &reader->budget->members;

	if ((*left)--)
		return 0;
	*left = 0;
	snprintf(why, GRADE_WHY, "more than %d files",
		passed ? GRADE_PASSED_MEMBERS : GRADE_MEMBERS);
	return -EFBIG;
}

static int take_file(struct reading *r, const char *path, char *why)
{
	const struct grade_reader *reader = r->reader;
	size_t most = reader->budget->file_bytes;
	bool wanted = reader->is_wanted(reader->arg, path);
	int err = read_data(r, wanted, most, why);

	if (err)
		return err < 0 ? err : 0;
	if (wanted && r->size > most) {
		reader->on_refused(reader->arg, path, "more than 1 MiB");
		return 0;
	}
	return reader->on_file(reader->arg, path, r->kept ? r->kept : "", r->size);
}

static int take(struct reading *r, struct archive_entry *entry, char *why)
{
	char *path = path_of(entry);
	const char *refused =
		path ? grade_path_refused(path) : "a name that cannot be read";
	bool passed = !refused && !r->reader->all && grade_path_is_noise(path);
	int err = count_member(r->reader, passed, why);

	if (!err && !refused && archive_entry_filetype(entry) == AE_IFDIR) {
		free(path);
		return 0;
	}
	if (!refused && !passed)
		refused = kind_refused(entry);
	if (!err && !refused && !passed)
		err = take_file(r, path, why);
	else if (!err && !is_skipped_quickly(r, entry))
		err = read_data(r, false, 0, why);
	if (err >= 0 && refused)
		r->reader->on_refused(r->reader->arg, path ? path : "?", refused);
	free(path);
	return err < 0 ? err : 0;
}

static int read_archive(
	const struct source *source, const struct grade_reader *reader, char *why)
{
	struct reading r = {.archive = open_archive(source, support_archives),
		.reader = reader,
		.swell = GRADE_SWELL * source->size};
	struct archive_entry *entry;
	int err = r.archive ? 0 : -EBADMSG, status = ARCHIVE_OK;

	if (r.swell < GRADE_STUDENT_BYTES)
		r.swell = GRADE_STUDENT_BYTES;
	if (err)
		snprintf(why, GRADE_WHY, "not a zip, tar or 7z archive");
	while (!err &&
		(status = archive_read_next_header(r.archive, &entry)) != ARCHIVE_EOF)
		err = status == ARCHIVE_OK || status == ARCHIVE_WARN
			      ? take(&r, entry, why)
			      : unreadable(r.archive, why);
	free(r.kept);
	if (r.archive)
		archive_read_free(r.archive);
	return err;
}

int grade_read_archive(
	const char *data, size_t size, const struct grade_reader *reader, char *why)
{
	return read_archive(&(struct source){data, size, -1}, reader, why);
}

int grade_read_archive_file(
	int fd, size_t size, const struct grade_reader *reader, char *why)
{
	return read_archive(&(struct source){NULL, size, fd}, reader, why);
}

int grade_unpack(const char *data, size_t size, size_t most, char **ret, size_t *ret_size,
	char *why)
{
	struct archive *archive =
		open_archive(&(struct source){data, size, -1}, support_one_file);
	struct archive_entry *entry;
	char *text = archive ? malloc(most + 1) : NULL;
	size_t length = 0;
	ssize_t n = 0;
	int err = !archive ? -EBADMSG : !text ? -ENOMEM : 0;

	if (!archive)
		snprintf(why, GRADE_WHY, "not a packed file that can be read");
	/* Of no bytes there is no entry. */
	if (!err && archive_read_next_header(archive, &entry) == ARCHIVE_OK)
		while (length <= most && (n = archive_read_data(archive, text + length,
						  most + 1 - length)) > 0)
			length += n;
	if (!err && n >= 0 && archive_errno(archive))
		n = -1;
	if (n < 0)
		err = unreadable(archive, why);
	else if (length > most)
		err = -EFBIG;
	if (archive)
		archive_read_free(archive);
	if (err) {
		free(text);
		return err;
	}
	*ret = text;
	*ret_size = length;
	return 0;
}
