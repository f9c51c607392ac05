/* SPDX-License-Identifier: GPL-2.0-only */
/* caught by: all
 * Closing goes from one record to the next by way of the one that it has just freed. */

// tag::release[]
/* The last descriptor is gone, perhaps with its process. */
static int page_pin_release(struct inode *inode, struct file *filp)
{
	struct page_pin_file *file = filp->private_data;
	struct pin *pin;

	list_for_each_entry(pin, &file->pins, node)
	{
		release_pin(pin);
		free_pin(pin);
	}
	kfree(file);
	return 0;
}
// end::release[]
