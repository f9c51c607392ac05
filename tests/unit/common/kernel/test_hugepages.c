/* SPDX-License-Identifier: MIT */
/* hugepages: folders that 6.1 and 6.12 wrote with 16 pages of 2 MiB on node 0, 12 on node 1
 * and 5 of 64 KiB; folders that no kernel writes. */
#include "tests/unit/input.h"

#include <sys/stat.h>

#include "common/kernel/hugepages.h"

#define FIXTURES "tests/fixtures/"
#define SIZE_64K (64 << 10)
#define SIZE_2M (2 << 20)

static const char *const kernels[] = {FIXTURES "6.1/", FIXTURES "6.12/"};

static const char *path_of(const char *kernel, const char *which)
{
	static char path[256];

	snprintf(path, sizeof(path), "%shugepages/%s", kernel, which);
	return path;
}

static void pools_of_both_kernels_are_read(void **state)
{
	struct hugepages pool;

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		assert_int_equal(
			hugepages_read_from(path_of(kernels[i], "all"), SIZE_2M, &pool),
			0);
		assert_int_equal(pool.nr, 28);
		assert_int_equal(pool.free, 28);
		assert_int_equal(pool.reserved, 0);
		assert_int_equal(pool.surplus, 0);
		assert_int_equal(
			hugepages_read_from(path_of(kernels[i], "all"), SIZE_64K, &pool),
			0);
		assert_int_equal(pool.nr, 5);
	}
}

static void a_node_has_pools_of_its_own(void **state)
{
	struct hugepages pool;

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		assert_int_equal(
			hugepages_read_from(path_of(kernels[i], "node0"), SIZE_2M, &pool),
			0);
		assert_int_equal(pool.nr, 16);
		assert_int_equal(
			hugepages_read_from(path_of(kernels[i], "node1"), SIZE_2M, &pool),
			0);
		assert_int_equal(pool.nr, 12);
		assert_int_equal(pool.reserved, 0);
	}
}

static void the_sizes_are_those_that_have_a_folder(void **state)
{
	size_t sizes[HUGEPAGES_MAX_SIZES], nr;

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		assert_int_equal(
			hugepages_sizes_from(path_of(kernels[i], "all"), sizes, &nr), 0);
		assert_int_equal(nr, 4);
		assert_int_equal(sizes[0], SIZE_64K);
		assert_int_equal(sizes[1], SIZE_2M);
		assert_int_equal(sizes[2], 32 << 20);
		assert_int_equal(sizes[3], 1 << 30);
	}
}

static void a_size_that_the_kernel_lacks_is_no_data(void **state)
{
	struct hugepages pool;

	(void)state;
	memset(&pool, POISON, sizeof(pool));
	assert_int_equal(hugepages_read_from(path_of(kernels[0], "all"), 1 << 20, &pool),
		-ENODATA);
	assert_int_equal(hugepages_read_from("/nowhere", SIZE_2M, &pool), -ENODATA);
	assert_int_equal(hugepages_read_from("/nowhere", 0, &pool), -EINVAL);
	assert_int_equal(hugepages_read_from("/nowhere", 1000, &pool), -EINVAL);
	assert_int_equal(hugepages_read(SIZE_2M, -2, &pool), -EINVAL);
	assert_int_equal(hugepages_read(SIZE_2M, 4096, &pool), -ENODATA);
	assert_true(is_poisoned(&pool, sizeof(pool)));
	assert_int_equal(
		hugepages_write_to(path_of(kernels[0], "all"), 1 << 20, 1), -ENODATA);
	assert_int_equal(hugepages_write(SIZE_2M, -2, 1), -EINVAL);
	assert_int_equal(hugepages_write(SIZE_2M, 4096, 1), -ENODATA);
}

/* A folder of our own with one pool; a test may spoil it. */
struct folder {
	char path[64], pool[96];
};

static const char *const names[] = {
	"nr_hugepages", "free_hugepages", "surplus_hugepages", "resv_hugepages"};

#define NR_NAMES (sizeof(names) / sizeof(names[0]))
#define NR_REQUIRED (NR_NAMES - 1)

static void folder_write(const struct folder *folder, const char *name, const char *text)
{
	char path[128];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", folder->pool, name);
	file = fopen(path, "we");
	assert_non_null(file);
	fputs(text, file);
	assert_int_equal(fclose(file), 0);
}

static void folder_remove(const struct folder *folder, const char *name)
{
	char path[128];

	snprintf(path, sizeof(path), "%s/%s", folder->pool, name);
	unlink(path);
}

static int make_folder(void **state)
{
	struct folder *folder = calloc(1, sizeof(*folder));

	strcpy(folder->path, "/tmp/pagelab-huge-XXXXXX");
	if (!mkdtemp(folder->path))
		return -1;
	snprintf(folder->pool, sizeof(folder->pool), "%s/hugepages-2048kB", folder->path);
	if (mkdir(folder->pool, 0755))
		return -1;
	for (size_t i = 0; i < NR_NAMES; i++)
		folder_write(folder, names[i], "3\n");
	*state = folder;
	return 0;
}

static int remove_folder(void **state)
{
	struct folder *folder = *state;

	for (size_t i = 0; i < NR_NAMES; i++)
		folder_remove(folder, names[i]);
	rmdir(folder->pool);
	rmdir(folder->path);
	free(folder);
	return 0;
}

