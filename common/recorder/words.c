/* SPDX-License-Identifier: MIT */
/* Events in words; see words.h. */
#include "words.h"

#include <inttypes.h>
#include <linux/mempolicy.h>
#include <sched.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>

#ifndef MADV_COLLAPSE
#define MADV_COLLAPSE 25
#endif

#define NR(array) (sizeof(array) / sizeof(array[0]))

/*
 * How arguments are told: a address, l length, d number, x in hex, A advice of madvise(),
 * P memory policy, p where the path was, - not at all.
 */
static const struct call {
	long nr;
	const char *name, *args;
} calls[] = {
#ifdef SYS_fork
	{SYS_fork, "fork", ""},
	{SYS_vfork, "vfork", ""},
#endif
#ifdef SYS_open
	{SYS_open, "open", "px"},
	{SYS_creat, "creat", "p"},
	{SYS_unlink, "unlink", "a"},
	{SYS_chmod, "chmod", "ax"},
	{SYS_dup2, "dup2", "dd"},
#endif
	{SYS_brk, "brk", "a"},
	{SYS_munmap, "munmap", "al"},
	{SYS_mremap, "mremap", "allxa"},
	{SYS_mmap, "mmap", "alxxdx"},
	{SYS_mprotect, "mprotect", "alx"},
	{SYS_msync, "msync", "alx"},
	{SYS_mlock, "mlock", "al"},
	{SYS_mlock2, "mlock2", "alx"},
	{SYS_munlock, "munlock", "al"},
	{SYS_mlockall, "mlockall", "x"},
	{SYS_munlockall, "munlockall", ""},
	{SYS_mincore, "mincore", "ala"},
	{SYS_madvise, "madvise", "alA"},
	{SYS_process_madvise, "process_madvise", "dadAx"},
	{SYS_remap_file_pages, "remap_file_pages", "alxdx"},
	{SYS_mbind, "mbind", "alPadx"},
	{SYS_get_mempolicy, "get_mempolicy", "aadax"},
	{SYS_set_mempolicy, "set_mempolicy", "Pad"},
	{SYS_set_mempolicy_home_node, "set_mempolicy_home_node", "aldx"},
	{SYS_migrate_pages, "migrate_pages", "ddaa"},
	{SYS_move_pages, "move_pages", "ddaaax"},
	{SYS_process_vm_readv, "process_vm_readv", "dadadx"},
	{SYS_process_vm_writev, "process_vm_writev", "dadadx"},
	{SYS_process_mrelease, "process_mrelease", "dx"},
	{SYS_clone, "clone", "x"},
	{SYS_clone3, "clone3", "al"},
	{SYS_execve, "execve", "p"},
	{SYS_execveat, "execveat", "dp"},
	{SYS_unshare, "unshare", "x"},
	{SYS_setns, "setns", "dx"},
	{SYS_prctl, "prctl", "dxx"},
	{SYS_ptrace, "ptrace", "dd"},
	{SYS_ioctl, "ioctl", "dxx"},
	{SYS_sched_setaffinity, "sched_setaffinity", "dla"},
	{SYS_sched_getaffinity, "sched_getaffinity", "dla"},
	{SYS_userfaultfd, "userfaultfd", "x"},
	{SYS_memfd_create, "memfd_create", "ax"},
	{SYS_shmget, "shmget", "xlx"},
	{SYS_shmat, "shmat", "dax"},
	{SYS_shmdt, "shmdt", "a"},
	{SYS_vmsplice, "vmsplice", "dadx"},
	{SYS_swapon, "swapon", "ax"},
	{SYS_swapoff, "swapoff", "a"},
	{SYS_getcpu, "getcpu", ""},
	{SYS_getrusage, "getrusage", "dx"},
	{SYS_exit_group, "exit_group", "d"},
	{SYS_openat, "openat", "dpx"},
	{SYS_openat2, "openat2", "dpa"},
	{SYS_close, "close", "d"},
	{SYS_read, "read", "dal"},
	{SYS_write, "write", "dal"},
	{SYS_readv, "readv", "dad"},
	{SYS_writev, "writev", "dad"},
	{SYS_pread64, "pread", "dald"},
	{SYS_pwrite64, "pwrite", "dald"},
	{SYS_preadv, "preadv", "dadd"},
	{SYS_pwritev, "pwritev", "dadd"},
	{SYS_preadv2, "preadv2", "dadddx"},
	{SYS_pwritev2, "pwritev2", "dadddx"},
	{SYS_lseek, "lseek", "ddd"},
	{SYS_sendfile, "sendfile", "ddal"},
	{SYS_ftruncate, "ftruncate", "dl"},
	{SYS_fallocate, "fallocate", "dxdl"},
	{SYS_unlinkat, "unlinkat", "dax"},
	{SYS_fchmodat, "fchmodat", "dax"},
	{SYS_dup, "dup", "d"},
	{SYS_dup3, "dup3", "ddx"},
	{SYS_fcntl, "fcntl", "ddx"},
	{SYS_chdir, "chdir", "p"},
	{SYS_fchdir, "fchdir", "d"},
};

