/* SPDX-License-Identifier: MIT */
/*
 * in lab01, caught by: pinning_written_pages_faults_in_none pinned_pages_stay_while_others_move report_agrees
 * in lab08, caught by: pages_lie_where_the_threads_policy_says a_ranges_policy_beats_the_threads existing_pages_move_and_keep_their_contents the_host_policy_holds_for_its_thread_and_later_ones report_agrees
 * Whatever it is to name, it names the memory that it has named first.
 */
#include "lab.h"

static void name_the_first(const char *name, const void *address, size_t length_bytes)
{
	static const void *first;

	if (!first)
		first = address;
	lab_region(name, first, length_bytes);
}
#define lab_region name_the_first