static int read_poisoned(const struct folder *folder)
{
	struct hugepages pool;
	int error;

	memset(&pool, POISON, sizeof(pool));
	error = hugepages_read_from(folder->path, SIZE_2M, &pool);
	assert_true(!error || is_poisoned(&pool, sizeof(pool)));
	return error;
}

static void each_broken_file_is_refused(void **state)
{
	static const struct {
		const char *text;
		int error;
	} broken[] = {{"", -ENODATA}, {"3", -EBADMSG}, {"-3\n", -EBADMSG},
		{"3 4\n", -EBADMSG}, {"\n", -EBADMSG},
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
	for (size_t i = 0; i < NR_REQUIRED; i++) {
		folder_remove(folder, names[i]);
		assert_int_equal(read_poisoned(folder), -ENODATA);
		folder_write(folder, names[i], "3\n");
	}
	folder_remove(folder, "resv_hugepages");
	assert_int_equal(read_poisoned(folder), 0);
}

static void what_is_asked_for_is_written(void **state)
{
	struct folder *folder = *state;
	char text[16] = "";
	char path[128];
	FILE *file;

	assert_int_equal(hugepages_write_to(folder->path, SIZE_2M, 1888), 0);
	snprintf(path, sizeof(path), "%s/nr_hugepages", folder->pool);
	file = fopen(path, "re");
	assert_non_null(file);
	assert_non_null(fgets(text, sizeof(text), file));
	fclose(file);
	assert_string_equal(text, "1888");
}

static void a_folder_that_tells_no_size_is_refused(void **state)
{
	static const char *const bad[] = {"hugepages-", "hugepages-kB", "hugepages-2048",
		"hugepages-0kB", "hugepages-2048kBytes",
		"hugepages-99999999999999999999kB"};
	struct folder *folder = *state;
	size_t sizes[HUGEPAGES_MAX_SIZES], nr;
	char path[256];

	assert_int_equal(hugepages_sizes_from(folder->path, sizes, &nr), 0);
	assert_int_equal(nr, 1);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		snprintf(path, sizeof(path), "%s/%s", folder->path, bad[i]);
		assert_int_equal(mkdir(path, 0755), 0);
		memset(sizes, POISON, sizeof(sizes));
		nr = 77;
		assert_true(is_refusal(hugepages_sizes_from(folder->path, sizes, &nr)));
		assert_true(is_poisoned(sizes, sizeof(sizes)) && nr == 77);
		rmdir(path);
	}
	assert_int_equal(hugepages_sizes_from("/nowhere", sizes, &nr), -ENODATA);
	assert_int_equal(hugepages_sizes_from(folder->pool, sizes, &nr), -ENODATA);
}

static int parse_default(FILE *file, void *ret)
{
	return hugepages_default_parse(file, ret);
}

static const struct parser default_parser = {parse_default, sizeof(size_t)};

static void the_default_size_is_in_meminfo(void **state)
{
	size_t bytes, size;

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		const char *name = i ? "6.12/meminfo" : "6.1/meminfo";
		FILE *file = fixture_open(name);
		char *text;

		assert_int_equal(hugepages_default_parse(file, &bytes), 0);
		assert_int_equal(bytes, SIZE_2M);
		fclose(file);
		text = fixture_load(name, &size);
		accepted_cuts(&default_parser, text, size);
		survive_changes(&default_parser, text, size, 2000);
		free(text);
	}
}

static void a_meminfo_that_no_kernel_writes_is_refused(void **state)
{
	(void)state;
	refuse_garbage(&default_parser);
	assert_parses(&default_parser, "MemTotal: 1 kB\n", -ENODATA);
	assert_parses(&default_parser, "Hugepagesize: 2048 kB\n", 0);
	assert_parses(&default_parser, "Hugepagesize: 2048\n", -EBADMSG);
	assert_parses(&default_parser, "Hugepagesize: 0 kB\n", -EBADMSG);
	assert_parses(&default_parser, "Hugepagesize: 2048 MB\n", -EBADMSG);
	assert_parses(
		&default_parser, "Hugepagesize: 99999999999999999999 kB\n", -ERANGE);
	assert_parses(
		&default_parser, "Hugepagesize: 18446744073709551615 kB\n", -ERANGE);
	assert_parses(
		&default_parser, "Hugepagesize: 1 kB\nHugepagesize: 1 kB\n", -EBADMSG);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(pools_of_both_kernels_are_read),
		cmocka_unit_test(a_node_has_pools_of_its_own),
		cmocka_unit_test(the_sizes_are_those_that_have_a_folder),
		cmocka_unit_test(a_size_that_the_kernel_lacks_is_no_data),
		cmocka_unit_test_setup_teardown(
			each_broken_file_is_refused, make_folder, remove_folder),
		cmocka_unit_test_setup_teardown(
			what_is_asked_for_is_written, make_folder, remove_folder),
		cmocka_unit_test_setup_teardown(a_folder_that_tells_no_size_is_refused,
			make_folder, remove_folder),
		cmocka_unit_test(the_default_size_is_in_meminfo),
		cmocka_unit_test(a_meminfo_that_no_kernel_writes_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
