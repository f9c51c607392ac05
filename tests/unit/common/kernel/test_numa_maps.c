/* SPDX-License-Identifier: MIT */
/* numa_maps: what 6.1 and 6.12 wrote of a process with many policies, broken at every byte,
 * and our own. */
#include "tests/unit/input.h"

#include "common/lab/map.h"
#include "common/kernel/numa_maps.h"
#include "common/kernel/page.h"

static struct numa_map parse_fixture(const char *name, uintptr_t start)
{
	FILE *file = fixture_open(name);
	struct numa_map map;

	assert_int_equal(numa_maps_parse(file, start, &map), 0);
	fclose(file);
	return map;
}

static struct numa_map parse_text(const char *text)
{
	FILE *file = input_text(text);
	struct numa_map map;

	assert_int_equal(numa_maps_parse(file, 0x1000, &map), 0);
	fclose(file);
	return map;
}

static void policies_are_named(void **state)
{
	static const struct {
		const char *file, *policy;
		uintptr_t start;
	} cases[] = {
		{"6.1/numa_maps", "bind:1", 0xffff99b83000},
		{"6.1/numa_maps", "prefer:0", 0xffff99976000},
		{"6.1/numa_maps", "interleave:0-1", 0xffff9996b000},
		{"6.1/numa_maps", "local", 0xffff99960000},
		{"6.1/numa_maps", "prefer (many):1", 0xffff99955000},
		{"6.1/numa_maps", "bind=static:1", 0xffff9993f000},
		{"6.1/numa_maps", "prefer:1", 0x400000},
		{"6.12/numa_maps", "bind:1", 0xffff8f1a3000},
		{"6.12/numa_maps", "weighted interleave:0-1", 0xffff8ef6a000},
		{"6.12/numa_maps", "prefer (many):1", 0xffff8ef75000},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct numa_map map = parse_fixture(cases[i].file, cases[i].start);

		assert_string_equal(map.policy, cases[i].policy);
		assert_int_equal(map.start, cases[i].start);
	}
}

static void pages_are_counted_by_node(void **state)
{
	struct numa_map map = parse_fixture("6.1/numa_maps", 0xffff9996b000);

	(void)state;
	assert_int_equal(map.nr_on_node[0], 4);
	assert_int_equal(map.nr_on_node[1], 5);
	assert_int_equal(map.nr_on_node[2], 0);
	assert_int_equal(map.nr_anon, 9);
	assert_int_equal(map.nr_dirty, 9);
	assert_int_equal(map.kernel_page_bytes, 4096);
	map = parse_fixture("6.1/numa_maps", 0xffff99980000);
	assert_int_equal(map.nr_on_node[0], 272);
	assert_int_equal(map.nr_anon, 0);
	assert_int_equal(map.nr_dirty, 272);
}

static void an_untouched_mapping_has_a_policy_only(void **state)
{
	struct numa_map map = parse_fixture("6.12/numa_maps", 0xffff8ef49000);

	(void)state;
	assert_string_equal(map.policy, "prefer:1");
	assert_int_equal(map.nr_on_node[0] + map.nr_on_node[1] + map.nr_dirty, 0);
	assert_int_equal(map.kernel_page_bytes, 0);
}

static void other_words_are_passed_over(void **state)
{
	struct numa_map map =
		parse_text("1000 default file=/a\\040b\\075c huge new=x dirty=3 "
			   "N10=3 kernelpagesize_kB=2048\n");

	(void)state;
	assert_string_equal(map.policy, "default");
	assert_int_equal(map.nr_on_node[10], 3);
	assert_int_equal(map.kernel_page_bytes, 2048 * 1024);
	map = parse_text("0800 default\n1000 default file=/Nowhere N=x Nx=1 heap N1=2\n");
	assert_int_equal(map.nr_on_node[1], 2);
}

static void only_the_beginning_of_a_mapping_names_it(void **state)
{
	FILE *file = fixture_open("6.1/numa_maps");
	struct numa_map map;

	(void)state;
	memset(&map, POISON, sizeof(map));
	assert_int_equal(numa_maps_parse(file, 0xffff9996c000, &map), -ENODATA);
	assert_true(is_poisoned(&map, sizeof(map)));
	fclose(file);
}

