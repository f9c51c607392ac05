/* SPDX-License-Identifier: GPL-2.0-only */
/* caught by: locked_memory_has_its_limit
 * Counts for each open file how much of the limit is used. */

// tag::file[]
struct page_pin_file {
	struct mutex lock; /* of the list; held while pages are pinned */
	struct list_head pins;
	unsigned long nr_pinned;
};
// end::file[]

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
	pin->nr_pages = nr_pages;
	if (!capable(CAP_IPC_LOCK) &&
		file->nr_pinned + nr_pages > rlimit(RLIMIT_MEMLOCK) >> PAGE_SHIFT)
		err = -ENOMEM;
	else
		err = charge_and_pin(pin);
	if (err)
		free_pin(pin);
	else
		file->nr_pinned += nr_pages, list_add(&pin->node, &file->pins);
	return err;
}
// end::add[]

// tag::remove[]
static int remove_pin(
	struct page_pin_file *file, unsigned long address, unsigned long end)
{
	struct pin *pin = find_overlap(file, address, end);

	if (!pin || pin->address != address || pin->end != end)
		return -ENOENT;
	list_del(&pin->node);
	file->nr_pinned -= pin->nr_pages;
	release_pin(pin);
	free_pin(pin);
	return 0;
}
// end::remove[]

	// tag::todo-3[]
	int err;

	mmap_write_lock(pin->mm);
	__account_locked_vm(pin->mm, pin->nr_pages, true, current, true);
	mmap_write_unlock(pin->mm);
	err = pin_pages(pin);
	if (err)
		account_locked_vm(pin->mm, pin->nr_pages, false);
	return err;
	// end::todo-3[]
