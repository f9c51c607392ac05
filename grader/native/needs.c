/* SPDX-License-Identifier: MIT */
/* What a host lacks for a lab, see needs.h. */
#include "needs.h"
#include "grader/session/node_fill.h"
#include "vm/host/vm.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define NODES "/sys/devices/system/node/"
#define ONLINE "/sys/devices/system/cpu/online"
#define DEBUGFS "/sys/kernel/debug/"
#define HUGETLB "/sys/kernel/mm/hugepages"
#define CGROUPS "/sys/fs/cgroup/cgroup.controllers"
#define CGROUPS_BESIDE "/sys/fs/cgroup/unified/cgroup.controllers"
#define LINE_ROOM 4096
#define BALANCING "/proc/sys/kernel/numa_balancing"

static bool exists(const struct native_host *host, const char *path)
{
	char full[PATH_MAX];

	snprintf(full, sizeof(full), "%s%s", host->root, path);
	return !access(full, F_OK);
}

/* Is `number` in the list "0-1,4"? */
static bool list_has(const char *list, long number)
{
	while (*list) {
		char *end;
		long first = strtol(list, &end, 10), last = first;

		if (end == list)
			return false;
		if (*end == '-')
			last = strtol(end + 1, &end, 10);
		if (first <= number && number <= last)
			return true;
		list = end + (*end == ',');
	}
	return false;
}

/* The first line of a file, or what stands for a file that is not there. */
static void read_line(const struct native_host *host, const char *name,
	const char *fallback, char ret[LINE_ROOM])
{
	char path[PATH_MAX];
	FILE *file;

	snprintf(path, sizeof(path), "%s%s", host->root, name);
	file = fopen(path, "re");
	if (!file || !fgets(ret, LINE_ROOM, file))
		strcpy(ret, fallback);
	ret[strcspn(ret, "\n")] = '\0';
	if (file)
		fclose(file);
}

static void need_nodes(const struct native_host *host, int nr, FILE *out)
{
	char cpus[LINE_ROOM], memory[LINE_ROOM];

	/* A kernel without NUMA has no such files: then there is node 0, with all. */
	read_line(host, NODES "has_cpu", "0", cpus);
	read_line(host, NODES "has_memory", "0", memory);
	for (int node = 0; node < nr; node++) {
		if (list_has(cpus, node) && list_has(memory, node))
			continue;
		fprintf(out,
			"Nodes 0 to %d with CPUs and memory are needed, and here CPUs "
			"are "
			"on node %s, memory on node %s. ",
			nr - 1, cpus, memory);
		return;
	}
}

static void need_cpus(const struct native_host *host, int nr, FILE *out)
{
	char online[LINE_ROOM];

	read_line(host, ONLINE, "0", online);
	for (int cpu = 0; cpu < nr; cpu++) {
		if (list_has(online, cpu))
			continue;
		fprintf(out, "CPUs 0 to %d are needed, and here CPUs %s are online. ",
			nr - 1, online);
		return;
	}
}

/* Profiles are kernel arguments, so that a host may have been booted with them, too. */
static void need_profile(const struct native_host *host, const struct lab *lab, FILE *out)
{
	const char *wanted = vm_profile_arguments(lab->profile), *at;
	char line[LINE_ROOM];
	size_t length;

	if (lab->profile_optional || !wanted || !*wanted)
		return;
	read_line(host, "/proc/cmdline", "", line);
	length = strlen(++wanted);
	at = strstr(line, wanted);
	if (!at || (at > line && at[-1] != ' ') || (at[length] && at[length] != ' '))
		fprintf(out, "The kernel must have been booted with %s. ", wanted);
}

static void need_settings(
	const struct native_host *host, const struct lab *lab, FILE *out)
{
	bool said_debugfs = false;

	for (size_t i = 0; i < lab->nr_knobs; i++) {
		const char *path = lab->knobs[i].path;
		bool in_debugfs = !strncmp(path, DEBUGFS, strlen(DEBUGFS));

		if (exists(host, path) || lab_knob_is_absent_pool(host->root, path))
			continue;
		if (!strcmp(path, BALANCING)) {
			fputs("This kernel is without NUMA balancing "
			      "(CONFIG_NUMA_BALANCING). ",
				out);
		} else if (!in_debugfs || exists(host, DEBUGFS "sched")) {
			fprintf(out, "This kernel has no setting %s. ", path);
		} else if (!said_debugfs && host->is_superuser) {
			fputs("debugfs is not mounted, or shows no scheduler "
			      "(CONFIG_SCHED_DEBUG): mount -t debugfs debugfs "
			      "/sys/kernel/debug. ",
				out);
			said_debugfs = true;
		}
	}
}

