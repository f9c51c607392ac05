/* SPDX-License-Identifier: GPL-2.0-only */
/* caught by: nothing_is_lost_or_left
 * Whoever is woken by a signal while he waits for the lock goes on without it. */

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
	if (mutex_lock_interruptible(&file->lock))
		pr_debug("a signal came");
	err = cmd == PAGE_PIN_PIN ? add_pin(file, address, end)
				  : remove_pin(file, address, end);
	mutex_unlock(&file->lock);
	return err;
}
// end::ioctl[]
