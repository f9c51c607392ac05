/* SPDX-License-Identifier: GPL-2.0-only */
/* Pinning waits for what never comes; SIGKILL ends it. */

	// tag::todo-2[]
	return schedule_timeout_killable(MAX_SCHEDULE_TIMEOUT) ? -EINTR : 0;
	// end::todo-2[]
