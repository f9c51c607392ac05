/* SPDX-License-Identifier: MIT */
/* Fresh memory between guard pages (map.h). */
#include <errno.h>
#include <sys/mman.h>

#include "map.h"
#include "common/kernel/page.h"

int lab_map(size_t length_bytes, char **ret)
{
	size_t guard_bytes = page_size_bytes();
	char *start;

	if (!length_bytes || length_bytes % guard_bytes)
		return -EINVAL;
	start = mmap(NULL, length_bytes + 2 * guard_bytes, PROT_NONE,
		MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (start == MAP_FAILED)
		return -errno;
	if (mprotect(start + guard_bytes, length_bytes, PROT_READ | PROT_WRITE)) {
		int err = -errno;

		munmap(start, length_bytes + 2 * guard_bytes);
		return err;
	}
	*ret = start + guard_bytes;
	return 0;
}

int lab_unmap(char *address, size_t length_bytes)
{
	size_t guard_bytes = page_size_bytes();

	if (munmap(address - guard_bytes, length_bytes + 2 * guard_bytes))
		return -errno;
	return 0;
}

int lab_map_huge(unsigned long page_kb, size_t nr, char **ret)
{
	size_t page_bytes = page_kb * 1024, length = nr * page_bytes;
	unsigned shift = page_bytes ? (unsigned)__builtin_ctzl(page_bytes) : 0;
	char *address;

	if (!length || page_bytes != (size_t)1 << shift || length / page_bytes != nr)
		return -EINVAL;
	address = mmap(NULL, length, PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_ANONYMOUS | MAP_HUGETLB | (int)(shift << MAP_HUGE_SHIFT),
		-1, 0);
	if (address == MAP_FAILED)
		return -errno;
	for (size_t at = 0; at < length; at += page_bytes)
		address[at] = 1;
	*ret = address;
	return 0;
}
