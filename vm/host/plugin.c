/* SPDX-License-Identifier: MIT */
/* Counting by a plugin, as the host sees it: see plugin.h, and vm_traffic_open() in vm.h. */
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "plugin.h"
#include "qemu.h"

#define MEMORY_BEGIN (UINT64_C(1) << 30) /* of QEMU's machine “virt” */

static bool is_before(const char *version, unsigned major, unsigned minor)
{
	unsigned at[2] = {0};

	sscanf(version, "%u.%u", &at[0], &at[1]);
	return at[0] < major || (at[0] == major && at[1] < minor);
}

uint64_t plugin_interface(const char *version)
{
	return is_before(version, 9, 0) ? 1 : is_before(version, 11, 0) ? 2 : 7;
}

/*
 * Before 8.2, a plugin is not told the physical address, but where a block of memory lies among
 * QEMU's blocks, with its place in the machine's memory added: both grow by a node's size.
 */
uint64_t plugin_node_begin(const char *version, const struct vm_size *size, unsigned node)
{
	uint64_t before = (uint64_t)node * size->node_mib << 20;

	return is_before(version, 8, 2) ? 2 * before : MEMORY_BEGIN + before;
}

static int refuse(char *why, const char *cause)
{
	snprintf(why, VM_WHY, "Memory accesses cannot be counted: %s.", cause);
	return -ENOTSUP;
}

static int map(struct vm_traffic *counted)
{
	counted->fd = memfd_create("pagelab-traffic", MFD_CLOEXEC);
	if (counted->fd < 0 || ftruncate(counted->fd, sizeof(*counted->traffic)))
		return -errno;
	counted->traffic = mmap(NULL, sizeof(*counted->traffic), PROT_READ | PROT_WRITE,
		MAP_SHARED, counted->fd, 0);
	return counted->traffic == MAP_FAILED ? -errno : 0;
}

int vm_traffic_open(const char *profile, struct vm_traffic **ret, char *why)
{
	struct vm_traffic *counted;
	struct vm_size size;
	char version[128];
	int err = qemu_check(version, sizeof(version), why);

	if (!err)
		err = vm_size_read(profile, &size, why);
	if (err)
		return err;
	if (qemu_has_kvm())
		return refuse(why, "the machine runs on this computer's own processors "
				   "(KVM), where QEMU sees none");
	counted = calloc(1, sizeof(*counted));
	if (!counted)
		return -ENOMEM;
	err = map(counted);
	if (err) {
		snprintf(why, VM_WHY, "Memory for counts: %s.", strerror(-err));
		free(counted);
		return err;
	}
	counted->traffic->interface = plugin_interface(version);
	counted->traffic->nr_nodes = size.nr_nodes;
	counted->traffic->node_bytes = (uint64_t)size.node_mib << 20;
	for (unsigned node = 0; node < size.nr_nodes; node++)
		counted->traffic->node_begin[node] =
			plugin_node_begin(version, &size, node);
	if (!qemu_loads_plugin(counted)) {
		vm_traffic_free(counted);
		return refuse(why, "this QEMU was built without plugins, or does not "
				   "take those of the version that it should");
	}
	*ret = counted;
	return 0;
}

const struct traffic *vm_traffic(const struct vm_traffic *counted)
{
	return counted->traffic;
}

void vm_traffic_free(struct vm_traffic *counted)
{
	if (!counted)
		return;
	munmap(counted->traffic, sizeof(*counted->traffic));
	close(counted->fd);
	free(counted);
}
