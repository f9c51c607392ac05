/* SPDX-License-Identifier: GPL-2.0-only */
/* caught by: nothing_is_lost_or_left
 * Takes mmap_lock of the caller for the list of an open file, which two processes may have. */

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
	if (mmap_write_lock_killable(current->mm))
		return -EINTR;
	err = cmd == PAGE_PIN_PIN ? add_pin(file, address, end)
				  : remove_pin(file, address, end);
	mmap_write_unlock(current->mm);
	return err;
}
// end::ioctl[]

	// tag::todo-2[]
#include <linux/version.h>
	unsigned long done = 0;
	long n = 0;

	while (done < pin->nr_pages) {
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 5, 0)
		n = pin_user_pages(pin->address + (done << PAGE_SHIFT),
			pin->nr_pages - done, FOLL_WRITE | FOLL_LONGTERM,
			pin->pages + done);
#else
		n = pin_user_pages(pin->address + (done << PAGE_SHIFT),
			pin->nr_pages - done, FOLL_WRITE | FOLL_LONGTERM,
			pin->pages + done, NULL);
#endif
		if (n <= 0)
			break;
		done += n;
	}
	if (done == pin->nr_pages)
		return 0;
	if (done)
		unpin_user_pages(pin->pages, done);
	return n < 0 ? n : -EFAULT;
	// end::todo-2[]

	// tag::todo-3[]
	int err = __account_locked_vm(pin->mm, pin->nr_pages, true, current, capable(CAP_IPC_LOCK));

	if (err)
		return err;
	err = pin_pages(pin);
	if (err)
		__account_locked_vm(pin->mm, pin->nr_pages, false, current, false);
	return err;
	// end::todo-3[]

// tag::remove[]
static int remove_pin(
	struct page_pin_file *file, unsigned long address, unsigned long end)
{
	struct pin *pin = find_overlap(file, address, end);

	if (!pin || pin->address != address || pin->end != end)
		return -ENOENT;
	list_del(&pin->node);
	unpin_user_pages(pin->pages, pin->nr_pages);
	__account_locked_vm(pin->mm, pin->nr_pages, false, current, false);
	free_pin(pin);
	return 0;
}
// end::remove[]
