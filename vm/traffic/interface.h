/* SPDX-License-Identifier: MIT */
/*
 * What is used here of QEMU's interface to plugins: QEMU's manual says more, “QEMU TCG Plugins”. A
 * plugin tells for which version of it it was written, and each QEMU takes some of them:
 *
 *	1  QEMU 7.2 to 8.2
 *	2  QEMU 9.0 to 10.2
 *	7  from QEMU 11.0 on: a block that is translated comes in another place
 */
#ifndef PAGELAB_TRAFFIC_INTERFACE_H
#define PAGELAB_TRAFFIC_INTERFACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef uint64_t qemu_plugin_id_t;
typedef uint32_t qemu_plugin_meminfo_t;
struct qemu_info;
struct qemu_plugin_tb; /* a block of code that is being translated */
struct qemu_plugin_insn;
struct qemu_plugin_hwaddr;

enum qemu_plugin_cb_flags { QEMU_PLUGIN_CB_NO_REGS }; /* which registers are looked at */
enum qemu_plugin_mem_rw { QEMU_PLUGIN_MEM_RW = 3 };   /* loads and stores */

/* `id`, `block`; from version 7 on `block`, `arg`. */
typedef void (*plugin_translate_fn)(uintptr_t first, uintptr_t second);
typedef void (*plugin_execute_fn)(unsigned cpu, void *arg);
typedef void (*plugin_access_fn)(
	unsigned cpu, qemu_plugin_meminfo_t info, uint64_t address, void *arg);

/* Before version 7 there is no `arg`, and the caller's is left alone. */
void qemu_plugin_register_vcpu_tb_trans_cb(
	qemu_plugin_id_t id, plugin_translate_fn fn, void *arg);
void qemu_plugin_register_vcpu_tb_exec_cb(struct qemu_plugin_tb *block,
	plugin_execute_fn fn, enum qemu_plugin_cb_flags flags, void *arg);
void qemu_plugin_register_vcpu_mem_cb(struct qemu_plugin_insn *insn, plugin_access_fn fn,
	enum qemu_plugin_cb_flags flags, enum qemu_plugin_mem_rw rw, void *arg);

uint64_t qemu_plugin_tb_vaddr(const struct qemu_plugin_tb *block);
size_t qemu_plugin_tb_n_insns(const struct qemu_plugin_tb *block);
struct qemu_plugin_insn *qemu_plugin_tb_get_insn(
	const struct qemu_plugin_tb *block, size_t index);

/* Where an access goes; valid until its callback is over. */
struct qemu_plugin_hwaddr *qemu_plugin_get_hwaddr(
	qemu_plugin_meminfo_t info, uint64_t address);
bool qemu_plugin_hwaddr_is_io(const struct qemu_plugin_hwaddr *place);
uint64_t qemu_plugin_hwaddr_phys_addr(const struct qemu_plugin_hwaddr *place);

/* What QEMU looks for in a plugin. */
extern int qemu_plugin_version;
int qemu_plugin_install(
	qemu_plugin_id_t id, const struct qemu_info *info, int argc, char **argv);

#endif
