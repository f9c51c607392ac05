/* SPDX-License-Identifier: MIT */
/* caught by: never_stops_faults_but_not_collapse
 * Leaves the setting as it is, not as it was. */
	// tag::restore[]
	(void)enabled;
	// end::restore[]
