/* SPDX-License-Identifier: GPL-2.0-only */
/* caught by: nothing_is_lost_or_left
 * Frees records by call_rcu(), and its exit does not wait for that. */

// tag::pin[]
struct pin {
	struct list_head node;
	struct rcu_head rcu;
	struct mm_struct *mm; /* whose address it is */
	unsigned long address, end;
	unsigned long nr_pages;
	struct page *pages[];
};
// end::pin[]

// tag::free[]
static void free_record(struct rcu_head *rcu)
{
	kfree(container_of(rcu, struct pin, rcu));
}

static void free_pin(struct pin *pin)
{
	mmdrop(pin->mm);
	call_rcu(&pin->rcu, free_record);
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
	pin = kzalloc(struct_size(pin, pages, nr_pages), GFP_KERNEL_ACCOUNT | __GFP_NOWARN);
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
