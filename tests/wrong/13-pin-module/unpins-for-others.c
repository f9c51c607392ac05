/* SPDX-License-Identifier: GPL-2.0-only */
/* caught by: what_is_pinned_is_not_pinned_again
 * UNPIN takes the address for enough: a child gives back what its parent has pinned. */

// tag::remove[]
static int remove_pin(
	struct page_pin_file *file, unsigned long address, unsigned long end)
{
	struct pin *pin, *found = NULL;

	(void)find_overlap;
	list_for_each_entry(pin, &file->pins, node)
	{
		if (pin->address == address && pin->end == end)
			found = pin;
	}
	if (!found)
		return -ENOENT;
	pin = found;
	list_del(&pin->node);
	release_pin(pin);
	free_pin(pin);
	return 0;
}
// end::remove[]
