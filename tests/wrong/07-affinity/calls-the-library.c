/* SPDX-License-Identifier: MIT */
/* caught by: each_task_may_run_where_its_list_says
 * Calls what this task has it write. */
#include "common/kernel/cpulist.h"
	// tag::todo-3[]
	cpulist_parse(text, ret);
	// end::todo-3[]
