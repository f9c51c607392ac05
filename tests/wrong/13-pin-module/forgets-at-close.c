/* SPDX-License-Identifier: GPL-2.0-only */
/* caught by: what_is_given_up_is_released nothing_is_lost_or_left
 * Closing frees the records, and keeps the pages. */

// tag::release[]
static int page_pin_release(struct inode *inode, struct file *filp)
{
	struct page_pin_file *file = filp->private_data;
	struct pin *pin, *next;

	list_for_each_entry_safe(pin, next, &file->pins, node) free_pin(pin);
	kfree(file);
	return 0;
}
// end::release[]
