/* SPDX-License-Identifier: GPL-2.0-only */
/* caught by: what_is_given_up_is_released nothing_is_lost_or_left
 * Gives pins back by a work item, which may run when the module is gone. */

// tag::file[]
#include <linux/workqueue.h>

struct page_pin_file {
	struct work_struct work;
	struct mutex lock;
	struct list_head pins;
};
// end::file[]

// tag::release[]
static void release_all(struct work_struct *work)
{
	struct page_pin_file *file = container_of(work, struct page_pin_file, work);
	struct pin *pin, *next;

	list_for_each_entry_safe(pin, next, &file->pins, node)
	{
		release_pin(pin);
		free_pin(pin);
	}
	kfree(file);
}

static int page_pin_release(struct inode *inode, struct file *filp)
{
	struct page_pin_file *file = filp->private_data;

	INIT_WORK(&file->work, release_all);
	schedule_work(&file->work);
	return 0;
}
// end::release[]
