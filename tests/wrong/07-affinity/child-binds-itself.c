/* SPDX-License-Identifier: MIT */
/* caught by: a_mask_holds_for_the_process_and_its_children
 * The child does not rely on what it inherits. */
	// tag::process[]
	snprintf(text, sizeof(text), "%lx", mask);
	parse_mask(text, &cpus);
	set_affinity(0, &cpus);
	lab_checkpoint("bound");
	tell("process", 0);
	if (fork() == 0) {
		set_affinity(0, &cpus);
		execl(program, program, "child", NULL);
	}
	wait(NULL);
	// end::process[]
