/* SPDX-License-Identifier: MIT */
/*
 * A plugin of QEMU that counts a program's memory accesses, see vm/traffic.h. It looks at code when
 * that is translated, so the kernel and all other programs run as fast as ever.
 */
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <time.h>

#include "interface.h"
#include "vm/host/qemu.h"
#include "vm/traffic.h"

#define MAX_REGIONS 64

struct region {
	uint64_t address, length_bytes;
};

int qemu_plugin_version;

static struct traffic *traffic;
/* Each CPU counts for itself, and other threads only read. */
static _Atomic uint64_t counts[TRAFFIC_MAX_CPUS][TRAFFIC_MAX_NODES][TRAFFIC_NR_WHERE];
static struct region regions[MAX_REGIONS];
static _Atomic size_t nr_regions;
static struct region said; /* the last 16 bytes */
static pthread_mutex_t rows = PTHREAD_MUTEX_INITIALIZER;
static bool runs; /* the program */

/* QEMU looks at the version before it calls anything. */
__attribute__((constructor)) static void choose_version(void)
{
	void *memory = mmap(NULL, sizeof(*traffic), PROT_READ | PROT_WRITE, MAP_SHARED,
		QEMU_TRAFFIC_FD, 0);

	if (memory == MAP_FAILED)
		return;
	traffic = memory;
	qemu_plugin_version = (int)traffic->interface;
}

static uint64_t read_count(size_t cpu, size_t node, size_t where)
{
	return atomic_load_explicit(&counts[cpu][node][where], memory_order_relaxed);
}

/* No locked addition: nobody else writes there. */
static void add_one(size_t cpu, size_t node, size_t where)
{
	atomic_store_explicit(&counts[cpu][node][where], read_count(cpu, node, where) + 1,
		memory_order_relaxed);
}

static void add_row(enum traffic_kind kind)
{
	unsigned nr_kept = kind == TRAFFIC_TICK ? TRAFFIC_MARK_ROWS : 0;
	struct traffic_row *row = &traffic->row[traffic->nr_rows];
	struct timespec now;

	if (traffic->nr_rows + nr_kept >= TRAFFIC_MAX_ROWS) {
		traffic->nr_left_out++;
		return;
	}
	clock_gettime(CLOCK_MONOTONIC, &now);
	row->time_ns = (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
	row->kind = kind;
	for (size_t cpu = 0; cpu < TRAFFIC_MAX_CPUS; cpu++)
		for (size_t node = 0; node < TRAFFIC_MAX_NODES; node++)
			for (size_t where = 0; where < TRAFFIC_NR_WHERE; where++)
				row->nr[cpu][node][where] = read_count(cpu, node, where);
	traffic->nr_rows++;
}

/* Processes of a program mostly name the same memory. */
static void add_region(struct region region)
{
	size_t nr = nr_regions;

	for (size_t i = 0; i < nr; i++)
		if (regions[i].address == region.address &&
			regions[i].length_bytes == region.length_bytes)
			return;
	if (nr == MAX_REGIONS)
		return;
	regions[nr] = region;
	nr_regions = nr + 1;
}

static void mark(unsigned cpu, void *arg)
{
	enum traffic_kind kind = (enum traffic_kind)(uintptr_t)arg;

	(void)cpu;
	if (kind == TRAFFIC_REGION) {
		add_region(said);
		return;
	}
	if (kind == TRAFFIC_BEGIN)
		nr_regions = 0;
	pthread_mutex_lock(&rows);
	runs = kind != TRAFFIC_END;
	add_row(kind);
	pthread_mutex_unlock(&rows);
}

static void hear(unsigned cpu, qemu_plugin_meminfo_t info, uint64_t address, void *arg)
{
	(void)cpu, (void)info, (void)arg;
	said.address = said.address << 8 | said.length_bytes >> 56;
	said.length_bytes = said.length_bytes << 8 | (address & 0xff);
}

static void *tick(void *unused)
{
	const struct timespec pause = {.tv_nsec = TRAFFIC_TICK_MS * 1000000};

	for (;;) {
		nanosleep(&pause, NULL);
		pthread_mutex_lock(&rows);
		if (runs)
			add_row(TRAFFIC_TICK);
		pthread_mutex_unlock(&rows);
	}
	return unused;
}

static enum traffic_where where_is(uint64_t address)
{
	for (size_t i = 0; i < nr_regions; i++)
		if (address - regions[i].address < regions[i].length_bytes)
			return TRAFFIC_IN_REGIONS;
	return TRAFFIC_ELSEWHERE;
}

/*
 * QEMU 7.2 takes a callback back after the instruction that asked for it, but not where that one has
 * left the block, as RET does. It then calls it for what comes next by a helper of its own: the
 * kernel's compare-and-swap of two words, say.
 */
static bool is_kernels(uint64_t address)
{
	return address >> 55 & 1;
}

static void count(unsigned cpu, qemu_plugin_meminfo_t info, uint64_t address, void *arg)
{
	const struct qemu_plugin_hwaddr *place = qemu_plugin_get_hwaddr(info, address);
	uint64_t physical;

	(void)arg;
	if (!place || is_kernels(address) || cpu >= TRAFFIC_MAX_CPUS ||
		qemu_plugin_hwaddr_is_io(place))
		return;
	physical = qemu_plugin_hwaddr_phys_addr(place);
	for (size_t node = 0; node < traffic->nr_nodes; node++)
		if (physical - traffic->node_begin[node] < traffic->node_bytes)
			add_one(cpu, node, where_is(address));
}

static void look_at(struct qemu_plugin_tb *block)
{
	uint64_t address = qemu_plugin_tb_vaddr(block);
	uint64_t nr = (address - TRAFFIC_MARK_ADDRESS) / TRAFFIC_MARK_BYTES;
	bool says = address == TRAFFIC_MARK_ADDRESS + TRAFFIC_SAY * TRAFFIC_MARK_BYTES;
	/* The return behind the load must leave no callback, see is_kernels(). */
	size_t nr_insns = says ? 1 : qemu_plugin_tb_n_insns(block);

	if (nr < TRAFFIC_NR_MARKS)
		qemu_plugin_register_vcpu_tb_exec_cb(
			block, mark, QEMU_PLUGIN_CB_NO_REGS, (void *)(uintptr_t)nr);
	if (!traffic_is_counted(address))
		return;
	for (size_t i = 0; i < nr_insns; i++)
		qemu_plugin_register_vcpu_mem_cb(qemu_plugin_tb_get_insn(block, i),
			says ? hear : count, QEMU_PLUGIN_CB_NO_REGS, QEMU_PLUGIN_MEM_RW,
			NULL);
}

static void look_at_second(uintptr_t id, uintptr_t block)
{
	(void)id;
	look_at((struct qemu_plugin_tb *)block);
}

static void look_at_first(uintptr_t block, uintptr_t arg)
{
	(void)arg;
	look_at((struct qemu_plugin_tb *)block);
}

/* A thread that gets none of QEMU's signals. */
static int start_ticking(void)
{
	sigset_t all, before;
	pthread_t thread;
	int err;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	err = pthread_create(&thread, NULL, tick, NULL);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return -err;
}

int qemu_plugin_install(
	qemu_plugin_id_t id, const struct qemu_info *info, int argc, char **argv)
{
	(void)info, (void)argc, (void)argv;
	if (!traffic)
		return -EBADF;
	qemu_plugin_register_vcpu_tb_trans_cb(
		id, traffic->interface < 7 ? look_at_second : look_at_first, NULL);
	return start_ticking();
}
