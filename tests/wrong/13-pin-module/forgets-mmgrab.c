/* SPDX-License-Identifier: GPL-2.0-only */
/* caught by: what_is_given_up_is_released nothing_is_lost_or_left
 * Remembers an mm that may be gone before the pin: nothing keeps it. */

// tag::free[]
static void free_pin(struct pin *pin)
{
	kvfree(pin);
}
// end::free[]

// tag::add[]
static int add_pin(struct page_pin_file *file, unsigned long address, unsigned long end)
{
	unsigned long nr_pages = (end - address) >> PAGE_SHIFT;
	struct pin *pin;
	int err;

	if (find_overlap(file, address, end))
		return -EEXIST;
	if (nr_pages > totalram_pages())
		return -ENOMEM;
	pin = kvzalloc(struct_size(pin, pages, nr_pages), GFP_KERNEL_ACCOUNT);
	if (!pin)
		return -ENOMEM;
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
