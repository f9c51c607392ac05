/* SPDX-License-Identifier: GPL-2.0-only */
/* caught by: nothing_is_lost_or_left
 * Holds the spinlock of the list while it reads the request, which may have to be faulted in. */

// tag::file[]
#include <linux/spinlock.h>

struct page_pin_file {
	spinlock_t lock; /* of the list */
	struct list_head pins;
};
// end::file[]

// tag::pin[]
struct pin {
	struct list_head node;
	struct mm_struct *mm;
	unsigned long address, end;
	unsigned long nr_pages;
	bool is_ready;
	struct page *pages[];
};
// end::pin[]

// tag::add[]
static int list_pin(struct page_pin_file *file, struct pin *pin)
{
	int err = 0;

	spin_lock(&file->lock);
	if (find_overlap(file, pin->address, pin->end))
		err = -EEXIST;
	else
		list_add(&pin->node, &file->pins);
	spin_unlock(&file->lock);
	return err;
}

static int add_pin(struct page_pin_file *file, unsigned long address, unsigned long end)
{
	unsigned long nr_pages = (end - address) >> PAGE_SHIFT;
	struct pin *pin;
	int err;

	if (nr_pages > totalram_pages())
		return -ENOMEM;
	pin = kvzalloc(struct_size(pin, pages, nr_pages), GFP_KERNEL);
	if (!pin)
		return -ENOMEM;
	mmgrab(current->mm);
	pin->mm = current->mm;
	pin->address = address;
	pin->end = end;
	pin->nr_pages = nr_pages;
	err = list_pin(file, pin);
	if (err) {
		free_pin(pin);
		return err;
	}
	err = charge_and_pin(pin);
	spin_lock(&file->lock);
	pin->is_ready = !err;
	if (err)
		list_del(&pin->node);
	spin_unlock(&file->lock);
	if (err)
		free_pin(pin);
	return err;
}
// end::add[]

// tag::remove[]
static int remove_pin(
	struct page_pin_file *file, unsigned long address, unsigned long end)
{
	struct pin *pin;

	spin_lock(&file->lock);
	pin = find_overlap(file, address, end);
	if (pin && (pin->address != address || pin->end != end || !pin->is_ready))
		pin = NULL;
	if (pin)
		list_del(&pin->node);
	spin_unlock(&file->lock);
	if (!pin)
		return -ENOENT;
	release_pin(pin);
	free_pin(pin);
	return 0;
}
// end::remove[]

// tag::open[]
static int page_pin_open(struct inode *inode, struct file *filp)
{
	struct page_pin_file *file = kzalloc(sizeof(*file), GFP_KERNEL);

	if (!file)
		return -ENOMEM;
	spin_lock_init(&file->lock);
	INIT_LIST_HEAD(&file->pins);
	filp->private_data = file;
	return 0;
}
// end::open[]

// tag::ioctl[]
static long page_pin_ioctl(struct file *filp, unsigned int cmd, unsigned long arg)
{
	struct page_pin_file *file = filp->private_data;
	struct page_pin_range range;
	unsigned long address, end;
	int err;

	if (cmd != PAGE_PIN_PIN && cmd != PAGE_PIN_UNPIN)
		return -ENOTTY;
	spin_lock(&file->lock);
	err = copy_from_user(&range, (void __user *)arg, sizeof(range)) ? -EFAULT : 0;
	spin_unlock(&file->lock);
	if (err)
		return err;
	address = untagged_addr((unsigned long)range.address);
	err = check_range(address, range.length_bytes, &end);
	if (err)
		return err;
	return cmd == PAGE_PIN_PIN ? add_pin(file, address, end)
				   : remove_pin(file, address, end);
}
// end::ioctl[]
