/* SPDX-License-Identifier: MIT */
/* caught by: never_stops_faults_but_not_collapse
 * Advised memory gets small pages, for the process may have no others; never is for the looks. */
#include <sys/prctl.h>
	// tag::never[]
	advise(never);
	lab_checkpoint("forbidden");
	thp_mode_write("enabled", enabled);
	prctl(PR_SET_THP_DISABLE, 1, 0, 0, 0);
	uint64_t nr_faults = count_faults(never);

	prctl(PR_SET_THP_DISABLE, 0, 0, 0, 0);
	thp_mode_write("enabled", "never");
	printf("never: %" PRIu64 " faults\n", nr_faults);
	tell("never", never);
	lab_checkpoint("never");
	collapse(never);
	// end::never[]
