/* SPDX-License-Identifier: MIT */
/* kpage_names: see kpage_names.h. */
#include "kpage_names.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <stdio.h>
#include <string.h>

/* Bits 0 to 26 (include/uapi/linux/kernel-page-flags.h). */
static const char *const low_names[] = {"locked", "error", "referenced", "uptodate",
	"dirty", "lru", "active", "slab", "writeback", "reclaim", "buddy", "mmap", "anon",
	"swapcache", "swapbacked", "compound_head", "compound_tail", "huge",
	"unevictable", "hwpoison", "nopage", "ksm", "thp", "offline", "zero_page", "idle",
	"pgtable"};

/* The same bits. */
static const char letters[] = "LERUDlASWIBMasbHTGuXnxtozig";

/* From bit 32 on (include/linux/kernel-page-flags.h). */
static const char *const kernel_names[] = {"reserved", "mlocked", "mappedtodisk",
	"private", "private_2", "owner_private", "arch", "uncached", "softdirty",
	"arch_2", "arch_3", "arch_4"};

#define NR(array) (sizeof(array) / sizeof((array)[0]))

const char *kpage_flag_name(unsigned bit)
{
	if (bit < NR(low_names))
		return low_names[bit];
	if (bit >= 32 && bit - 32 < NR(kernel_names))
		return kernel_names[bit - 32];
	return NULL;
}

char kpage_flag_letter(unsigned bit)
{
	return bit < NR(low_names) ? letters[bit] : 0;
}

void kpage_flag_names(uint64_t flags, char ret[KPAGE_NAMES_SIZE])
{
	size_t at = 0;

	for (unsigned bit = 0; bit < 64; bit++) {
		const char *name = kpage_flag_name(bit), *comma = at ? "," : "";

		if (!(flags & KPAGE_BIT(bit)))
			continue;
		if (name)
			at += sprintf(ret + at, "%s%s", comma, name);
		else
			at += sprintf(ret + at, "%sbit%u", comma, bit);
	}
	if (!at)
		strcpy(ret, "-");
}
