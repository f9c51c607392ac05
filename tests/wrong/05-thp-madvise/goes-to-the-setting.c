/* SPDX-License-Identifier: MIT */
/* caught by: never_stops_faults_but_not_collapse
 * Goes to the setting's folder, and has another value there between the looks. */
#include <fcntl.h>
	// tag::task-5[]
static void put_mode(const char *text, size_t size)
{
	int fd = open("enabled", O_WRONLY);

	if (write(fd, text, size) < 0)
		perror(text);
	close(fd);
}

static void forbid(void)
	// end::task-5[]
	// tag::never[]
	advise(never);
	lab_checkpoint("forbidden");
	if (chdir("/sys/kernel/mm/transparent_hugepage"))
		perror("chdir");
	put_mode("madvise", 7);
	put_mode("never", 5);
	touch_and_tell("never", never);
	collapse(never);
	// end::never[]
