/* SPDX-License-Identifier: MIT */
/* The parts of the terminal's report that text.c puts together. */
#ifndef PAGELAB_REPORT_PAINT_H
#define PAGELAB_REPORT_PAINT_H

#include "info.h"
#include "text.h"
#include "verdict.h"

#include <stdio.h>

#define PAGE_INDENT 11 /* where a claim's text begins */

struct page {
	FILE *out;
	bool colour;
	size_t columns;
};

enum paint {
	PAINT_OFF,
	PAINT_BOLD,
	PAINT_DIM,
	PAINT_RED,
	PAINT_GREEN,
	PAINT_YELLOW,
	PAINT_MAGENTA,
};

/* Colour from here on, until PAINT_OFF. Nothing if the page has no colour. */
void paint(struct page *page, enum paint paint);

/* A detail of a claim: its label, then wrapped text. Nothing if the text is "". */
void page_row(struct page *page, const char *label, const char *text);

/* The compiler's words, at most a screenful. */
void page_compiler(struct page *page, const char *words);

/* How the program ended, if not as it should: crash, limit, status, the end of what
 * it printed, the kernel's last words. */
void page_end(struct page *page, const struct result *result,
	const struct check_info *info, const struct report_style *style);

void page_times(struct page *page, const struct check_info *info);

#endif
