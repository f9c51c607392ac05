/* SPDX-License-Identifier: MIT */
/* The class for other readers: junit.xml for programs, report.html for people. Made of the
 * results, as the gradebook is. */
#ifndef PAGELAB_GRADE_REPORT_H
#define PAGELAB_GRADE_REPORT_H

#include "book.h"

#include <jansson.h>
#include <stdio.h>

/* Text in XML and in attributes: escaped, and cleaned of what XML does not allow. */
void xml_text(FILE *out, const char *text);

/* A claim's name is a sentence with underscores: the sentence, malloc'ed. NULL: no memory. */
char *claim_sentence(const char *name);

/* The result of a cell; NULL if it is not graded. The caller has a reference. */
json_t *report_load(const char *results, const struct book *book, size_t row, size_t lab);

/* A test suite for each lab, a test case for each student and claim. */
void report_junit(FILE *out, const struct book *book, const char *results);
/* One page that needs nothing else: how the scores lie, which claims fail most, and a table
 * with each student's points and a link to the feedback. */
void report_html(FILE *out, const struct book *book, const char *results);

/* Both, beside the gradebook. 0 or -errno. */
int report_write(const struct book *book, const char *results);

#endif
