/* SPDX-License-Identifier: MIT */
/* Maps pages of the program here, too (check_more.h). Source: proc(5), map_files. */
#include "check_more.h"
#include "check.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

/* The mapping of that process in which the address is: its name in map_files, and where in the file
 * the address is. */
static int find_mapping(
	pid_t pid, uintptr_t address, char *ret_path, size_t size, off_t *ret_offset)
{
	uint64_t start, end, offset;
	struct kfile_path path;
	char line[512];
	FILE *maps;
	int err = kfile_pid_path(pid, "maps", &path);

	if (!err)
		err = kfile_fopen(path.text, &maps);
	if (err)
		return err;
	err = -ENODATA;
	while (err && fgets(line, sizeof(line), maps)) {
		if (sscanf(line, "%" SCNx64 "-%" SCNx64 " %*s %" SCNx64, &start, &end,
			    &offset) != 3 ||
			address < start || address >= end)
			continue;
		snprintf(ret_path, size, "/proc/%d/map_files/%" PRIx64 "-%" PRIx64,
			(int)pid, start, end);
		*ret_offset = (off_t)(offset + address - start);
		err = 0;
	}
	fclose(maps);
	return err;
}

static int map_often(const char *path, off_t offset, uint64_t nr)
{
	int err = 0, fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return -errno;
	for (uint64_t i = 0; !err && i < nr; i++) {
		volatile char *page =
			mmap(NULL, page_size_bytes(), PROT_READ, MAP_SHARED, fd, offset);

		if (page == MAP_FAILED)
			err = -errno;
		else
			(void)*page;
	}
	close(fd);
	return err;
}

int map_more(const struct stage_region *buffer, int pagemap, uint64_t nr)
{
	size_t nr_pages = buffer->length_bytes / page_size_bytes();
	uint64_t *words = calloc(nr_pages, sizeof(*words)), last[2] = {0};
	int err =
		words ? pagemap_read(pagemap, buffer->address, nr_pages, words) : -ENOMEM;

	for (size_t i = 0; !err && i < nr_pages; i++) {
		struct pagemap_entry page;
		char path[128];
		off_t offset;

		pagemap_decode(words[i], &page);
		/* The buffer has two such pages, at many places: each is mapped more often once. */
		if (!page.present || !page.file_or_shmem || page.pfn == last[0] ||
			page.pfn == last[1])
			continue;
		last[1] = last[0];
		last[0] = page.pfn;
		err = find_mapping(buffer->pid, buffer->address + i * page_size_bytes(),
			path, sizeof(path), &offset);
		if (!err)
			err = map_often(path, offset, nr);
	}
	free(words);
	return err;
}
