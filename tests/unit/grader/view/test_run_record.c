/* SPDX-License-Identifier: MIT */
/* run_record: what is in a record, and what is in none; the page that words are about. */
#include "tests/unit/input.h"

#include <jansson.h>

#include "grader/view/run_record.h"

static struct lab_claim claims[] = {
	{.name = "first", .points = 60, .text = "The first"},
	{.name = "second", .points = 40, .text = "The second"},
};
static const struct lab lab = {
	.folder = "02-fork-cow", .title = "fork", .claims = claims, .nr_claims = 2};
static const struct check_info info = {
	.seed = 42, .exercise = "labs/02-fork-cow/exercise.c", .kernel = "6.1.0"};
static const char picture[] = "{\"page_bytes\":4096,\"nodes\":[\"0-3\"],\"zones\":[],"
			      "\"runs\":[{\"moments\":[]}],"
			      "\"claims\":[{\"name\":\"second\",\"run\":0,\"moment\":"
			      "\"filled\"}],\"took_us\":5}";

/* A datagram: strings with a NUL after each. */
#define REPORT(result, text) \
	assert_int_equal(result_report(result, text, sizeof(text)), 0)

static int set_up(void **state)
{
	static const struct outcome good_end;
	struct result *result;

	if (result_new(&lab, &result))
		return -1;
	REPORT(result, "size\0pages\000159");
	REPORT(result, "claim\0first\0PASS\0\0\0all of them");
	REPORT(result, "claim\0second\0FAIL\0page 3 of buffer in the child\0"
		       "the secret 4711\0"
		       "4712");
	*state = result;
	return result_settle(result, &good_end);
}

static int tear_down(void **state)
{
	result_free(*state);
	return 0;
}

static json_t *made(const struct result *result, const char *seen, char **ret_text)
{
	json_t *json;

	assert_int_equal(run_record_make(&lab, result, &info, seen,
				 seen ? strlen(seen) : 0, ret_text),
		0);
	json = json_loads(*ret_text, 0, NULL);
	assert_non_null(json);
	return json;
}

static const char *word(const json_t *json, const char *name)
{
	return json_string_value(json_object_get(json, name));
}

static void a_record_says_what_was_run_and_seen(void **state)
{
	char *text;
	json_t *json = made(*state, picture, &text);
	const json_t *verdict = json_array_get(json_object_get(json, "verdicts"), 1);

	assert_string_equal(word(json, "format"), RUN_RECORD_FORMAT);
	assert_int_equal(
		json_integer_value(json_object_get(json, "version")), RUN_RECORD_VERSION);
	assert_string_equal(word(json, "lab"), "02-fork-cow");
	assert_int_equal(json_integer_value(json_object_get(
				 json_object_get(json, "sizes"), "pages")),
		159);
	assert_int_equal(json_array_size(json_object_get(json, "runs")), 1);
	assert_string_equal(word(verdict, "verdict"), "FAIL");
	assert_string_equal(word(verdict, "moment"), "filled");
	assert_string_equal(word(verdict, "region"), "buffer");
	assert_int_equal(json_integer_value(json_object_get(verdict, "page")), 3);
	assert_true(json_is_true(json_object_get(verdict, "in_child")));
	json_decref(json);
	free(text);
}

static void it_says_nothing_of_what_was_expected(void **state)
{
	char *text;
	json_t *json = made(*state, picture, &text);

	assert_null(strstr(text, "4711"));
	assert_null(strstr(text, "4712"));
	assert_null(strstr(text, "expected"));
	json_decref(json);
	free(text);
}

static void without_a_picture_there_are_verdicts(void **state)
{
	char *text;
	json_t *json = made(*state, NULL, &text);

	assert_int_equal(json_array_size(json_object_get(json, "runs")), 0);
	assert_int_equal(json_array_size(json_object_get(json, "verdicts")), 2);
	json_decref(json);
	free(text);
}

static void what_was_only_run_has_no_verdicts(void **state)
{
	char *text;
	json_t *json = made(NULL, picture, &text);

	(void)state;
	assert_int_equal(json_array_size(json_object_get(json, "runs")), 1);
	assert_int_equal(json_array_size(json_object_get(json, "verdicts")), 0);
	json_decref(json);
	free(text);
}

static void what_is_no_picture_is_refused(void **state)
{
	char *text = NULL;

	for (size_t length = 0; length < sizeof(picture) - 1; length++)
		assert_int_equal(
			run_record_make(&lab, *state, &info, picture, length, &text),
			-EBADMSG);
	assert_int_equal(run_record_make(&lab, *state, &info, "[1]", 3, &text), -EBADMSG);
	assert_int_equal(run_record_make(&lab, *state, &info, "{\"runs\":7}", 10, &text),
		-EBADMSG);
	assert_null(text);
}

/* Where the first claim is said to have failed, and at which moment of the record that is. */
static void failed_at(const char *where, const char *moment)
{
	static const char two_moments[] =
		"{\"runs\":[{\"moments\":[{\"name\":\"filled\"},{\"name\":\"wrote\"}]}],"
		"\"claims\":[{\"name\":\"first\",\"run\":0,\"moment\":\"wrote\"}]}";
	static const struct outcome good_end;
	char report[256], *text;
	size_t length = (size_t)snprintf(report, sizeof(report),
		"claim%cfirst%cFAIL%c%s%c1%c2", 0, 0, 0, where, 0, 0);
	struct result *result;
	json_t *json;

	assert_int_equal(result_new(&lab, &result), 0);
	assert_int_equal(result_report(result, report, length + 1), 0);
	assert_int_equal(result_settle(result, &good_end), 0);
	json = made(result, two_moments, &text);
	assert_string_equal(
		word(json_array_get(json_object_get(json, "verdicts"), 0), "moment"),
		moment);
	json_decref(json);
	free(text);
	result_free(result);
}

static void words_say_at_which_moment(void **state)
{
	(void)state;
	failed_at("order_alloc, at the checkpoint “filled”", "filled");
	failed_at("/proc/vmstat, from “filled” to “wrote”", "wrote");
	failed_at("line 2 of what was printed", "wrote");
	/* Not a moment of this run. */
	failed_at("the word “page”", "wrote");
}

static void words_say_which_page(void **state)
{
	struct run_place place = {.page = 99};

	(void)state;
	assert_int_equal(run_place_find("page 12 of 548 of pinned", &place), 0);
	assert_int_equal(place.page, 12);
	assert_string_equal(place.region, "pinned");
	assert_string_equal(place.moment, "");
	assert_false(place.in_child);
	assert_int_equal(
		run_place_find("page 0 of buffer in the parent, from “child-wrote” "
			       "to “parent-wrote”",
			&place),
		0);
	assert_string_equal(place.region, "buffer");
	assert_string_equal(place.moment, "parent-wrote");
	assert_int_equal(run_place_find("page 7 of hole, at “hole”", &place), 0);
	assert_string_equal(place.region, "hole");
	assert_string_equal(place.moment, "hole");
	assert_int_equal(run_place_find("smaps of the child", &place), -ENOENT);
	assert_int_equal(run_place_find("", &place), -ENOENT);
	assert_int_equal(place.page, 7);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_record_says_what_was_run_and_seen),
		TEST(it_says_nothing_of_what_was_expected),
		TEST(without_a_picture_there_are_verdicts),
		TEST(what_was_only_run_has_no_verdicts),
		TEST(what_is_no_picture_is_refused),
		TEST(words_say_which_page),
		TEST(words_say_at_which_moment),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
