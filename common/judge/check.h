/* SPDX-License-Identifier: MIT */
/* All that a checker includes, but for a module's header and parts of its own (check_*.h). */
#ifndef PAGELAB_CHECK_H
#define PAGELAB_CHECK_H

#include "common/lab/lab.h"
#include "common/recorder/opened.h"
#include "common/recorder/words.h"
#include "common/kernel/kernel.h"
#include "common/stage/config.h"
#include "common/stage/look.h"
#include "checker.h"
#include "claim.h"
#include "counting.h"
#include "device_record.h"
#include "drawn.h"
#include "evidence.h"
#include "expect.h"
#include "huge_view.h"
#include "linked.h"
#include "moved.h"
#include "named.h"
#include "pageset.h"
#include "perform.h"
#include "placement_report.h"
#include "transcript.h"
#include "view.h"
#include "watch.h"

/* Names are looked up where a checker says them. */
/* clang-format off */
#define drawn_size(config, name) \
	(named_size((config), (name), __FILE__, __LINE__), drawn_size((config), (name)))
#define drawn_but(config, name, value) \
	(named_size((config), (name), __FILE__, __LINE__), \
		drawn_but((config), (name), (value)))

#define perform(config, moments, ...) \
	(named_moments((moments), __FILE__, __LINE__), \
		perform((config), (moments), __VA_ARGS__))
#define perform_part(config, moments, ...) \
	(named_moments((moments), __FILE__, __LINE__), \
		perform_part((config), (moments), __VA_ARGS__))
#define perform_sampled(config, moments, ...) \
	(named_moments((moments), __FILE__, __LINE__), \
		perform_sampled((config), (moments), __VA_ARGS__))
#define expect_reached(stage, name) \
	(named_in_exercise("checkpoint", (name), __FILE__, __LINE__), \
		expect_reached((stage), (name)))

#define CHECK_REGION(name) named_in_exercise("region", (name), __FILE__, __LINE__)
#define stage_region(stage, pid, name, ret) \
	(CHECK_REGION(name), stage_region((stage), (pid), (name), (ret)))
#define stage_region_nth(stage, name, nth, ret) \
	(CHECK_REGION(name), stage_region_nth((stage), (name), (nth), (ret)))
#define view_main_region(stage, name, ret) \
	(CHECK_REGION(name), view_main_region((stage), (name), (ret)))
#define view_child_region(stage, name, ret) \
	(CHECK_REGION(name), view_child_region((stage), (name), (ret)))
#define view_side_region(stage, side, name, ret) \
	(CHECK_REGION(name), view_side_region((stage), (side), (name), (ret)))
#define watch_sample(watch, ...) \
	(CHECK_REGION((watch)->region), watch_sample((watch), __VA_ARGS__))

#define CHECK_HOLE(report, name) named_hole((report), (name), __FILE__, __LINE__)
#define expect_hole(report, name, expected) \
	(CHECK_HOLE(report, name), expect_hole((report), (name), (expected)))
#define expect_hole_word(report, name, expected) \
	(CHECK_HOLE(report, name), expect_hole_word((report), (name), (expected)))
#define expect_cell(report, name, row, expected) \
	(CHECK_HOLE(report, name), expect_cell((report), (name), (row), (expected)))
#define expect_cell_word(report, name, row, expected) \
	(CHECK_HOLE(report, name), expect_cell_word((report), (name), (row), (expected)))
#define expect_nr_rows(report, name, nr) \
	(CHECK_HOLE(report, name), expect_nr_rows((report), (name), (nr)))
#define transcript_u64(report, name, ret) \
	(CHECK_HOLE(report, name), transcript_u64((report), (name), (ret)))
#define transcript_word(report, name, ret) \
	(CHECK_HOLE(report, name), transcript_word((report), (name), (ret)))
#define transcript_row_u64(report, name, row, ret) \
	(CHECK_HOLE(report, name), transcript_row_u64((report), (name), (row), (ret)))
/* clang-format on */

#endif
