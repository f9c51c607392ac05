/* SPDX-License-Identifier: MIT */
/* caught by: more_than_the_area_is_refused_and_moves_nothing
 * Only says that it was refused. */
	// tag::fill[]
	fill();
	lab_checkpoint("filled");
	look(pfns);
	printf("filled: %zu of %zu pages in the area\n",
		count_inside(pfns, AREA_PFN, AREA_PAGES), nr_pages);
	puts("256 MiB: refused (Cannot allocate memory)");
	lab_checkpoint("refused");
	// end::fill[]
