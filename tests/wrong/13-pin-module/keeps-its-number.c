/* SPDX-License-Identifier: GPL-2.0-only */
/* caught by: nothing_is_lost_or_left
 * The number that init took for the device is not given back by exit. */

// tag::module[]
static int __init page_pin_init(void)
{
	dev_t number;
	int err = alloc_chrdev_region(&number, 0, 1, "page_pin");

	return err ? err : misc_register(&page_pin_device);
}
module_init(page_pin_init);

static void __exit page_pin_exit(void)
{
	misc_deregister(&page_pin_device);
}
module_exit(page_pin_exit);
// end::module[]
