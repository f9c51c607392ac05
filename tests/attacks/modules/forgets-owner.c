/* SPDX-License-Identifier: GPL-2.0-only */
/* Can be unloaded while it is in use. */

// tag::fops[]
static const struct file_operations page_pin_fops = {
	.open = page_pin_open,
	.release = page_pin_release,
	.unlocked_ioctl = page_pin_ioctl,
};
// end::fops[]
