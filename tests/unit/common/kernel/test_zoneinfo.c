/* SPDX-License-Identifier: MIT */
/* zoneinfo: the two-node machine as 6.1 and 6.12 wrote it, a newer kernel's pagesets, and
 * broken files. */
#include "tests/unit/input.h"

#include "common/kernel/zoneinfo.h"

#define HEAD                   \
	"  pages free     1\n" \
	"        min      2\n" \
	"        low      3\n" \
	"        high     4\n" \
	"        spanned  5\n"
#define ZONE(present)                                              \
	"Node 0, zone   Normal\n" HEAD "        present  " present \
	"\n        managed  6\n"
#define PAGESET(cpu)               \
	"    cpu: " cpu "\n"       \
	"              count: 7\n" \
	"              high:  8\n" \
	"              batch: 9\n"
#define END "  start_pfn:           10\n"

static int parse(FILE *file, void *ret)
{
	return zoneinfo_parse(file, ret);
}

static const struct parser parser = {parse, sizeof(struct zoneinfo)};

static struct zoneinfo *load(FILE *file)
{
	struct zoneinfo *info = calloc(1, sizeof(*info));

	assert_non_null(info);
	assert_int_equal(zoneinfo_parse(file, info), 0);
	fclose(file);
	return info;
}

static void zones_and_pagesets_of_both_kernels(void **state)
{
	static const struct {
		const char *file;
		uint64_t free, watermark, managed, count, high;
	} expected[] = {
		{"6.1/zoneinfo", 499499, 12798, 509139, 312, 2666},
		{"6.12/zoneinfo", 496750, 12762, 507073, 193, 2658},
	};

	(void)state;
	for (int i = 0; i < 2; i++) {
		struct zoneinfo *info = load(fixture_open(expected[i].file));
		const struct zone *zone = zoneinfo_find(info, 0, "DMA");

		assert_non_null(zone);
		assert_int_equal(zone->free, expected[i].free);
		assert_int_equal(zone->high, expected[i].watermark);
		assert_int_equal(zone->managed, expected[i].managed);
		assert_int_equal(zone->start_pfn, 0x40000);
		assert_true(zone->pageset[7].exists);
		assert_false(zone->pageset[8].exists);
		assert_int_equal(zone->pageset[7].count, expected[i].count);
		assert_int_equal(zone->pageset[7].high, expected[i].high);
		assert_int_equal(zone->pageset[7].batch, 63);
		assert_false(zone->pageset[7].has_bounds);
		assert_int_equal(zoneinfo_find(info, 0, "Normal")->present, 0);
		assert_false(zoneinfo_find(info, 0, "Normal")->pageset[0].exists);
		assert_ptr_equal(zoneinfo_first_zone(info, 0), zone);
		assert_ptr_equal(
			zoneinfo_first_zone(info, 1), zoneinfo_find(info, 1, "Normal"));
		assert_null(zoneinfo_first_zone(info, 2));
		assert_null(zoneinfo_find(info, 0, "normal"));
		free(info);
	}
}

static void newer_kernels_show_bounds(void **state)
{
	struct zoneinfo *info = load(input_text(ZONE("5") "  pagesets\n" PAGESET(
		"3") "              high_min: 11\n              high_max: 12\n" END));
	const struct pageset *pageset = &info->zone[0].pageset[3];

	(void)state;
	assert_true(pageset->has_bounds);
	assert_int_equal(pageset->count, 7);
	assert_int_equal(pageset->high, 8);
	assert_int_equal(pageset->batch, 9);
	assert_int_equal(pageset->high_min, 11);
	assert_int_equal(pageset->high_max, 12);
	assert_int_equal(info->zone[0].high, 4);
	free(info);
}

static void broken_zones_are_refused(void **state)
{
	(void)state;
	assert_parses(&parser, ZONE("0"), 0);
	assert_parses(&parser, ZONE("5") PAGESET("0") END, 0);
	assert_parses(&parser, ZONE("5") PAGESET("0") PAGESET("1") END, 0);
	assert_parses(&parser, "Node 0, zone   Normal\n" HEAD, -EBADMSG);
	assert_parses(&parser, ZONE("5"), -EBADMSG);
	assert_parses(&parser, ZONE("5") END, -EBADMSG);
	assert_parses(&parser, ZONE("5") PAGESET("0"), -EBADMSG);
	assert_parses(&parser, ZONE("5") PAGESET("0") PAGESET("0") END, -EBADMSG);
	assert_parses(&parser, ZONE("5") "    cpu: 0\n" END, -EBADMSG);
	assert_parses(&parser, ZONE("5") PAGESET("x") END, -EBADMSG);
	assert_parses(
		&parser, ZONE("5") PAGESET("0") "      high_min: 1\n" END, -EBADMSG);
	assert_parses(&parser, ZONE("5") PAGESET("64") END, -ERANGE);
	assert_parses(&parser, ZONE("18446744073709551616"), -ERANGE);
	assert_parses(&parser, ZONE("-1"), -EBADMSG);
	assert_parses(&parser, "Node x, zone Normal\n", -EBADMSG);
	assert_parses(&parser, "Node 0, zone \n", -EBADMSG);
	assert_parses(&parser, "Node 0, zone a-name-that-is-too-long\n", -EBADMSG);
	assert_parses(&parser, "    cpu: 0\n", -EBADMSG);
	refuse_garbage(&parser);
}

static void a_file_cut_anywhere_is_refused(void **state)
{
	size_t size, nr_zones = 0;
	char *bytes = fixture_load("6.12/zoneinfo", &size);

	(void)state;
	/* Cut between two zones, it is the file of a machine with fewer. A zone without memory
	 * is whole when its last number has come. */
	for (char *p = bytes; (p = strstr(p, "Node ")); p++)
		nr_zones++;
	assert_true(accepted_cuts(&parser, bytes, size) >= nr_zones - 1);
	survive_changes(&parser, bytes, size, 300);
	free(bytes);
}

static void this_machine_has_a_zone(void **state)
{
	struct zoneinfo *info = calloc(1, sizeof(*info));

	(void)state;
	assert_non_null(info);
	assert_int_equal(zoneinfo_read(info), 0);
	assert_true(info->nr_zones > 0);
	free(info);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(zones_and_pagesets_of_both_kernels),
		cmocka_unit_test(newer_kernels_show_bounds),
		cmocka_unit_test(broken_zones_are_refused),
		cmocka_unit_test(a_file_cut_anywhere_is_refused),
		cmocka_unit_test(this_machine_has_a_zone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