static int parse_1000(FILE *file, void *ret)
{
	return numa_maps_parse(file, 0x1000, ret);
}

static int parse_stack_61(FILE *file, void *ret)
{
	return numa_maps_parse(file, 0xffffe5604000, ret);
}

static const struct parser at_1000 = {parse_1000, sizeof(struct numa_map)};
static const struct parser at_stack = {parse_stack_61, sizeof(struct numa_map)};

static void malformed_lines_are_refused(void **state)
{
	(void)state;
	refuse_garbage(&at_1000);
	assert_parses(&at_1000, "1000 \n", -EBADMSG);
	assert_parses(&at_1000, "1000\n", -EBADMSG);
	assert_parses(&at_1000, "1000  default\n", -EBADMSG);
	assert_parses(&at_1000, "x\n1000 default\n", -EBADMSG);
	assert_parses(&at_1000, "1000 default N0\n", -EBADMSG);
	assert_parses(&at_1000, "1000 default N0=\n", -EBADMSG);
	assert_parses(&at_1000, "1000 default N0=3x\n", -EBADMSG);
	assert_parses(&at_1000, "1000 default N64=1\n", -ERANGE);
	assert_parses(&at_1000, "1000 default anon=\n", -EBADMSG);
	assert_parses(&at_1000, "1000 default anon=18446744073709551616\n", -ERANGE);
	assert_parses(
		&at_1000, "1000 default kernelpagesize_kB=18014398509481984\n", -ERANGE);
	assert_parses(&at_1000,
		"1000 "
		"bind:0,2,4,6,8,10,12,14,16,18,20,22,24,26,28,30,32,34,36,38,40,42,44\n",
		-EBADMSG);
}

static void a_file_that_was_cut_is_refused(void **state)
{
	size_t size;
	char *bytes = fixture_load("6.1/numa_maps", &size);

	(void)state;
	assert_int_equal(accepted_cuts(&at_stack, bytes, size), 0);
	survive_changes(&at_stack, bytes, size, 2000);
	free(bytes);
}

static void a_long_path_hides_only_its_own_line(void **state)
{
	char text[2048], path[1000];

	(void)state;
	memset(path, 'p', sizeof(path) - 1);
	path[sizeof(path) - 1] = '\0';
	snprintf(text, sizeof(text), "800 default file=/%s N0=1\n1000 local\n", path);
	assert_parses(&at_1000, text, 0);
	snprintf(text, sizeof(text), "1000 default file=/%s N0=1\n", path);
	assert_parses(&at_1000, text, -EBADMSG);
}

static void our_own_mapping_is_found(void **state)
{
	struct numa_map map;
	char *memory;
	int error;

	(void)state;
	assert_int_equal(lab_map(3 * page_size_bytes(), &memory), 0);
	memset(memory, 1, 3 * page_size_bytes());
	error = numa_maps_read(0, (uintptr_t)memory, &map);
	if (error == -ENODATA)
		skip(); /* a kernel without NUMA */
	assert_int_equal(error, 0);
	assert_int_equal(map.nr_anon, 3);
	assert_int_equal(map.kernel_page_bytes, page_size_bytes());
	assert_int_equal(numa_maps_read(-1, (uintptr_t)memory, &map), -EINVAL);
	assert_int_equal(numa_maps_read(INT32_MAX, (uintptr_t)memory, &map), -ENODATA);
	lab_unmap(memory, 3 * page_size_bytes());
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(policies_are_named),
		cmocka_unit_test(pages_are_counted_by_node),
		cmocka_unit_test(an_untouched_mapping_has_a_policy_only),
		cmocka_unit_test(other_words_are_passed_over),
		cmocka_unit_test(only_the_beginning_of_a_mapping_names_it),
		cmocka_unit_test(malformed_lines_are_refused),
		cmocka_unit_test(a_file_that_was_cut_is_refused),
		cmocka_unit_test(a_long_path_hides_only_its_own_line),
		cmocka_unit_test(our_own_mapping_is_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
