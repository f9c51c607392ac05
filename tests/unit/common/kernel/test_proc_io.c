/* SPDX-License-Identifier: MIT */
/* proc_io and swap_areas: what 6.1 and 6.12 wrote, broken at every byte, and our own. */
#include "tests/unit/input.h"

#include <fcntl.h>

#include "common/kernel/proc_io.h"
#include "common/kernel/swap_areas.h"

static int parse_io(FILE *file, void *ret)
{
	return proc_io_parse(file, ret);
}

static int parse_swaps(FILE *file, void *ret)
{
	return swap_areas_parse(file, ret);
}

static const struct parser io_parser = {parse_io, sizeof(struct proc_io)};
static const struct parser swaps_parser = {parse_swaps, sizeof(size_t)};

static void calls_of_a_shell_on_both_kernels(void **state)
{
	static const char *const files[] = {"6.1/io", "6.12/io"};
	static const struct proc_io expected[] = {{2907, 0, 8, 1}, {2907, 0, 8, 1}};

	(void)state;
	for (int i = 0; i < 2; i++) {
		FILE *file = fixture_open(files[i]);
		struct proc_io io;

		assert_int_equal(proc_io_parse(file, &io), 0);
		assert_int_equal(io.read_bytes, expected[i].read_bytes);
		assert_int_equal(io.write_bytes, expected[i].write_bytes);
		assert_int_equal(io.nr_reads, expected[i].nr_reads);
		assert_int_equal(io.nr_writes, expected[i].nr_writes);
		fclose(file);
	}
}

static void areas_are_counted(void **state)
{
	static const char *const files[] = {"6.1/swaps", "6.12/swaps"};

	(void)state;
	for (int i = 0; i < 2; i++) {
		FILE *file = fixture_open(files[i]);
		size_t nr = 42;

		assert_int_equal(swap_areas_parse(file, &nr), 0);
		assert_int_equal(nr, 1);
		fclose(file);
	}
}

static void no_area_is_none(void **state)
{
	FILE *file = input_text("Filename\t\t\t\tType\t\tSize\n");
	size_t nr = 42;

	(void)state;
	assert_int_equal(swap_areas_parse(file, &nr), 0);
	assert_int_equal(nr, 0);
	fclose(file);
}

static void broken_files_are_refused(void **state)
{
	size_t size;
	char *bytes = fixture_load("6.12/io", &size);

	(void)state;
	assert_int_equal(accepted_cuts(&io_parser, bytes, size), 0);
	survive_changes(&io_parser, bytes, size, 2000);
	refuse_garbage(&io_parser);
	assert_parses(&io_parser, "rchar: 1\nwchar: 18446744073709551616\n", -ERANGE);
	free(bytes);
	bytes = fixture_load("6.12/swaps", &size);
	/* Without its areas the heading is a file, too. */
	assert_int_equal(accepted_cuts(&swaps_parser, bytes, size), 1);
	survive_changes(&swaps_parser, bytes, size, 2000);
	refuse_garbage(&swaps_parser);
	free(bytes);
}

static void our_own_reads_are_counted(void **state)
{
	int fd = open("/dev/zero", O_RDONLY | O_CLOEXEC);
	struct proc_io before, after;
	char bytes[100];

	(void)state;
	if (proc_io_read(0, &before) == -ENODATA)
		skip();
	for (int i = 0; i < 50; i++)
		assert_int_equal(read(fd, bytes, sizeof(bytes)), sizeof(bytes));
	close(fd);
	assert_int_equal(proc_io_read(0, &after), 0);
	assert_in_range(after.nr_reads - before.nr_reads, 50, 60);
	assert_true(after.read_bytes - before.read_bytes >= 5000);
	assert_int_equal(proc_io_read(-1, &after), -EINVAL);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(calls_of_a_shell_on_both_kernels),
		cmocka_unit_test(areas_are_counted),
		cmocka_unit_test(no_area_is_none),
		cmocka_unit_test(broken_files_are_refused),
		cmocka_unit_test(our_own_reads_are_counted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
