/* SPDX-License-Identifier: MIT */
/* placement: see placement.h. */
#include "placement.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>

#include "kfile.h"

#define NODE_LINE "Node "

/* A zone while it is read. A populated one has all three numbers, one without memory
 * has no start_pfn. */
struct reading {
	bool open;
	unsigned node;
	bool has_spanned, has_present, has_start;
	uint64_t spanned, present, start;
};

/* Node 0, zone      DMA */
static int begin_zone(const char *text, struct reading *ret)
{
	const char *p = text + strlen(NODE_LINE);
	uint64_t node;
	int error = kfile_number(&p, 10, &node);

	if (error)
		return error;
	if (strncmp(p, ", zone ", strlen(", zone ")))
		return -EBADMSG;
	if (node >= PLACEMENT_MAX_NODES)
		return -ERANGE;
	*ret = (struct reading){.open = true, .node = (unsigned)node};
	return 0;
}

static int end_zone(const struct reading *reading, struct placement_zones *zones)
{
	struct placement_zone zone = {reading->node, reading->start, 0};

	if (!reading->open)
		return 0;
	if (!reading->has_spanned || !reading->has_present)
		return -EBADMSG;
	if (!reading->present)
		return 0;
	if (!reading->has_start)
		return -EBADMSG;
	if (zones->nr == PLACEMENT_MAX_ZONES ||
		__builtin_add_overflow(reading->start, reading->spanned, &zone.end_pfn))
		return -ERANGE;
	zones->zone[zones->nr++] = zone;
	return 0;
}

/* "  KEY   NUMBER", if the line's key is `key`. */
static int parse_number(const char *text, const char *key, bool *ret_has, uint64_t *ret)
{
	const char *p = text + strspn(text, " ");
	size_t length = strcspn(p, " ");
	uint64_t number;
	int error;

	if (length != strlen(key) || strncmp(p, key, length))
		return 0;
	p += length;
	p += strspn(p, " ");
	error = kfile_number(&p, 10, &number);
	if (error)
		return error;
	if (*p || *ret_has)
		return -EBADMSG;
	*ret_has = true;
	*ret = number;
	return 0;
}

static int parse_line(
	const char *text, struct reading *reading, struct placement_zones *zones)
{
	struct reading *r = reading;
	int error;

	if (!strncmp(text, NODE_LINE, strlen(NODE_LINE))) {
		error = end_zone(reading, zones);
		return error ? error : begin_zone(text, reading);
	}
	if (!reading->open || (*text && *text != ' '))
		return -EBADMSG;
	if ((error = parse_number(text, "spanned", &r->has_spanned, &r->spanned)) ||
		(error = parse_number(text, "present", &r->has_present, &r->present)) ||
		(error = parse_number(text, "start_pfn:", &r->has_start, &r->start)))
		return error;
	return 0;
}

int placement_parse_zones(FILE *zoneinfo, struct placement_zones *ret)
{
	struct placement_zones zones = {.nr = 0};
	struct reading reading = {.open = false};
	struct kfile_line line;
	int error;

	while (!(error = kfile_line(zoneinfo, &line))) {
		error = line.cut ? -EBADMSG : parse_line(line.text, &reading, &zones);
		if (error)
			return error;
	}
	if (error != -ENODATA)
		return error;
	error = end_zone(&reading, &zones);
	if (error)
		return error;
	if (!zones.nr)
		return -ENODATA;
	*ret = zones;
	return 0;
}

int placement_read_zones(struct placement_zones *ret)
{
	FILE *file;
	int error = kfile_fopen("/proc/zoneinfo", &file);

	if (error)
		return error;
	error = placement_parse_zones(file, ret);
	fclose(file);
	return error;
}

int placement_node(const struct placement_zones *zones, uint64_t pfn, unsigned *ret_node)
{
	const struct placement_zone *found = NULL;

	for (size_t i = 0; i < zones->nr; i++) {
		const struct placement_zone *zone = &zones->zone[i];

		if (pfn < zone->start_pfn || pfn >= zone->end_pfn)
			continue;
		if (found && found->node != zone->node)
			return -ENOTUNIQ;
		found = zone;
	}
	if (!found)
		return -ENODATA;
	*ret_node = found->node;
	return 0;
}

int placement_nodes(const struct placement_zones *zones, const uint64_t *pfns, size_t nr,
	int *ret_nodes)
{
	for (size_t i = 0; i < nr; i++) {
		unsigned node;
		int error = pfns[i] ? placement_node(zones, pfns[i], &node) : 0;

		if (error)
			return error;
		ret_nodes[i] = pfns[i] ? (int)node : -1;
	}
	return 0;
}

int placement_count(const struct placement_zones *zones, const uint64_t *pfns, size_t nr,
	struct placement *ret)
{
	struct placement placement = {.nr_absent = 0};

	for (size_t i = 0; i < nr; i++) {
		unsigned node;
		int error;

		if (!pfns[i]) {
			placement.nr_absent++;
			continue;
		}
		error = placement_node(zones, pfns[i], &node);
		if (error)
			return error;
		placement.nr_on_node[node]++;
	}
	*ret = placement;
	return 0;
}
