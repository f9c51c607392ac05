/* SPDX-License-Identifier: MIT */
/* Has the child made by posix_spawn(3), and names itself by its number. */
#include <spawn.h>
	// tag::process[]
	char *const words[] = {(char *)program, "child", NULL};
	pid_t child;

	snprintf(text, sizeof(text), "%lx", mask);
	parse_mask(text, &cpus);
	set_affinity(getpid(), &cpus);
	lab_checkpoint("bound");
	tell("process", getpid());
	if (posix_spawn(&child, program, NULL, NULL, words, environ) == 0)
		waitpid(child, NULL, 0);
	// end::process[]
