/* SPDX-License-Identifier: MIT */
/* caught by: the_host_policy_holds_for_its_thread_and_later_ones
 * The host binds “later” when it is there already, which asks for its memory itself. */
	// tag::threads[]
static pid_t later_tid;
static void *be_thread(void *name)
{
	char *memory = map_region(name);
	bool is_host = !strcmp(name, "host");
	pthread_t later;

	pthread_setname_np(pthread_self(), name);
	if (is_host)
		pthread_create(&later, NULL, be_thread, "later");
	if (!strcmp(name, "later")) { later_tid = gettid(); set_policy(MPOL_BIND, only(away)); }
	if (is_host) {
		host_policy(away);
		while (!later_tid) usleep(1000);
		numa_sched_setaffinity(later_tid, numa_get_run_node_mask() ? ({ struct bitmask *c = numa_allocate_cpumask(); numa_node_to_cpus(away, c); c; }) : NULL);
	}
	pthread_barrier_wait(&meet);
	write_pages(memory, 0, nr_pages);
	pthread_barrier_wait(&meet);
	pthread_barrier_wait(&meet);
	return NULL;
}
static void try_host(void)
{
	pthread_t sibling, host;
	set_mempolicy(MPOL_DEFAULT, NULL, 0);
	pthread_barrier_init(&meet, NULL, 4);
	pthread_create(&sibling, NULL, be_thread, "sibling");
	pthread_create(&host, NULL, be_thread, "host");
	pthread_barrier_wait(&meet);
	pthread_barrier_wait(&meet);
	lab_checkpoint("hosted");
	pthread_barrier_wait(&meet);
}
	// end::threads[]
