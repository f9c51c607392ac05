/* SPDX-License-Identifier: MIT */
/*
 * kpage_names: the flags of kpage.h in words, those of the kernel's own tool page-types.
 *
 * Source: tools/mm/page-types.c (tools/vm in 6.1), include/uapi/linux/kernel-page-flags.h.
 */
#ifndef PAGELAB_KPAGE_NAMES_H
#define PAGELAB_KPAGE_NAMES_H

#include <stdint.h>

#include "kpage.h"

/* Room for the names of all 64 flags with a comma between, and the NUL. */
#define KPAGE_NAMES_SIZE 1024

/* The name of flag number `bit`, as "anon"; NULL where it has none. */
const char *kpage_flag_name(unsigned bit);

/* The letter of a flag that the kernel promises to its users (bits 0 to 26), as 'a' for anon; 0 for
 * other bits. */
char kpage_flag_letter(unsigned bit);

/* All names of `flags`, lowest bit first, a comma between: "mmap,anon,swapbacked"; "bit40"
 * for one without a name; "-" for none. */
void kpage_flag_names(uint64_t flags, char ret[KPAGE_NAMES_SIZE]);

#endif
