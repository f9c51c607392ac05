/* SPDX-License-Identifier: MIT */
/* The machine's shape, as QEMU's arguments: CPUs, nodes, devices, profiles. */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "qemu.h"
#include "vm.h"
#include "vm/channel.h"

#define MAX_ARGS 96

/*
 * For labs that leave a node so much memory and no more. How much a CPU keeps in lists of its
 * own, up to 32 MiB on 6.12, hangs on how long the boot took, and counts as not free: so these
 * lists stay short from the start. Each second a worker of the kernel gives back from them
 * (vmstat_update()), and what it gives back may be the rest of a large block: so it does not.
 */
#define SHORT_STOCKS                                      \
	"sysctl.vm.percpu_pagelist_high_fraction=100000 " \
	"sysctl.vm.stat_interval=3600"
#define CMA_ARGUMENTS " cma=128M@0xc0000000-0xe0000000 " SHORT_STOCKS

/*
 * hugepages: an exercise may ask for all memory of all nodes, and a kernel without any dies. So
 * 256 MiB a node are no zone for pages that can be moved, as huge ones are, and on node 0 these
 * must leave there what is a sixteenth of their own zone, 112 MiB.
 *
 * module: for code in the kernel that may be wrong. What it frees is poisoned, what it writes
 * beyond is noticed, and who has allocated what is remembered. Not all caches: each use of
 * one costs a walk up the stack. page_poison=1 would write to all memory when it boots.
 */
static const struct {
	const char *name, *arguments;
} profiles[] = {
	{"default", ""},
	{"hugepages",
		" hugepages=0:16,1:16 kernelcore=512M sysctl.vm.lowmem_reserve_ratio=16"},
	{"isolcpus", " isolcpus=7"},
	{"stocks", " " SHORT_STOCKS},
	{"cma", CMA_ARGUMENTS},
	{"module", CMA_ARGUMENTS " slub_debug=FZPU,kmalloc-*,mm_struct"},
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

const char *vm_profile_arguments(const char *profile)
{
	for (size_t i = 0; i < sizeof(profiles) / sizeof(profiles[0]); i++) {
		if (!strcmp(profiles[i].name, profile))
			return profiles[i].arguments;
	}
	return NULL;
}

/* VM_CPUS and VM_MEM: an even number, the latter in MiB or with an M or a G behind it. */
static const struct setting {
	const char *name;
	unsigned fallback, low, high;
	bool is_memory;
} cpus = {"VM_CPUS", 8, 2, 64, false}, memory = {"VM_MEM", 4096, 1024, 1 << 20, true};

/* 0, or -EINVAL. */
static int read_setting(const struct setting *setting, unsigned *ret)
{
	const char *text = getenv(setting->name);
	unsigned long value;
	char *end;

	if (!text || !*text) {
		*ret = setting->fallback;
		return 0;
	}
	value = strtoul(text, &end, 10);
	if (setting->is_memory && strchr("gG", *end) && *end) {
		value *= value <= setting->high ? 1024 : 1;
		end++;
	} else if (setting->is_memory && strchr("mM", *end) && *end) {
		end++;
	}
	if (*end || end == text || value < setting->low || value > setting->high ||
		value % 2)
		return -EINVAL;
	*ret = value;
	return 0;
}

int qemu_check_settings(char *why)
{
	const struct setting *settings[] = {&cpus, &memory};
	unsigned value;

	for (int i = 0; i < 2; i++) {
		if (!read_setting(settings[i], &value))
			continue;
		snprintf(why, VM_WHY,
			"%s=%.64s: it must be an even number from %u to %u%s, for both "
			"nodes get "
			"half of it.",
			settings[i]->name, getenv(settings[i]->name), settings[i]->low,
			settings[i]->high,
			settings[i]->is_memory ? " (MiB), or with a G" : "");
		return -EINVAL;
	}
	return 0;
}

static unsigned value_of(const struct setting *setting)
{
	unsigned value = setting->fallback;

	read_setting(setting, &value);
	return value;
}

unsigned vm_nr_cpus(void)
{
	return value_of(&cpus);
}

static unsigned node_mib(void)
{
	return value_of(&memory) / 2;
}

static bool has_kvm(void)
{
#ifdef __aarch64__
	return !access("/dev/kvm", R_OK | W_OK);
#else
	return false;
#endif
}

static void add_machine(struct args *args)
{
	bool kvm = has_kvm();

	add(args, "-machine");
	/* No merging with other memory: who could time it learned what other clones hold. */
	add(args, "virt,gic-version=3,iommu=smmuv3,mem-merge=off");
	add(args, "-cpu");
	add(args, "%s", kvm ? "host" : "cortex-a57");
	add(args, "-accel");
	/* One thread runs all CPUs in turn: with one for each, on a host with fewer cores, some
	 * spin for a lock whose holder is put aside. See CONTRIBUTING.adoc, Traps. */
	add(args, "%s", kvm ? "kvm" : "tcg,thread=single,tb-size=64");
	add(args, "-smp");
	/* A socket a node: QEMU warns of nodes that part a cluster of CPUs. */
	add(args, "%u,sockets=2", vm_nr_cpus());
	add(args, "-m");
	add(args, "%uM", 2 * node_mib());
}

static void add_node(struct args *args, int node, enum qemu_memory memory)
{
	unsigned half = vm_nr_cpus() / 2;

	add(args, "-object");
	if (memory == QEMU_PLAIN)
		add(args, "memory-backend-ram,id=ram%d,size=%uM", node, node_mib());
	else
		add(args,
			"memory-backend-file,id=ram%d,size=%uM,mem-path=/proc/self/fd/"
			"%d,share=%s",
			node, node_mib(), QEMU_RAM_FD + node,
			memory == QEMU_SHARED ? "on" : "off");
	add(args, "-numa");
	add(args, "node,nodeid=%d,cpus=%u-%u,memdev=ram%d", node, node * half,
		(node + 1) * half - 1, node);
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
	add(args, "-sandbox");
	add(args, "on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol="
		  "deny");
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
	add(args, KERNEL_ARGUMENTS "%s", vm_profile_arguments(plan->profile));
}

int qemu_describe(const char *profile, char *ret, size_t size)
{
	struct args args = {.nr = 0};
	struct stat program;
	size_t at = 0;
	char *path;

	add_machine(&args);
	add_node(&args, 0, QEMU_SHARED);
	add_node(&args, 1, QEMU_SHARED);
	add_devices(&args);
	add(&args, KERNEL_ARGUMENTS "%s", vm_profile_arguments(profile));
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
	add_machine(&args);
	add_node(&args, 0, plan->memory);
	add_node(&args, 1, plan->memory);
	add_devices(&args);
	add_start(&args, plan);
	if (args.failed) {
		qemu_args_free(args.list);
		return -ENOMEM;
	}
	*ret = args.list;
	return 0;
}
