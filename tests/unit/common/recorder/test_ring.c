/* SPDX-License-Identifier: MIT */
/* ring and layout: a page of a ring as 6.1 and 6.12 gave it, against what these kernels said
 * themselves of the same events. */
#include <inttypes.h>

#include "tests/unit/input.h"

#include "common/recorder/layout.h"
#include "common/recorder/ring.h"

#define PAGE_BYTES 4096

static const char *const kernels[] = {"6.1", "6.12"};

struct fixture {
	struct layout layout;
	char page[PAGE_BYTES];
	FILE *trace;
};

static void load(const char *kernel, struct fixture *ret)
{
	char path[64];
	FILE *file;

	snprintf(path, sizeof(path), "%s/recorder/layout", kernel);
	file = fixture_open(path);
	assert_int_equal(layout_parse(file, &ret->layout), 0);
	fclose(file);
	snprintf(path, sizeof(path), "%s/recorder/page", kernel);
	file = fixture_open(path);
	assert_int_equal(fread(ret->page, 1, PAGE_BYTES, file), PAGE_BYTES);
	fclose(file);
	snprintf(path, sizeof(path), "%s/recorder/trace", kernel);
	ret->trace = fixture_open(path);
}

static uint64_t number_after(const char *line, const char *key, int base)
{
	const char *p = strstr(line, key);

	assert_non_null(p);
	return strtoull(p + strlen(key), NULL, base);
}

/* Of a call the text has the name, "sys_mmap(", and the event the number, on arm64. */
static long number_of_call(const char *line)
{
	static const struct {
		const char *name;
		long number;
	} calls[] = {{" sys_brk", 214}, {" sys_munmap", 215}, {" sys_mmap", 222},
		{" sys_mprotect", 226}, {" sys_execve", 221}, {" sys_openat", 56},
		{" sys_close", 57}, {" sys_read", 63}, {" sys_sched_setaffinity", 122},
		{" sys_exit_group", 94}};

	for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++)
		if (strstr(line, calls[i].name))
			return calls[i].number;
	return -1;
}

/* Of each argument "NAME: NUMBER", and nothing more. */
static void compare_arguments(const char *line, const uint64_t numbers[6])
{
	const char *at = strchr(line, '(');
	size_t nr = 0;

	assert_non_null(at);
	for (; (at = strstr(at, ": ")); at += 2)
		assert_int_equal(numbers[nr++], strtoull(at + 2, NULL, 16));
	assert_true(nr > 0);
	while (nr < 6)
		assert_int_equal(numbers[nr++], 0);
}

/* What the kernel wrote in words is what was taken out of the page. */
static void compare(const char *line, const struct layout_values *values)
{
	static const char *const names[] = {[LAYOUT_ENTER] = ": sys_",
		[LAYOUT_EXIT] = " -> ",
		[LAYOUT_NEW_TASK] = " task_newtask: ",
		[LAYOUT_EXEC] = " sched_process_exec: ",
		[LAYOUT_TASK_END] = " sched_process_exit: ",
		[LAYOUT_RENAME] = " task_rename: ",
		[LAYOUT_FAULT] = " fault: ",
		[LAYOUT_FAULT_END] = " fault_end: ",
		[LAYOUT_OPEN] = " open: "};
	char text[128];

	assert_true(values->event > LAYOUT_NONE && values->event <= LAYOUT_OPEN);
	assert_non_null(strstr(line, names[values->event]));
	assert_int_equal(values->tid, number_after(line, "-", 10));
	switch (values->event) {
	case LAYOUT_ENTER:
		assert_int_equal(values->number[0], number_of_call(line));
		compare_arguments(line, values->number + 1);
		break;
	case LAYOUT_EXIT:
		assert_int_equal(values->number[0], number_of_call(line));
		assert_int_equal(values->number[1], number_after(line, " -> ", 16));
		break;
	case LAYOUT_NEW_TASK:
		assert_int_equal(values->number[0], number_after(line, " pid=", 10));
		assert_int_equal(
			values->number[1], number_after(line, "clone_flags=", 16));
		snprintf(text, sizeof(text), " comm=%s ", values->text);
		assert_non_null(strstr(line, text));
		break;
	case LAYOUT_FAULT:
		assert_int_equal(values->number[0], number_after(line, "address=", 16));
		assert_int_equal(values->number[1], number_after(line, "regs=", 16));
		assert_int_equal(values->number[2], number_after(line, "mm=", 16));
		assert_int_equal(values->number[3], number_after(line, "flags=", 16));
		break;
	case LAYOUT_FAULT_END:
		assert_int_equal(values->number[0], number_after(line, "result=", 16));
		break;
	case LAYOUT_OPEN:
		snprintf(text, sizeof(text), "name=\"%s\"", values->text);
		assert_non_null(strstr(line, text));
		break;
	default:
		break;
	}
}

