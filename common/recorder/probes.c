/* SPDX-License-Identifier: MIT */
/* What is recorded, in the kernel's words; see probes.h. */
#include "probes.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
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

/* vm_mm is the third word of struct vm_area_struct; mm and address of struct rmap_item. */
static const char *const probes[] = {
	"p:pagelab/fault handle_mm_fault address=$arg2:x64 regs=$arg4:x64 "
	"mm=+16($arg1):x64 "
	"flags=$arg3:x32",
	"r" MAX_IN_FAULT ":pagelab/fault_end handle_mm_fault result=$retval:x32",
	"p:pagelab/open do_filp_open name=+0(+0($arg2)):string",
	"p:pagelab/lookup filename_lookup name=+0(+0($arg2)):string",
	"p:pagelab/merge stable_tree_append address=+24($arg1):x64 mm=+16($arg1):x64",
	"p:pagelab/pin pin_user_pages start=$arg1:x64 nr=$arg2:u32 flags=$arg3:x32",
	"r:pagelab/pin_end pin_user_pages result=$retval:s32",
	"p:pagelab/pin_fast pin_user_pages_fast start=$arg1:x64 nr=$arg2:u32 "
	"flags=$arg3:x32",
	"r:pagelab/pin_fast_end pin_user_pages_fast result=$retval:s32",
	"p:pagelab/pin_remote pin_user_pages_remote start=$arg2:x64 nr=$arg3:u32 "
	"flags=$arg4:x32",
	"r:pagelab/pin_remote_end pin_user_pages_remote result=$retval:s32",
	"p:pagelab/advise do_madvise mm=$arg1:x64 start=$arg2:x64 length=$arg3:x64 "
	"advice=$arg4:s32",
	"r:pagelab/advise_end do_madvise result=$retval:s32",
	"p:pagelab/resize set_max_huge_pages nr=$arg2:u64",
	"p:pagelab/cpus sched_setaffinity set=+0($arg2):x64",
	"p:pagelab/nodes mpol_new set=+0($arg3):x64",
};

/* And the groups that they are recorded for. System calls stand in the lists below. */
static const struct event {
	const char *name;
	unsigned groups;
} events[] = {
	{"task/task_newtask", ANY},
	{"task/task_rename", ANY},
	{"sched/sched_process_exec", ANY},
	{"sched/sched_process_exit", ANY},
	{"pagelab/fault", RECORD_FAULTS | RECORD_COPIES | RECORD_TOUCHES},
	{"pagelab/fault_end", RECORD_FAULTS | RECORD_COPIES},
	{"kmem/mm_page_alloc", RECORD_COPIES},
	{"pagelab/open", RECORD_FILES},
	{"pagelab/lookup", RECORD_FILES},
	{"pagelab/resize", RECORD_FILES},
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
	{"pagelab/advise", RECORD_CALLS},
	{"pagelab/advise_end", RECORD_CALLS},
	{"pagelab/cpus", RECORD_CALLS},
	{"pagelab/nodes", RECORD_CALLS},
};

/* In the kernel's words. sched_yield() is none: who waits by it calls it a million times. */
static const char *const calls[] = {"fork", "vfork", "brk", "munmap", "mremap", "mmap",
	"mprotect", "msync", "mincore", "madvise", "remap_file_pages", "mbind",
	"get_mempolicy", "set_mempolicy", "migrate_pages", "move_pages",
	"process_vm_readv", "process_vm_writev", "process_madvise", "process_mrelease",
	"set_mempolicy_home_node", "clone", "clone3", "execve", "execveat", "unshare",
	"setns", "prctl", "ptrace", "ioctl", "sched_setaffinity", "sched_getaffinity",
	"userfaultfd", "memfd_create", "shmget", "shmat", "shmdt", "vmsplice", "swapon",
	"swapoff", "getcpu", "getrusage", "exit_group", NULL};

static const char *const lock_calls[] = {
	"mlock", "mlock2", "munlock", "mlockall", "munlockall", NULL};

static const char *const file_calls[] = {"open", "creat", "unlink", "chmod", "dup2",
	"openat", "openat2", "close", "read", "write", "readv", "writev", "pread64",
	"pwrite64", "preadv", "pwritev", "preadv2", "pwritev2", "lseek", "sendfile64",
	"ftruncate", "fallocate", "unlinkat", "fchmodat", "dup", "dup3", "fcntl", "chdir",
	"fchdir", NULL};

static const struct call_list {
	const char *const *names;
	unsigned groups;
} call_lists[] = {
	{calls, RECORD_CALLS | RECORD_FILES},
	{lock_calls, RECORD_CALLS | RECORD_FILES | RECORD_LOCKS},
	{file_calls, RECORD_FILES},
};

