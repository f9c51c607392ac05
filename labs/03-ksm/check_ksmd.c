/* SPDX-License-Identifier: MIT */
/* What ksmd is given to do: see check_ksmd.h. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <unistd.h>

#include "check.h"
#include "check_ksmd.h"

#define PATIENCE_MS 20000
#define POLL_US 2000
/* A page is held until ksmd has passed so often, for some wait for that, and both processes have looked
 * so often after it, with a sleep between two looks. Who waits no more does not. */
#define HELD_SCANS 5
#define HELD_LOOKS 12
/* Or for so long, by the clock, for some sleep long between two looks, or do not sleep, and until one of the two
 * has looked and waits on. Who sleeps, looks once, and goes on does not wait for what it sees. */
#define HELD_SECONDS 1.5
#define MANY_READS 100
#define LONE_LOOK_SECONDS 1
/* One look opens a file or more, and may sleep in between. */
#define LOOKS_SECONDS 0.25
/* Who waits for scans has read a file; what else is read at once is read by then. */
#define READ_SECONDS 0.05

/* 0: none. */
static pid_t find_ksmd(void)
{
	DIR *proc = opendir("/proc");
	pid_t found = 0;

	for (struct dirent *entry; proc && !found && (entry = readdir(proc));) {
		char path[300], name[16];
		FILE *comm;

		snprintf(path, sizeof(path), "/proc/%s/comm", entry->d_name);
		comm = fopen(path, "re");
		if (comm && fgets(name, sizeof(name), comm) && !strcmp(name, "ksmd\n"))
			found = atoi(entry->d_name);
		if (comm)
			fclose(comm);
	}
	if (proc)
		closedir(proc);
	return found;
}

int ksmd_share_cpu(void)
{
	cpu_set_t only = affinity_only(sched_getcpu());
	pid_t ksmd = find_ksmd();

	if (!ksmd)
		return -ENODATA;
	if (sched_setaffinity(0, sizeof(only), &only) ||
		sched_setaffinity(ksmd, sizeof(only), &only) ||
		setpriority(PRIO_PROCESS, (id_t)ksmd, 0))
		return -errno;
	return 0;
}

