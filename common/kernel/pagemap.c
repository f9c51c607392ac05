/* SPDX-License-Identifier: MIT */
/* pagemap: see pagemap.h. Words are read into memory of our own first, so that the
 * caller's array changes only when all of them are there. */
#include "pagemap.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "kfile.h"
#include "page.h"

#define BIT(n) (UINT64_C(1) << (n))

#define SWAP_TYPE_BITS 5
#define MIN_MAX_SWAPFILES 23
#define MAX_MARK 15
#define PAUSE_NS 500000
#define SOFT_DIRTY BIT(55)
#define EXCLUSIVE BIT(56)
#define UFFD_WP BIT(57)
#define FILE_OR_SHMEM BIT(61)
#define SWAPPED BIT(62)

/*
 * A page that is being moved has an entry like one of a swap area, with the frame that it leaves
 * as place. Its type is one of the last of 32, which are no areas' (include/linux/swap.h:
 * MAX_SWAPFILES is 23 to 28); which one hangs on the kernel's configuration. The others of these
 * are marks, with a small number as place, and pages of broken memory or of a device's own, which
 * no program here has.
 */
static bool is_migration(uint64_t swap_type, uint64_t swap_offset)
{
	return swap_type >= MIN_MAX_SWAPFILES && swap_offset > MAX_MARK;
}

void pagemap_decode(uint64_t word, struct pagemap_entry *ret)
{
	uint64_t low = word & PAGEMAP_PFN_MASK;

	*ret = (struct pagemap_entry){
		.present = word & PAGEMAP_PRESENT,
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
		ret->moving = is_migration(ret->swap_type, ret->swap_offset);
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

/* The page's word once it is not on its way to another frame. The kernel moves one page at a
 * time, and lets whoever touches it wait for that; so it always arrives. */
static int wait_for_page(int fd, uintptr_t address, struct pagemap_entry *ret)
{
	const struct timespec pause = {.tv_nsec = PAUSE_NS};
	uint64_t *word;
	int error;

	while (ret->moving) {
		nanosleep(&pause, NULL);
		error = read_words(fd, address, 1, &word);
		if (error)
			return error;
		pagemap_decode(*word, ret);
		free(word);
	}
	return 0;
}

int pagemap_pfns(int fd, const void *address, size_t nr_pages, uint64_t *ret_pfns)
{
	size_t nr_present = 0, nr_visible = 0;
	uintptr_t first = (uintptr_t)address;
	uint64_t *words;
	int error = read_words(fd, first, nr_pages, &words);

	if (error)
		return error;
	for (size_t i = 0; i < nr_pages && !error; i++) {
		struct pagemap_entry entry;

		pagemap_decode(words[i], &entry);
		error = wait_for_page(fd, first + i * page_size_bytes(), &entry);
		nr_present += entry.present;
		nr_visible += entry.pfn != 0;
		words[i] = entry.pfn;
	}
	/* No memory of a process has PFN 0, so this is the kernel's way to say no. */
	if (!error && nr_present && !nr_visible)
		error = -EPERM;
	if (!error)
		memcpy(ret_pfns, words, nr_pages * sizeof(*words));
	free(words);
	return error;
}
