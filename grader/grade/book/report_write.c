/* SPDX-License-Identifier: MIT */
/* Writes the reports beside the gradebook, see report.h. */
#include "report.h"

int report_write(const struct book *book, const char *results)
{
	int err = book_write_file(book, results, "junit.xml", report_junit);

	return err ? err : book_write_file(book, results, "report.html", report_html);
}
