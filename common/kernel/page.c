/* SPDX-License-Identifier: MIT */
/* page: see page.h. */
#include "page.h"

#include <unistd.h>

size_t page_size_bytes(void)
{
	return (size_t)getpagesize();
}
