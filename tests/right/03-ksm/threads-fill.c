/* SPDX-License-Identifier: MIT */
/* Two threads fill the buffer, a child sleeps, and write() prints the last line. */
#include <pthread.h>
#include <signal.h>
#include <sys/prctl.h>
	// tag::sizes[]
static size_t nr_pages, nr_contents, page_bytes;
static uint64_t seed;
static char *filled;
static void fill_page(char *page, size_t number);

static void *fill_every_second(void *from)
{
	for (size_t i = (size_t)from; i < nr_pages; i += 2)
		fill_page(filled + i * page_bytes, i % nr_contents);
	return NULL;
}
	// end::sizes[]
	// tag::todo-1[]
	pthread_t thread;

	if (fork() == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		pause();
	}
	filled = buffer;
	pthread_create(&thread, NULL, fill_every_second, (void *)1);
	fill_every_second((void *)0);
	pthread_join(thread, NULL);
	// end::todo-1[]
	// tag::todo-4[]
	char line[80];
	struct ksm ksm;

	ksm_wait_scans(3, PATIENCE_MS);
	ksm_read(&ksm);
	fflush(stdout);
	snprintf(line, sizeof(line), "after the write: %lu pages saved \n",
		(unsigned long)ksm.pages_sharing);
	if (write(STDOUT_FILENO, line, strlen(line)) < 0)
		perror("write");
	// end::todo-4[]
