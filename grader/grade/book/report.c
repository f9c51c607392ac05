/* SPDX-License-Identifier: MIT */
/* junit.xml, and what both reports share, see report.h. */
#include "report.h"
#include "grader/base/text.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

void xml_text(FILE *out, const char *text)
{
	char *clean = text_clean(text, strlen(text));

	for (const char *at = clean; at && *at; at++) {
		switch (*at) {
		case '&':
			fputs("&amp;", out);
			break;
		case '<':
			fputs("&lt;", out);
			break;
		case '>':
			fputs("&gt;", out);
			break;
		case '"':
			fputs("&quot;", out);
			break;
		case '\'':
			fputs("&#39;", out);
			break;
		default:
			fputc(*at, out);
		}
	}
	free(clean);
}

char *claim_sentence(const char *name)
{
	char *text = strdup(name);

	for (char *at = text; at && (at = strchr(at, '_'));)
		*at = ' ';
	return text;
}

json_t *report_load(const char *results, const struct book *book, size_t row, size_t lab)
{
	char path[PATH_MAX];

	if (book->rows[row].cells[lab].state != BOOK_GRADED ||
		snprintf(path, sizeof(path), "%s/%s/%s/result.json", results,
			book_holder(&book->rows[row], lab),
			book->labs[lab]) >= (int)sizeof(path))
		return NULL;
	return json_load_file(path, 0, NULL);
}

static const char *text_of(const json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));

	return text ? text : "";
}

static void write_case(
	FILE *out, const char *student, const char *lab, const json_t *claim)
{
	const char *verdict = text_of(claim, "verdict");

	fputs("    <testcase classname=\"", out);
	xml_text(out, lab);
	fputc('.', out);
	xml_text(out, student);
	fputs("\" name=\"", out);
	xml_text(out, text_of(claim, "name"));
	if (!strcmp(verdict, "PASS")) {
		fputs("\"/>\n", out);
		return;
	}
	fputs("\">\n      <failure type=\"", out);
	xml_text(out, verdict);
	fputs("\" message=\"", out);
	xml_text(out, text_of(claim, "observed"));
	fputs("\">", out);
	xml_text(out, text_of(claim, "expected"));
	fputs("</failure>\n    </testcase>\n", out);
}

/* Sent, and without a score: an error, which is no failure. */
static void write_missing(
	FILE *out, const char *student, const char *lab, const struct book_cell *cell)
{
	fputs("    <testcase classname=\"", out);
	xml_text(out, lab);
	fputc('.', out);
	xml_text(out, student);
	fprintf(out,
		"\" name=\"graded\">\n      <error message=\"%s\"/>\n    </testcase>\n",
		cell->state == BOOK_BROKEN ? "could not be graded" : "not graded yet");
}

struct tally {
	size_t tests, failures, errors;
};

static void write_lab(FILE *out, const struct book *book, const char *results, size_t lab,
	struct tally *tally)
{
	for (size_t i = 0; i < book->nr_rows; i++) {
		const struct book_row *row = &book->rows[i];
		json_t *result = report_load(results, book, i, lab), *claim;
		size_t k;

		if (!result && row->cells[lab].state != BOOK_NOT_SENT) {
			write_missing(out, row->shown, book->labs[lab], &row->cells[lab]);
			tally->tests++;
			tally->errors++;
		}
		json_array_foreach(json_object_get(result, "claims"), k, claim)
		{
			write_case(out, row->shown, book->labs[lab], claim);
			tally->tests++;
			tally->failures += !!strcmp(text_of(claim, "verdict"), "PASS");
		}
		json_decref(result);
	}
}

void report_junit(FILE *out, const struct book *book, const char *results)
{
	fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n", out);
	for (size_t lab = 0; lab < book->nr_labs; lab++) {
		struct tally tally = {0};
		char *cases = NULL;
		size_t size;
		FILE *memory = open_memstream(&cases, &size);

		if (!memory)
			continue;
		write_lab(memory, book, results, lab, &tally);
		fclose(memory);
		fputs("  <testsuite name=\"", out);
		xml_text(out, book->labs[lab]);
		fprintf(out, "\" tests=\"%zu\" failures=\"%zu\" errors=\"%zu\">\n%s",
			tally.tests, tally.failures, tally.errors, cases);
		fputs("  </testsuite>\n", out);
		free(cases);
	}
	fputs("</testsuites>\n", out);
}
