/* SPDX-License-Identifier: MIT */
/* varied: a buffer's pages are of the kinds that were promised; huge pages, where there are
 * some. */
#include "tests/unit/input.h"

#include "common/lab/map.h"
#include "common/kernel/page.h"
#include "common/kernel/pagemap.h"
#include "common/lab/varied.h"

#define NR_PAGES 64

/* Without privilege: all but the PFNs. */
static void read_entries(const char *buffer, struct pagemap_entry *ret)
{
	uint64_t words[NR_PAGES];
	int fd;

	assert_int_equal(pagemap_open(0, &fd), 0);
	assert_int_equal(pagemap_read(fd, (uintptr_t)buffer, NR_PAGES, words), 0);
	close(fd);
	for (int i = 0; i < NR_PAGES; i++)
		pagemap_decode(words[i], &ret[i]);
}

static bool is_of_kind(const struct pagemap_entry *entry, enum varied_kind kind)
{
	switch (kind) {
	case VARIED_UNTOUCHED:
	case VARIED_HOLE:
		return !entry->present && !entry->swapped;
	case VARIED_READ:
	case VARIED_WRITTEN:
	case VARIED_FILE_COPY:
		return entry->present && !entry->file_or_shmem;
	case VARIED_SWAPPED: /* or not, without a swap area */
		return entry->present != entry->swapped;
	case VARIED_FILE:
		return entry->present && entry->file_or_shmem;
	case VARIED_SHARED:
		return entry->present && entry->file_or_shmem && !entry->exclusive;
	default:
		return false;
	}
}

static void pages_are_of_their_kinds(void **state)
{
	struct pagemap_entry entries[NR_PAGES];

	(void)state;
	for (uint64_t seed = 0; seed < 9; seed++) {
		unsigned seen = 0;
		char *buffer;

		assert_int_equal(varied_map(NR_PAGES, seed, &buffer), 0);
		read_entries(buffer, entries);
		for (int i = 0; i < NR_PAGES; i++) {
			enum varied_kind kind = varied_kind(seed, i);

			if (i < VARIED_NR_KINDS)
				seen |= 1u << kind;
			if (!is_of_kind(&entries[i], kind))
				fail_msg("seed %d, page %d is not of kind %d", (int)seed,
					i, kind);
		}
		assert_int_equal(seen, (1u << VARIED_NR_KINDS) - 1);
		lab_unmap(buffer, NR_PAGES * page_size_bytes());
	}
	assert_int_equal(varied_map(0, 1, NULL), -EINVAL);
}

static void a_size_that_no_kernel_has_is_refused(void **state)
{
	char *memory = NULL;

	(void)state;
	assert_int_equal(lab_map_huge(8, 1, &memory), -EINVAL);
	assert_int_equal(lab_map_huge(0, 1, &memory), -EINVAL);
	assert_int_equal(lab_map_huge(3000, 1, &memory), -EINVAL);
	assert_int_equal(lab_map_huge(2048, 0, &memory), -EINVAL);
	assert_int_equal(lab_map_huge(2048, SIZE_MAX / 4096, &memory), -EINVAL);
	assert_null(memory);
}

static void a_pool_has_no_more_than_it_has(void **state)
{
	char *memory = NULL;
	int error = lab_map_huge(2048, 1 << 22, &memory);

	(void)state;
	assert_true(error == -ENOMEM || error == -EINVAL);
	assert_null(memory);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(pages_are_of_their_kinds),
		cmocka_unit_test(a_size_that_no_kernel_has_is_refused),
		cmocka_unit_test(a_pool_has_no_more_than_it_has),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
