/* SPDX-License-Identifier: GPL-2.0-only */
/* Pinning never ends, on a CPU that does nothing else any more: no signal, no interrupt. */

	// tag::todo-2[]
	local_irq_disable();
	while (pin->nr_pages)
		cpu_relax();
	return 0;
	// end::todo-2[]
