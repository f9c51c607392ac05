/* SPDX-License-Identifier: MIT */
/* kpage: files shaped like kpageflags and kpagecount, and the names of the bits. */
#include "tests/unit/input.h"

#include <linux/kernel-page-flags.h>

#include "common/kernel/kpage.h"

#define SAME_BIT(name) assert_int_equal(KPAGE_##name, UINT64_C(1) << KPF_##name)

static void the_bits_are_those_of_the_kernel_header(void **state)
{
	(void)state;
	SAME_BIT(LOCKED);
	SAME_BIT(ERROR);
	SAME_BIT(REFERENCED);
	SAME_BIT(UPTODATE);
	SAME_BIT(DIRTY);
	SAME_BIT(LRU);
	SAME_BIT(ACTIVE);
	SAME_BIT(SLAB);
	SAME_BIT(WRITEBACK);
	SAME_BIT(RECLAIM);
	SAME_BIT(BUDDY);
	SAME_BIT(MMAP);
	SAME_BIT(ANON);
	SAME_BIT(SWAPCACHE);
	SAME_BIT(SWAPBACKED);
	SAME_BIT(COMPOUND_HEAD);
	SAME_BIT(COMPOUND_TAIL);
	SAME_BIT(HUGE);
	SAME_BIT(UNEVICTABLE);
	SAME_BIT(HWPOISON);
	SAME_BIT(NOPAGE);
	SAME_BIT(KSM);
	SAME_BIT(THP);
	SAME_BIT(OFFLINE);
	SAME_BIT(ZERO_PAGE);
	SAME_BIT(IDLE);
	SAME_BIT(PGTABLE);
}

static void flags_of_a_merged_page_on_both_kernels(void **state)
{
	const uint64_t merged = 0x20583c, own_61 = 0x400005828, own_612 = 0x400205828;
	const uint64_t expected = KPAGE_KSM | KPAGE_SWAPBACKED | KPAGE_ANON | KPAGE_MMAP |
				  KPAGE_LRU | KPAGE_DIRTY | KPAGE_UPTODATE |
				  KPAGE_REFERENCED;

	(void)state;
	assert_int_equal(merged, expected);
	assert_true(own_61 & KPAGE_ANON_EXCLUSIVE);
	assert_false(own_61 & KPAGE_KSM);
	/* The trap that the header warns of. */
	assert_true(own_612 & KPAGE_KSM);
}

static void words_come_in_the_order_of_the_pfns(void **state)
{
	uint64_t words[64], ret[9];
	const uint64_t pfns[] = {5, 6, 7, 3, 3, 63, 0, 1, 40};
	int fd;

	(void)state;
	for (size_t i = 0; i < 64; i++)
		words[i] = 1000 + i;
	fd = input_fd(words, sizeof(words));
	assert_int_equal(kpage_read(fd, pfns, 9, ret), 0);
	for (size_t i = 0; i < 9; i++)
		assert_int_equal(ret[i], 1000 + pfns[i]);
	assert_int_equal(kpage_read(fd, pfns, 0, ret), 0);
	close(fd);
}

static void a_pfn_beyond_memory_is_no_data(void **state)
{
	const uint64_t words[] = {1, 2, 3};
	const uint64_t behind[] = {0, 1, 3}, across[] = {1, 2, 3}, wild[] = {UINT64_MAX};
	const uint64_t wrapping[] = {UINT64_MAX, 0}, signed_end[] = {INT64_MAX / 8};
	int fd = input_fd(words, sizeof(words));
	uint64_t ret[3];

	(void)state;
	memset(ret, POISON, sizeof(ret));
	assert_int_equal(kpage_read(fd, behind, 3, ret), -ENODATA);
	assert_int_equal(kpage_read(fd, across, 3, ret), -ENODATA);
	assert_int_equal(kpage_read(fd, wild, 1, ret), -ENODATA);
	assert_int_equal(kpage_read(fd, wrapping, 2, ret), -ENODATA);
	assert_int_equal(kpage_read(fd, signed_end, 1, ret), -ENODATA);
	assert_true(is_poisoned(ret, sizeof(ret)));
	close(fd);
}

static void half_a_word_and_a_bad_descriptor_are_refused(void **state)
{
	const uint64_t words[] = {1, 2}, pfns[] = {0, 1};
	int fd = input_fd(words, 12);
	uint64_t ret[2];

	(void)state;
	memset(ret, POISON, sizeof(ret));
	assert_int_equal(kpage_read(fd, pfns, 2, ret), -EBADMSG);
	close(fd);
	assert_int_equal(kpage_read(fd, pfns, 2, ret), -EBADF);
	assert_true(is_poisoned(ret, sizeof(ret)));
}

/* Not everybody may look, and not every machine has the files: then the answer is one
 * of the documented errors. */
static void the_kernels_own_files_answer_or_refuse(void **state)
{
	const uint64_t pfns[] = {1, 2}, beyond[] = {UINT64_C(1) << 50};
	uint64_t ret[2] = {42, 42};
	int error = kpage_flags(pfns, 2, ret);

	(void)state;
	assert_int_equal(kpage_counts(beyond, 1, ret) < 0, true);
	if (error) {
		assert_true(error == -EPERM || error == -ENODATA);
		assert_int_equal(ret[0], 42);
	} else {
		assert_int_equal(kpage_flags(beyond, 1, ret), -ENODATA);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_bits_are_those_of_the_kernel_header),
		cmocka_unit_test(flags_of_a_merged_page_on_both_kernels),
		cmocka_unit_test(words_come_in_the_order_of_the_pfns),
		cmocka_unit_test(a_pfn_beyond_memory_is_no_data),
		cmocka_unit_test(half_a_word_and_a_bad_descriptor_are_refused),
		cmocka_unit_test(the_kernels_own_files_answer_or_refuse),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
