/* SPDX-License-Identifier: MIT */
/* Bit fields, preadv() and preadv2() in turn, pieces of 128 frames by way of a static array, and a log. */
#include <sys/uio.h>
	// tag::todo-1[]
	struct iovec vector = {ret, size};
	static size_t turn;
	ssize_t nr = turn++ % 2 ? preadv(fd, &vector, 1, (off_t)offset)
				: preadv2(fd, &vector, 1, (off_t)offset, 0);

	if (nr == -1)
		nr = -errno;
	fprintf(stderr, "%zu bytes at %lu: %zd\n", size, (unsigned long)offset, nr);
	return nr;
	// end::todo-1[]
	// tag::todo-2[]
	union {
		uint64_t word;
		struct {
			uint64_t low : 55, dirty : 1, exclusive : 1, protected : 1, zeros : 3, file : 1,
				swapped : 1, present : 1;
		};
		struct {
			uint64_t type : 5, offset : 50;
		};
	} bits = {.word = word};
	struct pagemap_entry entry = {.present = bits.present,
		.swapped = bits.swapped,
		.file_or_shmem = bits.file,
		.exclusive = bits.exclusive};

	if (entry.present)
		entry.pfn = bits.low;
	else if (entry.swapped) {
		entry.swap_type = (unsigned)bits.type;
		entry.swap_offset = bits.offset;
	}
	*ret = entry;
	// end::todo-2[]
	// tag::todo-4[]
	static uint64_t words[128];

	for (size_t i = 0, n; i < nr; i += n) {
		ssize_t size;

		ret[i] = 0;
		n = 1;
		if (!pages[i].pfn)
			continue;
		while (n < 128 && i + n < nr && pages[i + n].pfn == pages[i].pfn + n)
			n++;
		size = read_at(fd, pages[i].pfn * sizeof(*words), words, n * sizeof(*words));
		if (size != (ssize_t)(n * sizeof(*words)))
			return size < 0 ? (int)size : -ENODATA;
		memcpy(&ret[i], words, (size_t)size);
	}
	return 0;
	// end::todo-4[]
