/* SPDX-License-Identifier: GPL-2.0-only */
/* caught by: what_is_pinned_is_not_pinned_again nothing_is_lost_or_left
 * A second pin of an address replaces the record of the first, whose pages are lost. */

// tag::add[]
static int add_pin(struct page_pin_file *file, unsigned long address, unsigned long end)
{
	unsigned long nr_pages = (end - address) >> PAGE_SHIFT;
	struct pin *pin, *old = find_overlap(file, address, end);
	int err;

	if (old) {
		list_del(&old->node);
		free_pin(old);
	}
	if (nr_pages > totalram_pages())
		return -ENOMEM;
	pin = kvzalloc(struct_size(pin, pages, nr_pages), GFP_KERNEL_ACCOUNT);
	if (!pin)
		return -ENOMEM;
	mmgrab(current->mm);
	pin->mm = current->mm;
	pin->address = address;
	pin->end = end;
	pin->nr_pages = nr_pages;
	err = charge_and_pin(pin);
	if (err)
		free_pin(pin);
	else
		list_add(&pin->node, &file->pins);
	return err;
}
// end::add[]
