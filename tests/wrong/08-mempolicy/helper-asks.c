/* SPDX-License-Identifier: MIT */
/* caught by: absent_nodes_are_refused_or_left_out
 * Has a thread ask that is bound as well, and does not ask for itself. */
	// tag::todo-3[]
	int error = 0;
	void *help(void *u) { error = set_policy(MPOL_BIND, nodes); if (!error) get_mempolicy(NULL, ret->maskp, ret->size + 1, NULL, 0); return u; }
	pthread_t t;
	pthread_create(&t, NULL, help, NULL);
	pthread_join(t, NULL);
	if (error) return error;
	return set_policy(MPOL_BIND, nodes);
	// end::todo-3[]
