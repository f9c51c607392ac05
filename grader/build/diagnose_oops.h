/* SPDX-License-Identifier: MIT */
/*
 * From the kernel's last words to the source line of a module:
 *
 *	pc : page_pin_ioctl+0x2c4/0x3b8 [page_pin]
 *
 * The kernel names the function and how far in it was; the module's file, which is not
 * linked yet, says where the function begins in its section of code.
 */
#ifndef PAGELAB_DIAGNOSE_OOPS_H
#define PAGELAB_DIAGNOSE_OOPS_H

#include "diagnose.h"

#include <stdint.h>

struct oops_frame {
	char function[64];
	uint64_t offset_bytes;
	bool is_return; /* it called on: the offset is that of the instruction after */
};

/*
 * The first frame in `module` that the words name: where it stopped, or, if that was in the
 * kernel itself, who called it. 0, or -ENODATA: none.
 */
int oops_frame(const char *words, const char *module, struct oops_frame *ret);

/*
 * The address of a function in the ELF file of a module. 0, or -ENODATA: it has no such
 * symbol; -EBADMSG: no ELF file of 64 bits, or cut short; -errno of fstat(2) or mmap(2).
 */
int module_symbol(int module_fd, const char *function, uint64_t *ret);

/* Where in `source` the kernel died. As diagnose_crash(), and the errors above. */
int diagnose_oops(char *const *tool, const char *program, int module_fd,
	const char *module, const char *source, const char *words,
	struct crash_place *ret);

#endif
