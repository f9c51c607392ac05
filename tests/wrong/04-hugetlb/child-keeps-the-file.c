/* SPDX-License-Identifier: MIT */
/* caught by: a_file_keeps_its_pages_until_it_is_removed
 * A child has the file open and mapped until it is removed. */
#include <signal.h>
#include <sys/wait.h>
	// tag::task-5[]
static pid_t keeper;
static void leave_file(const char *path, size_t length_bytes)
	// end::task-5[]
	// tag::todo-5[]
	int ends[2];
	char byte;

	if (pipe(ends))
		return;
	keeper = fork();
	if (!keeper) {
		int fd = open(path, O_RDWR | O_CREAT, 0600);

		touch(mmap(NULL, length_bytes, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0),
			length_bytes, huge_bytes);
		byte = (char)write(ends[1], "", 1);
		for (;;)
			pause();
	}
	if (read(ends[0], &byte, 1) != 1)
		perror("child");
	// end::todo-5[]
	// tag::remove[]
	unlink(FILE_PATH);
	kill(keeper, SIGKILL);
	waitpid(keeper, NULL, 0);
	// end::remove[]
