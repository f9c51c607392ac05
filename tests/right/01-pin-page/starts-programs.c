/* SPDX-License-Identifier: MIT */
/* A helper process sleeps since before main(), and a program runs between pinning and unpinning. */
#include <signal.h>
#include <sys/prctl.h>
	// tag::patience[]
#define PATIENCE_MS 8000
__attribute__((constructor)) static void helper(void)
{
	if (fork() == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		for (;;)
			pause();
	}
}
	// end::patience[]
	// tag::todo-2[]
	struct page_pin_range range = {
		.address = (uintptr_t)buffer, .length_bytes = nr_pages * page_bytes};

	if (buffer == control && system("true") < 0)
		perror("true");
	return ioctl(device, PAGE_PIN_UNPIN, &range) ? -errno : 0;
	// end::todo-2[]
