/* SPDX-License-Identifier: MIT */
/* What a checker sees of a region (view.h). */
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/kernel/kpage.h"
#include "common/kernel/lru_batches.h"
#include "common/kernel/page.h"
#include "common/kernel/pagemap.h"
#include "evidence.h"
#include "view.h"

static int read_frames(const struct stage_region *region, size_t nr_pages, uint64_t *pfns)
{
	int fd, err = pagemap_open(region->pid, &fd);

	if (err)
		return err;
	err = pagemap_pfns(fd, (void *)region->address, nr_pages, pfns);
	close(fd);
	return err;
}

/* PFN 0 stands for “not present” and is asked of nobody. */
static int read_counts(struct view *view)
{
	int err = kpage_counts(view->pfns, view->nr_pages, view->map_counts);

	for (size_t i = 0; !err && i < view->nr_pages; i++) {
		if (!view->pfns[i])
			view->map_counts[i] = 0;
	}
	return err;
}

static int take(const struct stage_region *region, bool may_be_part, struct view *view)
{
	int err;

	view->pfns = calloc(view->nr_pages, sizeof(*view->pfns));
	view->map_counts = calloc(view->nr_pages, sizeof(*view->map_counts));
	if (!view->pfns || !view->map_counts)
		return -ENOMEM;
	err = read_frames(region, view->nr_pages, view->pfns);
	if (!err)
		err = read_counts(view);
	if (!err)
		err = smaps_read_sum(region->pid, region->address,
			region->address + region->length_bytes, &view->smaps);
	return err == -ERANGE && may_be_part ? 0 : err;
}

static int take_all(const struct stage_region *region, size_t nr_pages, bool may_be_part,
	struct view *ret)
{
	struct view view = {.nr_pages = nr_pages};
	int err = -ERANGE;

	if (nr_pages && region->length_bytes == nr_pages * page_size_bytes())
		err = take(region, may_be_part, &view);
	evidence_keep(view.pfns);
	evidence_keep(view.map_counts);
	if (!err)
		*ret = view;
	return err == -ERANGE || err == -EINVAL ? -ENODATA : err;
}

int view_take(const struct stage_region *region, size_t nr_pages, struct view *ret)
{
	return take_all(region, nr_pages, false, ret);
}

int view_take_part(const struct stage_region *region, size_t nr_pages, struct view *ret)
{
	return take_all(region, nr_pages, true, ret);
}

int view_pfns(const struct stage_region *region, size_t nr_pages, uint64_t **ret)
{
	uint64_t *pfns;
	int err;

	if (!nr_pages || region->length_bytes != nr_pages * page_size_bytes())
		return -ENODATA;
	pfns = calloc(nr_pages, sizeof(*pfns));
	if (!pfns)
		return -ENOMEM;
	err = read_frames(region, nr_pages, pfns);
	if (!err)
		*ret = pfns;
	else
		free(pfns);
	return err == -EINVAL ? -ENODATA : err;
}

const char *const view_sides[VIEW_NR_SIDES] = {"the parent", "the child"};

int view_main_region(
	const struct stage *stage, const char *name, struct stage_region *ret)
{
	return stage_region(stage, stage_main_pid(stage), name, ret);
}

int view_child_region(
	const struct stage *stage, const char *name, struct stage_region *ret)
{
	struct stage_region region;

	for (size_t i = 0; !stage_region_nth(stage, name, i, &region); i++) {
		if (region.pid != stage_main_pid(stage)) {
			*ret = region;
			return 0;
		}
	}
	return -ENODATA;
}

int view_side_region(const struct stage *stage, enum view_side side, const char *name,
	struct stage_region *ret)
{
	return side == VIEW_PARENT ? view_main_region(stage, name, ret)
				   : view_child_region(stage, name, ret);
}

int view_peek(const struct stage_region *region, size_t offset_bytes, void *ret,
	size_t size_bytes)
{
	char path[64];
	ssize_t n;
	int fd, err = 0;

	snprintf(path, sizeof(path), "/proc/%d/mem", region->pid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return errno == ENOENT ? -ENODATA : -errno;
	n = pread(fd, ret, size_bytes, region->address + offset_bytes);
	if (n != (ssize_t)size_bytes)
		err = n < 0 && errno != EIO ? -errno : -ENODATA;
	close(fd);
	return err ? err : lru_batches_empty();
}

/*
 * `stamps` has pagemap's words at first. Page by page, and only what is there or on its way: to read a page
 * that is not would make it, and to read all at once would make as many of ours. A record of faults that
 * goes on meanwhile, as it does for moves, has no room for them.
 */
static int read_stamps(
	int fd, const struct stage_region *region, size_t nr_pages, uint64_t *stamps)
{
	for (size_t i = 0; i < nr_pages; i++) {
		off_t at = (off_t)(region->address + i * page_size_bytes());
		struct pagemap_entry entry;
		uint64_t stamp = 0;

		pagemap_decode(stamps[i], &entry);
		if ((entry.present || entry.swapped) &&
			pread(fd, &stamp, sizeof(stamp), at) != sizeof(stamp))
			return -ENODATA;
		stamps[i] = stamp;
	}
	return 0;
}

int view_stamps(const struct stage_region *region, size_t nr_pages, uint64_t *ret)
{
	char path[64];
	int fd, err = pagemap_open(region->pid, &fd);

	if (err)
		return err;
	err = pagemap_read(fd, region->address, nr_pages, ret);
	close(fd);
	if (err)
		return err;
	snprintf(path, sizeof(path), "/proc/%d/mem", region->pid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return errno == ENOENT ? -ENODATA : -errno;
	err = read_stamps(fd, region, nr_pages, ret);
	close(fd);
	return err ? err : lru_batches_empty();
}

size_t view_nr_changed(const struct view *before, const struct view *now)
{
	size_t nr = 0;

	for (size_t i = 0; i < before->nr_pages && i < now->nr_pages; i++)
		nr += before->pfns[i] != now->pfns[i];
	return nr;
}
