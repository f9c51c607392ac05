/* SPDX-License-Identifier: GPL-2.0-only */
/* caught by: nothing_is_lost_or_left
 * What open() has allocated is never freed. */

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
	return 0;
}
// end::release[]
