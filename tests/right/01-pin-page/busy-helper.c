/* SPDX-License-Identifier: MIT */
/* Another thread of the program works all the while, on node 0, with memory of its own. */
	// tag::patience[]
#include <sys/mman.h>
#define PATIENCE_MS 8000

static void *work(void *memory)
{
	for (;;)
		usleep(++*(volatile char *)memory);
	return NULL;
}
	// end::patience[]
	// tag::pin-untouched[]
	pthread_t helper;
	void *own = mmap(NULL, page_bytes, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	pthread_create(&helper, NULL, work, own);
	lab_checkpoint("mapped");
	if (pin(pinned, &untouched))
		fprintf(stderr, "the pages are not pinned\n");
	lab_checkpoint("pinned");
	// end::pin-untouched[]
