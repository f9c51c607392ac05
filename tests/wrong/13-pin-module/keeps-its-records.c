/* SPDX-License-Identifier: GPL-2.0-only */
/* caught by: nothing_is_lost_or_left
 * What was allocated for a pin is never freed. */

// tag::free[]
static void free_pin(struct pin *pin)
{
	mmdrop(pin->mm);
}
// end::free[]
