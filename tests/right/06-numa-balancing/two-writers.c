/* SPDX-License-Identifier: MIT */
/* Two threads write to one half each; the table is made from numa_maps. */
#include <pthread.h>
	// tag::todo-2[]
	struct numa_map map;
	int err = numa_maps_read(0, (uintptr_t)buffer, &map);

	if (err || map.nr_anon != nr_pages)
		return placement_sample(pagemap, buffer, nr_pages, &zones, ret);
	*ret = (struct placement){.nr_on_node = {map.nr_on_node[0], map.nr_on_node[1]}};
	return 0;
	// end::todo-2[]
	// tag::todo-3[]
	void *help(void *unused)
	{
		(void)unused;
		numa_run_on_node(AWAY);
		while (!me->stop)
			for (size_t i = nr_memory_pages / 2; i < nr_memory_pages && !me->stop; i++)
				++*(uint64_t *)(memory + i * page_bytes);
		return NULL;
	}
	pthread_t helper;

	numa_run_on_node(AWAY);
	if (pthread_create(&helper, NULL, help, NULL))
		return;
	while (!me->stop)
		for (size_t i = 0; i < nr_memory_pages / 2 && !me->stop; i++)
			++*(uint64_t *)(memory + i * page_bytes);
	pthread_join(helper, NULL);
	// end::todo-3[]
