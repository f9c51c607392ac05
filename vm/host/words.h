/* SPDX-License-Identifier: MIT */
/* The kernel's last words, from what the console printed. */
#ifndef PAGELAB_WORDS_H
#define PAGELAB_WORDS_H

#include <stddef.h>

/* "" if it said none. */
void words_find(const char *console, size_t size, char *ret, size_t ret_size);

#endif
