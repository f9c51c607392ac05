/* SPDX-License-Identifier: MIT */
/* The size of machines, by settings of the environment (vm.h). */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/sysinfo.h>

#include "vm.h"

#define FILES 128 /* QEMU says aloud what it cannot open of them */
#define FILES_LEAST 32

/* Memory is in MiB, or has an M or a G behind it. */
static const struct setting {
	const char *name;
	unsigned fallback, low, high;
	bool is_memory;
} cpus = {"VM_CPUS", 8, 2, 64, false}, nodes = {"VM_NODES", 2, 2, VM_MAX_NODES, false},
  memory = {"VM_MEM", 4096, 1024, 1 << 20, true};

/* A number of those that `step` divides. 0, or -EINVAL. */
static int read_setting(const struct setting *setting, unsigned step, unsigned *ret)
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
		value % step)
		return -EINVAL;
	*ret = value;
	return 0;
}

static int complain(
	const struct setting *setting, unsigned step, const char *kind, char *why)
{
	snprintf(why, VM_WHY,
		"%s=%.64s: it must be %s from %u to %u%s, as nodes are alike.",
		setting->name, getenv(setting->name), kind,
		(setting->low + step - 1) / step * step, setting->high,
		setting->is_memory ? " (MiB), or with a G" : "");
	return -EINVAL;
}

/* RAM is files with holes, so the usual machine runs on hosts with less than it has. */
static int check_host(unsigned mib, char *why)
{
	struct sysinfo info;
	unsigned long long host_mib;

	if (mib <= memory.fallback || sysinfo(&info))
		return 0;
	host_mib = (unsigned long long)info.totalram * info.mem_unit >> 20;
	if (mib <= host_mib)
		return 0;
	snprintf(why, VM_WHY,
		"VM_MEM=%.64s: the machine would have %u MiB of memory, and this host "
		"has %llu.",
		getenv(memory.name), mib, host_mib);
	return -EINVAL;
}

/* A clone maps all of the machine's memory, to write to it, and both limits count that. */
static int check_limits(unsigned mib, char *why)
{
	static const struct {
		int resource;
		const char *command;
	} limits[] = {{RLIMIT_AS, "ulimit -v"}, {RLIMIT_DATA, "ulimit -d"}};

	for (size_t i = 0; i < sizeof(limits) / sizeof(limits[0]); i++) {
		struct rlimit limit;

		if (getrlimit(limits[i].resource, &limit) ||
			limit.rlim_cur == RLIM_INFINITY || limit.rlim_cur >> 20 >= mib)
			continue;
		snprintf(why, VM_WHY,
			"the machine has %u MiB of memory, and this shell allows a "
			"program %llu (%s). Try: %s unlimited",
			mib, (unsigned long long)limit.rlim_cur >> 20, limits[i].command,
			limits[i].command);
		return -EINVAL;
	}
	return 0;
}

/* QEMU's descriptors have numbers of their own (qemu.h), and it opens more. */
static int allow_files(char *why)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) || limit.rlim_cur >= FILES)
		return 0;
	limit.rlim_cur = limit.rlim_max < FILES ? limit.rlim_max : FILES;
	setrlimit(RLIMIT_NOFILE, &limit);
	if (limit.rlim_cur >= FILES_LEAST)
		return 0;
	snprintf(why, VM_WHY,
		"the machine needs %d open files, and this shell allows a program %llu "
		"(ulimit -n). Start another shell, with a higher limit",
		FILES, (unsigned long long)limit.rlim_cur);
	return -EINVAL;
}

static struct setting cpus_of(const char *profile)
{
	struct setting setting = cpus;

	if (vm_profile_cpus(profile))
		setting.fallback = vm_profile_cpus(profile);
	return setting;
}

int vm_size_read(const char *profile, struct vm_size *ret, char *why)
{
	const struct setting its_cpus = cpus_of(profile);
	struct vm_size size;
	unsigned mib;
	const char *kind;
	int err;

	if (read_setting(&nodes, 2, &size.nr_nodes)) {
		snprintf(why, VM_WHY, "VM_NODES=%.64s: it must be 2 or 4.",
			getenv(nodes.name));
		return -EINVAL;
	}
	kind = size.nr_nodes == 2 ? "an even number" : "a multiple of 4";
	if (read_setting(&its_cpus, size.nr_nodes, &size.nr_cpus))
		return complain(&cpus, size.nr_nodes, kind, why);
	if (read_setting(&memory, size.nr_nodes, &mib))
		return complain(&memory, size.nr_nodes, kind, why);
	err = check_host(mib, why);
	if (!err)
		err = check_limits(mib, why);
	if (!err)
		err = allow_files(why);
	if (err)
		return err;
	size.node_mib = mib / size.nr_nodes;
	*ret = size;
	return 0;
}

bool vm_size_is_usual(const char *profile, const struct vm_size *size)
{
	return size->nr_cpus == cpus_of(profile).fallback &&
	       size->nr_nodes == nodes.fallback &&
	       size->nr_nodes * size->node_mib == memory.fallback;
}
