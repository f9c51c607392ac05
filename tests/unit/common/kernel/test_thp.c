/* SPDX-License-Identifier: MIT */
/* thp: settings and counters that 6.1 and 6.12 wrote, and some that no kernel writes. */
#include "tests/unit/input.h"

#include "common/kernel/thp.h"

static int parse_mode(FILE *file, void *ret)
{
	return thp_mode_parse(file, ret);
}

static int parse_events(FILE *file, void *ret)
{
	return thp_events_parse(file, ret);
}

static const struct parser mode_parser = {parse_mode, sizeof(struct thp_mode)};
static const struct parser events_parser = {parse_events, sizeof(struct thp_events)};

static const char *const kernels[] = {"6.1", "6.12"};

static void expect_mode(FILE *file, const char *expected)
{
	struct thp_mode mode;

	assert_int_equal(thp_mode_parse(file, &mode), 0);
	assert_string_equal(mode.text, expected);
	fclose(file);
}

static void the_word_in_brackets_is_the_mode(void **state)
{
	char name[64];

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		snprintf(name, sizeof(name), "%s/transparent_hugepage/enabled",
			kernels[i]);
		expect_mode(fixture_open(name), "madvise");
		snprintf(
			name, sizeof(name), "%s/transparent_hugepage/defrag", kernels[i]);
		expect_mode(fixture_open(name), "madvise");
	}
	expect_mode(input_text("always defer [defer+madvise] madvise never\n"),
		"defer+madvise");
	expect_mode(input_text("always madvise [never]\n"), "never");
}

static void a_setting_without_one_choice_is_refused(void **state)
{
	static const char text[] = "always defer [defer+madvise] madvise never\n";

	(void)state;
	refuse_garbage(&mode_parser);
	assert_parses(&mode_parser, "always madvise never\n", -EBADMSG);
	assert_parses(&mode_parser, "always [madvise never\n", -EBADMSG);
	assert_parses(&mode_parser, "[always] [madvise] never\n", -EBADMSG);
	assert_parses(&mode_parser, "always [] never\n", -EBADMSG);
	assert_parses(&mode_parser, "]always[\n", -EBADMSG);
	assert_parses(&mode_parser, "[always madvise] never\n", -EBADMSG);
	assert_parses(&mode_parser, "[a-word-longer-than-there-is]\n", -EBADMSG);
	assert_parses(&mode_parser, "[always]\n[never]\n", -EBADMSG);
	assert_parses(&mode_parser, "[always]\nnev", -EBADMSG);
	assert_int_equal(accepted_cuts(&mode_parser, text, strlen(text)), 0);
	survive_changes(&mode_parser, text, strlen(text), 5000);
}

static void events_are_those_of_vmstat(void **state)
{
	static const char text[] = "thp_fault_alloc 1\nthp_fault_fallback 2\n"
				   "thp_collapse_alloc 3\nthp_split_page 4\n"
				   "thp_split_page_failed 9\nthp_deferred_split_page 5\n"
				   "thp_split_pmd 6\nthp_zero_page_alloc 7\n";
	FILE *file = input_text(text);
	struct thp_events events;

	(void)state;
	assert_int_equal(thp_events_parse(file, &events), 0);
	fclose(file);
	assert_int_equal(events.fault_alloc, 1);
	assert_int_equal(events.fault_fallback, 2);
	assert_int_equal(events.collapse_alloc, 3);
	assert_int_equal(events.split_page, 4);
	assert_int_equal(events.deferred_split_page, 5);
	assert_int_equal(events.split_pmd, 6);
	assert_int_equal(events.zero_page_alloc, 7);
	assert_int_equal(accepted_cuts(&events_parser, text, strlen(text)), 0);
}

static void events_of_both_kernels_are_read(void **state)
{
	struct thp_events events;
	char name[64];

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		FILE *file;

		snprintf(name, sizeof(name), "%s/vmstat", kernels[i]);
		file = fixture_open(name);
		memset(&events, POISON, sizeof(events));
		assert_int_equal(thp_events_parse(file, &events), 0);
		fclose(file);
		assert_int_equal(events.fault_alloc, 0);
		assert_int_equal(events.zero_page_alloc, 0);
	}
	/* A kernel without them. */
	assert_parses(&events_parser, "pgfault 3\n", -ENODATA);
	refuse_garbage(&events_parser);
}

static void a_setting_that_is_not_there_is_no_data(void **state)
{
	struct thp_mode mode;
	bool eligible;

	(void)state;
	memset(&mode, POISON, sizeof(mode));
	assert_int_equal(thp_mode_read("no_such_setting", &mode), -ENODATA);
	assert_int_equal(
		thp_mode_read("a-name-that-is-longer-than-any-name-of-a-setting", &mode),
		-ENODATA);
	assert_true(is_poisoned(&mode, sizeof(mode)));
	assert_int_equal(thp_mode_write("no_such_setting", "always"), -ENODATA);
	assert_int_equal(thp_eligible(0, NULL, &eligible), -ENODATA);
}

/* On the host's own kernel, which may have no khugepaged; it needs no privilege. */
static void waiting_for_khugepaged_ends(void **state)
{
	int error = thp_settle(20);

	(void)state;
	assert_true(!error || error == -ENODATA || error == -EINVAL);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_word_in_brackets_is_the_mode),
		cmocka_unit_test(a_setting_without_one_choice_is_refused),
		cmocka_unit_test(events_are_those_of_vmstat),
		cmocka_unit_test(events_of_both_kernels_are_read),
		cmocka_unit_test(a_setting_that_is_not_there_is_no_data),
		cmocka_unit_test(waiting_for_khugepaged_ends),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
