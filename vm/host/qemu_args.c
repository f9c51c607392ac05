/* SPDX-License-Identifier: MIT */
/* The machine's shape, as QEMU's arguments: CPUs, nodes, devices, profiles. */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "kvm.h"
#include "plugin.h"
#include "qemu.h"
#include "vm.h"
#include "vm/channel.h"

#define MAX_ARGS 96
#define FIRST_DISK_SLOT 0x1c

/*
 * For labs that leave a node so much memory and no more. How much a CPU keeps in lists of its
 * own, up to 32 MiB on 6.12, hangs on how long the boot took, and counts as not free: so these
 * lists stay short from the start. Each second a worker of the kernel gives back from them
 * (vmstat_update()), and what it gives back may be the rest of a large block: so it does not.
 */
#define SHORT_STOCKS                                      \
	"sysctl.vm.percpu_pagelist_high_fraction=100000 " \
	"sysctl.vm.stat_interval=3600"

/* The area of CMA, somewhere in the first 512 MiB of node 1, as long as these lie below 4 GiB:
 * memory begins at 1 GiB, and nodes lie one behind the other. */
#define CMA_SPAN_MIB 512
#define FIRST_MIB 1024

/*
 * hugepages: an exercise may ask for all memory of all nodes, and a kernel without any dies. So
 * 256 MiB a node are no zone for pages that can be moved, as huge ones are, and on node 0 these
 * must leave there what is a sixteenth of their own zone, 112 MiB.
 *
 * isolcpus: with CPUs above 9, so that a program which reads or writes one digit of a number is seen.
 * They are isolated, too: a thread that was there and may run on 0-7 alone could go to CPU 7.
 *
 * module: for code in the kernel that may be wrong. What it frees is poisoned, what it writes
 * beyond is noticed, and who has allocated what is remembered. Not all caches: each use of
 * one costs a walk up the stack. page_poison=1 would write to all memory when it boots.
 *
 * records: what the kernel logs from the boot on, because to switch it on in each clone costs more
 * than to have it on (common/recorder/probes.h). A lab that wants more switches that on; one that wants
 * nothing has a machine without.
 */
static const struct profile {
	const char *name, *arguments, *records;
	bool has_cma;
	unsigned nr_cpus; /* where VM_CPUS says nothing; 0: as all */
} profiles[] = {
	{"default", "", "calls,faults,moves,merges,pins", false, 0},
	{"hugepages",
		" hugepages=0:16,1:16 kernelcore=512M sysctl.vm.lowmem_reserve_ratio=16",
		"calls,files,faults", false, 0},
	{"isolcpus", " isolcpus=7-N", "calls", false, 12},
	{"stocks", " " SHORT_STOCKS, "locks,moves,pins", false, 0},
	{"cma", " " SHORT_STOCKS, "calls,moves,pins,touches", true, 0},
	{"module",
		" " SHORT_STOCKS
		" slab_nomerge slub_debug=FZPU,kmalloc-*,memdup_user-*,mm_struct",
		"", true, 0},
};

/*
 * init_on_alloc=0: a pool of huge pages costs no host memory until it is used.
 * panic=-1 with -no-reboot: a panic ends QEMU at once. oops=panic: so does an oops.
 * kpti=0: else KASLR turns page table isolation on, and every entry into the kernel
 * changes the ASID, at which TCG forgets all translations; labs took half as long again.
 * mitigations=off lsm=: less to translate; a clone serves one learner, once.
 */
#define KERNEL_ARGUMENTS                                             \
	"console=ttyAMA0 quiet panic=-1 oops=panic init_on_alloc=0 " \
	"rcupdate.rcu_expedited=1 kpti=0 mitigations=off lsm="

struct args {
	char **list;
	int nr;
	bool failed;
};

__attribute__((format(printf, 2, 3))) static void add(
	struct args *args, const char *format, ...)
{
	va_list ap;
	char *arg;

	va_start(ap, format);
	if (!args->list)
		args->list = calloc(MAX_ARGS + 1, sizeof(char *));
	if (!args->list || args->nr == MAX_ARGS || vasprintf(&arg, format, ap) < 0)
		args->failed = true;
	else
		args->list[args->nr++] = arg;
	va_end(ap);
}

