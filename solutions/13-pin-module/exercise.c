// SPDX-License-Identifier: GPL-2.0-only
/*
 * Lab 13: a driver that pins pages of user memory, /dev/page_pin. What it promises to
 * programs is in kmod/page_pin/page_pin.h.
 *
 * An open file has a list of pins. A pin remembers the pages themselves, for what the
 * address means may change at any time: the process may unmap it, fork, or die.
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

// tag::file[]
struct page_pin_file {
	struct mutex lock; /* of the list; held while pages are pinned */
	struct list_head pins;
};
// end::file[]

// tag::pin[]
struct pin {
	struct list_head node;
	struct mm_struct *mm; /* whose address it is */
	unsigned long address, end;
	unsigned long nr_pages;
	struct page *pages[];
};
// end::pin[]

/*
 * Task 1. Is this a range of whole pages that ends behind its begin? Its end goes to *ret.
 * 0, or -EINVAL. check_add_overflow() (linux/overflow.h) adds with care.
 */
static int check_range(unsigned long address, unsigned long length, unsigned long *ret)
{
	// tag::todo-1[] stub: return *ret = address + length, 0;
	if (!length || offset_in_page(address) || offset_in_page(length))
		return -EINVAL;
	return check_add_overflow(address, length, ret) ? -EINVAL : 0;
	// end::todo-1[]
}

/*
 * Task 2. Pin every page of the pin for writing, for a long time, or none: 0 or -errno.
 * pin_user_pages_fast() may pin fewer than it was asked for.
 */
static int pin_pages(struct pin *pin)
{
	// tag::todo-2[] stub: return -ENOSYS;
	unsigned long done = 0;

	while (done < pin->nr_pages) {
		int n = pin_user_pages_fast(pin->address + (done << PAGE_SHIFT),
			pin->nr_pages - done, FOLL_WRITE | FOLL_LONGTERM,
			pin->pages + done);

		if (n <= 0) {
			unpin_user_pages(pin->pages, done);
			return n ? n : -EFAULT;
		}
		done += n;
	}
	return 0;
	// end::todo-2[]
}

/*
 * Task 3. Charge the pages to pin->mm (account_locked_vm()), which respects RLIMIT_MEMLOCK,
 * then pin them. What is not pinned must not stay charged.
 */
static int charge_and_pin(struct pin *pin)
{
	// tag::todo-3[] stub: return pin_pages(pin);
	int err = account_locked_vm(pin->mm, pin->nr_pages, true);

	if (err)
		return err;
	err = pin_pages(pin);
	if (err)
		account_locked_vm(pin->mm, pin->nr_pages, false);
	return err;
	// end::todo-3[]
}

/* Task 4. The first pin of this process (current->mm) that has a page in [start, end). */
static struct pin *find_overlap(
	struct page_pin_file *file, unsigned long start, unsigned long end)
{
	// tag::todo-4[] stub: return NULL;
	struct pin *pin;

	list_for_each_entry(pin, &file->pins, node)
	{
		if (pin->mm == current->mm && pin->address < end && start < pin->end)
			return pin;
	}
	return NULL;
	// end::todo-4[]
}

/* Task 5. Give back what the pin holds: its pages, and the charge. */
static void release_pin(struct pin *pin)
{
	// tag::todo-5[] stub: ;
	unpin_user_pages(pin->pages, pin->nr_pages);
	account_locked_vm(pin->mm, pin->nr_pages, false);
	// end::todo-5[]
}

// tag::free[]
static void free_pin(struct pin *pin)
{
	mmdrop(pin->mm);
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

// tag::remove[]
static int remove_pin(
	struct page_pin_file *file, unsigned long address, unsigned long end)
{
	struct pin *pin = find_overlap(file, address, end);

	if (!pin || pin->address != address || pin->end != end)
		return -ENOENT;
	list_del(&pin->node);
	release_pin(pin);
	free_pin(pin);
	return 0;
}
// end::remove[]

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
		return -ERESTARTSYS;
	err = cmd == PAGE_PIN_PIN ? add_pin(file, address, end)
				  : remove_pin(file, address, end);
	mutex_unlock(&file->lock);
	return err;
}
// end::ioctl[]

// tag::open[]
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
// end::open[]

// tag::release[]
/* The last descriptor is gone, perhaps with its process. */
static int page_pin_release(struct inode *inode, struct file *filp)
{
	struct page_pin_file *file = filp->private_data;
	struct pin *pin, *next;

	list_for_each_entry_safe(pin, next, &file->pins, node)
	{
		release_pin(pin);
		free_pin(pin);
	}
	kfree(file);
	return 0;
}
// end::release[]

// tag::fops[]
static const struct file_operations page_pin_fops = {
	.owner = THIS_MODULE,
	.open = page_pin_open,
	.release = page_pin_release,
	.unlocked_ioctl = page_pin_ioctl,
};
// end::fops[]

static struct miscdevice page_pin_device = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "page_pin",
	.fops = &page_pin_fops,
};

// tag::module[]
module_misc_device(page_pin_device);
// end::module[]

MODULE_DESCRIPTION("Pins pages of user memory on request");
MODULE_LICENSE("GPL");
