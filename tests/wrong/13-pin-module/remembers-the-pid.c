/* SPDX-License-Identifier: GPL-2.0-only */
/* caught by: what_is_pinned_is_not_pinned_again
 * Tells processes apart by their IDs: exec() keeps the ID, and takes other memory. */

// tag::pin[]
struct pin {
	struct list_head node;
	struct mm_struct *mm; /* whose address it is */
	unsigned long address, end;
	unsigned long nr_pages;
	pid_t tgid;
	struct page *pages[];
};
// end::pin[]

	// tag::todo-4[]
	struct pin *pin;

	list_for_each_entry(pin, &file->pins, node)
	{
		if (pin->tgid == current->tgid && pin->address < end && start < pin->end)
			return pin;
	}
	return NULL;
	// end::todo-4[]

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
	mmgrab(current->mm);
	pin->mm = current->mm;
	pin->address = address;
	pin->end = end;
	pin->tgid = current->tgid;
	pin->nr_pages = nr_pages;
	err = charge_and_pin(pin);
	if (err)
		free_pin(pin);
	else
		list_add(&pin->node, &file->pins);
	return err;
}
// end::add[]
