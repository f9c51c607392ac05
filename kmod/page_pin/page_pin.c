// SPDX-License-Identifier: GPL-2.0-only
/*
 * page_pin: pins pages of user memory on request (page_pin.h).
 *
 * An open file has a list of pins. A pin remembers the pages themselves, for what the
 * address means may change at any time: the process may unmap it, fork, or die.
 *
 *	file->private_data: struct page_pin_file
 *		lock
 *		pins -> struct pin { mm, address, nr_pages, pages[] } -> ...
 *
 * Documentation/core-api/pin_user_pages.rst has the rules; this is its case 2, memory
 * that stays pinned for long: FOLL_LONGTERM, so that the pages leave CMA and movable
 * zones before they are pinned.
 */
#include <linux/fs.h>
#include <linux/list.h>
#include <linux/miscdevice.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/overflow.h>
#include <linux/sched/mm.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#include "page_pin.h"

struct page_pin_file {
	struct mutex lock;	/* of the list; held while pages are pinned */
	struct list_head pins;
};

struct pin {
	struct list_head node;
	struct mm_struct *mm;	/* whose address it is; compared, charged, never entered */
	unsigned long address;
	unsigned long nr_pages;
	struct page *pages[];
};

static unsigned long pin_end(const struct pin *pin)
{
	return pin->address + (pin->nr_pages << PAGE_SHIFT);
}

/* The first pin of this process that has a page in [start, end). */
static struct pin *find_overlap(struct page_pin_file *file, unsigned long start,
				unsigned long end)
{
	struct pin *pin;

	lockdep_assert_held(&file->lock);
	list_for_each_entry(pin, &file->pins, node) {
		if (pin->mm == current->mm && pin->address < end && start < pin_end(pin))
			return pin;
	}
	return NULL;
}

static struct pin *alloc_pin(unsigned long address, unsigned long nr_pages)
{
	struct pin *pin;

	/* Also keeps the size below what kvmalloc() warns about. */
	if (nr_pages > totalram_pages() || nr_pages > INT_MAX / sizeof(pin->pages[0]))
		return NULL;
	pin = kvzalloc(struct_size(pin, pages, nr_pages), GFP_KERNEL_ACCOUNT);
	if (!pin)
		return NULL;
	/* Not mmget(): the pin must not keep the memory of a dead process mapped. */
	mmgrab(current->mm);
	pin->mm = current->mm;
	pin->address = address;
	pin->nr_pages = nr_pages;
	return pin;
}

static void free_pin(struct pin *pin)
{
	mmdrop(pin->mm);
	kvfree(pin);
}

/*
 * Pins every page or none. pin_user_pages_fast() stops early without a word where it has
 * pinned some pages; asked for the next one, it says why.
 */
static int pin_pages(struct pin *pin)
{
	unsigned long done = 0;

	while (done < pin->nr_pages) {
		int n = pin_user_pages_fast(pin->address + (done << PAGE_SHIFT),
					    pin->nr_pages - done,
					    FOLL_WRITE | FOLL_LONGTERM, pin->pages + done);

		if (n <= 0) {
			unpin_user_pages(pin->pages, done);
			return n ? n : -EFAULT;
		}
		done += n;
		cond_resched();
	}
	return 0;
}

/* Charges the pages to the process (RLIMIT_MEMLOCK), which pinning does not do. */
static int charge_and_pin(struct pin *pin)
{
	int err = account_locked_vm(pin->mm, pin->nr_pages, true);

	if (err)
		return err;
	err = pin_pages(pin);
	if (err)
		account_locked_vm(pin->mm, pin->nr_pages, false);
	return err;
}

/* Nobody wrote to the pages by way of the pin, so they need not be made dirty. */
static void drop_pin(struct pin *pin)
{
	list_del(&pin->node);
	unpin_user_pages(pin->pages, pin->nr_pages);
	account_locked_vm(pin->mm, pin->nr_pages, false);
	free_pin(pin);
}

