/* SPDX-License-Identifier: MIT */
/* ksm: folders that 6.1 and 6.12 wrote, folders that no kernel writes, and waiting for a
 * counter that another thread moves. */
#include "tests/unit/input.h"

#include <pthread.h>
#include <stdatomic.h>
#include <time.h>

#include "common/kernel/ksm.h"

#define FIXTURES "tests/fixtures/"

static void the_folder_of_6_1_is_read(void **state)
{
	struct ksm ksm;

	(void)state;
	assert_int_equal(ksm_read_from(FIXTURES "6.1/ksm", &ksm), 0);
	assert_int_equal(ksm.run, 0);
	assert_int_equal(ksm.pages_to_scan, 5000);
	assert_int_equal(ksm.sleep_millisecs, 0);
	assert_int_equal(ksm.max_page_sharing, 256);
	assert_int_equal(ksm.use_zero_pages, 0);
	assert_int_equal(ksm.full_scans, 6539);
	assert_int_equal(ksm.pages_shared, 7);
	assert_int_equal(ksm.pages_sharing, 504);
	assert_int_equal(ksm.pages_unshared, 1);
	assert_int_equal(ksm.pages_volatile, 0);
	assert_true(ksm.has_merge_across_nodes);
	assert_int_equal(ksm.merge_across_nodes, 1);
	assert_false(ksm.has_zero_pages || ksm.has_smart_scan || ksm.has_pages_skipped);
}

static void the_folder_of_6_12_has_more(void **state)
{
	struct ksm ksm;

	(void)state;
	assert_int_equal(ksm_read_from(FIXTURES "6.12/ksm", &ksm), 0);
	assert_int_equal(ksm.pages_sharing, 504);
	assert_int_equal(ksm.pages_volatile, 1);
	assert_true(ksm.has_zero_pages && ksm.has_smart_scan && ksm.has_pages_skipped);
	assert_int_equal(ksm.zero_pages, 0);
	assert_int_equal(ksm.smart_scan, 1);
	assert_int_equal(ksm.pages_skipped, 3587);
}

/* A folder of our own, with all that 6.1 has; a test may spoil it. */
struct folder {
	char path[64];
};

static void folder_write(const struct folder *folder, const char *name, const char *text)
{
	char path[128], temporary[128];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", folder->path, name);
	snprintf(temporary, sizeof(temporary), "%s/.new", folder->path);
	file = fopen(temporary, "we");
	assert_non_null(file);
	fputs(text, file);
	assert_int_equal(fclose(file), 0);
	/* Renamed, as a reader is never to see half of it. */
	assert_int_equal(rename(temporary, path), 0);
}

static const char *const names[] = {"run", "pages_to_scan", "sleep_millisecs",
	"max_page_sharing", "use_zero_pages", "full_scans", "pages_shared",
	"pages_sharing", "pages_unshared", "pages_volatile", "smart_scan"};

#define NR_NAMES (sizeof(names) / sizeof(names[0]))
#define NR_REQUIRED (NR_NAMES - 1)

static int make_folder(void **state)
{
	struct folder *folder = calloc(1, sizeof(*folder));

	strcpy(folder->path, "/tmp/pagelab-ksm-XXXXXX");
	if (!mkdtemp(folder->path))
		return -1;
	for (size_t i = 0; i < NR_NAMES; i++)
		folder_write(folder, names[i], "3\n");
	*state = folder;
	return 0;
}

static void folder_remove(const struct folder *folder, const char *name)
{
	char path[128];

	snprintf(path, sizeof(path), "%s/%s", folder->path, name);
	unlink(path);
}

static int remove_folder(void **state)
{
	struct folder *folder = *state;

	for (size_t i = 0; i < NR_NAMES; i++)
		folder_remove(folder, names[i]);
	rmdir(folder->path);
	free(folder);
	return 0;
}

static int read_poisoned(const struct folder *folder)
{
	struct ksm ksm;
	int error;

	memset(&ksm, POISON, sizeof(ksm));
	error = ksm_read_from(folder->path, &ksm);
	assert_true(!error || is_poisoned(&ksm, sizeof(ksm)));
	return error;
}

