/* SPDX-License-Identifier: MIT */
/* Reads /proc/buddyinfo, see buddyinfo.h. */
#include <errno.h>
#include <string.h>

#include "buddyinfo.h"
#include "kfile.h"

static int skip(const char **text, const char *word)
{
	size_t length = strlen(word);

	if (strncmp(*text, word, length))
		return -EBADMSG;
	*text += length;
	return 0;
}

/* "Node 0, zone      DMA ": the node, and the numbers after it. */
static int parse_zone(const char **text, uint64_t *ret_node)
{
	int err = skip(text, "Node ");

	if (!err)
		err = kfile_number(text, 10, ret_node);
	if (!err)
		err = skip(text, ", zone ");
	if (err)
		return err;
	*text += strspn(*text, " ");
	*text += strcspn(*text, " ");
	return **text == ' ' ? 0 : -EBADMSG;
}

static int parse_blocks(const char *text, struct buddyinfo *ret)
{
	unsigned order = 0;

	for (;;) {
		uint64_t nr;
		int err;

		text += strspn(text, " ");
		if (!*text)
			break;
		if (order == BUDDYINFO_MAX_ORDERS)
			return -ERANGE;
		err = kfile_number(&text, 10, &nr);
		if (err)
			return err;
		if (*text && *text != ' ')
			return -EBADMSG;
		ret->nr_free[order++] = nr;
	}
	if (!order)
		return -EBADMSG;
	ret->nr_orders = order;
	return 0;
}

/* All zones have the same orders. */
static int add(struct buddyinfo *sum, const struct buddyinfo *zone)
{
	if (sum->nr_orders && sum->nr_orders != zone->nr_orders)
		return -EBADMSG;
	sum->nr_orders = zone->nr_orders;
	for (unsigned order = 0; order < zone->nr_orders; order++)
		if (__builtin_add_overflow(sum->nr_free[order], zone->nr_free[order],
			    &sum->nr_free[order]))
			return -ERANGE;
	return 0;
}

static int parse_line(const struct kfile_line *line, unsigned node, struct buddyinfo *sum)
{
	struct buddyinfo zone = {.nr_orders = 0};
	const char *text = line->text;
	uint64_t its_node;
	int err = line->cut ? -EBADMSG : parse_zone(&text, &its_node);

	if (!err)
		err = parse_blocks(text, &zone);
	if (err || its_node != node)
		return err;
	return add(sum, &zone);
}

int buddyinfo_parse(FILE *file, unsigned node, struct buddyinfo *ret)
{
	struct buddyinfo sum = {.nr_orders = 0};
	struct kfile_line line;
	int err;

	while (!(err = kfile_line(file, &line))) {
		err = parse_line(&line, node, &sum);
		if (err)
			return err;
	}
	if (err != -ENODATA)
		return err;
	if (!sum.nr_orders)
		return -ENODATA;
	*ret = sum;
	return 0;
}

int buddyinfo_read(unsigned node, struct buddyinfo *ret)
{
	FILE *file;
	int err = kfile_fopen("/proc/buddyinfo", &file);

	if (err)
		return err;
	err = buddyinfo_parse(file, node, ret);
	fclose(file);
	return err;
}

uint64_t buddyinfo_blocks(const struct buddyinfo *info, unsigned order)
{
	uint64_t nr = 0;

	for (unsigned o = order; o < info->nr_orders; o++)
		nr += info->nr_free[o] << (o - order);
	return nr;
}

uint64_t buddyinfo_pages(const struct buddyinfo *info)
{
	return buddyinfo_blocks(info, 0);
}
