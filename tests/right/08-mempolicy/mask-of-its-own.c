/* SPDX-License-Identifier: MIT */
/* Makes the mask without libnuma, and asks mbind() to be strict where it moves. */
	// tag::todo-2[]
	unsigned long mask = 1UL << node;

	if (flags)
		flags |= MPOL_MF_STRICT;
	return mbind(range, nr_pages * page_bytes, MPOL_BIND, &mask, 64, flags) ? -errno : 0;
	// end::todo-2[]