static void each_broken_file_is_refused(void **state)
{
	static const struct {
		const char *text;
		int error;
	} broken[] = {{"", -ENODATA}, {"3", -EBADMSG}, {"-3\n", -EBADMSG},
		{"three\n", -EBADMSG}, {"3 4\n", -EBADMSG}, {"\n", -EBADMSG},
		{"99999999999999999999\n", -ERANGE}};
	struct folder *folder = *state;

	assert_int_equal(read_poisoned(folder), 0);
	for (size_t i = 0; i < NR_NAMES; i++) {
		for (size_t j = 0; j < sizeof(broken) / sizeof(broken[0]); j++) {
			folder_write(folder, names[i], broken[j].text);
			assert_int_equal(read_poisoned(folder), broken[j].error);
		}
		folder_write(folder, names[i], "3\n");
	}
	assert_int_equal(read_poisoned(folder), 0);
}

static void a_missing_file_is_no_data_unless_kernels_differ(void **state)
{
	struct folder *folder = *state;

	for (size_t i = 0; i < NR_REQUIRED; i++) {
		folder_remove(folder, names[i]);
		assert_int_equal(read_poisoned(folder), -ENODATA);
		folder_write(folder, names[i], "3\n");
	}
	folder_remove(folder, "smart_scan");
	assert_int_equal(read_poisoned(folder), 0);
}

static void a_missing_folder_is_no_data(void **state)
{
	struct ksm ksm;

	(void)state;
	memset(&ksm, POISON, sizeof(ksm));
	assert_int_equal(ksm_read_from("/nowhere", &ksm), -ENODATA);
	assert_int_equal(ksm_read_from("/proc/version", &ksm), -ENOTDIR);
	assert_true(is_poisoned(&ksm, sizeof(ksm)));
	assert_int_equal(ksm_write_to("/nowhere", "run", 1), -ENODATA);
	assert_int_equal(
		ksm_write_to(FIXTURES "6.1/ksm", "no_such_setting", 1), -ENODATA);
	assert_int_equal(ksm_wait_scans_from("/nowhere", 1, 1000), -ENODATA);
	assert_int_equal(ksm_wait_sharing_from("/nowhere", 1, 1000), -ENODATA);
}

/* Counts scans and shared pages up until it is told to stop. */
struct counter {
	const struct folder *folder;
	atomic_bool stop;
};

static void *count_up(void *argument)
{
	const struct timespec pause = {.tv_nsec = 1000 * 1000};
	struct counter *counter = argument;
	char text[16];

	for (int number = 4; !counter->stop; number++) {
		snprintf(text, sizeof(text), "%d\n", number);
		folder_write(counter->folder, "full_scans", text);
		folder_write(counter->folder, "pages_sharing", text);
		nanosleep(&pause, NULL);
	}
	return NULL;
}

static void a_wait_ends_when_the_counter_is_there(void **state)
{
	struct counter counter = {.folder = *state};
	struct ksm before, after;
	pthread_t thread;

	assert_int_equal(ksm_read_from(counter.folder->path, &before), 0);
	assert_int_equal(pthread_create(&thread, NULL, count_up, &counter), 0);
	assert_int_equal(ksm_wait_scans_from(counter.folder->path, 5, 60000), 0);
	assert_int_equal(ksm_wait_sharing_from(counter.folder->path, 20, 60000), 0);
	assert_int_equal(ksm_read_from(counter.folder->path, &after), 0);
	counter.stop = true;
	pthread_join(thread, NULL);
	assert_true(after.full_scans >= before.full_scans + 5);
	assert_true(after.pages_sharing >= 20);
}

static void a_wait_for_what_does_not_come_times_out(void **state)
{
	struct folder *folder = *state;

	assert_int_equal(ksm_wait_scans_from(folder->path, 1, 10), -ETIMEDOUT);
	assert_int_equal(ksm_wait_scans_from(folder->path, 1, 0), -ETIMEDOUT);
	assert_int_equal(ksm_wait_sharing_from(folder->path, 4, 10), -ETIMEDOUT);
	assert_int_equal(ksm_wait_sharing_from(folder->path, 3, 0), 0);
	assert_int_equal(ksm_wait_sharing_from(folder->path, 0, 0), 0);
}

