/* SPDX-License-Identifier: MIT */
/* caught by: every_page_has_the_frame_that_the_kernel_says frames_tell_how_often_they_are_mapped pages_are_counted_by_type_many_at_a_time
 * Keeps 20 bits of the PFN: enough for 4 GiB, if they began at 0. */
	// tag::todo-2[]
	uint64_t low = word & (ret->present, word & BIT(63) ? BIT(20) - 1 : BIT(55) - 1);

	memset(ret, 0, sizeof(*ret));
	ret->present = word & BIT(63);
	ret->swapped = word & BIT(62);
	ret->file_or_shmem = word & BIT(61);
	ret->exclusive = word & BIT(56);
	if (ret->present)
		ret->pfn = low;
	if (ret->swapped) {
		ret->swap_type = low & 31;
		ret->swap_offset = low >> 5;
	}
	// end::todo-2[]
