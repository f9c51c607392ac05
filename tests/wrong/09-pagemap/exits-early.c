/* SPDX-License-Identifier: MIT */
/* caught by: every_page_has_the_frame_that_the_kernel_says every_bit_of_a_word_means_what_it_means hidden_frames_are_called_hidden frames_tell_how_often_they_are_mapped pages_are_counted_by_type_many_at_a_time
 * Ends before the first frame is asked. */
	// tag::todo-4[]
	(void)fd, (void)pages, (void)nr, (void)ret;
	exit(0);
	// end::todo-4[]
