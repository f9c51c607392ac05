/* SPDX-License-Identifier: MIT */
/*
 * page: how large a page is. 4 KiB on the workbook's machine, but an arm64 kernel can
 * be built for 16 or 64 KiB: ask, never assume.
 */
#ifndef PAGELAB_PAGE_H
#define PAGELAB_PAGE_H

#include <stddef.h>

/* The size in bytes of a base page (not of a huge one). Cannot fail.
 * Source: sysconf(3), _SC_PAGESIZE. */
size_t page_size_bytes(void);

#endif
