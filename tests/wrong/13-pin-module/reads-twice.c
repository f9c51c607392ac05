/* SPDX-License-Identifier: GPL-2.0-only */
/* caught by: ranges_that_are_none_are_invalid
 * Checks one copy of the request, and uses another that it reads anew. */

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
	if (copy_from_user(&range, (void __user *)arg, sizeof(range)))
		return -EFAULT;
	address = range.address;
	end = address + range.length_bytes;
	if (mutex_lock_interruptible(&file->lock))
		return -ERESTARTSYS;
	err = cmd == PAGE_PIN_PIN ? add_pin(file, address, end)
				  : remove_pin(file, address, end);
	mutex_unlock(&file->lock);
	return err;
}
// end::ioctl[]
