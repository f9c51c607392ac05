/* SPDX-License-Identifier: MIT */
/* Words for a terminal: cleaned, measured, wrapped. */
#ifndef PAGELAB_TEXT_H
#define PAGELAB_TEXT_H

#include <stddef.h>
#include <stdio.h>

/*
 * A malloc'ed copy that is safe to print and valid UTF-8: control characters but
 * for tab and newline, and what is not UTF-8, become U+FFFD. What a learner's
 * program prints must not steer the terminal. NULL if there is no memory.
 */
char *text_clean(const char *bytes, size_t size);

/* Columns that UTF-8 text takes, each character being one. */
size_t text_columns(const char *text, size_t size);

/*
 * The bytes of `text` that make its first line of at most `columns`, broken at a
 * blank or newline; a longer word is broken where it must. *ret_next is where the
 * next line starts, NULL after the last.
 */
size_t text_line(const char *text, size_t columns, const char **ret_next);

/* Prints `text` after `first`, later lines indented by as many columns as `first`
 * has, none reaching beyond `columns`. Ends with a newline. */
void text_paragraph(FILE *out, const char *first, const char *text, size_t columns);

/* The same where `indent` columns of the first line are out already. */
void text_rest(FILE *out, size_t indent, const char *text, size_t columns);

/* After the last words: 0, or -errno where some were lost. That nobody reads a pipe is no loss. */
int text_end(FILE *out);

#endif
