/* SPDX-License-Identifier: MIT */
/* pagemap: see pagemap.h. Words are read into memory of our own first, so that the
 * caller's array changes only when all of them are there. */
#include "pagemap.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "kfile.h"
#include "page.h"

#define BIT(n) (UINT64_C(1) << (n))

#define PFN_MASK (BIT(55) - 1)
#define SWAP_TYPE_BITS 5
#define SOFT_DIRTY BIT(55)
#define EXCLUSIVE BIT(56)
#define UFFD_WP BIT(57)
#define FILE_OR_SHMEM BIT(61)
#define SWAPPED BIT(62)
#define PRESENT BIT(63)

void pagemap_decode(uint64_t word, struct pagemap_entry *ret)
{
	uint64_t low = word & PFN_MASK;

	*ret = (struct pagemap_entry){
		.present = word & PRESENT,
		.swapped = word & SWAPPED,
		.file_or_shmem = word & FILE_OR_SHMEM,
		.exclusive = word & EXCLUSIVE,
		.uffd_wp = word & UFFD_WP,
		.soft_dirty = word & SOFT_DIRTY,
	};
	if (ret->present) {
		ret->pfn = low;
	} else if (ret->swapped) {
		ret->swap_type = low & (BIT(SWAP_TYPE_BITS) - 1);
		ret->swap_offset = low >> SWAP_TYPE_BITS;
	}
}

int pagemap_open(pid_t pid, int *ret_fd)
{
	struct kfile_path path;
	int error = kfile_pid_path(pid, "pagemap", &path);

	return error ? error : kfile_open(path.text, ret_fd);
}

static int read_words(int fd, uintptr_t address, size_t nr_pages, uint64_t **ret)
{
	uintptr_t first = address / page_size_bytes();
	uintptr_t last = UINTPTR_MAX / page_size_bytes();
	uint64_t *words;
	int error;

	if (address % page_size_bytes() || nr_pages > last - first + 1)
		return -EINVAL;
	words = calloc(nr_pages ? nr_pages : 1, sizeof(*words));
	if (!words)
		return -ENOMEM;
	error = kfile_words(fd, first, nr_pages, words);
	if (error)
		free(words);
	else
		*ret = words;
	return error;
}

int pagemap_read(int fd, uintptr_t address, size_t nr_pages, uint64_t *ret_words)
{
	uint64_t *words;
	int error = read_words(fd, address, nr_pages, &words);

	if (error)
		return error;
	memcpy(ret_words, words, nr_pages * sizeof(*words));
	free(words);
	return 0;
}

int pagemap_pfns(int fd, const void *address, size_t nr_pages, uint64_t *ret_pfns)
{
	size_t nr_present = 0, nr_visible = 0;
	uint64_t *words;
	int error = read_words(fd, (uintptr_t)address, nr_pages, &words);

	if (error)
		return error;
	for (size_t i = 0; i < nr_pages; i++) {
		struct pagemap_entry entry;

		pagemap_decode(words[i], &entry);
		nr_present += entry.present;
		nr_visible += entry.pfn != 0;
		words[i] = entry.pfn;
	}
	/* No memory of a process has PFN 0, so this is the kernel's way to say no. */
	if (nr_present && !nr_visible)
		error = -EPERM;
	else
		memcpy(ret_pfns, words, nr_pages * sizeof(*words));
	free(words);
	return error;
}