void qemu_args_free(char **args)
{
	for (size_t i = 0; args && args[i]; i++)
		free(args[i]);
	free(args);
}

const char *qemu_program(void)
{
	const char *program = getenv("QEMU");

	return program && *program ? program : "qemu-system-aarch64";
}

static const struct profile *find_profile(const char *name)
{
	for (size_t i = 0; i < sizeof(profiles) / sizeof(profiles[0]); i++) {
		if (!strcmp(profiles[i].name, name))
			return &profiles[i];
	}
	return NULL;
}

const char *vm_profile_arguments(const char *profile)
{
	const struct profile *found = find_profile(profile);

	return found ? found->arguments : NULL;
}

unsigned vm_profile_cpus(const char *profile)
{
	const struct profile *found = find_profile(profile);

	return found ? found->nr_cpus : 0;
}

bool qemu_has_kvm(void)
{
#ifdef __aarch64__
	static int usable = -1;

	if (usable < 0)
		usable = kvm_is_usable("/dev/kvm");
	return usable;
#else
	return false;
#endif
}

/*
 * One thread runs all CPUs in turn: with one for each, on a host with fewer cores, some spin for a
 * lock whose holder is put aside. See CONTRIBUTING.adoc, Traps. But from QEMU 10.0 on, a plugin is
 * told the CPU for which a block of code was translated, not the one that executes it, unless
 * each has a thread.
 */
static const char *threads_of(const struct vm_traffic *traffic)
{
	return traffic && traffic->traffic->interface > 1 ? "multi" : "single";
}

static void add_machine(
	struct args *args, const struct vm_size *size, const struct vm_traffic *traffic)
{
	bool kvm = qemu_has_kvm();

	add(args, "-machine");
	/* No merging with other memory: who could time it learned what other clones hold. */
	add(args, "virt,gic-version=3,iommu=smmuv3,mem-merge=off");
	add(args, "-cpu");
	add(args, "%s", kvm ? "host" : "cortex-a57");
	add(args, "-accel");
	if (kvm)
		add(args, "kvm");
	else
		add(args, "tcg,thread=%s,tb-size=64", threads_of(traffic));
	add(args, "-smp");
	/* A socket a node: QEMU warns of nodes that part a cluster of CPUs. */
	add(args, "%u,sockets=%u", size->nr_cpus, size->nr_nodes);
	add(args, "-m");
	add(args, "%uM", size->nr_nodes * size->node_mib);
}

static void add_node(struct args *args, unsigned node, const struct vm_size *size,
	enum qemu_memory memory)
{
	unsigned nr_cpus = size->nr_cpus / size->nr_nodes;

	add(args, "-object");
	if (memory == QEMU_PLAIN)
		add(args, "memory-backend-ram,id=ram%u,size=%uM", node, size->node_mib);
	else
		add(args,
			"memory-backend-file,id=ram%u,size=%uM,mem-path=/proc/self/fd/"
			"%u,share=%s",
			node, size->node_mib, QEMU_RAM_FD + node,
			memory == QEMU_SHARED ? "on" : "off");
	add(args, "-numa");
	add(args, "node,nodeid=%u,cpus=%u-%u,memdev=ram%u", node, node * nr_cpus,
		(node + 1) * nr_cpus - 1, node);
}

static void add_devices(struct args *args)
{
	add(args, "-no-user-config");
	add(args, "-nodefaults");
	add(args, "-no-reboot");
	add(args, "-display");
	add(args, "none");
	add(args, "-chardev");
	add(args, "file,id=console,path=/proc/self/fd/%d,append=on", QEMU_CONSOLE_FD);
	add(args, "-serial");
	add(args, "chardev:console");
	add(args, "-chardev");
	add(args, "socket,id=channel,fd=%d", QEMU_CHANNEL_FD);
	add(args, "-device");
	add(args, "virtio-serial-pci");
	add(args, "-device");
	add(args, "virtserialport,chardev=channel,name=" CHANNEL_PORT);
	add(args, "-chardev");
	add(args, "socket,id=qmp,fd=%d", QEMU_QMP_FD);
	add(args, "-qmp");
	add(args, "chardev:qmp");
}

