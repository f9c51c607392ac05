/* SPDX-License-Identifier: GPL-2.0-only */
/* caught by: what_is_given_up_is_released
 * Gives back the pins of the process that closes the file, and of one that ends, and no others'. */

// tag::release[]
static int page_pin_release(struct inode *inode, struct file *filp)
{
	struct page_pin_file *file = filp->private_data;
	struct pin *pin, *next;

	list_for_each_entry_safe(pin, next, &file->pins, node)
	{
		if (!current->mm || pin->mm == current->mm)
			release_pin(pin);
		free_pin(pin);
	}
	kfree(file);
	return 0;
}
// end::release[]
