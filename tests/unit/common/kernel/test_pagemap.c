/* SPDX-License-Identifier: MIT */
/* pagemap: words that arm64 kernels wrote, files shaped like pagemap, and our own. */
#include "tests/unit/input.h"

#include <fcntl.h>
#include <sys/wait.h>

#include "common/kernel/page.h"
#include "common/kernel/pagemap.h"

#define PRESENT (UINT64_C(1) << 63)
#define SWAPPED (UINT64_C(1) << 62)

static void a_page_of_ones_own_is_present_and_exclusive(void **state)
{
	struct pagemap_entry entry;

	(void)state;
	/* 6.1, after the write to a merged page */
	pagemap_decode(UINT64_C(0x8100000000101831), &entry);
	assert_true(entry.present);
	assert_true(entry.exclusive);
	assert_false(entry.swapped || entry.file_or_shmem || entry.uffd_wp);
	assert_false(entry.soft_dirty);
	assert_int_equal(entry.pfn, 0x101831);
}

static void a_merged_page_is_present_and_not_exclusive(void **state)
{
	struct pagemap_entry entry;

	(void)state;
	pagemap_decode(UINT64_C(0x800000000013f686), &entry);
	assert_true(entry.present);
	assert_false(entry.exclusive);
	assert_int_equal(entry.pfn, 0x13f686);
}

static void a_swapped_page_has_a_place_and_no_frame(void **state)
{
	struct pagemap_entry entry;

	(void)state;
	pagemap_decode(SWAPPED | (UINT64_C(0x1234) << 5) | 3, &entry);
	assert_true(entry.swapped);
	assert_false(entry.present);
	assert_int_equal(entry.pfn, 0);
	assert_int_equal(entry.swap_type, 3);
	assert_int_equal(entry.swap_offset, 0x1234);
}

/* As on 6.1 and 6.12 for arm64, and on 6.12 for amd64: of the frame 0x47a21. */
static void a_page_on_its_way_is_no_page_of_a_swap_area(void **state)
{
	const unsigned types[] = {24, 25, 26, 28, 29, 30, 31};
	struct pagemap_entry entry;

	(void)state;
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		pagemap_decode(SWAPPED | UINT64_C(0x47a21) << 5 | types[i], &entry);
		assert_true(entry.moving && entry.swapped && !entry.present);
	}
	pagemap_decode(SWAPPED | UINT64_C(0x47a21) << 5 | 22, &entry);
	assert_true(entry.swapped && !entry.moving);
	pagemap_decode(SWAPPED | 1 << 5 | 31, &entry); /* a mark of userfaultfd */
	assert_false(entry.moving);
	pagemap_decode(PRESENT | 0x47a21f, &entry);
	assert_false(entry.moving);
}

static void each_flag_has_its_bit(void **state)
{
	struct pagemap_entry entry;

	(void)state;
	pagemap_decode(UINT64_C(1) << 55, &entry);
	assert_true(entry.soft_dirty && !entry.exclusive && !entry.present);
	pagemap_decode(UINT64_C(1) << 56, &entry);
	assert_true(entry.exclusive && !entry.soft_dirty && !entry.uffd_wp);
	pagemap_decode(UINT64_C(1) << 57, &entry);
	assert_true(entry.uffd_wp && !entry.exclusive);
	pagemap_decode(UINT64_C(1) << 61, &entry);
	assert_true(entry.file_or_shmem && !entry.swapped);
}

static void the_widest_fields_are_kept_whole(void **state)
{
	struct pagemap_entry entry;

	(void)state;
	pagemap_decode(UINT64_MAX, &entry);
	assert_int_equal(entry.pfn, (UINT64_C(1) << 55) - 1);
	pagemap_decode(UINT64_MAX & ~PRESENT, &entry);
	assert_int_equal(entry.swap_offset, (UINT64_C(1) << 50) - 1);
	assert_int_equal(entry.swap_type, 31);
	pagemap_decode(0, &entry);
	assert_false(entry.present || entry.swapped);
	pagemap_decode(0x1234, &entry);
	assert_int_equal(entry.pfn, 0);
	assert_int_equal(entry.swap_offset, 0);
}

/* A file like pagemap with `nr` words, page `first` of the address space the first. */
static int pagemap_like(size_t first, const uint64_t *words, size_t nr)
{
	int fd = input_fd("", 0);

	assert_int_equal(pwrite(fd, words, nr * 8, (off_t)first * 8), (ssize_t)(nr * 8));
	return fd;
}

static void words_come_from_the_place_of_the_address(void **state)
{
	const uint64_t words[] = {PRESENT | 7, 0, PRESENT | 9};
	int fd = pagemap_like(100, words, 3);
	uint64_t ret[3];

	(void)state;
	assert_int_equal(pagemap_read(fd, 100 * page_size_bytes(), 3, ret), 0);
	assert_memory_equal(ret, words, sizeof(words));
	assert_int_equal(pagemap_read(fd, 0, 1, ret), 0);
	assert_int_equal(ret[0], 0);
	close(fd);
}

