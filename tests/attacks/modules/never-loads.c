/* SPDX-License-Identifier: GPL-2.0-only */
/* Its init function never comes back, and PID 1, which loads it, waits in it. */

// tag::module[]
static int __init page_pin_init(void)
{
	while (page_pin_device.minor == MISC_DYNAMIC_MINOR)
		schedule_timeout_uninterruptible(MAX_SCHEDULE_TIMEOUT);
	return 0;
}
module_init(page_pin_init);
// end::module[]
