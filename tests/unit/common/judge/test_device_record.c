/* SPDX-License-Identifier: MIT */
/* device_record: lines as the modules write them, and broken ones; by_frame. */
#include "tests/unit/input.h"

#include "common/kernel/by_frame.h"
#include "common/judge/device_record.h"

static int parse(FILE *file, void *ret)
{
	return device_record_parse(file, ret);
}

static const struct parser parser = {parse, sizeof(struct device_record)};

static const char *const lines[] = {
	"order 9 node 0 flags 0x1 error 12 pfn 0x44a00\n",
	"length 33554432 error 0 pfn 0xc0000\n",
};

static void a_request_is_taken_apart(void **state)
{
	struct device_record record = {.nr_granted = 7};
	FILE *file = input_text(lines[0]);

	(void)state;
	assert_int_equal(device_record_parse(file, &record), 0);
	fclose(file);
	assert_int_equal(record.nr, 5);
	assert_int_equal(record.nr_granted, 7);
	assert_int_equal(device_record_last(&record, "order"), 9);
	assert_int_equal(device_record_last(&record, "error"), 12);
	assert_int_equal(device_record_last(&record, "pfn"), 0x44a00);
	assert_true(device_record_last(&record, "pf") == UINT64_MAX);
}

static void malformed_lines_are_refused(void **state)
{
	static const char *const bad[] = {"\n", "order\n", "order \n", "order x\n",
		"order 9", "order 9x\n", "order 0x\n", "order -9\n", "order 9  node 1\n",
		" order 9\n", "order 9 node\n"};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_parses(&parser, bad[i], -EBADMSG);
	assert_parses(&parser, "averyverylongname 9\n", -EBADMSG);
	assert_parses(&parser, "order 18446744073709551616\n", -ERANGE);
	assert_parses(&parser, "a 1 b 2 c 3 d 4 e 5 f 6 g 7 h 8\n", 0);
	assert_parses(&parser, "a 1 b 2 c 3 d 4 e 5 f 6 g 7 h 8 i 9\n", -ERANGE);
}

static void lines_cut_short_are_refused(void **state)
{
	(void)state;
	for (int i = 0; i < 2; i++) {
		assert_int_equal(accepted_cuts(&parser, lines[i], strlen(lines[i])), 0);
		survive_changes(&parser, lines[i], strlen(lines[i]), 3000);
	}
	refuse_garbage(&parser);
}

static void a_device_that_is_not_there_has_no_data(void **state)
{
	struct device_record record;

	(void)state;
	assert_int_equal(device_record_read("no_such_device", &record), -ENODATA);
}

static void pages_come_by_frame(void **state)
{
	static const uint64_t pfns[] = {0x44c, 0x452, 0x449, 0, 0x450};
	size_t pages[5] = {9, 9, 9, 9, 9};

	(void)state;
	assert_int_equal(by_frame(pfns, 5, pages), 4);
	assert_int_equal(pages[0], 2);
	assert_int_equal(pages[1], 0);
	assert_int_equal(pages[2], 4);
	assert_int_equal(pages[3], 1);
	assert_int_equal(by_frame(pfns + 3, 1, pages), 0);
	assert_int_equal(by_frame(pfns, 0, pages), 0);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_request_is_taken_apart),
		cmocka_unit_test(malformed_lines_are_refused),
		cmocka_unit_test(lines_cut_short_are_refused),
		cmocka_unit_test(a_device_that_is_not_there_has_no_data),
		cmocka_unit_test(pages_come_by_frame),
	};

	return cmocka_run_group_tests_name("device_record", tests, NULL, NULL);
}
