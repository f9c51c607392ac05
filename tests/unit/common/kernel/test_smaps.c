/* SPDX-License-Identifier: MIT */
/* smaps: what 6.1 and 6.12 wrote of a process with merged pages, broken at every byte,
 * and our own. */
#include "tests/unit/input.h"

#include <sys/wait.h>

#include "common/kernel/page.h"
#include "common/kernel/smaps.h"

#define KIB UINT64_C(1024)
#define MERGED_61 0xffffb7a52000u
#define MERGED_612 0xffff84a33000u

/* A block with the lines that every kernel has. */
#define BLOCK_OF(range, rss, huge, extra, flags)                                    \
	range " rw-p 00000000 00:00 0 \n"                                           \
	      "Size:                  8 kB\n"                                       \
	      "KernelPageSize:        4 kB\n"                                       \
	      "Rss:  " rss " kB\n"                                                  \
	      "Pss:                   4 kB\n"                                       \
	      "Shared_Clean:          1 kB\n"                                       \
	      "Shared_Dirty:          2 kB\n"                                       \
	      "Private_Clean:         3 kB\n"                                       \
	      "Private_Dirty:         4 kB\n"                                       \
	      "Referenced:            5 kB\n"                                       \
	      "Anonymous:             6 kB\n" extra "AnonHugePages:  " huge " kB\n" \
	      "Shared_Hugetlb:        0 kB\n"                                       \
	      "Private_Hugetlb:       0 kB\n"                                       \
	      "Swap:                  9 kB\n"                                       \
	      "Locked:                0 kB\n"                                       \
	      "THPeligible:           1\n"                                          \
	      "VmFlags: " flags "\n"
#define BLOCK(range) BLOCK_OF(range, "8", "0", "", "rd wr mr ")

static void the_merged_mapping_of_6_1(void **state)
{
	FILE *file = fixture_open("6.1/smaps");
	struct smaps smaps;

	(void)state;
	assert_int_equal(smaps_parse(file, MERGED_61 + 5000, &smaps), 0);
	fclose(file);
	assert_int_equal(smaps.start, MERGED_61);
	assert_int_equal(smaps.end, MERGED_61 + 1024 * KIB);
	assert_int_equal(smaps.size_bytes, 1024 * KIB);
	assert_int_equal(smaps.kernel_page_bytes, 4 * KIB);
	assert_int_equal(smaps.rss_bytes, 1024 * KIB);
	assert_int_equal(smaps.pss_bytes, 17 * KIB);
	assert_int_equal(smaps.shared_clean_bytes, 0);
	assert_int_equal(smaps.shared_dirty_bytes, 1020 * KIB);
	assert_int_equal(smaps.private_clean_bytes, 0);
	assert_int_equal(smaps.private_dirty_bytes, 4 * KIB);
	assert_int_equal(smaps.referenced_bytes, 1024 * KIB);
	assert_int_equal(smaps.anonymous_bytes, 1024 * KIB);
	assert_int_equal(smaps.anon_huge_pages_bytes, 0);
	assert_int_equal(smaps.swap_bytes, 0);
	assert_false(smaps.has_ksm);
	assert_int_equal(smaps.ksm_bytes, 0);
	assert_false(smaps.thp_eligible);
	assert_string_equal(smaps.vm_flags, "rd wr mr mw me ac mg ");
	assert_int_equal(smaps.nr_mappings, 1);
}

static void the_merged_mapping_of_6_12_has_its_ksm_line(void **state)
{
	FILE *file = fixture_open("6.12/smaps");
	struct smaps smaps;

	(void)state;
	assert_int_equal(smaps_parse(file, MERGED_612, &smaps), 0);
	fclose(file);
	assert_int_equal(smaps.start, MERGED_612);
	assert_int_equal(smaps.pss_bytes, 17 * KIB);
	assert_true(smaps.has_ksm);
	assert_int_equal(smaps.ksm_bytes, 1020 * KIB);
	assert_true(smaps_has_flag(&smaps, "mg"));
}

static void flags_are_found_whole(void **state)
{
	struct smaps smaps = {.vm_flags = "rd wr mr mg "};

	(void)state;
	assert_true(smaps_has_flag(&smaps, "rd"));
	assert_true(smaps_has_flag(&smaps, "mg"));
	assert_false(smaps_has_flag(&smaps, "m"));
	assert_false(smaps_has_flag(&smaps, "d wr"));
	assert_false(smaps_has_flag(&smaps, ""));
	assert_false(smaps_has_flag(&smaps, "mgx"));
	strcpy(smaps.vm_flags, "rd mg");
	assert_true(smaps_has_flag(&smaps, "mg"));
}