/* A device that only a module brings is not told apart from the module. */
static void need_files(const struct native_host *host, const struct lab *lab,
	bool lacks_modules, FILE *out)
{
	for (size_t i = 0; i < lab->nr_grants; i++) {
		const char *path = strchr(lab->grants[i], ':');

		if (!strcmp(lab->grants[i], "hugetlbfs") && !exists(host, HUGETLB))
			fputs("This kernel has no hugetlbfs (CONFIG_HUGETLBFS). ", out);
		if (!strcmp(lab->grants[i], "cgroup") && !exists(host, CGROUPS) &&
			!exists(host, CGROUPS_BESIDE))
			fputs("This host has no cgroups of version 2. ", out);
		if (!path || exists(host, ++path))
			continue;
		if (!strncmp(lab->grants[i], "file:", 5))
			fprintf(out, "This kernel has no file %s. ", path);
		if (!strncmp(lab->grants[i], "device:", 7) && !lacks_modules)
			fprintf(out, "This host has no device %s. ", path);
	}
}

/* Loading the workbook's module into a kernel in use is its owner's to decide, so it must be there
 * already. True: one is not. */
static bool need_modules(const struct native_host *host, const struct lab *lab, FILE *out)
{
	bool can_build, lacks_modules = false;
	char headers[PATH_MAX];

	snprintf(headers, sizeof(headers), "/lib/modules/%s/build", host->release);
	can_build = exists(host, headers);
	for (size_t i = 0; i < lab->nr_modules; i++) {
		const char *name = lab->modules[i];
		char path[PATH_MAX];

		snprintf(path, sizeof(path), "/sys/module/%s", name);
		if (exists(host, path))
			continue;
		lacks_modules = true;
		fprintf(out, "The kernel module %s is not loaded", name);
		if (can_build)
			fprintf(out,
				": cp -r kmod/%s build/native && make -C %s "
				"M=$PWD/build/native/%s modules builds it, and insmod "
				"build/native/%s/%s.ko loads it. ",
				name, headers, name, name, name);
		else
			fprintf(out,
				", and the headers that it is built with are missing "
				"(%s). ",
				headers);
	}
	return lacks_modules;
}

/* /proc/swaps has one line for each area, under a heading. */
static void need_swap(const struct native_host *host, FILE *out)
{
	char path[PATH_MAX], line[256];
	int nr_lines = 0;
	FILE *file;

	snprintf(path, sizeof(path), "%s/proc/swaps", host->root);
	file = fopen(path, "re");
	while (file && fgets(line, sizeof(line), file))
		nr_lines++;
	if (file)
		fclose(file);
	if (nr_lines < 2)
		fputs("There is no swap area to which pages could go (swapon). ", out);
}

static bool fills_a_node(const struct lab *lab)
{
	for (size_t i = 0; i < lab->nr_knobs; i++)
		if (pool_is_relative(&lab->knobs[i]))
			return true;
	return lab->fills_a_node;
}

/* What nobody wants of a kernel in use, whatever it has. */
static bool is_for_the_virtual_machine(const struct lab *lab, FILE *out)
{
	if (lab->exercise_module) {
		fputs("The exercise is a kernel module: only the virtual machine's "
		      "kernel "
		      "loads it. ",
			out);
		return true;
	}
	if (!fills_a_node(lab))
		return false;
	fputs("The lab takes nearly all memory of a node, which other programs of this "
	      "host need: it is for the virtual machine. ",
		out);
	return true;
}

static void list_lacks(const struct native_host *host, const struct lab *lab, FILE *out)
{
	bool lacks_modules;

	if (is_for_the_virtual_machine(lab, out))
		return;
	if (!host->is_superuser)
		fputs("Looking at PFNs and changing settings takes root: sudo ./check "
		      "--native. ",
			out);
	need_profile(host, lab, out);
	need_nodes(host, lab->nr_nodes, out);
	need_cpus(host, lab->nr_cpus, out);
	need_settings(host, lab, out);
	lacks_modules = need_modules(host, lab, out);
	need_files(host, lab, lacks_modules, out);
	if (lab->swap_mib)
		need_swap(host, out);
}

int native_lacks(const struct lab *lab, const struct native_host *host, char **ret)
{
	char *words = NULL;
	size_t size;
	FILE *out = open_memstream(&words, &size);

	if (!out)
		return -ENOMEM;
	list_lacks(host, lab, out);
	if (fclose(out)) {
		free(words);
		return -ENOMEM;
	}
	while (size && words[size - 1] == ' ')
		words[--size] = '\0';
	if (!size) {
		free(words);
		words = NULL;
	}
	*ret = words;
	return 0;
}
