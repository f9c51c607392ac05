/* SPDX-License-Identifier: MIT */
/* caught by: a_mask_holds_for_the_process_and_its_children
 * The child executes nothing. */
	// tag::process[]
	snprintf(text, sizeof(text), "%lx", mask);
	parse_mask(text, &cpus);
	set_affinity(0, &cpus);
	lab_checkpoint("bound");
	tell("process", 0);
	fflush(stdout);
	(void)program;
	if (fork() == 0) {
		lab_checkpoint("inherited");
		_exit(0);
	}
	wait(NULL);
	// end::process[]
