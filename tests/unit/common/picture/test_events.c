/* SPDX-License-Identifier: MIT */
/* events: what becomes one line, what is left out, and that names cannot break the JSON. */
#include "tests/unit/input.h"

#include <jansson.h>
#include <linux/sched.h>
#include <sys/mman.h>
#include <sys/syscall.h>

#include "common/kernel/page.h"
#include "common/picture/events.h"
#include "common/recorder/record_build.h"

#define MAIN 100
#define MM 0xffff0001
#define BUFFER 0x10000000

static struct record *record;
static uint64_t now_ns;
static struct stage_region buffer = {
	.pid = MAIN, .address = BUFFER, .name = "<script>\"\\\x1b"};

static void take(enum layout_event event, pid_t tid, uint64_t a, uint64_t b, uint64_t c,
	uint64_t d, uint64_t e)
{
	const struct layout_values values = {
		.event = event, .tid = tid, .number = {a, b, c, d, e}, .text = "writer"};

	now_ns += 1000;
	assert_int_equal(record_take(record, &values, now_ns, 3), 0);
}

static void fault(uint64_t address)
{
	take(LAYOUT_FAULT, MAIN, address, 1, MM, RECORD_FAULT_WRITE | RECORD_FAULT_USER,
		0);
	take(LAYOUT_FAULT_END, MAIN, 0, 0, 0, 0, 0);
}

static void advise(uint64_t address, uint64_t length)
{
	take(LAYOUT_ENTER, MAIN, SYS_madvise, address, length, MADV_DONTNEED, 0);
	take(LAYOUT_EXIT, MAIN, SYS_madvise, 0, 0, 0, 0);
}

static uint64_t page(size_t i)
{
	return BUFFER + i * page_size_bytes();
}

static int set_up(void **state)
{
	(void)state;
	now_ns = 0;
	buffer.length_bytes = 4096 * page_size_bytes();
	assert_int_equal(
		record_create(RECORD_CALLS | RECORD_FAULTS | RECORD_MOVES, &record), 0);
	assert_int_equal(record_begin(record, MAIN), 0);
	take(LAYOUT_EXEC, MAIN, MAIN, MAIN, 0, 0, 0);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	record_free(record);
	return 0;
}

/* What is written, as it is read. */
static json_t *written_at(const uint64_t *times_ns, size_t nr_moments)
{
	struct jot words = {0};
	json_t *json;

	jot_put(&words, "{");
	events_write(record, &buffer, 1, times_ns, nr_moments, 0, &words);
	jot_put(&words, "}");
	assert_false(words.failed);
	json = json_loadb(words.bytes, words.size_bytes, 0, NULL);
	assert_non_null(json);
	jot_free(&words);
	return json;
}

static json_t *written(void)
{
	return written_at(NULL, 0);
}

static long field(const json_t *json, size_t line, const char *name)
{
	return (long)json_integer_value(json_object_get(
		json_array_get(json_object_get(json, "events"), line), name));
}

static size_t nr_lines(const json_t *json)
{
	return json_array_size(json_object_get(json, "events"));
}

static long left_out(const json_t *json, size_t moment)
{
	return (long)json_integer_value(
		json_array_get(json_object_get(json, "events_left_out"), moment));
}

static void neighbours_are_one_line(void **state)
{
	json_t *json;

	(void)state;
	for (size_t i = 0; i < 300; i++)
		fault(page(i));
	fault(page(500));
	fault(page(501));
	json = written();
	/* The exec is the first. */
	assert_int_equal(nr_lines(json), 3);
	assert_int_equal(field(json, 1, "nr"), 300);
	assert_int_equal(field(json, 1, "pages"), 300);
	assert_int_equal(field(json, 1, "address"), BUFFER);
	assert_int_equal(field(json, 1, "cpu"), 3);
	assert_int_equal(field(json, 2, "nr"), 2);
	assert_int_equal(left_out(json, 0), 0);
	json_decref(json);
}

static void move(uint64_t address)
{
	take(LAYOUT_UNMAP_TO_MOVE, MAIN, address, 0, 0, 0, 0);
	take(LAYOUT_MAP_MOVED, MAIN, address, 0, 0, 0, 0);
}

/* Upwards or downwards; faults upwards only, as a program touches pages. */
static void moves_of_neighbours_are_one_line(void **state)
{
	json_t *json;

	(void)state;
	for (size_t i = 0; i < 10; i++)
		move(page(100 - i));
	move(page(101));
	move(page(50));
	fault(page(200));
	fault(page(199));
	json = written();
	assert_int_equal(nr_lines(json), 5);
	assert_int_equal(field(json, 1, "nr"), 11);
	assert_int_equal(field(json, 1, "pages"), 11);
	assert_int_equal(field(json, 1, "address"), page(91));
	assert_int_equal(field(json, 2, "nr"), 1);
	assert_int_equal(field(json, 2, "address"), page(50));
	json_decref(json);
}

static void a_moment_ends_a_line(void **state)
{
	uint64_t filled_ns;
	json_t *json;

	(void)state;
	fault(page(0));
	filled_ns = now_ns;
	fault(page(1));
	json = written_at(&filled_ns, 1);
	assert_int_equal(nr_lines(json), 3);
	assert_int_equal(field(json, 1, "before"), 0);
	assert_int_equal(field(json, 2, "before"), 1);
	json_decref(json);
}

static void what_is_too_much_is_counted(void **state)
{
	uint64_t filled_ns;
	json_t *json;

	(void)state;
	for (size_t i = 0; i < EVENTS_NEAR + 7; i++)
		fault(page(3 * i));
	for (size_t i = 0; i < EVENTS_FAR + 4; i++)
		fault(0x7000000 + 3 * i * page_size_bytes());
	/* Other memory takes no line from the regions', nor they from it. */
	filled_ns = now_ns;
	fault(page(0));
	json = written_at(&filled_ns, 1);
	assert_int_equal(nr_lines(json), EVENTS_NEAR + EVENTS_FAR + 1);
	assert_int_equal(left_out(json, 0), 7 + 4 + 1);
	assert_int_equal(left_out(json, 1), 0);
	json_decref(json);
}

static void calls_about_a_region_are_told_apart(void **state)
{
	json_t *json;

	(void)state;
	advise(page(0), page_size_bytes());
	advise(page(4), page_size_bytes());
	advise(0x7000000, 4096);
	advise(0x7100000, 4096);
	json = written();
	assert_int_equal(nr_lines(json), 4);
	assert_int_equal(field(json, 1, "of"), MAIN);
	assert_int_equal(field(json, 3, "nr"), 2);
	json_decref(json);
}

static void a_name_is_text(void **state)
{
	const char *name;
	json_t *json;

	(void)state;
	fault(page(0));
	json = written();
	name = json_string_value(json_object_get(
		json_array_get(json_object_get(json, "events"), 1), "region"));
	assert_string_equal(name, "<script>\"\\?");
	json_decref(json);
}

static void without_a_record_there_are_no_events(void **state)
{
	const uint64_t times_ns[] = {1, 2};
	json_t *json;

	(void)state;
	record_free(record);
	record = NULL;
	json = written_at(times_ns, 2);
	assert_int_equal(nr_lines(json), 0);
	assert_int_equal(json_array_size(json_object_get(json, "events_left_out")), 3);
	json_decref(json);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(neighbours_are_one_line),
		TEST(moves_of_neighbours_are_one_line),
		TEST(a_moment_ends_a_line),
		TEST(what_is_too_much_is_counted),
		TEST(calls_about_a_region_are_told_apart),
		TEST(a_name_is_text),
		TEST(without_a_record_there_are_no_events),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
