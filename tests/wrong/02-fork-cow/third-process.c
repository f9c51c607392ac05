/* SPDX-License-Identifier: MIT */
/* caught by: fork_shares_every_frame
 * A third process has the memory too, until the checker has looked: map count 3. */
	// tag::todo-2[]
	int stop[2], gone[2];
	char byte;
	pid_t child;

	if (pipe(stop) || pipe(gone))
		return -1;
	if (fork() == 0) {
		close(stop[1]);
		while (read(stop[0], &byte, 1) > 0)
			;
		_exit(0);
	}
	close(gone[1]);
	child = fork();
	dup2(gone[0], 101);
	if (child == 0)
		dup2(stop[1], 100);
	close(stop[1]);
	return child;
	// end::todo-2[]
	// tag::forked[]
	char end;

	lab_checkpoint("forked");
	close(100);
	while (read(101, &end, 1) > 0)
		;
	// end::forked[]
