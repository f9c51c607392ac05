/* SPDX-License-Identifier: MIT */
/* The plugin that QEMU loads to count memory accesses (vm/traffic.h), and what it shares with us. */
#ifndef PAGELAB_PLUGIN_H
#define PAGELAB_PLUGIN_H

#include "vm.h"
#include "vm/traffic.h"

struct vm_traffic {
	int fd; /* of the memory */
	struct traffic *traffic;
};

/* Of a QEMU whose version is that text, "10.0.2 (Debian…)": the version of the interface that its
 * plugins are written for, and where the memory of a node begins in the numbers they get. */
uint64_t plugin_interface(const char *version);
uint64_t plugin_node_begin(
	const char *version, const struct vm_size *size, unsigned node);

#endif