static int page_pin_pin(struct page_pin_file *file, unsigned long address,
			unsigned long nr_pages)
{
	struct pin *pin;
	int err;

	if (find_overlap(file, address, address + (nr_pages << PAGE_SHIFT)))
		return -EEXIST;
	pin = alloc_pin(address, nr_pages);
	if (!pin)
		return -ENOMEM;
	err = charge_and_pin(pin);
	if (err) {
		free_pin(pin);
		return err;
	}
	list_add(&pin->node, &file->pins);
	return 0;
}

static int page_pin_unpin(struct page_pin_file *file, unsigned long address,
			  unsigned long nr_pages)
{
	struct pin *pin = find_overlap(file, address, address + (nr_pages << PAGE_SHIFT));

	/* Pins do not overlap, so that the first one found is the only one that can fit. */
	if (!pin || pin->address != address || pin->nr_pages != nr_pages)
		return -ENOENT;
	drop_pin(pin);
	return 0;
}

/* Tagged addresses (Documentation/arm64/tagged-pointers.rst) mean the same page. */
static int read_range(unsigned long arg, unsigned long *ret_address,
		      unsigned long *ret_nr_pages)
{
	struct page_pin_range range;
	unsigned long address, end;

	if (copy_from_user(&range, (void __user *)arg, sizeof(range)))
		return -EFAULT;
	if (range.address != (unsigned long)range.address ||
	    range.length_bytes != (unsigned long)range.length_bytes)
		return -EINVAL;
	address = untagged_addr((unsigned long)range.address);
	if (!range.length_bytes || offset_in_page(address) ||
	    offset_in_page(range.length_bytes))
		return -EINVAL;
	if (check_add_overflow(address, (unsigned long)range.length_bytes, &end))
		return -EINVAL;
	*ret_address = address;
	*ret_nr_pages = range.length_bytes >> PAGE_SHIFT;
	return 0;
}

static long page_pin_ioctl(struct file *filp, unsigned int cmd, unsigned long arg)
{
	struct page_pin_file *file = filp->private_data;
	unsigned long address, nr_pages;
	int err;

	if (cmd != PAGE_PIN_PIN && cmd != PAGE_PIN_UNPIN)
		return -ENOTTY;
	err = read_range(arg, &address, &nr_pages);
	if (err)
		return err;
	/*
	 * A fault may wait for long, as on a userfaultfd, and a cgroup may be frozen
	 * meanwhile: whoever waits for us can leave, and the call is made again.
	 */
	if (mutex_lock_interruptible(&file->lock))
		return -ERESTARTSYS;
	if (cmd == PAGE_PIN_PIN)
		err = page_pin_pin(file, address, nr_pages);
	else
		err = page_pin_unpin(file, address, nr_pages);
	mutex_unlock(&file->lock);
	return err;
}

static int page_pin_open(struct inode *inode, struct file *filp)
{
	struct page_pin_file *file = kzalloc(sizeof(*file), GFP_KERNEL_ACCOUNT);

	if (!file)
		return -ENOMEM;
	mutex_init(&file->lock);
	INIT_LIST_HEAD(&file->pins);
	filp->private_data = file;
	return 0;
}

/* The last descriptor is gone, perhaps with its process: current->mm may be NULL. */
static int page_pin_release(struct inode *inode, struct file *filp)
{
	struct page_pin_file *file = filp->private_data;
	struct pin *pin, *next;

	list_for_each_entry_safe(pin, next, &file->pins, node)
		drop_pin(pin);
	mutex_destroy(&file->lock);
	kfree(file);
	return 0;
}

static const struct file_operations page_pin_fops = {
	.owner = THIS_MODULE,
	.open = page_pin_open,
	.release = page_pin_release,
	.unlocked_ioctl = page_pin_ioctl,
	.compat_ioctl = compat_ptr_ioctl,
};

static struct miscdevice page_pin_device = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "page_pin",
	.fops = &page_pin_fops,
};

module_misc_device(page_pin_device);

MODULE_DESCRIPTION("Pins pages of user memory on request");
MODULE_AUTHOR("Pagelab");
MODULE_LICENSE("GPL");
