/* SPDX-License-Identifier: MIT */
/* thp: see thp.h. */
#include "thp.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "kfile.h"
#include "smaps.h"
#include "vmstat.h"

#define DIRECTORY "/sys/kernel/mm/transparent_hugepage"

static const struct {
	const char *name;
	size_t offset;
} events[] = {
	{"thp_fault_alloc", offsetof(struct thp_events, fault_alloc)},
	{"thp_fault_fallback", offsetof(struct thp_events, fault_fallback)},
	{"thp_collapse_alloc", offsetof(struct thp_events, collapse_alloc)},
	{"thp_split_pmd", offsetof(struct thp_events, split_pmd)},
	{"thp_split_page", offsetof(struct thp_events, split_page)},
	{"thp_deferred_split_page", offsetof(struct thp_events, deferred_split_page)},
	{"thp_zero_page_alloc", offsetof(struct thp_events, zero_page_alloc)},
};

#define NR_EVENTS (sizeof(events) / sizeof(events[0]))

static int path_of(const char *name, struct kfile_path *ret)
{
	struct kfile_path path;
	int length = snprintf(path.text, sizeof(path.text), DIRECTORY "/%s", name);

	if (length < 0 || (size_t)length >= sizeof(path.text))
		return -ENODATA;
	*ret = path;
	return 0;
}

int thp_mode_parse(FILE *file, struct thp_mode *ret)
{
	struct kfile_line line, more;
	const char *open, *close;
	size_t length;
	int error = kfile_line(file, &line);

	if (error)
		return error;
	open = strchr(line.text, '[');
	close = open ? strchr(open, ']') : NULL;
	if (line.cut || !close || strchr(open + 1, '[') || strchr(close + 1, ']'))
		return -EBADMSG;
	length = (size_t)(close - open - 1);
	if (length == 0 || length >= THP_MODE_SIZE || memchr(open, ' ', length))
		return -EBADMSG;
	error = kfile_line(file, &more);
	if (error != -ENODATA)
		return error ? error : -EBADMSG;
	memset(ret->text, 0, sizeof(ret->text));
	memcpy(ret->text, open + 1, length);
	return 0;
}

int thp_mode_read(const char *name, struct thp_mode *ret)
{
	struct kfile_path path;
	FILE *file;
	int error = path_of(name, &path);

	if (!error)
		error = kfile_fopen(path.text, &file);
	if (error)
		return error;
	error = thp_mode_parse(file, ret);
	fclose(file);
	return error;
}

int thp_mode_write(const char *name, const char *mode)
{
	struct kfile_path path;
	int fd, error = path_of(name, &path);

	if (error)
		return error;
	fd = open(path.text, O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return kfile_error(errno);
	if (write(fd, mode, strlen(mode)) < 0)
		error = kfile_error(errno);
	close(fd);
	return error;
}

int thp_events_parse(FILE *file, struct thp_events *ret)
{
	const char *names[NR_EVENTS];
	uint64_t values[NR_EVENTS];
	int error;

	for (size_t i = 0; i < NR_EVENTS; i++)
		names[i] = events[i].name;
	error = vmstat_parse_many(file, names, NR_EVENTS, values);
	if (error)
		return error;
	for (size_t i = 0; i < NR_EVENTS; i++)
		*(uint64_t *)((char *)ret + events[i].offset) = values[i];
	return 0;
}

int thp_events_read(struct thp_events *ret)
{
	FILE *file;
	int error = kfile_fopen("/proc/vmstat", &file);

	if (error)
		return error;
	error = thp_events_parse(file, ret);
	fclose(file);
	return error;
}

int thp_size(size_t *ret_bytes)
{
	uint64_t bytes;
	int error = kfile_value(AT_FDCWD, DIRECTORY "/hpage_pmd_size", &bytes);

	if (!error)
		*ret_bytes = bytes;
	return error;
}

int thp_eligible(pid_t pid, const void *address, bool *ret)
{
	struct smaps smaps;
	int error = smaps_read(pid, (uintptr_t)address, &smaps);

	if (!error)
		*ret = smaps.thp_eligible;
	return error;
}

int thp_settle(unsigned timeout_ms)
{
	static const char file[] = DIRECTORY "/khugepaged/full_scans";
	const struct timespec pause = {.tv_nsec = 1000 * 1000};
	uint64_t before, now;
	size_t size;
	volatile char *memory;
	int error = thp_size(&size);

	if (!error)
		error = kfile_value(AT_FDCWD, file, &before);
	if (error)
		return error;
	/* Twice the size: somewhere in it one has its place. Memory that nobody has touched
	 * is not looked at. */
	memory = mmap(NULL, 2 * size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS,
		-1, 0);
	if (memory == MAP_FAILED)
		return -errno;
	*memory = 1;
	if (madvise((void *)memory, 2 * size, MADV_HUGEPAGE))
		return -errno;
	do {
		nanosleep(&pause, NULL);
		error = kfile_value(AT_FDCWD, file, &now);
	} while (!error && now == before && timeout_ms--);
	return error;
}
