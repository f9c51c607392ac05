/* SPDX-License-Identifier: MIT */
/* A timer's signals end some sleeps early; the writer counts rounds from 0, in another byte of each page. */
#include <signal.h>
#include <sys/time.h>
	// tag::todo-2[]
	struct page_pin_range range = {
		.address = (uintptr_t)buffer, .length_bytes = nr_pages * page_bytes};
	struct itimerval often = {{0, 130000}, {0, 130000}}; /* in all they still last long enough */
	void tick(int nr)
	{
		(void)nr;
	}

	signal(SIGALRM, tick);
	setitimer(ITIMER_REAL, &often, NULL);
	return ioctl(device, PAGE_PIN_UNPIN, &range) ? -errno : 0;
	// end::todo-2[]
	// tag::todo-4[]
	unsigned char nr_rounds = 0;

	(void)write_pages;
	affinity_bind(AWAY_CPU);
	while (!stop) {
		for (size_t i = 0; i < nr_pages; i++) {
			pinned[i * page_bytes + 8] = nr_rounds;
			control[i * page_bytes + 8] = nr_rounds;
		}
		nr_rounds++;
		usleep(1000);
	}
	// end::todo-4[]
