/* SPDX-License-Identifier: MIT */
/* zoneinfo: see zoneinfo.h. */
#include "zoneinfo.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "kfile.h"

#define NODE_LINE "Node "
#define NR(array) (sizeof(array) / sizeof((array)[0]))

struct key {
	const char *name;
	size_t offset;
};

#define ZONE_KEY(name, field)                      \
	{                                          \
		name, offsetof(struct zone, field) \
	}
#define PAGESET_KEY(name, field)                      \
	{                                             \
		name, offsetof(struct pageset, field) \
	}

/* In the order of the bits that are set when they were seen. start_pfn is the last one. */
static const struct key zone_keys[] = {ZONE_KEY("free", free), ZONE_KEY("min", min),
	ZONE_KEY("low", low), ZONE_KEY("high", high), ZONE_KEY("spanned", spanned),
	ZONE_KEY("present", present), ZONE_KEY("managed", managed),
	ZONE_KEY("start_pfn:", start_pfn)};
static const struct key pageset_keys[] = {PAGESET_KEY("count:", count),
	PAGESET_KEY("high:", high), PAGESET_KEY("batch:", batch),
	PAGESET_KEY("high_min:", high_min), PAGESET_KEY("high_max:", high_max)};

#define ZONE_ALWAYS 0x7fu
#define ZONE_POPULATED 0xffu
#define PAGESET_ALWAYS 0x07u
#define PAGESET_BOUNDS 0x18u

/* What is being read: a zone, and in it perhaps a pageset. */
struct reading {
	struct zoneinfo *info;
	struct zone *zone;
	struct pageset *pageset;
	unsigned zone_seen, pageset_seen, nr_pagesets;
};

/* "KEY   NUMBER" into the field of that key; other lines are passed over. */
static int take(
	const char *text, const struct key *keys, size_t nr, void *object, unsigned *seen)
{
	size_t length = strcspn(text, " "), i = 0;
	const char *p = text + length + strspn(text + length, " ");
	uint64_t number;
	int error;

	while (i < nr &&
		(strlen(keys[i].name) != length || strncmp(keys[i].name, text, length)))
		i++;
	if (i == nr)
		return 0;
	error = kfile_number(&p, 10, &number);
	if (error)
		return error;
	if (*p || *seen & 1u << i)
		return -EBADMSG;
	*seen |= 1u << i;
	memcpy((char *)object + keys[i].offset, &number, sizeof(number));
	return 0;
}

static int end_pageset(struct reading *r)
{
	unsigned bounds = r->pageset_seen & PAGESET_BOUNDS;

	if (!r->pageset)
		return 0;
	if ((r->pageset_seen & PAGESET_ALWAYS) != PAGESET_ALWAYS ||
		(bounds && bounds != PAGESET_BOUNDS))
		return -EBADMSG;
	r->pageset->has_bounds = bounds != 0;
	r->pageset = NULL;
	return 0;
}

static int end_zone(struct reading *r)
{
	int error = end_pageset(r);

	if (error || !r->zone)
		return error;
	if ((r->zone_seen & ZONE_ALWAYS) != ZONE_ALWAYS)
		return -EBADMSG;
	if (r->zone->present && (r->zone_seen != ZONE_POPULATED || !r->nr_pagesets))
		return -EBADMSG;
	return 0;
}

/* Node 0, zone      DMA */
static int begin_zone(struct reading *r, const char *text)
{
	const char *p = text + strlen(NODE_LINE);
	uint64_t node;
	int error = end_zone(r);

	if (error || (error = kfile_number(&p, 10, &node)))
		return error;
	if (strncmp(p, ", zone ", strlen(", zone ")))
		return -EBADMSG;
	p += strlen(", zone ");
	p += strspn(p, " ");
	if (!*p || strlen(p) >= ZONEINFO_NAME_SIZE)
		return -EBADMSG;
	if (r->info->nr_zones == ZONEINFO_MAX_ZONES || node > UINT16_MAX)
		return -ERANGE;
	*r = (struct reading){
		.info = r->info, .zone = &r->info->zone[r->info->nr_zones++]};
	r->zone->node = (unsigned)node;
	strcpy(r->zone->name, p);
	return 0;
}

/* cpu: 3 */
static int begin_pageset(struct reading *r, const char *p)
{
	uint64_t cpu;
	int error = end_pageset(r);

	if (error || (error = kfile_number(&p, 10, &cpu)))
		return error;
	if (*p)
		return -EBADMSG;
	if (cpu >= ZONEINFO_MAX_CPUS)
		return -ERANGE;
	r->pageset = &r->zone->pageset[cpu];
	if (r->pageset->exists)
		return -EBADMSG;
	r->pageset->exists = true;
	r->pageset_seen = 0;
	r->nr_pagesets++;
	return 0;
}

static int take_line(struct reading *r, const char *text)
{
	const char *p = text + strspn(text, " ");

	if (!strncmp(text, NODE_LINE, strlen(NODE_LINE)))
		return begin_zone(r, text);
	if (!r->zone || (*text && *text != ' '))
		return -EBADMSG;
	if (!strncmp(p, "cpu: ", strlen("cpu: ")))
		return begin_pageset(r, p + strlen("cpu: "));
	if (!strncmp(p, "pages free ", strlen("pages free ")))
		p += strlen("pages ");
	if (r->pageset && strncmp(p, "start_pfn:", strlen("start_pfn:")))
		return take(
			p, pageset_keys, NR(pageset_keys), r->pageset, &r->pageset_seen);
	return take(p, zone_keys, NR(zone_keys), r->zone, &r->zone_seen);
}

int zoneinfo_parse(FILE *file, struct zoneinfo *ret)
{
	struct zoneinfo *info = calloc(1, sizeof(*info));
	struct reading reading = {.info = info};
	struct kfile_line line;
	int error = info ? 0 : -ENOMEM;

	while (!error && !(error = kfile_line(file, &line)))
		error = line.cut ? -EBADMSG : take_line(&reading, line.text);
	if (error == -ENODATA && info->nr_zones)
		error = end_zone(&reading);
	if (!error)
		*ret = *info;
	free(info);
	return error;
}

int zoneinfo_read(struct zoneinfo *ret)
{
	FILE *file;
	int error = kfile_fopen("/proc/zoneinfo", &file);

	if (error)
		return error;
	error = zoneinfo_parse(file, ret);
	fclose(file);
	return error;
}

const struct zone *zoneinfo_find(
	const struct zoneinfo *info, unsigned node, const char *name)
{
	for (size_t i = 0; i < info->nr_zones; i++)
		if (info->zone[i].node == node && !strcmp(info->zone[i].name, name))
			return &info->zone[i];
	return NULL;
}

const struct zone *zoneinfo_first_zone(const struct zoneinfo *info, unsigned node)
{
	const struct zone *found = NULL;

	for (size_t i = 0; i < info->nr_zones; i++) {
		const struct zone *zone = &info->zone[i];

		if (zone->node == node && zone->present &&
			strcmp(zone->name, "Movable") && strcmp(zone->name, "Device"))
			found = zone;
	}
	return found;
}
