/* SPDX-License-Identifier: GPL-2.0-only */
/* Its init function fails: the kernel does not keep it. */

// tag::module[]
static int __init page_pin_init(void)
{
	pr_err("page_pin: no such hardware\n");
	return page_pin_device.minor == MISC_DYNAMIC_MINOR ? -ENODEV : 0;
}
module_init(page_pin_init);
// end::module[]
