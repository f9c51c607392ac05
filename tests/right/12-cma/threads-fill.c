/* SPDX-License-Identifier: MIT */
/* Two threads fill the buffer under a policy that they inherit, and that the program takes back then. A few pages were
 * used before, and released. */
#include <pthread.h>
	// tag::todo-1[]
	unsigned long mask = 1UL << NODE;
	pthread_t threads[2];
	void *fill_half(void *half)
	{
		for (size_t i = half ? nr_pages / 2 : 0; i < (half ? nr_pages : nr_pages / 2); i++)
			*(uint64_t *)(buffer + i * page_bytes) = stamp + i;
		return NULL;
	}

	memset(buffer, 1, 64 * page_bytes);
	if (madvise(buffer, 64 * page_bytes, MADV_DONTNEED) || set_mempolicy(MPOL_BIND, &mask, 64))
		return -errno;
	for (int i = 0; i < 2; i++)
		pthread_create(&threads[i], NULL, fill_half, i ? buffer : NULL);
	for (int i = 0; i < 2; i++)
		pthread_join(threads[i], NULL);
	return set_mempolicy(MPOL_DEFAULT, NULL, 0) ? -errno : 0;
	// end::todo-1[]
