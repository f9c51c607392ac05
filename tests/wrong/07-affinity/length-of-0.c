/* SPDX-License-Identifier: MIT */
/* caught by: no_cpu_is_refused_and_an_absent_one_left_out
 * Gets its EINVAL by a set of no bytes, which the kernel does not look into. */
	// tag::absent[]
	int error = sched_setaffinity(0, 0, &cpus) ? -errno : 0;

	lab_checkpoint("refused");
	printf("CPU %d alone: error %d\n", ABSENT, -error);
	CPU_SET(3, &cpus);
	set_affinity(0, &cpus);
	lab_checkpoint("partly");
	tell("with CPU 3", 0);
	// end::absent[]
