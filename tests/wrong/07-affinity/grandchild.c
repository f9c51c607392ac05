/* SPDX-License-Identifier: MIT */
/* caught by: a_mask_holds_for_the_process_and_its_children
 * A process in between asks for the CPUs, and its child inherits those. */
	// tag::process[]
	snprintf(text, sizeof(text), "%lx", mask);
	parse_mask(text, &cpus);
	set_affinity(0, &cpus);
	lab_checkpoint("bound");
	tell("process", 0);
	if (fork() == 0) {
		cpu_set_t one = affinity_only(1);
		set_affinity(0, &one);
		set_affinity(0, &cpus);
		if (fork() == 0)
			execl(program, program, "child", NULL);
		wait(NULL);
		_exit(0);
	}
	wait(NULL);
	// end::process[]
