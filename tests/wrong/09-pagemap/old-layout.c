/* SPDX-License-Identifier: MIT */
/* caught by: every_bit_of_a_word_means_what_it_means
 * The words of Linux 2.6.25: a page shift in bits 55 to 60, and bit 61 unused. */
	// tag::todo-2[]
	uint64_t low = word & (BIT(55) - 1);

	memset(ret, 0, sizeof(*ret));
	ret->present = word & BIT(63);
	ret->swapped = word & BIT(62);
	ret->file_or_shmem = false;
	ret->exclusive = word >> 55 & 63;
	if (ret->present)
		ret->pfn = low;
	if (ret->swapped) {
		ret->swap_type = low & 31;
		ret->swap_offset = low >> 5;
	}
	// end::todo-2[]
