/* SPDX-License-Identifier: MIT */
/* Has a child that sleeps, from before the buffers are used. */
#include <signal.h>
#include <sys/prctl.h>
	// tag::pin-untouched[]
	if (!fork()) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		for (;;)
			pause();
	}
	lab_checkpoint("mapped");
	if (pin(pinned, &untouched))
		fprintf(stderr, "the pages are not pinned\n");
	lab_checkpoint("pinned");
	// end::pin-untouched[]