static void an_address_in_no_mapping_is_no_data(void **state)
{
	const uintptr_t nowhere[] = {0, MERGED_61 - 64 * 1024 * 1024, UINTPTR_MAX};
	struct smaps smaps;

	(void)state;
	memset(&smaps, POISON, sizeof(smaps));
	for (size_t i = 0; i < sizeof(nowhere) / sizeof(nowhere[0]); i++) {
		FILE *file = fixture_open("6.1/smaps");

		assert_int_equal(smaps_parse(file, nowhere[i], &smaps), -ENODATA);
		fclose(file);
	}
	assert_true(is_poisoned(&smaps, sizeof(smaps)));
}

static int parse_low(FILE *file, void *ret)
{
	return smaps_parse(file, 0x1000, ret);
}

static int sum_low(FILE *file, void *ret)
{
	return smaps_parse_sum(file, 0x1000, 0x9000, ret);
}

static const struct parser low = {parse_low, sizeof(struct smaps)};
static const struct parser low_sum = {sum_low, sizeof(struct smaps)};

static int parse_merged(FILE *file, void *ret)
{
	return smaps_parse(file, MERGED_612, ret);
}

static const struct parser merged = {parse_merged, sizeof(struct smaps)};

static void malformed_headers_are_refused(void **state)
{
	static const char *const headers[] = {"1000-3000\n", "1000-3000 rw-p\n",
		"1000-3000 rwzp 0 0:0 0 \n", "1000-3000 rw- 0 0:0 0\n",
		"1000-3000 rw-p 0 0:0\n", "1000-3000 rw-p 0 0:0 0x\n",
		"1000 3000 rw-p 0 0:0 0 \n", "-1000-3000 rw-p 0 0:0 0 \n",
		"3000-1000 rw-p 0 0:0 0 \n", "1000-1000 rw-p 0 0:0 0 \n",
		"1000-3000 rw-p 0 0;0 0 \n", "\n"};

	(void)state;
	for (size_t i = 0; i < sizeof(headers) / sizeof(headers[0]); i++)
		assert_parses(&low, headers[i], -EBADMSG);
	assert_parses(&low, "10000000000000000-3000 rw-p 0 0:0 0 \n", -ERANGE);
}

static void malformed_fields_are_refused(void **state)
{
	(void)state;
	assert_parses(&low, BLOCK("1000-3000"), 0);
	assert_parses(&low, BLOCK_OF("1000-3000", "-8", "0", "", ""), -EBADMSG);
	assert_parses(&low, BLOCK_OF("1000-3000", "", "0", "", ""), -EBADMSG);
	assert_parses(&low, BLOCK_OF("1000-3000", "8 kB 9", "0", "", ""), -EBADMSG);
	assert_parses(&low, BLOCK_OF("1000-3000", "0x8", "0", "", ""), -EBADMSG);
	assert_parses(&low, BLOCK_OF("1000-3000", "99999999999999999999", "0", "", ""),
		-ERANGE);
	assert_parses(
		&low, BLOCK_OF("1000-3000", "18014398509481984", "0", "", ""), -ERANGE);
	assert_parses(&low, BLOCK_OF("1000-3000", "8", "0", "Rss: 8 kB\n", ""), -EBADMSG);
	assert_parses(
		&low, BLOCK_OF("1000-3000", "8", "0", "what is this\n", ""), -EBADMSG);
	assert_parses(
		&low, BLOCK_OF("1000-3000", "8", "0", "what: 8 kB\n", ""), -EBADMSG);
	assert_parses(&low, BLOCK_OF("1000-3000", "8", "0", "What 8 kB\n", ""), -EBADMSG);
	assert_parses(
		&low, BLOCK_OF("1000-3000", "8", "0", "\xffWhat: 8\n", ""), -EBADMSG);
	assert_parses(&low, BLOCK_OF("1000-3000", "8", "0", "KSM: 8\n", ""), -EBADMSG);
}

static void a_field_of_a_later_kernel_is_passed_over(void **state)
{
	(void)state;
	assert_parses(
		&low, BLOCK_OF("1000-3000", "8", "0", "Zz:  many words\n", "rd "), 0);
}