static const struct word {
	uint64_t value;
	const char *name;
} advices[] = {{MADV_NORMAL, "MADV_NORMAL"}, {MADV_RANDOM, "MADV_RANDOM"},
	{MADV_SEQUENTIAL, "MADV_SEQUENTIAL"}, {MADV_WILLNEED, "MADV_WILLNEED"},
	{MADV_DONTNEED, "MADV_DONTNEED"}, {MADV_FREE, "MADV_FREE"},
	{MADV_REMOVE, "MADV_REMOVE"}, {MADV_DONTFORK, "MADV_DONTFORK"},
	{MADV_DOFORK, "MADV_DOFORK"}, {MADV_MERGEABLE, "MADV_MERGEABLE"},
	{MADV_UNMERGEABLE, "MADV_UNMERGEABLE"}, {MADV_HUGEPAGE, "MADV_HUGEPAGE"},
	{MADV_NOHUGEPAGE, "MADV_NOHUGEPAGE"}, {MADV_DONTDUMP, "MADV_DONTDUMP"},
	{MADV_DODUMP, "MADV_DODUMP"}, {MADV_WIPEONFORK, "MADV_WIPEONFORK"},
	{MADV_KEEPONFORK, "MADV_KEEPONFORK"}, {MADV_COLD, "MADV_COLD"},
	{MADV_PAGEOUT, "MADV_PAGEOUT"}, {MADV_POPULATE_READ, "MADV_POPULATE_READ"},
	{MADV_POPULATE_WRITE, "MADV_POPULATE_WRITE"}, {MADV_COLLAPSE, "MADV_COLLAPSE"}},
  policies[] = {{MPOL_DEFAULT, "MPOL_DEFAULT"}, {MPOL_PREFERRED, "MPOL_PREFERRED"},
	  {MPOL_BIND, "MPOL_BIND"}, {MPOL_INTERLEAVE, "MPOL_INTERLEAVE"},
	  {MPOL_LOCAL, "MPOL_LOCAL"}};

static const struct call *find_call(long nr)
{
	for (size_t i = 0; i < NR(calls); i++)
		if (calls[i].nr == nr)
			return &calls[i];
	return NULL;
}

struct record_name record_call_name(long nr)
{
	const struct call *call = find_call(nr);
	struct record_name name;

	if (call)
		snprintf(name.text, sizeof(name.text), "%s", call->name);
	else
		snprintf(name.text, sizeof(name.text), "system call %ld", nr);
	return name;
}

/* Its name, or the number. */
static void put_name(FILE *out, const struct word *words, size_t nr, uint64_t value)
{
	for (size_t i = 0; i < nr; i++)
		if (words[i].value == value) {
			fputs(words[i].name, out);
			return;
		}
	fprintf(out, "%" PRIu64, value);
}

static void put_arg(FILE *out, char how, uint64_t value, const char *path)
{
	switch (how) {
	case 'l':
		fprintf(out, "length %" PRIu64, value);
		break;
	case 'd':
		fprintf(out, "%d", (int)value);
		break;
	case 'A':
		put_name(out, advices, NR(advices), value & 0xffffffff);
		break;
	case 'P':
		put_name(out, policies, NR(policies), value & 0xff);
		break;
	case 'p':
		if (*path) {
			fprintf(out, "\"%s\"", path);
			break;
		}
		/* fallthrough */
	default:
		fprintf(out, "0x%" PRIx64, value);
	}
}

static void put_call(FILE *out, const struct record_call *call)
{
	const struct call *known = find_call(call->nr);
	const char *args = known ? known->args : "xxxxxx";
	const char *name;

	fprintf(out, "%s(", record_call_name(call->nr).text);
	for (size_t i = 0; args[i]; i++) {
		if (i)
			fputs(", ", out);
		put_arg(out, args[i], call->args[i], call->path);
	}
	fputc(')', out);
	if (!call->returned) {
		fputs(" did not return", out);
		return;
	}
	if (call->result < 0 && call->result >= -4095) {
		name = strerrorname_np((int)-call->result);
		fprintf(out, " failed: %s", name ? name : "an error without a name");
	} else if (call->nr == SYS_mmap || call->nr == SYS_mremap ||
		   call->nr == SYS_brk) {
		fprintf(out, " = 0x%" PRIx64, (uint64_t)call->result);
	} else {
		fprintf(out, " = %" PRId64, call->result);
	}
}

