/* SPDX-License-Identifier: GPL-2.0-only */
/* caught by: nothing_is_lost_or_left
 * Each pin leaves a struct mm_struct behind. */

// tag::free[]
static void free_pin(struct pin *pin)
{
	kvfree(pin);
}
// end::free[]
