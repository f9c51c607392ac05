/* SPDX-License-Identifier: MIT */
/* kfile: lines, numbers, one-number files and arrays of words, whole and broken. */
#include "tests/unit/input.h"

#include <fcntl.h>

#include "common/kernel/kfile.h"

static int parse_line(FILE *file, void *ret)
{
	return kfile_line(file, ret);
}

static const struct parser line_parser = {parse_line, sizeof(struct kfile_line)};

static void errors_follow_one_rule(void **state)
{
	(void)state;
	assert_int_equal(kfile_error(EACCES), -EPERM);
	assert_int_equal(kfile_error(EPERM), -EPERM);
	assert_int_equal(kfile_error(ENOENT), -ENODATA);
	assert_int_equal(kfile_error(ESRCH), -ENODATA);
	assert_int_equal(kfile_error(EIO), -EIO);
}

static void a_path_names_the_process(void **state)
{
	struct kfile_path path;
	char name[KFILE_PATH_SIZE + 1] = {0};

	(void)state;
	assert_int_equal(kfile_pid_path(0, "smaps", &path), 0);
	assert_string_equal(path.text, "/proc/self/smaps");
	assert_int_equal(kfile_pid_path(4194304, "smaps", &path), 0);
	assert_string_equal(path.text, "/proc/4194304/smaps");
	assert_int_equal(kfile_pid_path(-1, "smaps", &path), -EINVAL);
	memset(name, 'n', KFILE_PATH_SIZE);
	assert_int_equal(kfile_pid_path(1, name, &path), -ENAMETOOLONG);
	/* One character more than there is room for, with "/proc/1/" and the NUL. */
	name[KFILE_PATH_SIZE - strlen("/proc/1/")] = '\0';
	assert_int_equal(kfile_pid_path(1, name, &path), -ENAMETOOLONG);
	assert_string_equal(path.text, "/proc/4194304/smaps");
}

static void what_does_not_exist_is_no_data(void **state)
{
	FILE *file = NULL;
	int fd = -7;

	(void)state;
	assert_int_equal(kfile_open("/nowhere/at/all", &fd), -ENODATA);
	assert_int_equal(kfile_fopen("/nowhere/at/all", &file), -ENODATA);
	assert_int_equal(fd, -7);
	assert_null(file);
}

static void lines_come_one_by_one(void **state)
{
	FILE *file = input_text("one\n\nthree\n");
	struct kfile_line line;

	(void)state;
	assert_int_equal(kfile_line(file, &line), 0);
	assert_string_equal(line.text, "one");
	assert_int_equal(kfile_line(file, &line), 0);
	assert_string_equal(line.text, "");
	assert_int_equal(kfile_line(file, &line), 0);
	assert_string_equal(line.text, "three");
	assert_int_equal(kfile_line(file, &line), -ENODATA);
	fclose(file);
}

static void a_line_without_end_or_with_nul_is_refused(void **state)
{
	(void)state;
	assert_parses(&line_parser, "cut sho", -EBADMSG);
	assert_int_equal(parse_bytes(&line_parser, "a\0b\n", 4), -EBADMSG);
	assert_parses(&line_parser, "", -ENODATA);
}

static void a_long_line_is_cut_and_an_endless_one_refused(void **state)
{
	char *bytes = malloc(KFILE_LINE_MAX + 2);
	struct kfile_line line;
	FILE *file;

	(void)state;
	memset(bytes, 'x', KFILE_LINE_MAX + 2);
	bytes[KFILE_LINE_MAX] = '\n';
	file = input_file(bytes, KFILE_LINE_MAX + 1);
	assert_int_equal(kfile_line(file, &line), 0);
	assert_true(line.cut);
	assert_int_equal(strlen(line.text), KFILE_LINE_SIZE - 1);
	fclose(file);
	memset(bytes, 'x', KFILE_LINE_MAX + 1);
	bytes[KFILE_LINE_MAX + 1] = '\n';
	assert_int_equal(parse_bytes(&line_parser, bytes, KFILE_LINE_MAX + 2), -EBADMSG);
	free(bytes);
}

static void the_longest_line_that_fits_is_not_cut(void **state)
{
	char bytes[KFILE_LINE_SIZE + 1];
	struct kfile_line line;
	FILE *file;

	(void)state;
	memset(bytes, 'x', sizeof(bytes));
	bytes[KFILE_LINE_SIZE - 1] = '\n';
	file = input_file(bytes, KFILE_LINE_SIZE);
	assert_int_equal(kfile_line(file, &line), 0);
	assert_false(line.cut);
	fclose(file);
	bytes[KFILE_LINE_SIZE - 1] = 'x';
	bytes[KFILE_LINE_SIZE] = '\n';
	file = input_file(bytes, KFILE_LINE_SIZE + 1);
	assert_int_equal(kfile_line(file, &line), 0);
	assert_true(line.cut);
	fclose(file);
}

static void a_read_error_is_told(void **state)
{
	FILE *directory = fopen("/proc", "re");
	struct kfile_line line;

	(void)state;
	assert_non_null(directory);
	assert_int_equal(kfile_line(directory, &line), -EISDIR);
	fclose(directory);
}

