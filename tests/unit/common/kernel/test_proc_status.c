/* SPDX-License-Identifier: MIT */
/* proc_status: what 6.1 and 6.12 wrote, broken at every byte, and our own. */
#include "tests/unit/input.h"

#include <signal.h>
#include <sys/syscall.h>

#include "common/kernel/page.h"
#include "common/kernel/proc_status.h"

static int parse_stack(FILE *file, void *ret)
{
	return proc_status_parse(file, "VmStk", ret);
}

static const struct parser parser = {parse_stack, sizeof(uint64_t)};

static void sums_of_a_process_on_both_kernels(void **state)
{
	static const char *const files[] = {"6.1/status", "6.12/status"};
	static const struct {
		const char *key;
		uint64_t kib;
	} expected[] = {
		{"VmLck", 0}, {"VmStk", 132}, {"VmExe", 792}, {"HugetlbPages", 0}};

	(void)state;
	for (int i = 0; i < 2; i++) {
		for (size_t k = 0; k < sizeof(expected) / sizeof(expected[0]); k++) {
			FILE *file = fixture_open(files[i]);
			uint64_t bytes = 1;

			assert_int_equal(
				proc_status_parse(file, expected[k].key, &bytes), 0);
			assert_int_equal(bytes, expected[k].kib * 1024);
			fclose(file);
		}
	}
}

static void what_is_no_sum_is_refused(void **state)
{
	static const struct {
		const char *key;
		int error;
	} refused[] = {{"VmStkX", -ENODATA}, {"VmSt", -ENODATA}, {"Name", -EBADMSG},
		{"Threads", -EBADMSG}};

	(void)state;
	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
		FILE *file = fixture_open("6.12/status");
		uint64_t bytes = 42;

		assert_int_equal(proc_status_parse(file, refused[i].key, &bytes),
			refused[i].error);
		assert_int_equal(bytes, 42);
		fclose(file);
	}
}

static void broken_files_are_refused(void **state)
{
	size_t size;
	char *bytes = fixture_load("6.12/status", &size);

	(void)state;
	survive_changes(&parser, bytes, size, 2000);
	refuse_garbage(&parser);
	assert_parses(&parser, "VmStk:\t18446744073709551616 kB\n", -ERANGE);
	assert_parses(&parser, "VmStk:\t18446744073709551615 kB\n", -ERANGE);
	assert_parses(&parser, "VmStk:\t132 kB", -EBADMSG);
	assert_parses(&parser, "VmStk:\t132 MB\n", -EBADMSG);
	assert_parses(&parser, "VmStk:\t132\n", -EBADMSG);
	free(bytes);
}

static void our_own_locked_memory_is_counted(void **state)
{
	size_t length_bytes = 3 * page_size_bytes();
	void *memory = mmap(NULL, length_bytes, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	uint64_t before, after;

	(void)state;
	assert_ptr_not_equal(memory, MAP_FAILED);
	assert_int_equal(proc_status_bytes(0, "VmLck", &before), 0);
	/* The sanitizer's mlock() locks nothing. */
	if (syscall(SYS_mlock, memory, length_bytes))
		skip();
	assert_int_equal(proc_status_bytes(getpid(), "VmLck", &after), 0);
	assert_int_equal(after - before, length_bytes);
	munmap(memory, length_bytes);
	assert_int_equal(proc_status_bytes(-1, "VmLck", &after), -EINVAL);
}

static void do_nothing(int signal)
{
	(void)signal;
}

static void signals_with_a_handler_are_told(void **state)
{
	FILE *file = fixture_open("6.12/status");
	uint64_t mask = 1;

	(void)state;
	assert_int_equal(proc_status_parse_mask(file, "SigIgn", &mask), 0);
	assert_int_equal(mask, 0);
	fclose(file);
	file = fixture_open("6.12/status");
	assert_int_equal(proc_status_parse_mask(file, "VmStk", &mask), -EBADMSG);
	fclose(file);
	signal(SIGUSR2, do_nothing);
	assert_int_equal(proc_status_mask(0, "SigCgt", &mask), 0);
	assert_true(mask >> (SIGUSR2 - 1) & 1);
	signal(SIGUSR2, SIG_DFL);
	assert_int_equal(proc_status_mask(0, "SigCgt", &mask), 0);
	assert_false(mask >> (SIGUSR2 - 1) & 1);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(sums_of_a_process_on_both_kernels),
		cmocka_unit_test(what_is_no_sum_is_refused),
		cmocka_unit_test(broken_files_are_refused),
		cmocka_unit_test(our_own_locked_memory_is_counted),
		cmocka_unit_test(signals_with_a_handler_are_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
