/* SPDX-License-Identifier: MIT */
/* Leaves a node's free memory in single pages (fragmenter.h). */
#include <errno.h>
#include <fcntl.h>
#include <numaif.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "fragmenter.h"
#include "common/kernel/kfile.h"
#include "common/lab/map.h"
#include "common/kernel/page.h"
#include "common/kernel/pagemap.h"

#define THP "/sys/kernel/mm/transparent_hugepage/"
#define MAX_NODES (8 * sizeof(unsigned long))
/* More than any machine of the workbook has on a node. */
#define MAX_PLUG_BYTES ((size_t)64 << 30)

/* Huge pages must be had where they are free, and must not be made. */
static int read_settings(size_t *ret_huge_bytes)
{
	uint64_t huge_bytes;
	struct kfile_line line;
	FILE *file;
	int err = kfile_value(AT_FDCWD, THP "hpage_pmd_size", &huge_bytes);

	if (!err)
		err = kfile_fopen(THP "defrag", &file);
	if (err)
		return err == -ENODATA ? -ENOTSUP : err;
	err = kfile_line(file, &line);
	fclose(file);
	if (!err && !strstr(line.text, "[never]"))
		err = -EBUSY;
	if (!err)
		*ret_huge_bytes = huge_bytes;
	return err;
}

static int bind_to(unsigned node, char *address, size_t length_bytes, int advice)
{
	unsigned long mask;

	if (node >= MAX_NODES)
		return -EINVAL;
	mask = 1UL << node;
	if (mbind(address, length_bytes, MPOL_BIND, &mask, MAX_NODES, 0) ||
		madvise(address, length_bytes, advice))
		return -errno;
	return 0;
}

static int free_even_frames(const struct fragmenter *f, int pagemap_fd)
{
	size_t page_bytes = page_size_bytes();
	uint64_t *pfns = calloc(f->nr_pages, sizeof(*pfns));
	int err = pfns ? pagemap_pfns(pagemap_fd, f->pages, f->nr_pages, pfns) : -ENOMEM;

	for (size_t i = 0; i < f->nr_pages && !err; i++)
		if (pfns[i] % 2 == 0 &&
			madvise(f->pages + i * page_bytes, page_bytes, MADV_DONTNEED))
			err = -errno;
	free(pfns);
	return err;
}

static int fill(struct fragmenter *f, unsigned node, int pagemap_fd)
{
	size_t length_bytes = f->nr_pages * page_size_bytes();
	int err = lab_map(length_bytes, &f->pages);

	if (err)
		return err;
	err = bind_to(node, f->pages, length_bytes, MADV_NOHUGEPAGE);
	if (!err && madvise(f->pages, length_bytes, MADV_POPULATE_WRITE))
		err = -errno;
	return err ? err : free_even_frames(f, pagemap_fd);
}

/* Is the second page of what was just touched in memory too? Then it is a huge page. */
static int is_huge(int pagemap_fd, const char *address, bool *ret)
{
	struct pagemap_entry entry;
	uint64_t word;
	int err = pagemap_read(
		pagemap_fd, (uintptr_t)address + page_size_bytes(), 1, &word);

	if (err)
		return err;
	pagemap_decode(word, &entry);
	*ret = entry.present;
	return 0;
}

/* Takes huge pages until there is none. The last touch brings a small page. */
static int plug_blocks(struct fragmenter *f, unsigned node, int pagemap_fd)
{
	char *end, *at;
	bool huge = true;
	int err;

	f->plug_bytes = MAX_PLUG_BYTES;
	f->plug = mmap(NULL, f->plug_bytes, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (f->plug == MAP_FAILED) {
		f->plug = NULL;
		return -errno;
	}
	err = bind_to(node, f->plug, f->plug_bytes, MADV_HUGEPAGE);
	end = f->plug + f->plug_bytes;
	at = f->plug + (-(uintptr_t)f->plug & (f->huge_bytes - 1));
	for (; !err && huge && at + f->huge_bytes <= end; at += f->huge_bytes) {
		*(volatile char *)at = 1;
		err = is_huge(pagemap_fd, at, &huge);
		if (!err && !huge)
			madvise(at, f->huge_bytes, MADV_DONTNEED);
	}
	return err;
}

int fragmenter_make(
	unsigned node, int pagemap_fd, size_t nr_pages, struct fragmenter *ret)
{
	struct fragmenter f = {.nr_pages = nr_pages};
	int err = read_settings(&f.huge_bytes);

	if (!err)
		err = fill(&f, node, pagemap_fd);
	if (!err)
		err = plug_blocks(&f, node, pagemap_fd);
	if (err)
		fragmenter_free(&f);
	else
		*ret = f;
	return err;
}

void fragmenter_free(struct fragmenter *fragmenter)
{
	if (fragmenter->pages)
		lab_unmap(fragmenter->pages, fragmenter->nr_pages * page_size_bytes());
	if (fragmenter->plug)
		munmap(fragmenter->plug, fragmenter->plug_bytes);
	*fragmenter = (struct fragmenter){.pages = NULL};
}
