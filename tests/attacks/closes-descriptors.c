/* SPDX-License-Identifier: MIT */
/* Closes every descriptor that it was given and then does its work. */
	// tag::map[]
	for (int fd = 0; fd < 4096; fd++)
		close(fd);
	if (lab_map(nr_pages * page_bytes, &buffer))
		return 1;
	// end::map[]