/* A child of ours that is to become the program has none of it. */
static int map_ours(size_t nr, char **ret)
{
	size_t length_bytes = nr * page_size_bytes();
	char *memory = mmap(NULL, length_bytes, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	uint64_t word;

	if (memory == MAP_FAILED)
		return -errno;
	if (getrandom(&word, sizeof(word), 0) != sizeof(word))
		return -errno;
	for (size_t i = 0; i < length_bytes; i += sizeof(word))
		memcpy(memory + i, &word, sizeof(word));
	if (madvise(memory, length_bytes, MADV_DONTFORK) ||
		madvise(memory, length_bytes, MADV_MERGEABLE))
		return -errno;
	*ret = memory;
	return 0;
}

int our_pages_merge(struct our_pages *ret, size_t nr)
{
	struct ksm before;
	int err = ksm_read(&before);

	if (!err)
		err = map_ours(nr, &ret->memory);
	if (!err)
		err = ksm_wait_sharing(before.pages_sharing + nr - 1, PATIENCE_MS);
	if (!err)
		ret->nr = nr;
	return err;
}

/* Each with contents of its own. */
void our_pages_change(const struct our_pages *ours, size_t nr)
{
	for (size_t i = 0; i < nr; i++)
		memcpy(ours->memory + i * page_size_bytes(), &i, sizeof(i));
}

static uint64_t nr_sleeps(pid_t pid)
{
	unsigned long nr = 0;
	char path[64], line[128];
	FILE *status;

	snprintf(path, sizeof(path), "/proc/%d/status", pid);
	status = fopen(path, "re");
	while (status && fgets(line, sizeof(line), status) &&
		sscanf(line, "voluntary_ctxt_switches: %lu", &nr) != 1)
		;
	if (status)
		fclose(status);
	return nr;
}

static uint64_t nr_reads(pid_t pid)
{
	struct proc_io io = {0};

	proc_io_read(pid, &io);
	return io.nr_reads;
}

static bool scans_are_at_least(uint64_t nr)
{
	struct ksm now;

	return ksm_read(&now) == 0 && now.full_scans >= nr;
}

/* When all others are merged, and full_scans then. False: it was stopped. */
static bool await_others(const struct held_page *held, uint64_t *ret_scans)
{
	struct ksm now;

	while (!held->stop) {
		if (ksm_read(&now) == 0 && now.pages_sharing >= held->nr_saved) {
			*ret_scans = now.full_scans;
			return true;
		}
		usleep(POLL_US);
	}
	return false;
}

struct looker {
	pid_t pid;
	uint64_t nr_reads, nr_sleeps; /* the latter at its last look */
	uint64_t many_reads;	      /* when it looks all the time */
	unsigned nr_looks, enough;    /* by which it waits on */
	double first_look;
};

static void look_at(struct looker *looker)
{
	uint64_t sleeps = nr_sleeps(looker->pid), reads = nr_reads(looker->pid);

	if (!looker->many_reads) {
		looker->many_reads = reads + MANY_READS;
	} else if (reads > looker->nr_reads &&
		   (!looker->nr_looks || sleeps != looker->nr_sleeps)) {
		looker->first_look =
			looker->nr_looks ? looker->first_look : patience_now();
		looker->nr_looks++;
		looker->nr_sleeps = sleeps;
	}
	looker->nr_reads = reads;
}

/* It has looked, and not gone on. */
static bool waits_on(const struct looker *looker)
{
	double seconds = looker->nr_looks ? patience_now() - looker->first_look : 0;

	return looker->nr_reads >= looker->many_reads || seconds > LONE_LOOK_SECONDS ||
	       (looker->nr_looks >= looker->enough && seconds > LOOKS_SECONDS);
}

/* Both go on waiting, as far as can be seen; or it has taken long, and one does. */
static void await_waiting(const struct held_page *held, uint64_t nr_scans, double until)
{
	/* The parent may sleep until the child is there, and looks again to print what it sees. */
	struct looker of[2] = {
		{.pid = held->pids[0], .enough = 2}, {.pid = held->pids[1], .enough = 3}};
	unsigned before[2] = {0, 0};
	bool counting = false, both = false, one = false;

	while (!held->stop && !both && (!one || patience_now() < until)) {
		for (int i = 0; i < 2; i++)
			look_at(&of[i]);
		if (!counting && scans_are_at_least(nr_scans + HELD_SCANS)) {
			counting = true;
			for (int i = 0; i < 2; i++)
				before[i] = of[i].nr_looks;
		}
		one = waits_on(&of[0]) || waits_on(&of[1]);
		both = counting && of[0].nr_looks >= before[0] + HELD_LOOKS &&
		       of[1].nr_looks >= before[1] + HELD_LOOKS;
		usleep(POLL_US);
	}
}

static void *hold(void *arg)
{
	struct held_page *held = arg;
	double until = patience_now() + HELD_SECONDS;
	uint64_t nr_scans;

	if (!await_others(held, &nr_scans))
		return NULL;
	await_waiting(held, nr_scans, until);
	if (!held->stop)
		held->let_go = pwrite(held->mem, &held->word, sizeof(held->word),
				       (off_t)held->address) == sizeof(held->word);
	return NULL;
}

/* Opens the memory, and puts another word there. */
static int change_word(struct held_page *held, pid_t pid)
{
	uint64_t other;
	char path[64];

	snprintf(path, sizeof(path), "/proc/%d/mem", pid);
	held->mem = open(path, O_RDWR | O_CLOEXEC);
	if (held->mem < 0 || pread(held->mem, &held->word, sizeof(held->word),
				     (off_t)held->address) != sizeof(held->word))
		return -errno;
	other = ~held->word;
	return pwrite(held->mem, &other, sizeof(other), (off_t)held->address) ==
			       sizeof(other)
		       ? 0
		       : -errno;
}

int held_page_begin(struct held_page *held, const struct stage_region *region,
	size_t page, pid_t parent, uint64_t nr_saved)
{
	int err;

	held->pids[0] = region->pid;
	held->pids[1] = parent;
	held->address = region->address + page * page_size_bytes();
	held->nr_saved = nr_saved;
	err = change_word(held, region->pid);
	if (!err)
		err = -pthread_create(&held->thread, NULL, hold, held);
	if (err && held->mem >= 0)
		close(held->mem);
	if (err)
		held->mem = -1;
	return err;
}

void held_page_end(struct held_page *held)
{
	if (held->mem < 0)
		return;
	held->stop = true;
	pthread_join(held->thread, NULL);
	close(held->mem);
	held->mem = -1;
}

static void *hold_scans(void *arg)
{
	struct held_scans *held = arg;
	double first = 0;

	while (!held->stop && (!first || patience_now() < first + READ_SECONDS)) {
		usleep(POLL_US);
		if (!first && nr_reads(held->pid) > held->nr_reads)
			first = patience_now();
	}
	held->let_go = !held->stop && ksm_write("run", 1) == 0;
	return NULL;
}

int held_scans_begin(struct held_scans *held, pid_t pid)
{
	int err;

	held->pid = pid;
	held->nr_reads = nr_reads(pid);
	err = -pthread_create(&held->thread, NULL, hold_scans, held);
	if (err)
		held->pid = 0;
	return err;
}

void held_scans_end(struct held_scans *held)
{
	if (!held->pid)
		return;
	held->stop = true;
	pthread_join(held->thread, NULL);
	held->pid = 0;
}
