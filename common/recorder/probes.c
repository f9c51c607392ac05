/* SPDX-License-Identifier: MIT */
/* What is recorded, in the kernel's words; see probes.h. */
#include "probes.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "groups.h"
#include "layout.h"
#include "common/kernel/kfile.h"

/* How full a ring is when its reader is woken, who may have to wait for the CPU. */
#define WAKE_PERCENT "10"
/* So many threads may be in a fault at a time, and its end is still seen. */
#define MAX_IN_FAULT "256"
#define ANY 0xffffffff
#define NAME_SIZE 96
#define PATH_SIZE (NAME_SIZE + sizeof(PROBES_INSTANCE))

/* Where the program counter is in struct pt_regs. */
#ifdef __aarch64__
#define PC_OFFSET "256"
#else
#define PC_OFFSET "128"
#endif

/* vm_mm is the third word of struct vm_area_struct; mm and address of struct rmap_item. */
static const char *const probes[] = {
	/* Where there are no registers, what stands for the pc is anything. */
	"p:pagelab/fault handle_mm_fault address=$arg2:x64 regs=$arg4:x64 pc=+" PC_OFFSET
	"($arg4):x64 mm=+16($arg1):x64 flags=$arg3:x32",
	"r" MAX_IN_FAULT ":pagelab/fault_end handle_mm_fault result=$retval:x32",
	"p:pagelab/open do_filp_open name=+0(+0($arg2)):string",
	"p:pagelab/merge stable_tree_append address=+24($arg1):x64 mm=+16($arg1):x64",
	"p:pagelab/pin pin_user_pages start=$arg1:x64 nr=$arg2:u32 flags=$arg3:x32",
	"r:pagelab/pin_end pin_user_pages result=$retval:s32",
	"p:pagelab/pin_fast pin_user_pages_fast start=$arg1:x64 nr=$arg2:u32 "
	"flags=$arg3:x32",
	"r:pagelab/pin_fast_end pin_user_pages_fast result=$retval:s32",
	"p:pagelab/pin_remote pin_user_pages_remote start=$arg2:x64 nr=$arg3:u32 "
	"flags=$arg4:x32",
	"r:pagelab/pin_remote_end pin_user_pages_remote result=$retval:s32",
};

/* And the groups that they are recorded for. Switched on they cost those who do not record, too:
 * each fault of the machine some 6 us, each system call 1 to 3. */
static const struct event {
	const char *name;
	unsigned groups;
} events[] = {
	{"task/task_newtask", ANY},
	{"task/task_rename", ANY},
	{"sched/sched_process_exec", ANY},
	{"sched/sched_process_exit", ANY},
	{"raw_syscalls/sys_enter", RECORD_CALLS | RECORD_FILES},
	{"raw_syscalls/sys_exit", RECORD_CALLS | RECORD_FILES},
	{"pagelab/fault", RECORD_FAULTS | RECORD_COPIES},
	{"pagelab/fault_end", RECORD_FAULTS | RECORD_COPIES},
	{"kmem/mm_page_alloc", RECORD_COPIES},
	{"pagelab/open", RECORD_FILES},
	{"migrate/set_migration_pte", RECORD_MOVES},
	{"migrate/remove_migration_pte", RECORD_MOVES},
	{"migrate/mm_migrate_pages", RECORD_MOVES},
	{"pagelab/merge", RECORD_MERGES},
	{"pagelab/pin", RECORD_PINS},
	{"pagelab/pin_end", RECORD_PINS},
	{"pagelab/pin_fast", RECORD_PINS},
	{"pagelab/pin_fast_end", RECORD_PINS},
	{"pagelab/pin_remote", RECORD_PINS},
	{"pagelab/pin_remote_end", RECORD_PINS},
};

#define NR_EVENTS (sizeof(events) / sizeof(events[0]))

