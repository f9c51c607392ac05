/* SPDX-License-Identifier: MIT */
/* caught by: a_file_keeps_its_pages_until_it_is_removed
 * Makes no file: a child has the pages in a private mapping, and ends where the file is removed. */
	// tag::todo-5[]
	int pipes[2][2], err = pipe(pipes[0]) || pipe(pipes[1]);

	(void)path;
	fflush(stdout);
	if (fork() == 0) {
		touch(map_huge(length_bytes, huge_bytes), length_bytes, huge_bytes);
		close(pipes[1][1]);
		err = write(pipes[0][1], "", 1) == 1 && read(pipes[1][0], &err, 1);
		_exit(err);
	}
	err = (int)read(pipes[0][0], &err, 1);
	dup2(pipes[1][1], 40);
	close(pipes[1][1]);
	// end::todo-5[]
	// tag::remove[]
	close(40);
	while (pool_of(huge_bytes, ALL_NODES).free < FILE_PAGES)
		usleep(1000);
	// end::remove[]
