/* SPDX-License-Identifier: MIT */
/* What descriptors stand for; see opened.h. */
#include "opened.h"

#include <fcntl.h>
#include <string.h>
#include <sys/syscall.h>

static bool is_copy(const struct record_call *call)
{
	switch (call->nr) {
#ifdef SYS_dup2
	case SYS_dup2:
#endif
	case SYS_dup:
	case SYS_dup3:
	case SYS_fchdir:
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
	case SYS_chdir:
		return true;
	default:
		return false;
	}
}

/* The descriptor that the call opened, or copied to. */
static int made(const struct record_call *call)
{
	return call->nr == SYS_chdir || call->nr == SYS_fchdir ? AT_FDCWD
							       : (int)call->result;
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
		if (call->nr == SYS_close
				? (int)call->args[0] == fd
				: (is_opening(call) || is_copy(call)) && made(call) == fd)
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

/* Puts the components of a path before what is at *ret_at, but those that `nr_up` times ".." leaves
 * again. False: no room. */
static bool prepend(const char *path, char *ret, size_t *ret_at, size_t *nr_up)
{
	for (size_t end = strlen(path), begin; end; end = begin ? begin - 1 : 0) {
		size_t length;

		for (begin = end; begin && path[begin - 1] != '/';)
			begin--;
		length = end - begin;
		if (!length || (length == 1 && path[begin] == '.'))
			continue;
		if (length == 2 && !strncmp(path + begin, "..", 2)) {
			++*nr_up;
		} else if (*nr_up) {
			--*nr_up;
		} else {
			if (length + 1 > *ret_at)
				return false;
			*ret_at -= length + 1;
			ret[*ret_at] = '/';
			memcpy(ret + *ret_at + 1, path + begin, length);
		}
	}
	return true;
}

const char *record_opened_name(
	const struct record *record, const struct record_event *use)
{
	const struct record_event *open =
		record_opened(record, use, (int)use->call.args[0]);
	const char *slash = open ? strrchr(open->call.path, '/') : NULL;

	return slash ? slash + 1 : open ? open->call.path : "";
}

void record_path(const struct record *record, const struct record_event *open, char *ret,
	size_t size)
{
	size_t at = size - 1, nr_up = 0;

	ret[at] = '\0';
	while (open) {
		const struct record_call *call = &open->call;
		bool has_folder = call->nr == SYS_openat || call->nr == SYS_openat2;

		if (!prepend(call->path, ret, &at, &nr_up)) {
			at = size - 1;
			break;
		}
		open = call->path[0] == '/'
			       ? NULL
			       : record_opened(record, open,
					 has_folder ? (int)call->args[0] : AT_FDCWD);
	}
	memmove(ret, ret + at, size - at);
}
