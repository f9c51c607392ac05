/* SPDX-License-Identifier: MIT */
/* in lab02, caught by: all
 * A child writes, names its memory and says that the moment has come; its parent has done
 * nothing yet. */
	// tag::filled[]
	if (!fork()) {
		write_pages(buffer, 10);
		lab_region("buffer", buffer, nr_pages * page_bytes);
		lab_checkpoint("filled");
		_exit(0);
	}
	wait(NULL);
	write_pages(buffer, 10);
	// end::filled[]