static void put_fault(FILE *out, const struct record_fault *fault)
{
	static const char *const by[] = {[RECORD_BY_ACCESS] = "",
		[RECORD_BY_KERNEL] = " by a system call",
		[RECORD_BY_GUP] = " for a system call that gets pages"};

	fprintf(out, "a %s of 0x%" PRIx64 "%s took a fault",
		fault->write			   ? "write"
		: fault->flags & RECORD_FAULT_EXEC ? "fetch"
						   : "read",
		fault->address, by[fault->by]);
	if (fault->gave == RECORD_GAVE_ZEROED)
		fputs(", and got a page of zeros", out);
	if (fault->gave == RECORD_GAVE_COPY)
		fputs(", and got a copy", out);
	if (fault->gave != RECORD_GAVE_NOTHING)
		fprintf(out, ", pfn 0x%" PRIx64, fault->pfn);
	if (fault->result &
		(RECORD_FAULT_SIGBUS | RECORD_FAULT_SIGSEGV | RECORD_FAULT_OOM))
		fputs(", and failed", out);
}

const char *record_reason_word(unsigned reason)
{
	static const char *const words[] = {"compaction", "memory failure",
		"memory hotplug", "system call", "mbind", "NUMA balancing",
		"a contiguous range", "a long-term pin", "demotion", "DAMON"};

	return reason < NR(words) ? words[reason] : "another reason";
}

static void put_migrated(FILE *out, const struct record_migrated *migrated)
{
	fprintf(out, "%" PRIu64 " pages moved, %" PRIu64 " did not, for %s",
		migrated->nr_succeeded, migrated->nr_failed,
		record_reason_word(migrated->reason));
}

static void put_pin(FILE *out, const struct record_pin *pin)
{
	fprintf(out,
		"pages to be pinned from 0x%" PRIx64 ": %" PRIu64 "; pinned: %" PRId64,
		pin->address, pin->nr_pages, pin->result);
}

static void put_event(FILE *out, const struct record_event *event)
{
	switch (event->kind) {
	case RECORD_CALL:
		put_call(out, &event->call);
		break;
	case RECORD_FAULT:
		put_fault(out, &event->fault);
		break;
	case RECORD_TASK:
		fprintf(out, "began %s %d, flags 0x%" PRIx64,
			event->task.clone_flags & CLONE_THREAD ? "thread" : "process",
			(int)event->task.child, event->task.clone_flags);
		break;
	case RECORD_EXEC:
		fputs("became another program", out);
		break;
	case RECORD_END:
		fputs("ended", out);
		break;
	case RECORD_MOVE:
		fprintf(out,
			"the page at 0x%" PRIx64 " moved from 0x%" PRIx64
			" to 0x%" PRIx64,
			event->move.address, event->move.from_pfn, event->move.to_pfn);
		break;
	case RECORD_MIGRATED:
		put_migrated(out, &event->migrated);
		break;
	case RECORD_MERGE:
		fprintf(out, "the page at 0x%" PRIx64 " of process %d was merged",
			event->merge.address, (int)event->merge.memory_pid);
		break;
	case RECORD_PIN:
		put_pin(out, &event->pin);
		break;
	case RECORD_ANY:
		break;
	}
}

void record_words(const struct record_event *event, char *ret, size_t size)
{
	FILE *out = fmemopen(ret, size, "w");

	if (!out) {
		*ret = '\0';
		return;
	}
	put_event(out, event);
	fclose(out);
	ret[size - 1] = '\0';
}

void record_print(const struct record *record, FILE *out)
{
	const struct record_query all = {.kind = RECORD_ANY};
	uint64_t begin_ns = 0;

	for (const struct record_event *e = NULL; (e = record_next(record, &all, e));) {
		if (!begin_ns)
			begin_ns = e->time_ns;
		fprintf(out, "%2u %10.3f ms  cpu %u  %d/%d %s: ", e->moment,
			(double)(e->time_ns - begin_ns) / 1e6, e->cpu, (int)e->pid,
			(int)e->tid, e->comm);
		put_event(out, e);
		fputc('\n', out);
	}
}
