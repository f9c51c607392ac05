/* SPDX-License-Identifier: MIT */
/* caught by: no_cpu_is_refused_and_an_absent_one_left_out
 * Asks for no CPU at all, which the kernel refuses as well. */
	// tag::absent[]
	CPU_ZERO(&cpus);
	int error = set_affinity(0, &cpus);
	lab_checkpoint("refused");
	printf("CPU %d alone: error %d\n", ABSENT, -error);
	CPU_SET(3, &cpus);
	set_affinity(0, &cpus);
	lab_checkpoint("partly");
	tell("with CPU 3", 0);
	// end::absent[]
