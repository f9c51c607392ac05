/* SPDX-License-Identifier: GPL-2.0-only */
/* Its device has another name. */

// tag::module[]
static struct miscdevice other_device = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "pin_page",
	.fops = &page_pin_fops,
};

static int __init page_pin_init(void)
{
	(void)page_pin_device;
	return misc_register(&other_device);
}
module_init(page_pin_init);

static void __exit page_pin_exit(void)
{
	misc_deregister(&other_device);
}
module_exit(page_pin_exit);
// end::module[]