static void a_missing_field_is_refused(void **state)
{
	static const char block[] = BLOCK("1000-3000");
	static const char *const needed[] = {"Size:", "KernelPageSize:", "Rss:", "Pss:",
		"Shared_Clean:", "Shared_Dirty:", "Private_Clean:", "Private_Dirty:",
		"Referenced:", "Anonymous:", "AnonHugePages:", "Swap:", "VmFlags:"};
	char without[sizeof(block)];

	(void)state;
	for (size_t i = 0; i < sizeof(needed) / sizeof(needed[0]); i++) {
		char search[32], *line, *next;

		strcpy(without, block);
		snprintf(search, sizeof(search), "\n%s", needed[i]);
		line = strstr(without, search) + 1;
		next = strchr(line, '\n') + 1;
		memmove(line, next, strlen(next) + 1);
		assert_parses(&low, without, -EBADMSG);
	}
}

static void garbage_is_refused(void **state)
{
	(void)state;
	refuse_garbage(&low);
	refuse_garbage(&low_sum);
}

static void a_long_path_is_no_harm_and_a_long_field_is(void **state)
{
	char *text = malloc(70000), path[20001];

	(void)state;
	memset(path, 'p', 20000);
	path[20000] = '\0';
	sprintf(text, "100-200 r--p 00000000 00:00 0 /%s\n%s%s", path,
		strchr(BLOCK("0-1"), '\n') + 1, BLOCK("1000-3000"));
	assert_parses(&low, text, 0);
	sprintf(text, "%sVmFlags: %s\n", BLOCK("1000-3000"), path);
	*strstr(text, "VmFlags") = 'N';
	assert_parses(&low, text, -EBADMSG);
	free(text);
}

static void a_file_cut_anywhere_is_refused(void **state)
{
	size_t size;
	char *bytes = fixture_load("6.12/smaps", &size);
	char *end = strstr(strstr(bytes, "ffff84a33000-"), "VmFlags");
	size_t whole = (size_t)(strchr(end, '\n') + 1 - bytes);

	(void)state;
	/* The mapping that is asked for is the last: nothing less will do. */
	assert_int_equal(accepted_cuts(&merged, bytes, whole), 0);
	assert_int_equal(parse_bytes(&merged, bytes, whole), 0);
	free(bytes);
}

static void changed_bytes_do_no_harm(void **state)
{
	static const char blocks[] = BLOCK("1000-3000") BLOCK("5000-7000");
	size_t size;
	char *bytes = fixture_load("6.12/smaps", &size);

	(void)state;
	survive_changes(&merged, bytes, size, 500);
	survive_changes(&low, blocks, sizeof(blocks) - 1, 3000);
	survive_changes(&low_sum, blocks, sizeof(blocks) - 1, 3000);
	free(bytes);
}

static void a_sum_adds_what_lies_inside(void **state)
{
	FILE *file = input_text(BLOCK("0-1000") BLOCK("1000-3000")
			BLOCK_OF("3000-5000", "8", "2048", "KSM:  4 kB\n", "rd ")
				BLOCK("7000-9000") BLOCK("9000-a000"));
	struct smaps smaps;

	(void)state;
	assert_int_equal(smaps_parse_sum(file, 0x1000, 0x9000, &smaps), 0);
	fclose(file);
	assert_int_equal(smaps.nr_mappings, 3);
	assert_int_equal(smaps.start, 0x1000);
	assert_int_equal(smaps.end, 0x9000);
	assert_int_equal(smaps.size_bytes, 24 * KIB);
	assert_int_equal(smaps.rss_bytes, 24 * KIB);
	assert_int_equal(smaps.private_dirty_bytes, 12 * KIB);
	assert_int_equal(smaps.swap_bytes, 27 * KIB);
	assert_int_equal(smaps.anon_huge_pages_bytes, 2048 * KIB);
	assert_int_equal(smaps.ksm_bytes, 4 * KIB);
	assert_int_equal(smaps.kernel_page_bytes, 4 * KIB);
	assert_string_equal(smaps.vm_flags, "rd wr mr ");
}