#define NR(array) (sizeof(array) / sizeof(array[0]))

static int put(const char *name, const char *text)
{
	char path[PATH_SIZE];

	snprintf(path, sizeof(path), PROBES_INSTANCE "/%s", name);
	return kfile_put(path, text);
}

/* Its begin and its return are events of their own. */
static int each_end(const char *call, int (*fn)(const char *event, void *arg), void *arg)
{
	char name[NAME_SIZE];
	int err;

	snprintf(name, sizeof(name), "syscalls/sys_enter_%s", call);
	err = fn(name, arg);
	if (err)
		return err;
	snprintf(name, sizeof(name), "syscalls/sys_exit_%s", call);
	return fn(name, arg);
}

/*
 * Calls `fn` with the name of each event that `groups` have recorded and `but` have not,
 * "task/task_newtask".
 */
static int each_event(
	unsigned but, unsigned groups, int (*fn)(const char *event, void *arg), void *arg)
{
	int err = 0;

	for (size_t i = 0; !err && i < NR(events); i++)
		if (events[i].groups & groups && !(events[i].groups & but))
			err = fn(events[i].name, arg);
	for (size_t i = 0; !err && i < NR(call_lists); i++) {
		const struct call_list *list = &call_lists[i];

		if (!(list->groups & groups) || list->groups & but)
			continue;
		for (size_t call = 0; !err && list->names[call]; call++)
			err = each_end(list->names[call], fn, arg);
	}
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

static int append_event(const char *event, void *file)
{
	char path[PATH_SIZE];
	int err;

	snprintf(path, sizeof(path), PROBES_TRACEFS "/events/%s/format", event);
	err = append_format(file, path);
	return err == -ENODATA ? 0 : err;
}

static int read_formats(struct layout *ret)
{
	char *text = NULL;
	size_t size = 0;
	FILE *file = open_memstream(&text, &size);
	int err = file ? append_format(file, PROBES_TRACEFS "/events/header_page")
		       : -ENOMEM;

	if (!err)
		err = each_event(0, ANY, append_event, file);
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
static int write_layout(const char *path, unsigned groups)
{
	struct layout *layout = calloc(1, sizeof(*layout));
	FILE *file = fopen(path, "we");
	int err = layout ? file ? read_formats(layout) : -errno : -ENOMEM;

	if (!err)
		layout->groups_on = groups;
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
		err = put("events/kmem/mm_page_alloc/filter", "gfp_flags & 8");
	return err;
}

static int switch_on(const char *event, void *unused)
{
	char name[NAME_SIZE];
	int err;

	(void)unused;
	snprintf(name, sizeof(name), "events/%s/enable", event);
	err = put(name, "1");
	return err == -ENODATA ? 0 : err;
}

int probes_switch_on(unsigned on, unsigned groups)
{
	return each_event(on, groups, switch_on, NULL);
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

int probes_arm(const char *layout, unsigned groups)
{
	int err = access(PROBES_INSTANCE, F_OK) ? make_instance() : -EEXIST;

	/* Not every machine has every call, but a kernel without events of calls would record
	 * none, and nobody would know. */
	if (!err && access(PROBES_TRACEFS "/events/syscalls/sys_exit_mmap", F_OK))
		err = -ENODATA;
	if (err)
		return err;
	/* Not every kernel has every function to probe. */
	for (size_t i = 0; i < NR(probes); i++)
		kfile_put(PROBES_TRACEFS "/kprobe_events", probes[i]);
	err = set_up();
	if (!err)
		err = probes_switch_on(0, groups);
	if (!err)
		err = write_layout(layout, groups);
	return err;
}

void probes_empty(void)
{
	int fd = open(PROBES_INSTANCE "/trace", O_WRONLY | O_TRUNC | O_CLOEXEC);

	if (fd >= 0)
		close(fd);
}

int probes_nr_dropped(const char *tracefs, size_t nr_cpus, unsigned long *ret)
{
	static const char key[] = "dropped events: ";
	unsigned long nr = 0;

	for (size_t cpu = 0; cpu < nr_cpus; cpu++) {
		struct kfile_line line;
		bool is_told = false;
		char path[PATH_SIZE];
		FILE *file;
		int err;

		snprintf(path, sizeof(path), "%s/per_cpu/cpu%zu/stats", tracefs, cpu);
		err = kfile_fopen(path, &file);
		if (err)
			return err;
		while (!is_told && !kfile_line(file, &line))
			is_told = !strncmp(line.text, key, strlen(key));
		fclose(file);
		if (!is_told)
			return -EBADMSG;
		nr += strtoul(line.text + strlen(key), NULL, 10);
	}
	*ret = nr;
	return 0;
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