/* RECORD_CALLS. sched_yield() is none: who waits by it calls it a million times. */
static const int calls[] = {
#ifdef SYS_fork
	SYS_fork, SYS_vfork,
#endif
	SYS_brk, SYS_munmap, SYS_mremap, SYS_mmap, SYS_mprotect, SYS_msync, SYS_mlock,
	SYS_munlock, SYS_mlockall, SYS_munlockall, SYS_mincore, SYS_madvise,
	SYS_remap_file_pages, SYS_mbind, SYS_get_mempolicy, SYS_set_mempolicy,
	SYS_migrate_pages, SYS_move_pages, SYS_process_vm_readv, SYS_process_vm_writev,
	SYS_mlock2, SYS_process_madvise, SYS_process_mrelease,
	SYS_set_mempolicy_home_node, SYS_clone, SYS_clone3, SYS_execve, SYS_execveat,
	SYS_unshare, SYS_setns, SYS_prctl, SYS_ptrace, SYS_ioctl, SYS_sched_setaffinity,
	SYS_sched_getaffinity, SYS_userfaultfd, SYS_memfd_create, SYS_shmget, SYS_shmat,
	SYS_shmdt, SYS_vmsplice, SYS_swapon, SYS_swapoff, SYS_getcpu, SYS_exit_group};

/* RECORD_FILES. */
static const int file_calls[] = {
#ifdef SYS_open
	SYS_open, SYS_creat, SYS_unlink, SYS_chmod, SYS_dup2,
#endif
	SYS_openat, SYS_openat2, SYS_close, SYS_read, SYS_write, SYS_readv, SYS_writev,
	SYS_pread64, SYS_pwrite64, SYS_preadv, SYS_pwritev, SYS_lseek, SYS_sendfile,
	SYS_ftruncate, SYS_fallocate, SYS_unlinkat, SYS_fchmodat, SYS_dup, SYS_dup3,
	SYS_fcntl};

#define NR(array) (sizeof(array) / sizeof(array[0]))
#define MAX_CALLS (NR(calls) + NR(file_calls))

static int put(const char *name, const char *text)
{
	char path[PATH_SIZE];

	snprintf(path, sizeof(path), PROBES_INSTANCE "/%s", name);
	return kfile_put(path, text);
}

static int put_event(const struct event *event, const char *file, const char *text)
{
	char name[NAME_SIZE];

	snprintf(name, sizeof(name), "events/%s/%s", event->name, file);
	return put(name, text);
}

static int by_number(const void *a, const void *b)
{
	return *(const int *)a - *(const int *)b;
}

/*
 * "(common_pid!=77)&&((id>=214&&id<=216)||(id>=233&&id<=233))": runs of numbers are one
 * comparison. The reader's own calls would be endless.
 */
static int write_filter(unsigned groups, char *ret, size_t size)
{
	int numbers[MAX_CALLS];
	size_t nr = NR(calls);
	size_t at = (size_t)snprintf(ret, size, "(common_pid!=%d)&&(", (int)getpid());

	memcpy(numbers, calls, sizeof(calls));
	if (groups & RECORD_FILES) {
		memcpy(numbers + nr, file_calls, sizeof(file_calls));
		nr += NR(file_calls);
	}
	qsort(numbers, nr, sizeof(numbers[0]), by_number);
	for (size_t i = 0, end; i < nr && at < size; i = end) {
		for (end = i + 1; end < nr && numbers[end] == numbers[end - 1] + 1;)
			end++;
		at += (size_t)snprintf(ret + at, size - at, "%s(id>=%d&&id<=%d)",
			i ? "||" : "", numbers[i], numbers[end - 1]);
	}
	if (at < size)
		at += (size_t)snprintf(ret + at, size - at, ")");
	return at < size ? 0 : -E2BIG;
}

static int filter_calls(unsigned groups)
{
	char filter[2048];
	int err = write_filter(groups, filter, sizeof(filter));

	if (!err)
		err = put("events/raw_syscalls/sys_enter/filter", filter);
	if (!err)
		err = put("events/raw_syscalls/sys_exit/filter", filter);
	return err;
}

/* Without how to print it, which is most of it. */
static int append_format(FILE *to, const char *path)
{
	struct kfile_line line;
	FILE *from;
	int err = kfile_fopen(path, &from);

	if (err)
		return err;
	while (!(err = kfile_line(from, &line)))
		if (strncmp(line.text, "print fmt:", 10) && line.text[0])
			fprintf(to, "%s\n", line.text);
	fclose(from);
	return err == -ENODATA ? 0 : err;
}