static void a_sum_over_a_part_of_a_mapping_is_refused(void **state)
{
	(void)state;
	assert_parses(&low_sum, BLOCK("0-3000"), -ERANGE);
	assert_parses(&low_sum, BLOCK("1000-3000") BLOCK("8000-b000"), -ERANGE);
	assert_parses(&low_sum, BLOCK("0-b000"), -ERANGE);
	assert_parses(&low_sum, BLOCK("0-1000") BLOCK("9000-b000"), -ENODATA);
	assert_parses(&low_sum,
		BLOCK_OF("1000-3000", "18014398509481983", "0", "", "")
			BLOCK_OF("3000-5000", "18014398509481983", "0", "", ""),
		-ERANGE);
	assert_parses(&low_sum, BLOCK("1000-3000") "5000-7000 rw-p 0", -EBADMSG);
}

static void a_sum_over_nothing_is_invalid(void **state)
{
	FILE *file = input_text(BLOCK("1000-3000"));
	struct smaps smaps;

	(void)state;
	assert_int_equal(smaps_parse_sum(file, 0x3000, 0x3000, &smaps), -EINVAL);
	assert_int_equal(smaps_parse_sum(file, 0x3000, 0x1000, &smaps), -EINVAL);
	fclose(file);
}

static void our_own_mapping_costs_what_was_touched(void **state)
{
	size_t size = page_size_bytes();
	char *guarded =
		mmap(NULL, 18 * size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	char *pages = guarded + size;
	struct smaps one, sum;

	(void)state;
	assert_int_equal(mprotect(pages, 16 * size, PROT_READ | PROT_WRITE), 0);
	for (int i = 0; i < 5; i++)
		pages[i * size] = 1;
	assert_int_equal(smaps_read(0, (uintptr_t)pages, &one), 0);
	assert_int_equal(one.size_bytes, 16 * size);
	assert_int_equal(one.rss_bytes + one.swap_bytes, 5 * size);
	assert_int_equal(smaps_read_sum(getpid(), (uintptr_t)pages,
				 (uintptr_t)pages + 16 * size, &sum),
		0);
	assert_int_equal(sum.nr_mappings, 1);
	/* Split in three, the sum stays. */
	assert_int_equal(mprotect(pages + 4 * size, size, PROT_READ), 0);
	assert_int_equal(
		smaps_read_sum(0, (uintptr_t)pages, (uintptr_t)pages + 16 * size, &sum),
		0);
	assert_int_equal(sum.nr_mappings, 3);
	assert_int_equal(sum.rss_bytes + sum.swap_bytes, 5 * size);
	munmap(guarded, 18 * size);
}

static void a_process_that_is_not_there_is_no_data(void **state)
{
	pid_t pid = fork();
	struct smaps smaps;

	(void)state;
	if (pid == 0)
		_exit(0);
	/* A zombie has no memory: its file is there, and empty. */
	assert_int_equal(waitid(P_PID, (id_t)pid, &(siginfo_t){0}, WEXITED | WNOWAIT), 0);
	memset(&smaps, POISON, sizeof(smaps));
	assert_int_equal(smaps_read(pid, 0x1000, &smaps), -ENODATA);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
	assert_int_equal(smaps_read(pid, 0x1000, &smaps), -ENODATA);
	assert_int_equal(smaps_read_sum(pid, 0x1000, 0x2000, &smaps), -ENODATA);
	assert_int_equal(smaps_read(-1, 0x1000, &smaps), -EINVAL);
	assert_true(is_poisoned(&smaps, sizeof(smaps)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_merged_mapping_of_6_1),
		cmocka_unit_test(the_merged_mapping_of_6_12_has_its_ksm_line),
		cmocka_unit_test(flags_are_found_whole),
		cmocka_unit_test(an_address_in_no_mapping_is_no_data),
		cmocka_unit_test(malformed_headers_are_refused),
		cmocka_unit_test(malformed_fields_are_refused),
		cmocka_unit_test(a_field_of_a_later_kernel_is_passed_over),
		cmocka_unit_test(a_missing_field_is_refused),
		cmocka_unit_test(garbage_is_refused),
		cmocka_unit_test(a_long_path_is_no_harm_and_a_long_field_is),
		cmocka_unit_test(a_file_cut_anywhere_is_refused),
		cmocka_unit_test(changed_bytes_do_no_harm),
		cmocka_unit_test(a_sum_adds_what_lies_inside),
		cmocka_unit_test(a_sum_over_a_part_of_a_mapping_is_refused),
		cmocka_unit_test(a_sum_over_nothing_is_invalid),
		cmocka_unit_test(our_own_mapping_costs_what_was_touched),
		cmocka_unit_test(a_process_that_is_not_there_is_no_data),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
