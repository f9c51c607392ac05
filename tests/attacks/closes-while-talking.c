/* SPDX-License-Identifier: MIT */
/* Closes every descriptor, that of the connection to the checker too, half way. */
	// tag::filled[]
	write_pages(buffer, 10);
	lab_checkpoint("filled");
	for (int fd = 0; fd < 4096; fd++)
		close(fd);
	// end::filled[]
