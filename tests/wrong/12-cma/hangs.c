/* SPDX-License-Identifier: MIT */
/* caught by: report_agrees
 * Never ends when everything is done. */
	// tag::return[]
	give_back();
	lab_checkpoint("returned");
	for (;;)
		pause();
	// end::return[]
