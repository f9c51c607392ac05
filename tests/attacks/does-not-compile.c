/* SPDX-License-Identifier: MIT */
/* A learner's slip in task 2. */
	// tag::todo-2[]
	/* TODO 2 */
	return frok();
	/* end of TODO 2 */
	// end::todo-2[]

	// tag::todo-4[]
	/* TODO 4 */
	return nr_new;
	/* end of TODO 4 */
	// end::todo-4[]