static void a_page_holds_what_the_kernel_says(void **state)
{
	static struct fixture fixture;

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct ring_walk walk;
		struct ring_event event;
		char line[512];
		size_t nr = 0, nr_more = 0;
		int err;

		load(kernels[i], &fixture);
		walk = ring_walk_begin(&fixture.layout, fixture.page, PAGE_BYTES);
		while (!(err = ring_walk_next(&walk, &event))) {
			struct layout_values values;
			double seconds;

			assert_int_equal(layout_take(&fixture.layout, event.data,
						 event.size_bytes, &values),
				0);
			nr_more += !fgets(line, sizeof(line), fixture.trace);
			if (nr_more)
				continue;
			compare(line, &values);
			/* The kernel rounds to microseconds. */
			assert_int_equal(sscanf(line, "%*s %*s %*s %lf", &seconds), 1);
			assert_true(llabs((long long)event.time_ns -
					    (long long)(seconds * 1e9)) <= 1000);
			nr++;
		}
		assert_int_equal(err, -ENODATA);
		/* The text was cut before the page's end. */
		assert_int_equal(nr, 70);
		fclose(fixture.trace);
	}
}

static void two_pages_follow_one_another(void **state)
{
	static struct fixture fixture;
	static char pages[2 * PAGE_BYTES];
	struct ring_walk walk;
	struct ring_event event;
	size_t nr_one = 0, nr_two = 0;

	(void)state;
	load("6.1", &fixture);
	fclose(fixture.trace);
	memcpy(pages, fixture.page, PAGE_BYTES);
	memcpy(pages + PAGE_BYTES, fixture.page, PAGE_BYTES);
	walk = ring_walk_begin(&fixture.layout, pages, PAGE_BYTES);
	while (!ring_walk_next(&walk, &event))
		nr_one++;
	walk = ring_walk_begin(&fixture.layout, pages, sizeof(pages));
	while (!ring_walk_next(&walk, &event))
		nr_two++;
	assert_int_equal(nr_two, 2 * nr_one);
}

/* Whatever is changed in a page, the walk ends, and stays in it. */
static void a_page_that_makes_no_sense_is_refused_or_read(void **state)
{
	static struct fixture fixture;
	char page[PAGE_BYTES];

	(void)state;
	load("6.12", &fixture);
	fclose(fixture.trace);
	for (size_t i = 8; i < PAGE_BYTES; i += 4) {
		struct ring_walk walk =
			ring_walk_begin(&fixture.layout, page, PAGE_BYTES);
		struct ring_event event;
		int err;

		memcpy(page, fixture.page, PAGE_BYTES);
		memset(page + i, 0xff, 4);
		while (!(err = ring_walk_next(&walk, &event))) {
			const char *data = event.data;
			struct layout_values values;

			assert_true(data >= page &&
				    data + event.size_bytes <= page + PAGE_BYTES);
			layout_take(&fixture.layout, data, event.size_bytes, &values);
		}
		assert_true(err == -ENODATA || err == -EBADMSG);
	}
}

static const char header[] = "\tfield: u64 timestamp;\toffset:0;\tsize:8;\tsigned:0;\n"
			     "\tfield: local_t commit;\toffset:8;\tsize:8;\tsigned:1;\n"
			     "\tfield: char data;\toffset:16;\tsize:4080;\tsigned:0;\n";

static int parse_text(const char *text)
{
	static struct layout layout;
	char whole[2048];
	FILE *file;
	int err;

	snprintf(whole, sizeof(whole), "%s%s", header, text);
	file = input_text(whole);
	err = layout_parse(file, &layout);
	fclose(file);
	return err;
}

static void formats_that_lack_something_are_refused(void **state)
{
	static struct layout layout;
	FILE *file;

	(void)state;
	assert_int_equal(parse_text(""), 0);
	assert_int_equal(parse_text("name: never_heard_of\nID: 7\n"), 0);
	assert_int_equal(
		parse_text("name: fault_end\nID: 7\nformat:\n"
			   "\tfield:u32 result;\toffset:24;\tsize:4;\tsigned:0;\n"),
		0);
	assert_int_equal(parse_text("name: fault_end\nID: 7\nformat:\n"), -EBADMSG);
	assert_int_equal(parse_text("name: fault_end\nID: 70000\n"), -EBADMSG);
	assert_int_equal(
		parse_text("name: fault_end\nID: 7\n\tfield:u32 result;\n"), -EBADMSG);
	assert_int_equal(
		parse_text("name: sys_exit_brk\nID: 7\nformat:\n"
			   "\tfield:int __syscall_nr;\toffset:8;\tsize:4;\tsigned:1;\n"),
		-EBADMSG);
	file = input_text("name: never_heard_of\nID: 7\n");
	assert_int_equal(layout_parse(file, &layout), -ENODATA);
	fclose(file);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_page_holds_what_the_kernel_says),
		cmocka_unit_test(two_pages_follow_one_another),
		cmocka_unit_test(a_page_that_makes_no_sense_is_refused_or_read),
		cmocka_unit_test(formats_that_lack_something_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
