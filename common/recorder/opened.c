/* SPDX-License-Identifier: MIT */
/* What descriptors stand for; see opened.h. */
#include "opened.h"

#include <fcntl.h>
#include <sys/syscall.h>

static bool is_copy(const struct record_call *call)
{
	switch (call->nr) {
#ifdef SYS_dup2
	case SYS_dup2:
#endif
	case SYS_dup:
	case SYS_dup3:
		return true;
	case SYS_fcntl:
		return call->args[1] == F_DUPFD || call->args[1] == F_DUPFD_CLOEXEC;
	default:
		return false;
	}
}

static bool is_opening(const struct record_call *call)
{
	switch (call->nr) {
#ifdef SYS_open
	case SYS_open:
	case SYS_creat:
#endif
	case SYS_openat:
	case SYS_openat2:
	case SYS_memfd_create:
		return true;
	default:
		return false;
	}
}

/* What last made, copied or closed that descriptor of a process before `use`; `*ret_begun` is
 * the event that began the process, or NULL: the first one. */
static const struct record_event *last_change(const struct record *record, pid_t pid,
	const struct record_event *use, int fd, const struct record_event **ret_begun)
{
	const struct record_query all = {.kind = RECORD_ANY};
	const struct record_event *last = NULL;

	*ret_begun = NULL;
	for (const struct record_event *e = NULL;
		(e = record_next(record, &all, e)) && e != use;) {
		const struct record_call *call = &e->call;

		if (e->kind == RECORD_TASK && e->task.child == pid && e->pid != pid) {
			*ret_begun = e;
			last = NULL;
		}
		if (e->kind != RECORD_CALL || e->pid != pid || !call->returned ||
			call->result < 0)
			continue;
		if (call->nr == SYS_close ? (int)call->args[0] == fd
					  : (is_opening(call) || is_copy(call)) &&
						    (int)call->result == fd)
			last = e;
	}
	return last;
}

/* Each round goes back to an earlier event: to a copy's original, or from child to parent. */
const struct record_event *record_opened(
	const struct record *record, const struct record_event *use, int fd)
{
	pid_t pid = use->pid;

	while (use) {
		const struct record_event *begun;
		const struct record_event *last =
			last_change(record, pid, use, fd, &begun);

		if (last && is_opening(&last->call))
			return last;
		if (last && !is_copy(&last->call)) /* closed */
			return NULL;
		if (last)
			fd = (int)last->call.args[0];
		else if (begun)
			pid = begun->pid;
		use = last ? last : begun;
	}
	return NULL;
}
