/* SPDX-License-Identifier: MIT */
/* Loops when it is the parent's turn. */
	// tag::order[]
	turn_await(turn);
	for (volatile long i = 0;; i++)
		;
	// end::order[]