static void check_number(
	const char *text, unsigned base, int error, uint64_t number, const char *rest)
{
	const char *p = text;
	uint64_t ret = 42;

	assert_int_equal(kfile_number(&p, base, &ret), error);
	assert_int_equal(ret, error ? 42 : number);
	assert_string_equal(p, error ? text : rest);
}

static void numbers_are_digits_that_fit(void **state)
{
	(void)state;
	check_number("0", 10, 0, 0, "");
	check_number("0017 kB", 10, 0, 17, " kB");
	check_number("18446744073709551615", 10, 0, UINT64_MAX, "");
	check_number("18446744073709551616", 10, -ERANGE, 0, NULL);
	check_number("99999999999999999999999", 10, -ERANGE, 0, NULL);
	check_number("ffff8de32000-", 16, 0, 0xffff8de32000, "-");
	check_number("FFFFFFFFFFFFFFFF", 16, 0, UINT64_MAX, "");
	check_number("10000000000000000", 16, -ERANGE, 0, NULL);
	check_number("12ab", 10, 0, 12, "ab");
	check_number("", 10, -EBADMSG, 0, NULL);
	check_number("-1", 10, -EBADMSG, 0, NULL);
	check_number("+1", 10, -EBADMSG, 0, NULL);
	check_number(" 1", 10, -EBADMSG, 0, NULL);
	check_number("xyz", 16, -EBADMSG, 0, NULL);
}

static int parse_value(FILE *file, void *ret)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/self/fd/%d", fileno(file));
	return kfile_value(AT_FDCWD, path, ret);
}

static const struct parser value_parser = {parse_value, sizeof(uint64_t)};

static void a_value_is_one_number_and_a_newline(void **state)
{
	(void)state;
	assert_parses(&value_parser, "504\n", 0);
	assert_parses(&value_parser, "", -ENODATA);
	assert_parses(&value_parser, "504", -EBADMSG);
	assert_parses(&value_parser, "\n", -EBADMSG);
	assert_parses(&value_parser, "-1\n", -EBADMSG);
	assert_parses(&value_parser, "504\n505\n", -EBADMSG);
	assert_parses(&value_parser, "[none] scan-time\n", -EBADMSG);
	assert_parses(&value_parser, "18446744073709551616\n", -ERANGE);
	assert_int_equal(parse_bytes(&value_parser, "5\0\n", 3), -EBADMSG);
	refuse_garbage(&value_parser);
}

static void a_missing_value_is_no_data(void **state)
{
	uint64_t value = 42;

	(void)state;
	assert_int_equal(kfile_value(AT_FDCWD, "/nowhere", &value), -ENODATA);
	assert_int_equal(kfile_value(AT_FDCWD, "/proc", &value), -EISDIR);
	assert_int_equal(value, 42);
}

static void words_are_read_from_their_place(void **state)
{
	const uint64_t words[] = {10, 11, 12, 13};
	int fd = input_fd(words, sizeof(words));
	uint64_t ret[4] = {0};

	(void)state;
	assert_int_equal(kfile_words(fd, 1, 2, ret), 0);
	assert_int_equal(ret[0], 11);
	assert_int_equal(ret[1], 12);
	assert_int_equal(kfile_words(fd, 4, 0, ret), 0);
	assert_int_equal(kfile_words(fd, 4, 1, ret), -ENODATA);
	assert_int_equal(kfile_words(fd, 2, 3, ret), -ENODATA);
	assert_int_equal(kfile_words(fd, UINT64_MAX, 1, ret), -ENODATA);
	assert_int_equal(kfile_words(fd, INT64_MAX / 8, 1, ret), -ENODATA);
	assert_int_equal(lseek(fd, 0, SEEK_CUR), 0);
	close(fd);
	assert_int_equal(kfile_words(fd, 0, 1, ret), -EBADF);
}

static void half_a_word_is_refused(void **state)
{
	const uint64_t words[] = {10, 11};
	int fd = input_fd(words, sizeof(words) - 3);
	uint64_t ret[2];

	(void)state;
	assert_int_equal(kfile_words(fd, 0, 1, ret), 0);
	assert_int_equal(kfile_words(fd, 0, 2, ret), -EBADMSG);
	assert_int_equal(kfile_words(fd, 1, 1, ret), -EBADMSG);
	close(fd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(errors_follow_one_rule),
		cmocka_unit_test(a_path_names_the_process),
		cmocka_unit_test(what_does_not_exist_is_no_data),
		cmocka_unit_test(lines_come_one_by_one),
		cmocka_unit_test(a_line_without_end_or_with_nul_is_refused),
		cmocka_unit_test(a_long_line_is_cut_and_an_endless_one_refused),
		cmocka_unit_test(the_longest_line_that_fits_is_not_cut),
		cmocka_unit_test(a_read_error_is_told),
		cmocka_unit_test(numbers_are_digits_that_fit),
		cmocka_unit_test(a_value_is_one_number_and_a_newline),
		cmocka_unit_test(a_missing_value_is_no_data),
		cmocka_unit_test(words_are_read_from_their_place),
		cmocka_unit_test(half_a_word_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
