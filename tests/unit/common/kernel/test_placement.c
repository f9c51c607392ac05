/* SPDX-License-Identifier: MIT */
/* placement: the zones of the two-node machine as 6.1 and 6.12 wrote them, broken ones,
 * and pages counted by node. */
#include "tests/unit/input.h"

#include "common/kernel/placement.h"

/* What the parser looks for in a zone with memory, and in one without. */
#define ZONE(node, spanned, present, start) \
	"Node " node ", zone   Normal\n"    \
	"  pages free     1\n"              \
	"        spanned  " spanned "\n"    \
	"        present  " present "\n"    \
	"  start_pfn:           " start "\n"
#define EMPTY_ZONE(node)                 \
	"Node " node ", zone  Movable\n" \
	"  pages free     0\n"           \
	"        spanned  0\n"           \
	"        present  0\n"           \
	"        protection: (0, 0, 0, 0)\n"

static int parse(FILE *file, void *ret)
{
	return placement_parse_zones(file, ret);
}

static const struct parser parser = {parse, sizeof(struct placement_zones)};

static void load_zones(const char *name, struct placement_zones *ret)
{
	FILE *file = fixture_open(name);

	assert_int_equal(placement_parse_zones(file, ret), 0);
	fclose(file);
}

static void zones_of_the_two_node_machine(void **state)
{
	static const char *const files[] = {"6.1/zoneinfo", "6.12/zoneinfo"};
	static const struct placement_zone expected[] = {
		{0, 0x40000, 0xc0000},
		{1, 0xc0000, 0x100000},
		{1, 0x100000, 0x140000},
	};

	(void)state;
	for (int i = 0; i < 2; i++) {
		struct placement_zones zones;

		load_zones(files[i], &zones);
		assert_int_equal(zones.nr, 3);
		for (int j = 0; j < 3; j++) {
			assert_int_equal(zones.zone[j].node, expected[j].node);
			assert_int_equal(zones.zone[j].start_pfn, expected[j].start_pfn);
			assert_int_equal(zones.zone[j].end_pfn, expected[j].end_pfn);
		}
	}
}

static void a_pfn_has_the_node_of_its_zone(void **state)
{
	static const struct {
		uint64_t pfn;
		unsigned node;
	} known[] = {{0x40000, 0}, {0xbffff, 0}, {0xc0000, 1}, {0xfffff, 1},
		{0x100000, 1}, {0x13ffff, 1}};
	struct placement_zones zones;
	unsigned node = 42;

	(void)state;
	load_zones("6.1/zoneinfo", &zones);
	assert_int_equal(placement_node(&zones, 0x3ffff, &node), -ENODATA);
	assert_int_equal(placement_node(&zones, 0x140000, &node), -ENODATA);
	assert_int_equal(placement_node(&zones, UINT64_MAX, &node), -ENODATA);
	assert_int_equal(node, 42);
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		assert_int_equal(placement_node(&zones, known[i].pfn, &node), 0);
		assert_int_equal(node, known[i].node);
	}
}

static void pages_are_counted_by_node(void **state)
{
	const uint64_t pfns[] = {0x40000, 0, 0xc0000, 0x13ffff, 0, 0, 0x40001, 0x40001};
	struct placement_zones zones;
	struct placement placement;

	(void)state;
	load_zones("6.12/zoneinfo", &zones);
	assert_int_equal(placement_count(&zones, pfns, 8, &placement), 0);
	assert_int_equal(placement.nr_on_node[0], 3);
	assert_int_equal(placement.nr_on_node[1], 2);
	for (int node = 2; node < PLACEMENT_MAX_NODES; node++)
		assert_int_equal(placement.nr_on_node[node], 0);
	assert_int_equal(placement.nr_absent, 3);
	assert_int_equal(placement_count(&zones, pfns, 0, &placement), 0);
	assert_int_equal(placement.nr_absent, 0);
}

static void each_page_has_its_node(void **state)
{
	const uint64_t pfns[] = {0x40000, 0, 0xc0000, 0x13ffff, 0x140000};
	const int expected[] = {0, -1, 1, 1};
	struct placement_zones zones;
	int nodes[5];

	(void)state;
	load_zones("6.1/zoneinfo", &zones);
	assert_int_equal(placement_nodes(&zones, pfns, 4, nodes), 0);
	assert_memory_equal(nodes, expected, sizeof(expected));
	assert_int_equal(placement_nodes(&zones, pfns, 5, nodes), -ENODATA);
}

static void a_pfn_without_node_leaves_the_counts_untouched(void **state)
{
	const uint64_t pfns[] = {0x40000, 0x140000};
	struct placement_zones zones;
	struct placement placement;

	(void)state;
	load_zones("6.1/zoneinfo", &zones);
	memset(&placement, POISON, sizeof(placement));
	assert_int_equal(placement_count(&zones, pfns, 2, &placement), -ENODATA);
	assert_true(is_poisoned(&placement, sizeof(placement)));
}

static void interleaved_nodes_are_not_guessed(void **state)
{
	FILE *file = input_text(ZONE("0", "100", "50", "0") ZONE("0", "10", "10", "5")
			ZONE("1", "100", "50", "50"));
	struct placement_zones zones;
	unsigned node = 42;

	(void)state;
	assert_int_equal(placement_parse_zones(file, &zones), 0);
	fclose(file);
	assert_int_equal(placement_node(&zones, 60, &node), -ENOTUNIQ);
	assert_int_equal(node, 42);
	assert_int_equal(placement_node(&zones, 7, &node), 0);
	assert_int_equal(node, 0);
	assert_int_equal(placement_node(&zones, 120, &node), 0);
	assert_int_equal(node, 1);
}

