/* SPDX-License-Identifier: GPL-2.0-only */
/* caught by: what_is_pinned_is_not_pinned_again what_is_given_up_is_released
 * Any process that closes its descriptor, or ends, releases all: flush is not release. */

// tag::release[]
static void release_all(struct page_pin_file *file)
{
	struct pin *pin, *next;

	list_for_each_entry_safe(pin, next, &file->pins, node)
	{
		list_del(&pin->node);
		release_pin(pin);
		free_pin(pin);
	}
}

static int page_pin_flush(struct file *filp, fl_owner_t owner)
{
	struct page_pin_file *file = filp->private_data;

	mutex_lock(&file->lock);
	release_all(file);
	mutex_unlock(&file->lock);
	return 0;
}

static int page_pin_release(struct inode *inode, struct file *filp)
{
	release_all(filp->private_data);
	kfree(filp->private_data);
	return 0;
}
// end::release[]

// tag::fops[]
static const struct file_operations page_pin_fops = {
	.owner = THIS_MODULE,
	.open = page_pin_open,
	.flush = page_pin_flush,
	.release = page_pin_release,
	.unlocked_ioctl = page_pin_ioctl,
};
// end::fops[]
