/* SPDX-License-Identifier: GPL-2.0-only */
/* caught by: locked_memory_has_its_limit
 * Lets who has CAP_SYS_ADMIN pin beyond the limit, and not who has CAP_IPC_LOCK. */

	// tag::todo-3[]
#include <linux/capability.h>
	int err;

	mmap_write_lock(pin->mm);
	err = __account_locked_vm(
		pin->mm, pin->nr_pages, true, current, capable(CAP_SYS_ADMIN));
	mmap_write_unlock(pin->mm);
	if (err)
		return err;
	err = pin_pages(pin);
	if (err)
		account_locked_vm(pin->mm, pin->nr_pages, false);
	return err;
	// end::todo-3[]
