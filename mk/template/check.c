/* SPDX-License-Identifier: MIT */
/* Lab @NN@, the checker: looks at the frames of the buffer at two moments, then judges. */
#include <inttypes.h>

#include "check.h"

enum moment { MAPPED, WRITTEN, NR_MOMENTS };

static const char *const moments[] = {"mapped", "written", NULL};

struct look {
	struct view view;
};

struct evidence {
	struct performance run;
	size_t nr_pages;
	struct look at[NR_MOMENTS];
};

static int look(const struct performance *run, size_t moment, void *arg)
{
	struct evidence *e = arg;
	struct stage_region region;
	int err = view_main_region(run->stage, "buffer", &region);

	return err ? err : view_take(&region, e->nr_pages, &e->at[moment].view);
}

static int gather(const struct stage_config *config, void *evidence)
{
	struct evidence *e = evidence;

	e->nr_pages = drawn_size(config, "pages");
	return perform(config, moments, look, e, &e->run);
}

static void a_page_gets_its_frame_when_it_is_written(void **state)
{
	const struct evidence *e = *state;
	const struct view *mapped = &look_of(e, MAPPED)->view;
	const struct view *written = &look_of(e, WRITTEN)->view;

	for (size_t i = 0; i < e->nr_pages; i++) {
		claim_where("page %zu of buffer", i);
		expect_true(!mapped->pfns[i], "no frame at “mapped”", "pfn 0x%" PRIx64,
			mapped->pfns[i]);
		expect_true(written->pfns[i], "a frame at “written”", "none");
	}
	claim_saw("%zu pages, and as many new frames", e->nr_pages);
}

static void report_agrees(void **state)
{
	const struct evidence *e = *state;
	const struct view *written = &look_of(e, WRITTEN)->view;
	size_t nr = 0;

	for (size_t i = 0; i < e->nr_pages; i++)
		nr += written->pfns[i] != 0;
	expect_transcript_complete(e->run.report);
	expect_hole(e->run.report, "frames", nr);
	expect_hole(e->run.report, "pages", e->nr_pages);
	expect_exit(e->run.stage, 0);
	claim_saw("%zu pages with a frame, as printed", nr);
}

static const struct CMUnitTest claims[] = {
	CLAIM(a_page_gets_its_frame_when_it_is_written),
	CLAIM(report_agrees),
};

CHECKER(claims, gather, struct evidence);
