/* SPDX-License-Identifier: MIT */
/* caught by: impossible_fractions_change_nothing_and_the_first_is_put_back
 * Puts the fraction back that it saw in every run of its own. */
	// tag::refused[]
	for (int i = 0; i < 3; i++)
		printf("fraction %ld: error %d\n", impossible[i],
			-set_fraction(impossible[i]));
	lab_checkpoint("refused");
	set_fraction(16);
	(void)first;
	// end::refused[]
