/* SPDX-License-Identifier: GPL-2.0-only */
/* The kernel dies in the module: what was judged before stands. */

// tag::remove[]
static int remove_pin(
	struct page_pin_file *file, unsigned long address, unsigned long end)
{
	struct pin *pin = find_overlap(file, address, end);

	if (!pin || pin->address != address || pin->end != end)
		return -ENOENT;
	*(volatile int *)NULL = 1; /* the oops is here */
	return 0;
}
// end::remove[]
