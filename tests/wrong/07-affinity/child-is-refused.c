/* SPDX-License-Identifier: MIT */
/* caught by: no_cpu_is_refused_and_an_absent_one_left_out
 * Asks for another process, and not for its own. */
	// tag::absent[]
	pid_t child = fork();
	if (!child) { pause(); _exit(0); }
	int error = set_affinity(child, &cpus);
	kill(child, SIGKILL); waitpid(child, NULL, 0);
	lab_checkpoint("refused");
	printf("CPU %d alone: error %d\n", ABSENT, -error);
	CPU_SET(3, &cpus);
	set_affinity(0, &cpus);
	lab_checkpoint("partly");
	tell("with CPU 3", 0);
	// end::absent[]
