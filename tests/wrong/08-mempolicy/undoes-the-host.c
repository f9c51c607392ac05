/* SPDX-License-Identifier: MIT */
/* caught by: the_host_policy_holds_for_its_thread_and_later_ones
 * The host has its policy for the first page and for the look. */
	// tag::threads[]
static void *be_thread(void *name)
{
	char *memory = map_region(name);
	bool is_host = !strcmp(name, "host");
	pthread_t later;

	pthread_setname_np(pthread_self(), name);
	if (is_host)
		host_policy(away);
	if (is_host)
		pthread_create(&later, NULL, be_thread, "later");
	pthread_barrier_wait(&meet);
	if (is_host) { write_pages(memory, 0, 1); set_mempolicy(MPOL_DEFAULT, NULL, 0); }
	write_pages(memory, 0, nr_pages);
	if (is_host) host_policy(away);
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
