/* SPDX-License-Identifier: GPL-2.0-only */
/* caught by: all
 * Answers, and does nothing. */

// tag::ioctl[]
static long page_pin_ioctl(struct file *filp, unsigned int cmd, unsigned long arg)
{
	(void)check_range;
	(void)add_pin;
	(void)remove_pin;
	return 0;
}
// end::ioctl[]
