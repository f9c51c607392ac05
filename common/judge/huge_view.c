/* SPDX-License-Identifier: MIT */
/* What a checker sees of huge pages (huge_view.h). */
#include "huge_view.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>

#include "evidence.h"
#include "expect.h"
#include "common/kernel/kpage_names.h"
#include "common/kernel/page.h"
#include "view.h"

/* PFN 0 stands for “not present” and is asked of nobody. */
static int take_flags(struct huge_view *view)
{
	int err;

	view->flags = calloc(view->nr_pages, sizeof(*view->flags));
	if (!view->flags)
		return -ENOMEM;
	err = kpage_flags(view->pfns, view->nr_pages, view->flags);
	for (size_t i = 0; !err && i < view->nr_pages; i++) {
		if (!view->pfns[i])
			view->flags[i] = 0;
	}
	return err;
}

int huge_view_take(
	const struct stage_region *region, size_t length_bytes, struct huge_view *ret)
{
	struct huge_view view = {.nr_pages = length_bytes / page_size_bytes()};
	int err = view_pfns(region, view.nr_pages, &view.pfns);

	if (!err)
		err = take_flags(&view);
	if (!err)
		err = smaps_read_sum(region->pid, region->address,
			region->address + region->length_bytes, &view.smaps);
	evidence_keep(view.pfns);
	evidence_keep(view.flags);
	if (!err)
		*ret = view;
	return err == -ERANGE || err == -EINVAL ? -ENODATA : err;
}

size_t huge_view_flaw(const struct huge_view *view, size_t first, size_t end,
	size_t huge_bytes, uint64_t kind)
{
	size_t nr_frames = huge_bytes / page_size_bytes(), i;

	for (i = first; i < end; i++) {
		size_t place = (i - first) % nr_frames;
		uint64_t part = place ? KPAGE_COMPOUND_TAIL : KPAGE_COMPOUND_HEAD;

		if (!view->pfns[i] || view->pfns[i] % nr_frames != place ||
			view->pfns[i] != view->pfns[i - place] + place ||
			(view->flags[i] & (kind | part)) != (kind | part))
			break;
	}
	return i;
}

/* Of a page that is not at its place: what it is part of. */
static void fail_place(const struct huge_view *view, size_t i, uint64_t kind)
{
	char names[KPAGE_NAMES_SIZE];
	uint64_t parts = view->flags[i] & (KPAGE_COMPOUND_HEAD | KPAGE_COMPOUND_TAIL |
						  KPAGE_HUGE | KPAGE_THP);

	kpage_flag_names(parts, names);
	claim_fail(kind == KPAGE_HUGE ? "its place in a huge page of hugetlb"
				      : "its place in a transparent huge page",
		"%s, pfn 0x%" PRIx64, parts ? names : "a small page", view->pfns[i]);
}

/* What smaps says is the same, and other code of the kernel says it. */
static void expect_smaps(
	const char *name, const struct huge_view *view, size_t huge_bytes, uint64_t kind)
{
	claim_where("smaps of %s", name);
	if (kind == KPAGE_HUGE)
		expect_equal("KernelPageSize, bytes", huge_bytes,
			view->smaps.kernel_page_bytes);
	else
		expect_equal("AnonHugePages, bytes",
			kind ? view->nr_pages * page_size_bytes() : 0,
			view->smaps.anon_huge_pages_bytes);
}

void expect_huge_pages(
	const char *name, const struct huge_view *view, size_t huge_bytes, uint64_t kind)
{
	size_t i = huge_view_flaw(view, 0, view->nr_pages, huge_bytes, kind);

	claim_where("%s", name);
	expect_true(view->nr_pages > 0, "a region of the length asked for", "none");
	if (i < view->nr_pages) {
		claim_where("page %zu of %s", i, name);
		expect_true(view->pfns[i], "a page in memory", "none");
		fail_place(view, i, kind);
	}
	expect_smaps(name, view, huge_bytes, kind);
}

void expect_small_pages(const char *name, const struct huge_view *view)
{
	claim_where("%s", name);
	expect_true(view->nr_pages > 0, "a region of the length asked for", "none");
	for (size_t i = 0; i < view->nr_pages; i++) {
		claim_where("page %zu of %s", i, name);
		expect_true(view->pfns[i], "a page in memory", "none");
		expect_true(!(view->flags[i] & (KPAGE_THP | KPAGE_HUGE)), "a small page",
			"part of a huge one, pfn 0x%" PRIx64, view->pfns[i]);
	}
	expect_smaps(name, view, 0, 0);
}