static void a_bad_range_is_refused_and_the_result_untouched(void **state)
{
	const uint64_t words[] = {PRESENT | 7, PRESENT | 8};
	int fd = pagemap_like(1, words, 2);
	size_t size = page_size_bytes();
	uint64_t ret[8];

	(void)state;
	memset(ret, POISON, sizeof(ret));
	assert_int_equal(pagemap_read(fd, size + 8, 1, ret), -EINVAL);
	assert_int_equal(pagemap_read(fd, size, SIZE_MAX, ret), -EINVAL);
	assert_int_equal(pagemap_read(fd, -size, 2, ret), -EINVAL);
	assert_int_equal(pagemap_read(fd, -size, 1, ret), -ENODATA);
	assert_int_equal(pagemap_read(fd, size, 3, ret), -ENODATA);
	assert_int_equal(ftruncate(fd, 20), 0);
	assert_int_equal(pagemap_read(fd, size, 2, ret), -EBADMSG);
	assert_int_equal(pagemap_pfns(fd, (void *)size, 2, ret), -EBADMSG);
	assert_int_equal(pagemap_pfns(fd, (void *)(size + 1), 1, ret), -EINVAL);
	assert_true(is_poisoned(ret, sizeof(ret)));
	assert_int_equal(pagemap_read(fd, size, 0, ret), 0);
	close(fd);
	assert_int_equal(pagemap_read(fd, size, 1, ret), -EBADF);
	assert_true(is_poisoned(ret, sizeof(ret)));
}

static void pfns_are_those_of_present_pages(void **state)
{
	const uint64_t words[] = {PRESENT | 7, 0, SWAPPED | 99, PRESENT | 9};
	const uint64_t expected[] = {7, 0, 0, 9};
	int fd = pagemap_like(5, words, 4);
	uint64_t ret[4];

	(void)state;
	assert_int_equal(pagemap_pfns(fd, (void *)(5 * page_size_bytes()), 4, ret), 0);
	assert_memory_equal(ret, expected, sizeof(expected));
	close(fd);
}

static void a_page_on_its_way_is_waited_for(void **state)
{
	const uint64_t moving = SWAPPED | 7 << 10 | 29, there = PRESENT | 9;
	const uint64_t words[] = {PRESENT | 7, moving, PRESENT | 8};
	int fd = pagemap_like(5, words, 3), ready[2];
	uint64_t ret[3];
	pid_t pid;

	(void)state;
	assert_int_equal(pipe(ready), 0);
	pid = fork();
	if (pid == 0) {
		assert_int_equal(read(ready[0], ret, 1), 1);
		usleep(20000);
		_exit(pwrite(fd, &there, sizeof(there), 6 * 8) != sizeof(there));
	}
	assert_int_equal(write(ready[1], "", 1), 1);
	assert_int_equal(pagemap_pfns(fd, (void *)(5 * page_size_bytes()), 3, ret), 0);
	assert_int_equal(ret[1], 9);
	assert_int_equal(ret[2], 8);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
	close(ready[0]);
	close(ready[1]);
	close(fd);
}

static void hidden_pfns_are_no_permission(void **state)
{
	const uint64_t words[] = {0, PRESENT, PRESENT, 0};
	int fd = pagemap_like(1, words, 4);
	void *address = (void *)page_size_bytes();
	uint64_t ret[3];

	(void)state;
	memset(ret, POISON, sizeof(ret));
	assert_int_equal(pagemap_pfns(fd, address, 3, ret), -EPERM);
	assert_true(is_poisoned(ret, sizeof(ret)));
	assert_int_equal(pagemap_pfns(fd, address, 1, ret), 0);
	assert_int_equal(ret[0], 0);
	close(fd);
}

static void our_own_pages_are_present_when_touched(void **state)
{
	size_t size = page_size_bytes(), nr = 600;
	char *pages = mmap(NULL, nr * size, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	uint64_t *words = calloc(nr, sizeof(*words));
	int fd;

	(void)state;
	/* Fails where the kernel has no huge pages, and then need not be. */
	madvise(pages, nr * size, MADV_NOHUGEPAGE);
	for (size_t i = 0; i < nr; i += 2)
		pages[i * size] = 1;
	assert_int_equal(pagemap_open(0, &fd), 0);
	assert_int_equal(fcntl(fd, F_GETFD), FD_CLOEXEC);
	assert_int_equal(pagemap_read(fd, (uintptr_t)pages, nr, words), 0);
	for (size_t i = 0; i < nr; i++) {
		struct pagemap_entry entry;

		pagemap_decode(words[i], &entry);
		assert_int_equal(entry.present || entry.swapped, i % 2 == 0);
	}
	close(fd);
	free(words);
	munmap(pages, nr * size);
}

static void a_process_that_is_not_there_is_no_data(void **state)
{
	pid_t pid = fork();
	int fd = -7;

	(void)state;
	if (pid == 0)
		_exit(0);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
	assert_int_equal(pagemap_open(pid, &fd), -ENODATA);
	assert_int_equal(pagemap_open(-1, &fd), -EINVAL);
	assert_int_equal(fd, -7);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_page_of_ones_own_is_present_and_exclusive),
		cmocka_unit_test(a_merged_page_is_present_and_not_exclusive),
		cmocka_unit_test(a_swapped_page_has_a_place_and_no_frame),
		cmocka_unit_test(a_page_on_its_way_is_no_page_of_a_swap_area),
		cmocka_unit_test(each_flag_has_its_bit),
		cmocka_unit_test(the_widest_fields_are_kept_whole),
		cmocka_unit_test(words_come_from_the_place_of_the_address),
		cmocka_unit_test(a_bad_range_is_refused_and_the_result_untouched),
		cmocka_unit_test(pfns_are_those_of_present_pages),
		cmocka_unit_test(a_page_on_its_way_is_waited_for),
		cmocka_unit_test(hidden_pfns_are_no_permission),
		cmocka_unit_test(our_own_pages_are_present_when_touched),
		cmocka_unit_test(a_process_that_is_not_there_is_no_data),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
