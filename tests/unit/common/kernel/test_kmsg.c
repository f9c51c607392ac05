/* SPDX-License-Identifier: MIT */
/* kmsg: every record that 6.1 and 6.12 logged is taken, what is none is refused, and a
 * descriptor is read record by record. */
#include "tests/unit/input.h"

#include <sys/socket.h>

#include "common/kernel/kmsg.h"

#define FIXTURES "tests/fixtures/"

static char *read_whole(const char *path, size_t *ret_size)
{
	static char text[64 * 1024];
	FILE *file = fopen(path, "r");

	assert_non_null(file);
	*ret_size = fread(text, 1, sizeof(text), file);
	fclose(file);
	return text;
}

/* Where the record at `at` ends: before the next line that does not begin with a blank. */
static char *record_end(char *at, char *end)
{
	do {
		at = memchr(at, '\n', end - at);
		assert_non_null(at);
		at++;
	} while (at < end && *at == ' ');
	return at;
}

static unsigned take_all(const char *path, struct kmsg *ret_last)
{
	size_t size;
	char *at = read_whole(path, &size), *end = at + size;
	uint64_t last = 0;
	unsigned nr = 0;

	while (at < end) {
		char *next = record_end(at, end);

		assert_int_equal(kmsg_parse(at, next - at, ret_last), 0);
		assert_true(!nr || ret_last->sequence == last + 1);
		assert_null(strchr(ret_last->text, '\n'));
		last = ret_last->sequence;
		at = next;
		nr++;
	}
	return nr;
}

static void the_log_of_6_1_is_taken(void **state)
{
	struct kmsg last;

	(void)state;
	assert_int_equal(take_all(FIXTURES "6.1/kmsg", &last), 56);
	assert_int_equal(last.level, KMSG_NOTICE);
	assert_int_equal(last.sequence, 289);
	assert_int_equal(last.time_us, 2945027);
	assert_string_equal(last.text,
		"page_pin: module verification failed: signature and/or required key "
		"missing - tainting kernel");
}

static void the_log_of_6_12_is_taken(void **state)
{
	struct kmsg last;

	(void)state;
	assert_int_equal(take_all(FIXTURES "6.12/kmsg", &last), 58);
	assert_int_equal(last.sequence, 296);
}

static int parse(const char *record, struct kmsg *ret)
{
	return kmsg_parse(record, strlen(record), ret);
}

static void the_level_has_no_facility(void **state)
{
	struct kmsg message;

	(void)state;
	assert_int_equal(parse("30,5,6,-;from user space\n KEY=value\n", &message), 0);
	assert_int_equal(message.level, 6);
	assert_string_equal(message.text, "from user space");
	assert_int_equal(parse("0,1,2,c,caller=T1,more;\n", &message), 0);
	assert_int_equal(message.level, KMSG_EMERGENCY);
	assert_string_equal(message.text, "");
	assert_int_equal(parse("4,1,2,-;a;b,c\n", &message), 0);
	assert_string_equal(message.text, "a;b,c");
}

static void a_long_text_is_cut(void **state)
{
	char record[3000] = "4,1,2,-;";
	struct kmsg message;

	(void)state;
	memset(record + 8, 'x', sizeof(record) - 9);
	record[sizeof(record) - 1] = '\n';
	assert_int_equal(kmsg_parse(record, sizeof(record), &message), 0);
	assert_int_equal(strlen(message.text), KMSG_TEXT_SIZE - 1);
}

static void what_is_no_record_is_refused(void **state)
{
	static const char *const bad[] = {"", "\n", ";\n", "4,1,2,-;no newline",
		"4,1,2,-\n;", "4,1,2;three fields\n", "4,1;\n", "x,1,2,-;\n",
		"4,-1,2,-;\n", "4,1,99999999999999999999,-;\n", " KEY=value\n"};
	struct kmsg message;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		memset(&message, POISON, sizeof(message));
		assert_int_equal(parse(bad[i], &message), -EBADMSG);
		for (size_t k = 0; k < sizeof(message); k++)
			assert_int_equal(((unsigned char *)&message)[k], POISON);
	}
}

/* A socket of packets keeps records apart as /dev/kmsg does. */
static void a_descriptor_gives_one_after_the_other(void **state)
{
	struct kmsg message;
	int ends[2];

	(void)state;
	assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK, 0, ends), 0);
	assert_int_equal(send(ends[0], "4,1,2,-;one\n", 12, 0), 12);
	assert_int_equal(send(ends[0], "4,2,2,-;two\n", 12, 0), 12);
	assert_int_equal(kmsg_next(ends[1], &message), 0);
	assert_string_equal(message.text, "one");
	assert_int_equal(kmsg_next(ends[1], &message), 0);
	assert_string_equal(message.text, "two");
	assert_int_equal(kmsg_next(ends[1], &message), -ENODATA);
	close(ends[0]);
	close(ends[1]);
	assert_int_equal(kmsg_next(ends[1], &message), -EBADF);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_log_of_6_1_is_taken),
		cmocka_unit_test(the_log_of_6_12_is_taken),
		cmocka_unit_test(the_level_has_no_facility),
		cmocka_unit_test(a_long_text_is_cut),
		cmocka_unit_test(what_is_no_record_is_refused),
		cmocka_unit_test(a_descriptor_gives_one_after_the_other),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
