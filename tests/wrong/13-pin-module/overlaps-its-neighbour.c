/* SPDX-License-Identifier: GPL-2.0-only */
/* caught by: what_is_pinned_is_not_pinned_again
 * Takes the first byte behind a pin for its own. */

	// tag::todo-4[]
	struct pin *pin;

	list_for_each_entry(pin, &file->pins, node)
	{
		if (pin->mm == current->mm && pin->address < end && start <= pin->end)
			return pin;
	}
	return NULL;
	// end::todo-4[]
