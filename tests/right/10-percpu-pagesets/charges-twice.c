/* SPDX-License-Identifier: MIT */
/* Charges twice, and uses memory of its own meanwhile. */

	// tag::todo-2[]
	static char other[64 * 4096];

	affinity_bind(cpu);
	for (size_t i = 0; i < sizeof(other); i += page_bytes)
		other[i] = 1;
	take_pages(memory, CHARGE_PAGES);
	give_back(memory, CHARGE_PAGES);
	take_pages(memory, CHARGE_PAGES);
	give_back(memory, CHARGE_PAGES);
	// end::todo-2[]
