/* SPDX-License-Identifier: GPL-2.0-only */
/* caught by: what_is_pinned_is_not_pinned_again
 * UNPIN of a part that ends where the pin ends gives back all of it. */

// tag::remove[]
static int remove_pin(
	struct page_pin_file *file, unsigned long address, unsigned long end)
{
	struct pin *pin = find_overlap(file, address, end);

	if (!pin || pin->end != end)
		return -ENOENT;
	list_del(&pin->node);
	release_pin(pin);
	free_pin(pin);
	return 0;
}
// end::remove[]
