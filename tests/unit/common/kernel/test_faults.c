/* SPDX-License-Identifier: MIT */
/* faults: stat lines that 6.1 and 6.12 wrote, names that try to mislead, and our own. */
#include "tests/unit/input.h"

#include <sys/wait.h>

#include "common/kernel/faults.h"
#include "common/kernel/page.h"

static int parse(FILE *file, void *ret)
{
	return faults_parse(file, ret);
}

static const struct parser parser = {parse, sizeof(struct faults)};

static void check_fixture(const char *name, uint64_t minor)
{
	FILE *file = fixture_open(name);
	struct faults faults;

	assert_int_equal(faults_parse(file, &faults), 0);
	fclose(file);
	assert_int_equal(faults.minor, minor);
	assert_int_equal(faults.major, 0);
}

static void stat_of_both_kernels(void **state)
{
	(void)state;
	check_fixture("6.1/stat", 272);
	check_fixture("6.12/stat", 272);
}

static void a_name_with_brackets_and_numbers_does_not_mislead(void **state)
{
	(void)state;
	check_fixture("6.1/stat-name", 267);
	check_fixture("6.12/stat-name", 267);
}

static void minor_and_major_are_told_apart(void **state)
{
	FILE *file = input_text("1 (x) S 1 1 1 0 -1 7 100 200 300 400 0\n");
	struct faults faults;

	(void)state;
	assert_int_equal(faults_parse(file, &faults), 0);
	fclose(file);
	assert_int_equal(faults.minor, 100);
	assert_int_equal(faults.major, 300);
}

static void a_newline_in_the_name_does_no_harm(void **state)
{
	(void)state;
	assert_parses(&parser, "1 (x\n) S 2) S 1 1 1 0 -1 7 1 2 3 4 0\n", 0);
}

static void malformed_lines_are_refused(void **state)
{
	char *text = malloc(6000);

	(void)state;
	assert_parses(&parser, "1 (x S 1 1 1 0 -1 7 1 2 3 4 0\n", -EBADMSG);
	assert_parses(&parser, "1 (x)\n", -EBADMSG);
	assert_parses(&parser, "1 (x) S 1 1 1 0 -1 7\n", -EBADMSG);
	assert_parses(&parser, "1 (x) S 1 1 1 0 -1 7 1 2 3\n", -EBADMSG);
	assert_parses(&parser, "1 (x) S 1 1 1 0 -1 7 1 2 3 4 0", -EBADMSG);
	assert_parses(&parser, "1 (x) S  1 1 1 0 -1 7 1 2 3 4 0\n", -EBADMSG);
	assert_parses(&parser, "1 (x) S 1 1 1 0 -1 7 -1 2 3 4 0\n", -EBADMSG);
	assert_parses(&parser, "1 (x) S 1 1 1 0 -1 7 1 2 0x3 4 0\n", -EBADMSG);
	assert_parses(
		&parser, "1 (x) S 1 1 1 0 -1 7 18446744073709551616 2 3 4\n", -ERANGE);
	assert_parses(
		&parser, "1 (x) S 1 1 1 0 -1 7 1 2 99999999999999999999 4\n", -ERANGE);
	memset(text, '(', 5000);
	strcpy(text + 5000, ") S 1 1 1 0 -1 7 1 2 3 4 0\n");
	assert_parses(&parser, text, -EBADMSG);
	refuse_garbage(&parser);
	free(text);
}

static void a_line_cut_anywhere_is_refused(void **state)
{
	size_t size;
	char *bytes = fixture_load("6.1/stat-name", &size);

	(void)state;
	assert_int_equal(accepted_cuts(&parser, bytes, size), 0);
	free(bytes);
}

static void changed_bytes_do_no_harm(void **state)
{
	size_t size;
	char *bytes = fixture_load("6.1/stat-name", &size);

	(void)state;
	survive_changes(&parser, bytes, size, 5000);
	free(bytes);
}

static void touching_pages_takes_a_fault_each(void **state)
{
	size_t size = page_size_bytes(), nr = 100;
	char *pages = mmap(NULL, nr * size, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	struct faults before, after, seen;

	(void)state;
	madvise(pages, nr * size, MADV_NOHUGEPAGE);
	assert_int_equal(faults_self(&before), 0);
	for (size_t i = 0; i < nr; i++)
		pages[i * size] = 1;
	assert_int_equal(faults_self(&after), 0);
	assert_true(after.minor - before.minor >= nr);
	/* Seen from outside it is the same count, and only grows. */
	assert_int_equal(faults_read(0, &seen), 0);
	assert_true(seen.minor >= after.minor);
	assert_int_equal(faults_read(getpid(), &seen), 0);
	assert_true(seen.minor >= after.minor);
	munmap(pages, nr * size);
}

static void a_process_that_is_not_there_is_no_data(void **state)
{
	struct faults faults;
	pid_t pid = fork();

	(void)state;
	if (pid == 0)
		_exit(0);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
	memset(&faults, POISON, sizeof(faults));
	assert_int_equal(faults_read(pid, &faults), -ENODATA);
	assert_int_equal(faults_read(-1, &faults), -EINVAL);
	assert_true(is_poisoned(&faults, sizeof(faults)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(stat_of_both_kernels),
		cmocka_unit_test(a_name_with_brackets_and_numbers_does_not_mislead),
		cmocka_unit_test(minor_and_major_are_told_apart),
		cmocka_unit_test(a_newline_in_the_name_does_no_harm),
		cmocka_unit_test(malformed_lines_are_refused),
		cmocka_unit_test(a_line_cut_anywhere_is_refused),
		cmocka_unit_test(changed_bytes_do_no_harm),
		cmocka_unit_test(touching_pages_takes_a_fault_each),
		cmocka_unit_test(a_process_that_is_not_there_is_no_data),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
