/* SPDX-License-Identifier: MIT */
/* archives: made in memory, good ones and hostile ones. */
#ifndef PAGELAB_TEST_ARCHIVES_H
#define PAGELAB_TEST_ARCHIVES_H

#include "input.h"

#include <archive.h>
#include <archive_entry.h>
#include <sys/stat.h>

enum packed { PACKED_ZIP, PACKED_TAR_GZ, PACKED_TAR_XZ };

#define PACK_ROOM (16 * 1024 * 1024)

struct pack {
	struct archive *archive;
	char *data;
	size_t size;
};

static inline void pack_begin(struct pack *pack, enum packed kind)
{
	pack->archive = archive_write_new();
	pack->data = malloc(PACK_ROOM);
	pack->size = 0;
	assert_non_null(pack->data);
	if (kind == PACKED_ZIP) {
		archive_write_set_format_zip(pack->archive);
	} else {
		archive_write_set_format_pax_restricted(pack->archive);
		if (kind == PACKED_TAR_GZ)
			archive_write_add_filter_gzip(pack->archive);
		else
			archive_write_add_filter_xz(pack->archive);
	}
	assert_int_equal(archive_write_open_memory(
				 pack->archive, pack->data, PACK_ROOM, &pack->size),
		ARCHIVE_OK);
}

/* `type` is of stat(2); `target` that of a link, `hard` or not. */
static inline void pack_member(struct pack *pack, const char *path, mode_t type,
	const char *target, bool hard, const void *data, size_t size)
{
	struct archive_entry *entry = archive_entry_new();

	archive_entry_set_pathname(entry, path);
	archive_entry_set_filetype(entry, type);
	archive_entry_set_perm(entry, 0644);
	archive_entry_set_size(entry, size);
	if (target && hard)
		archive_entry_set_hardlink(entry, target);
	else if (target)
		archive_entry_set_symlink(entry, target);
	assert_true(archive_write_header(pack->archive, entry) >= ARCHIVE_WARN);
	if (size)
		assert_int_equal(archive_write_data(pack->archive, data, size), size);
	archive_entry_free(entry);
}

static inline void pack_file(struct pack *pack, const char *path, const char *text)
{
	pack_member(pack, path, S_IFREG, NULL, false, text, strlen(text));
}

static inline void pack_end(struct pack *pack)
{
	assert_int_equal(archive_write_close(pack->archive), ARCHIVE_OK);
	archive_write_free(pack->archive);
}

static inline void pack_free(struct pack *pack)
{
	free(pack->data);
}

#endif
