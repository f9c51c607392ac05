/* SPDX-License-Identifier: MIT */
/* caught by: every_bit_of_a_word_means_what_it_means
 * Says area 0 of every swapped page. */

	// tag::todo-2[]
	uint64_t low = word & (BIT(55) - 1);

	memset(ret, 0, sizeof(*ret));
	ret->present = word & BIT(63);
	ret->swapped = word & BIT(62);
	ret->file_or_shmem = word & BIT(61);
	ret->exclusive = word & BIT(56);
	if (ret->present)
		ret->pfn = low;
	if (ret->swapped) {
		ret->swap_type = 0;
		ret->swap_offset = low >> 5;
	}
	// end::todo-2[]
