/* SPDX-License-Identifier: GPL-2.0-only */
/* caught by: nothing_is_lost_or_left
 * A spinlock is held while pages are faulted in, which may sleep. */

// tag::file[]
#include <linux/spinlock.h>

struct page_pin_file {
	spinlock_t lock;
	struct list_head pins;
};
// end::file[]

// tag::ioctl[]
static long page_pin_ioctl(struct file *filp, unsigned int cmd, unsigned long arg)
{
	struct page_pin_file *file = filp->private_data;
	struct page_pin_range range;
	unsigned long address, end;
	int err;

	if (cmd != PAGE_PIN_PIN && cmd != PAGE_PIN_UNPIN)
		return -ENOTTY;
	if (copy_from_user(&range, (void __user *)arg, sizeof(range)))
		return -EFAULT;
	address = untagged_addr((unsigned long)range.address);
	err = check_range(address, range.length_bytes, &end);
	if (err)
		return err;
	spin_lock(&file->lock);
	err = cmd == PAGE_PIN_PIN ? add_pin(file, address, end)
				  : remove_pin(file, address, end);
	spin_unlock(&file->lock);
	return err;
}
// end::ioctl[]

// tag::open[]
static int page_pin_open(struct inode *inode, struct file *filp)
{
	struct page_pin_file *file = kzalloc(sizeof(*file), GFP_KERNEL_ACCOUNT);

	if (!file)
		return -ENOMEM;
	spin_lock_init(&file->lock);
	INIT_LIST_HEAD(&file->pins);
	filp->private_data = file;
	return 0;
}
// end::open[]
