/* SPDX-License-Identifier: MIT */
/* Charges with memory that it maps for that, and unmaps; looks twice each time, and releases the burst in two
 * parts. */
	// tag::todo-2[]
	char *own;

	(void)memory;
	affinity_bind(cpu);
	own = mmap(NULL, CHARGE_PAGES * page_bytes, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
	munmap(own, CHARGE_PAGES * page_bytes);
	// end::todo-2[]

	// tag::look-at-burst[]
	for (size_t i = BURST_PAGES; i-- > 0;)
		memory[i * page_bytes] = 1;
	look_at(cpu);
	taken = look_at(cpu);
	lab_checkpoint("taken");
	give_back(memory + BURST_PAGES / 2 * page_bytes, BURST_PAGES / 2);
	give_back(memory, BURST_PAGES / 2);
	look_at(cpu);
	returned = look_at(cpu);
	// end::look-at-burst[]
