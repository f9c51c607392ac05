/* SPDX-License-Identifier: MIT */
/* A process writes a log all the time, the setting is written as echo does, and read back. */
#include <fcntl.h>
#include <string.h>
#include <signal.h>
#include <sys/prctl.h>
	// tag::task-5[]
static void put_mode(const char *mode)
{
	FILE *file = fopen("/sys/kernel/mm/transparent_hugepage/enabled", "r+");
	char line[64];

	if (!file)
		return;
	fprintf(file, "%s\n", mode);
	fflush(file);
	rewind(file);
	if (!fgets(line, sizeof(line), file) || !strstr(line, mode))
		fprintf(stderr, "it is still %s", line);
	fclose(file);
}

static void forbid(void)
	// end::task-5[]
	// tag::todo-5[]
	put_mode("never");
	// end::todo-5[]
	// tag::todo-1[]
	struct faults before, after;
	static pid_t log;

	if (!log && (log = fork()) == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		for (int fd = open("/dev/null", O_WRONLY | O_CLOEXEC);; usleep(1000))
			if (write(fd, "log\n", 4) != 4)
				exit(1);
	}
	faults_self(&before);
	for (size_t i = 0; i < length_bytes / page_bytes; i++)
		write_page(buffer, i);
	faults_self(&after);
	return after.minor - before.minor;
	// end::todo-1[]
