/* SPDX-License-Identifier: MIT */
/* ksm: see ksm.h. */
#include "ksm.h"

#include <stdio.h>
#include <inttypes.h>
#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "kfile.h"
#include "monotonic.h"
#include "page.h"

#define KSM_DIRECTORY "/sys/kernel/mm/ksm"
#define POLL_NANOSECONDS (2 * 1000 * 1000)
#define REQUIRED SIZE_MAX

static const struct field {
	const char *file;
	size_t offset;	   /* of the number in struct ksm */
	size_t has_offset; /* of its has_ flag, or REQUIRED */
} fields[] = {
	{"run", offsetof(struct ksm, run), REQUIRED},
	{"pages_to_scan", offsetof(struct ksm, pages_to_scan), REQUIRED},
	{"sleep_millisecs", offsetof(struct ksm, sleep_millisecs), REQUIRED},
	{"max_page_sharing", offsetof(struct ksm, max_page_sharing), REQUIRED},
	{"use_zero_pages", offsetof(struct ksm, use_zero_pages), REQUIRED},
	{"full_scans", offsetof(struct ksm, full_scans), REQUIRED},
	{"pages_shared", offsetof(struct ksm, pages_shared), REQUIRED},
	{"pages_sharing", offsetof(struct ksm, pages_sharing), REQUIRED},
	{"pages_unshared", offsetof(struct ksm, pages_unshared), REQUIRED},
	{"pages_volatile", offsetof(struct ksm, pages_volatile), REQUIRED},
	{"merge_across_nodes", offsetof(struct ksm, merge_across_nodes),
		offsetof(struct ksm, has_merge_across_nodes)},
	{"ksm_zero_pages", offsetof(struct ksm, zero_pages),
		offsetof(struct ksm, has_zero_pages)},
	{"smart_scan", offsetof(struct ksm, smart_scan),
		offsetof(struct ksm, has_smart_scan)},
	{"pages_skipped", offsetof(struct ksm, pages_skipped),
		offsetof(struct ksm, has_pages_skipped)},
};

static int open_directory(const char *directory, int *ret_fd)
{
	int fd = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		return kfile_error(errno);
	*ret_fd = fd;
	return 0;
}

/* An empty file is no missing one: what the kernel has, it fills. */
static int read_field(int dirfd, const struct field *field, struct ksm *ret)
{
	bool optional = field->has_offset != REQUIRED;
	char *base = (char *)ret;
	int error;

	if (optional && faccessat(dirfd, field->file, F_OK, 0) && errno == ENOENT)
		return 0;
	error = kfile_value(dirfd, field->file, (uint64_t *)(base + field->offset));
	if (!error && optional)
		*(bool *)(base + field->has_offset) = true;
	return error;
}

int ksm_read_from(const char *directory, struct ksm *ret)
{
	struct ksm ksm = {0};
	int dirfd = -1, error = open_directory(directory, &dirfd);

	if (error)
		return error;
	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]) && !error; i++)
		error = read_field(dirfd, &fields[i], &ksm);
	close(dirfd);
	if (!error)
		*ret = ksm;
	return error;
}

int ksm_read(struct ksm *ret)
{
	return ksm_read_from(KSM_DIRECTORY, ret);
}

int ksm_merging_pages(pid_t pid, uint64_t *ret_nr_pages)
{
	struct kfile_path path;
	int error = kfile_pid_path(pid, "ksm_merging_pages", &path);

	return error ? error : kfile_value(AT_FDCWD, path.text, ret_nr_pages);
}

static int wait_for(int dirfd, const char *file, uint64_t at_least, unsigned timeout_ms)
{
	const struct timespec pause = {.tv_nsec = POLL_NANOSECONDS};
	uint64_t deadline_ms = monotonic_ms() + timeout_ms, value;
	int error;

	for (;;) {
		/* The clock first: a counter that was reached in time counts, even if we
		 * were not scheduled to see it. */
		bool late = monotonic_ms() >= deadline_ms;

		error = kfile_value(dirfd, file, &value);
		if (error || value >= at_least)
			return error;
		if (late)
			return -ETIMEDOUT;
		nanosleep(&pause, NULL);
	}
}

int ksm_wait_scans_from(const char *directory, unsigned nr_scans, unsigned timeout_ms)
{
	uint64_t before, target;
	int dirfd = -1, error = open_directory(directory, &dirfd);

	if (error)
		return error;
	error = kfile_value(dirfd, "full_scans", &before);
	if (!error && __builtin_add_overflow(before, nr_scans, &target))
		error = -ERANGE;
	if (!error)
		error = wait_for(dirfd, "full_scans", target, timeout_ms);
	close(dirfd);
	return error;
}

int ksm_wait_sharing_from(const char *directory, uint64_t nr_pages, unsigned timeout_ms)
{
	int dirfd = -1, error = open_directory(directory, &dirfd);

	if (error)
		return error;
	error = wait_for(dirfd, "pages_sharing", nr_pages, timeout_ms);
	close(dirfd);
	return error;
}

int ksm_wait_scans(unsigned nr_scans, unsigned timeout_ms)
{
	return ksm_wait_scans_from(KSM_DIRECTORY, nr_scans, timeout_ms);
}

int ksm_wait_sharing(uint64_t nr_pages, unsigned timeout_ms)
{
	return ksm_wait_sharing_from(KSM_DIRECTORY, nr_pages, timeout_ms);
}

static bool has_more_than_one_page(const struct ksm *ksm)
{
	return ksm->pages_shared || ksm->pages_unshared + ksm->pages_volatile > 1;
}

/* ksmd ends no scan where it has nothing to look at: a page of the caller's own sees to that. */
int ksm_has_others_in(const char *directory, unsigned timeout_ms, bool *ret)
{
	size_t page_bytes = page_size_bytes();
	char *page = mmap(NULL, page_bytes, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	struct ksm ksm;
	int error;

	if (page == MAP_FAILED)
		return -errno;
	snprintf(page, page_bytes, "%d %" PRIu64, getpid(), monotonic_ms());
	error = madvise(page, page_bytes, MADV_MERGEABLE) ? -errno : 0;
	if (!error)
		error = ksm_wait_scans_from(directory, 2, timeout_ms);
	if (error == -ETIMEDOUT)
		*ret = true;
	else if (!error)
		error = ksm_read_from(directory, &ksm);
	if (!error)
		*ret = has_more_than_one_page(&ksm);
	munmap(page, page_bytes);
	return error == -ETIMEDOUT ? 0 : error;
}

int ksm_has_others(unsigned timeout_ms, bool *ret)
{
	return ksm_has_others_in(KSM_DIRECTORY, timeout_ms, ret);
}

int ksm_write_to(const char *directory, const char *setting, uint64_t value)
{
	int dirfd = -1, fd, error = open_directory(directory, &dirfd);

	if (error)
		return error;
	fd = openat(dirfd, setting, O_WRONLY | O_CLOEXEC);
	error = fd < 0 ? kfile_error(errno) : 0;
	if (!error && dprintf(fd, "%" PRIu64, value) < 0)
		error = kfile_error(errno);
	if (fd >= 0)
		close(fd);
	close(dirfd);
	return error;
}

int ksm_write(const char *setting, uint64_t value)
{
	return ksm_write_to(KSM_DIRECTORY, setting, value);
}
