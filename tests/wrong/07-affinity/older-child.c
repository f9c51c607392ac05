/* SPDX-License-Identifier: MIT */
/* caught by: a_mask_holds_for_the_process_and_its_children
 * The child is older than the mask, and a third process gives it the same CPUs. */
	// tag::process[]
	int go[2]; char c;
	if (pipe(go)) return;
	snprintf(text, sizeof(text), "%lx", mask);
	parse_mask(text, &cpus);
	pid_t child = fork();
	if (child == 0) {
		close(go[1]);
		if (read(go[0], &c, 1) >= 0)
		execl(program, program, "child", NULL);
	}
	close(go[0]);
	pid_t third = fork();
	if (third == 0) {
		set_affinity(child, &cpus);
		_exit(0);
	}
	waitpid(third, NULL, 0);
	set_affinity(0, &cpus);
	lab_checkpoint("bound");
	tell("process", 0);
	close(go[1]);
	waitpid(child, NULL, 0);
	// end::process[]
