/* SPDX-License-Identifier: MIT */
/* vmstat: what 6.1 and 6.12 wrote, broken at every byte, and our own. */
#include "tests/unit/input.h"

#include "common/kernel/vmstat.h"

static int parse_cow(FILE *file, void *ret)
{
	return vmstat_parse(file, "cow_ksm", ret);
}

static int parse_pair(FILE *file, void *ret)
{
	static const char *const names[] = {"a", "b"};

	return vmstat_parse_many(file, names, 2, ret);
}

static const struct parser cow = {parse_cow, sizeof(uint64_t)};
static const struct parser pair = {parse_pair, 2 * sizeof(uint64_t)};

static void counters_of_both_kernels(void **state)
{
	static const char *const files[] = {"6.1/vmstat", "6.12/vmstat"};
	static const uint64_t pgfault[] = {578, 573};

	(void)state;
	for (int i = 0; i < 2; i++) {
		FILE *file = fixture_open(files[i]);
		uint64_t value = 42;

		assert_int_equal(vmstat_parse(file, "pgfault", &value), 0);
		assert_int_equal(value, pgfault[i]);
		rewind(file);
		assert_int_equal(vmstat_parse(file, "cow_ksm", &value), 0);
		assert_int_equal(value, 1);
		fclose(file);
	}
}

static void several_counters_come_from_one_reading(void **state)
{
	static const char *const names[] = {"cow_ksm", "nr_foll_pin_acquired", "pgfault"};
	FILE *file = fixture_open("6.1/vmstat");
	uint64_t values[3];

	(void)state;
	assert_int_equal(vmstat_parse_many(file, names, 3, values), 0);
	fclose(file);
	assert_int_equal(values[0], 1);
	assert_int_equal(values[1], 0);
	assert_int_equal(values[2], 578);
}

static void a_name_is_matched_whole(void **state)
{
	static const char *const absent[] = {
		"cow_ks", "cow_ksmx", "", "ow_ksm", "cow_ksm "};

	(void)state;
	for (size_t i = 0; i < sizeof(absent) / sizeof(absent[0]); i++) {
		FILE *file = fixture_open("6.1/vmstat");
		uint64_t value = 42;

		assert_int_equal(vmstat_parse(file, absent[i], &value), -ENODATA);
		assert_int_equal(value, 42);
		fclose(file);
	}
}

static void one_missing_name_leaves_all_untouched(void **state)
{
	(void)state;
	assert_parses(&pair, "a 1\nb 2\n", 0);
	assert_parses(&pair, "a 1\nc 2\n", -ENODATA);
}

static void malformed_lines_are_refused(void **state)
{
	(void)state;
	assert_parses(&cow, "cow_ksm\n", -EBADMSG);
	assert_parses(&cow, "cow_ksm \n", -EBADMSG);
	assert_parses(&cow, "cow_ksm -1\n", -EBADMSG);
	assert_parses(&cow, "cow_ksm 1 2\n", -EBADMSG);
	assert_parses(&cow, "cow_ksm  1\n", -EBADMSG);
	assert_parses(&cow, "cow_ksm 1x\n", -EBADMSG);
	assert_parses(&cow, " 1\n", -EBADMSG);
	assert_parses(&cow, "\n", -EBADMSG);
	assert_parses(&cow, "cow_ksm 1\ncow_ksm 1\n", -EBADMSG);
	assert_parses(&cow, "cow_ksm 1\nafter", -EBADMSG);
	assert_parses(&cow, "cow_ksm 18446744073709551615\n", 0);
	assert_parses(&cow, "cow_ksm 18446744073709551616\n", -ERANGE);
	assert_parses(&cow, "cow_ksm 1\nother 18446744073709551616\n", -ERANGE);
	refuse_garbage(&cow);
}

static void a_file_cut_anywhere_is_refused(void **state)
{
	size_t size, nr_lines = 0;
	char *bytes = fixture_load("6.12/vmstat", &size);

	(void)state;
	/* Between two lines a cut shows only by the missing names. */
	for (char *p = strstr(bytes, "cow_ksm"); *p; p++)
		nr_lines += *p == '\n';
	assert_int_equal(accepted_cuts(&cow, bytes, size), nr_lines - 1);
	free(bytes);
}

static void changed_bytes_do_no_harm(void **state)
{
	size_t size;
	char *bytes = fixture_load("6.1/vmstat", &size);

	(void)state;
	survive_changes(&cow, bytes, size, 1000);
	survive_changes(&pair, "a 1\nb 2\n", 8, 5000);
	free(bytes);
}

static void this_machine_counts_faults(void **state)
{
	uint64_t before, after;

	(void)state;
	assert_int_equal(vmstat_read("pgfault", &before), 0);
	assert_int_equal(vmstat_read("pgfault", &after), 0);
	assert_true(before > 0 && after >= before);
	assert_int_equal(vmstat_read("no_such_counter", &after), -ENODATA);
}

static void refreshing_works_or_is_forbidden(void **state)
{
	int error = vmstat_refresh();

	(void)state;
	assert_true(!error || error == -EPERM || error == -ENODATA);
	if (geteuid())
		assert_int_not_equal(error, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(counters_of_both_kernels),
		cmocka_unit_test(several_counters_come_from_one_reading),
		cmocka_unit_test(a_name_is_matched_whole),
		cmocka_unit_test(one_missing_name_leaves_all_untouched),
		cmocka_unit_test(malformed_lines_are_refused),
		cmocka_unit_test(a_file_cut_anywhere_is_refused),
		cmocka_unit_test(changed_bytes_do_no_harm),
		cmocka_unit_test(this_machine_counts_faults),
		cmocka_unit_test(refreshing_works_or_is_forbidden),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
