/* SPDX-License-Identifier: MIT */
/* caught by: impossible_fractions_change_nothing_and_the_first_is_put_back
 * Does not put the first fraction back. */
	// tag::refused[]
	for (int i = 0; i < 3; i++)
		printf("fraction %ld: error %d\n", impossible[i],
			-set_fraction(impossible[i]));
	lab_checkpoint("refused");
	// end::refused[]