static void malformed_files_are_refused(void **state)
{
	(void)state;
	assert_parses(&parser, ZONE("0", "8", "8", "1"), 0);
	assert_parses(&parser, EMPTY_ZONE("0") ZONE("63", "8", "8", "1"), 0);
	assert_parses(&parser, ZONE("0", "-8", "8", "1"), -EBADMSG);
	assert_parses(&parser, ZONE("0", "8", "8 9", "1"), -EBADMSG);
	assert_parses(&parser, ZONE("0", "8", "8", ""), -EBADMSG);
	assert_parses(&parser, ZONE("0", "8", "8", "0x1"), -EBADMSG);
	assert_parses(&parser, ZONE("x", "8", "8", "1"), -EBADMSG);
	assert_parses(&parser, ZONE("-1", "8", "8", "1"), -EBADMSG);
	assert_parses(&parser, "Node 0 zone DMA\n", -EBADMSG);
	assert_parses(&parser, "Node 0, zone DMA\n", -EBADMSG);
	assert_parses(&parser, "  start_pfn: 1\n", -EBADMSG);
	assert_parses(&parser, ZONE("0", "8", "8", "1") "  start_pfn: 1\n", -EBADMSG);
	assert_parses(&parser, ZONE("0", "8", "8", "1") "nonsense\n", -EBADMSG);
	assert_parses(&parser, ZONE("0", "8", "8", "1") "Node 1, zone DMA\n", -EBADMSG);
	refuse_garbage(&parser);
}

static void what_does_not_fit_is_out_of_range(void **state)
{
	size_t nr = PLACEMENT_MAX_ZONES + 1;
	char *text = calloc(nr, 256);

	(void)state;
	assert_parses(&parser, ZONE("64", "8", "8", "1"), -ERANGE);
	assert_parses(&parser, ZONE("4294967296", "8", "8", "1"), -ERANGE);
	assert_parses(&parser, ZONE("0", "18446744073709551615", "8", "1"), -ERANGE);
	assert_parses(&parser, ZONE("0", "8", "8", "18446744073709551616"), -ERANGE);
	for (size_t i = 0; i < nr - 1; i++)
		strcat(text, ZONE("0", "8", "8", "1"));
	assert_parses(&parser, text, 0);
	strcat(text, ZONE("0", "8", "8", "1"));
	assert_parses(&parser, text, -ERANGE);
	free(text);
}

static void no_memory_at_all_is_no_data(void **state)
{
	(void)state;
	assert_parses(&parser, EMPTY_ZONE("0") EMPTY_ZONE("1"), -ENODATA);
}

static void a_file_cut_inside_a_zone_is_refused(void **state)
{
	size_t size, nr_accepted, nr_harmless = 0;
	char *bytes = fixture_load("6.12/zoneinfo", &size);

	(void)state;
	/* Between two lines a cut shows only if the zone lacks something: count the
	 * lines at which none does. */
	nr_accepted = accepted_cuts(&parser, bytes, size);
	for (char *p = bytes, *zone = NULL; *p; p = strchr(p, '\n') + 1) {
		static const char *const keys[] = {"present  ", "start_pfn:"};
		char *next = strchr(p, '\n') + 1, saved = *next;
		bool whole;

		if (!strncmp(p, "Node", 4))
			zone = p;
		*next = '\0';
		whole = strstr(zone, keys[1]) || strstr(zone, "present  0\n");
		nr_harmless += whole && saved && strstr(bytes, keys[1]);
		*next = saved;
	}
	assert_int_equal(nr_accepted, nr_harmless);
	free(bytes);
}

static void changed_bytes_do_no_harm(void **state)
{
	static const char zones[] =
		ZONE("0", "8", "8", "1") EMPTY_ZONE("0") ZONE("1", "8", "8", "9");
	size_t size;
	char *bytes = fixture_load("6.1/zoneinfo", &size);

	(void)state;
	survive_changes(&parser, bytes, size, 500);
	survive_changes(&parser, zones, sizeof(zones) - 1, 5000);
	free(bytes);
}

static void this_machine_has_zones(void **state)
{
	struct placement_zones zones;

	(void)state;
	assert_int_equal(placement_read_zones(&zones), 0);
	assert_true(zones.nr > 0);
	for (size_t i = 0; i < zones.nr; i++)
		assert_true(zones.zone[i].start_pfn < zones.zone[i].end_pfn);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(zones_of_the_two_node_machine),
		cmocka_unit_test(a_pfn_has_the_node_of_its_zone),
		cmocka_unit_test(pages_are_counted_by_node),
		cmocka_unit_test(each_page_has_its_node),
		cmocka_unit_test(a_pfn_without_node_leaves_the_counts_untouched),
		cmocka_unit_test(interleaved_nodes_are_not_guessed),
		cmocka_unit_test(malformed_files_are_refused),
		cmocka_unit_test(what_does_not_fit_is_out_of_range),
		cmocka_unit_test(no_memory_at_all_is_no_data),
		cmocka_unit_test(a_file_cut_inside_a_zone_is_refused),
		cmocka_unit_test(changed_bytes_do_no_harm),
		cmocka_unit_test(this_machine_has_zones),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