/* How QEMU guards itself makes no other machine: it is in no snapshot's key. */
static void add_sandbox(struct args *args)
{
	add(args, "-sandbox");
	add(args, QEMU_SANDBOX);
}

/* Nor does what it is watched by. */
static void add_plugin(struct args *args)
{
	add(args, "-plugin");
	add(args, "/proc/self/fd/%d", QEMU_PLUGIN_FD);
}

/* At numbers of the bus that nothing else has. The second disk is written to. */
static void add_disks(struct args *args, const struct qemu_plan *plan)
{
	for (int i = 0; i < VM_DISKS && plan->disk_fd[i] >= 0; i++) {
		add(args, "-blockdev");
		add(args, "driver=file,node-name=disk%d,filename=/proc/self/fd/%d%s", i,
			QEMU_DISK_FD + i,
			i ? ",discard=unmap" : ",read-only=on,locking=off");
		add(args, "-device");
		add(args, "virtio-blk-pci,drive=disk%d,addr=%#x,disable-legacy=on", i,
			FIRST_DISK_SLOT + i);
	}
}

static void add_kernel_arguments(
	struct args *args, const char *name, bool unrecorded, const struct vm_size *size)
{
	const struct profile *profile = find_profile(name);
	unsigned long long begin = (FIRST_MIB + size->node_mib) * 1ULL << 20;
	char cma[64] = "";

	if (profile->has_cma)
		snprintf(cma, sizeof(cma), " cma=128M@%#llx-%#llx", begin,
			begin + (CMA_SPAN_MIB << 20));
	add(args, KERNEL_ARGUMENTS " pagelab.records=%s%s%s",
		unrecorded ? "" : profile->records, cma, profile->arguments);
}

/* A clone has the kernel in its RAM already and loads none. */
static void add_start(struct args *args, const struct qemu_plan *plan)
{
	if (plan->memory == QEMU_PRIVATE) {
		add(args, "-incoming");
		add(args, "defer");
		return;
	}
	add(args, "-kernel");
	add(args, "%s", plan->kernel);
	add(args, "-initrd");
	add(args, "%s", plan->initrd);
	add(args, "-append");
	add_kernel_arguments(args, plan->profile, plan->unrecorded, &plan->size);
}

int qemu_describe(const char *profile, bool unrecorded, const struct vm_size *vm_size,
	char *ret, size_t size)
{
	struct args args = {.nr = 0};
	struct stat program;
	size_t at = 0;
	char *path;

	add_machine(&args, vm_size, NULL);
	for (unsigned node = 0; node < vm_size->nr_nodes; node++)
		add_node(&args, node, vm_size, QEMU_SHARED);
	add_devices(&args);
	add_kernel_arguments(&args, profile, unrecorded, vm_size);
	for (int i = 0; i < args.nr && at < size; i++)
		at += snprintf(ret + at, size - at, "%s ", args.list[i]);
	qemu_args_free(args.list);
	if (asprintf(&path, "/usr/bin/%s", qemu_program()) < 0)
		return -ENOMEM;
	if (!stat(strchr(qemu_program(), '/') ? qemu_program() : path, &program) &&
		at < size)
		at += snprintf(ret + at, size - at, "%s %lld %lld", qemu_program(),
			(long long)program.st_size, (long long)program.st_mtime);
	free(path);
	return args.failed || at >= size ? -ENOMEM : 0;
}

int qemu_args(const struct qemu_plan *plan, char ***ret)
{
	struct args args = {.nr = 0};

	add(&args, "%s", qemu_program());
	add_machine(&args, &plan->size, plan->traffic);
	for (unsigned node = 0; node < plan->size.nr_nodes; node++)
		add_node(&args, node, &plan->size, plan->memory);
	add_devices(&args);
	if (!plan->bare)
		add_sandbox(&args);
	if (plan->traffic)
		add_plugin(&args);
	add_disks(&args, plan);
	add_start(&args, plan);
	if (args.failed) {
		qemu_args_free(args.list);
		return -ENOMEM;
	}
	*ret = args.list;
	return 0;
}
