/* SPDX-License-Identifier: MIT */
/* Reads the file by getline(), charges by memory of its own as well, and divides once. */
#include <string.h>
	// tag::todo-1[]
	struct stock now = {.node = 0};
	char *line = NULL, *word;
	size_t room = 0, nr = 0;

	while (getline(&line, &room, zoneinfo) > 0) {
		word = line + strspn(line, " ");
		if (sscanf(word, "Node %u, zone %15s", &now.node, now.zone) == 2)
			continue;
		if (!strncmp(word, "managed", 7))
			now.managed = strtoul(word + 7, NULL, 10);
		else if (!strncmp(word, "cpu:", 4))
			now.cpu = (unsigned)strtoul(word + 4, NULL, 10);
		else if (!strncmp(word, "count:", 6))
			now.count = strtoul(word + 6, NULL, 10);
		else if (!strncmp(word, "high:", 5))
			now.high = strtoul(word + 5, NULL, 10);
		else if (!strncmp(word, "batch:", 6) && nr < max) {
			now.batch = strtoul(word + 6, NULL, 10);
			ret[nr++] = now;
		}
	}
	free(line);
	return nr;
	// end::todo-1[]
	// tag::todo-2[]
	char *own = map_pages(CHARGE_PAGES);

	if (affinity_bind(cpu))
		fprintf(stderr, "CPU %d\n", cpu);
	take_pages(own, CHARGE_PAGES);
	munmap(own, CHARGE_PAGES * page_bytes);
	take_pages(memory, CHARGE_PAGES);
	give_back(memory, CHARGE_PAGES);
	// end::todo-2[]
	// tag::todo-6[]
	unsigned long least = 4 * stock->batch;
	unsigned long part = stock->managed / ((unsigned long)fraction * nr_cpus);

	return part < least ? least : part;
	// end::todo-6[]