static int read_formats(struct layout *ret)
{
	char *text = NULL;
	size_t size = 0;
	FILE *file = open_memstream(&text, &size);
	int err = file ? append_format(file, PROBES_TRACEFS "/events/header_page")
		       : -ENOMEM;

	for (size_t i = 0; !err && i < NR_EVENTS; i++) {
		char path[PATH_SIZE];

		snprintf(path, sizeof(path), PROBES_TRACEFS "/events/%s/format",
			events[i].name);
		err = append_format(file, path);
		if (err == -ENODATA)
			err = 0;
	}
	if (file)
		fclose(file);
	file = err ? NULL : fmemopen(text, size, "r");
	if (!err)
		err = file ? layout_parse(file, ret) : -ENOMEM;
	if (file)
		fclose(file);
	free(text);
	return err;
}

/* What the formats say, in a file: a clone reads one, not twenty, and no text. */
static int write_layout(const char *path)
{
	struct layout *layout = calloc(1, sizeof(*layout));
	FILE *file = fopen(path, "we");
	int err = layout ? file ? read_formats(layout) : -errno : -ENOMEM;

	if (!err && fwrite(layout, sizeof(*layout), 1, file) != 1)
		err = -EIO;
	if (file && fclose(file) && !err)
		err = -errno;
	free(layout);
	return err;
}

static int set_up(void)
{
	char ring_kib[16];
	const char *const settings[][2] = {
		{"tracing_on", "0"},
		{"options/overwrite", "0"}, /* what is there stays; losses are counted */
		{"trace_clock", "mono"},
		{"buffer_percent", WAKE_PERCENT},
		{"buffer_size_kb", ring_kib},
	};
	int err = 0;

	snprintf(ring_kib, sizeof(ring_kib), "%u", PROBES_RING_BYTES >> 10);

	for (size_t i = 0; !err && i < NR(settings); i++)
		err = put(settings[i][0], settings[i][1]);
	if (!err)
		err = filter_calls(RECORD_CALLS);
	if (!err)
		err = put("events/kmem/mm_page_alloc/filter", "gfp_flags & 8");
	return err;
}

static int turn_events(unsigned groups, const char *on)
{
	int err = 0;

	for (size_t i = 0; i < NR_EVENTS; i++) {
		int turned = events[i].groups & groups
				     ? put_event(&events[i], "enable", on)
				     : 0;

		if (turned && turned != -ENODATA)
			err = turned;
	}
	return err;
}

/* With the option record-cmd, which an instance gets from above for good, each switch of tasks
 * would be looked at. */
static int make_instance(void)
{
	static const char option[] = PROBES_TRACEFS "/options/record-cmd";
	uint64_t was;
	int err = kfile_value(AT_FDCWD, option, &was);

	if (err)
		return err;
	kfile_put(option, "0");
	if (mkdir(PROBES_INSTANCE, 0700))
		err = errno == EEXIST ? -EEXIST : kfile_error(errno);
	kfile_put(option, was ? "1" : "0");
	return err;
}

int probes_arm(const char *layout)
{
	int err = access(PROBES_INSTANCE, F_OK) ? make_instance() : -EEXIST;

	if (err)
		return err;
	/* Not every kernel has every function to probe. */
	for (size_t i = 0; i < NR(probes); i++)
		kfile_put(PROBES_TRACEFS "/kprobe_events", probes[i]);
	err = set_up();
	if (!err)
		err = write_layout(layout);
	return err;
}

int probes_switch_on(unsigned groups)
{
	int err = groups & RECORD_FILES ? filter_calls(groups) : 0;

	return err ? err : turn_events(groups, "1");
}

void probes_empty(void)
{
	int fd = open(PROBES_INSTANCE "/trace", O_WRONLY | O_TRUNC | O_CLOEXEC);

	if (fd >= 0)
		close(fd);
}

int probes_nr_missed(unsigned long *ret)
{
	unsigned long nr = 0, hits, misses;
	char name[64];
	FILE *file;
	int err = kfile_fopen(PROBES_TRACEFS "/kprobe_profile", &file);

	if (err)
		return err;
	while (fscanf(file, "%63s %lu %lu", name, &hits, &misses) == 3)
		nr += misses;
	fclose(file);
	*ret = nr;
	return 0;
}