static void expect_others(struct folder *folder, bool expected, unsigned timeout_ms)
{
	bool others = !expected;
	int error = ksm_has_others_in(folder->path, timeout_ms, &others);

	if (error == -EINVAL) /* this kernel has no KSM */
		skip();
	assert_int_equal(error, 0);
	assert_int_equal(others, expected);
}

static void expect_others_seen(struct folder *folder, bool expected)
{
	struct counter counter = {.folder = folder};
	pthread_t thread;

	assert_int_equal(pthread_create(&thread, NULL, count_up, &counter), 0);
	expect_others(folder, expected, 60000);
	counter.stop = true;
	pthread_join(thread, NULL);
}

/* One page is the caller's own. */
static void pages_of_others_are_seen(void **state)
{
	struct folder *folder = *state;

	folder_write(folder, "pages_shared", "0\n");
	folder_write(folder, "pages_unshared", "1\n");
	folder_write(folder, "pages_volatile", "0\n");
	expect_others(folder, true, 10);
	expect_others_seen(folder, false);
	folder_write(folder, "pages_unshared", "2\n");
	expect_others_seen(folder, true);
	folder_write(folder, "pages_unshared", "1\n");
	folder_write(folder, "pages_shared", "1\n");
	expect_others_seen(folder, true);
}

static void a_wait_on_a_broken_counter_is_refused(void **state)
{
	struct folder *folder = *state;

	folder_write(folder, "full_scans", "18446744073709551615\n");
	assert_int_equal(ksm_wait_scans_from(folder->path, 1, 1000), -ERANGE);
	folder_write(folder, "full_scans", "x\n");
	assert_int_equal(ksm_wait_scans_from(folder->path, 1, 1000), -EBADMSG);
	folder_write(folder, "pages_sharing", "");
	assert_int_equal(ksm_wait_sharing_from(folder->path, 1, 1000), -ENODATA);
}

/* This machine's kernel may lack KSM; then it says so. */
static void a_setting_is_written(void **state)
{
	const struct folder *folder = *state;
	struct ksm ksm;

	folder_write(folder, "sleep_millisecs", "2\n");
	assert_int_equal(ksm_write_to(folder->path, "sleep_millisecs", 7), 0);
	folder_write(folder, "run", "0\n");
	assert_int_equal(ksm_write_to(folder->path, "run", 1), 0);
	assert_int_equal(ksm_read_from(folder->path, &ksm), 0);
	assert_int_equal(ksm.sleep_millisecs, 7);
	assert_int_equal(ksm.run, 1);
}

static void this_process_has_no_merged_pages(void **state)
{
	uint64_t nr_pages = 42;
	int error = ksm_merging_pages(0, &nr_pages);

	(void)state;
	if (error)
		assert_int_equal(error, -ENODATA);
	assert_int_equal(nr_pages, error ? 42 : 0);
	assert_int_equal(ksm_merging_pages(-1, &nr_pages), -EINVAL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_folder_of_6_1_is_read),
		cmocka_unit_test(the_folder_of_6_12_has_more),
		cmocka_unit_test_setup_teardown(
			each_broken_file_is_refused, make_folder, remove_folder),
		cmocka_unit_test_setup_teardown(
			a_missing_file_is_no_data_unless_kernels_differ, make_folder,
			remove_folder),
		cmocka_unit_test(a_missing_folder_is_no_data),
		cmocka_unit_test_setup_teardown(a_wait_ends_when_the_counter_is_there,
			make_folder, remove_folder),
		cmocka_unit_test_setup_teardown(a_wait_for_what_does_not_come_times_out,
			make_folder, remove_folder),
		cmocka_unit_test_setup_teardown(
			pages_of_others_are_seen, make_folder, remove_folder),
		cmocka_unit_test_setup_teardown(a_wait_on_a_broken_counter_is_refused,
			make_folder, remove_folder),
		cmocka_unit_test_setup_teardown(
			a_setting_is_written, make_folder, remove_folder),
		cmocka_unit_test(this_process_has_no_merged_pages),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
