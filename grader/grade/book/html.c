/* SPDX-License-Identifier: MIT */
/* report.html, see report.h. No script, no font, no picture from elsewhere. */
#include "report.h"

#include <stdlib.h>
#include <string.h>

#define NR_BINS 11 /* 0 to 9, 10 to 19, …, 90 to 99, 100 */
#define MAX_CLAIMS 16
#define SHOWN_CLAIMS 4
#define BAR_HEIGHT 90

struct claim_count {
	char name[128];
	size_t missed;
};

struct lab_count {
	size_t bins[NR_BINS];
	size_t nr_graded, nr_full;
	long points;
	struct claim_count claims[MAX_CLAIMS];
	size_t nr_claims;
};

static const char head[] =
	"<!DOCTYPE html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n"
	"<meta name=\"viewport\" content=\"width=device-width\">\n"
	"<title>Pagelab: the class</title>\n<style>\n"
	":root{color-scheme:light dark;--ink:#1d2733;--soft:#66727f;--line:#d8dee5;"
	"--card:#fff;--page:#f4f6f8;--bar:#3a7ca5;--good:#2e7d4f;--bad:#b3432b}\n"
	"@media(prefers-color-scheme:dark){:root{--ink:#e6ebf0;--soft:#9aa7b4;"
	"--line:#36414c;--card:#1c242c;--page:#12181e;--bar:#5fa8d3;--good:#6cc08b;"
	"--bad:#e08a70}}\n"
	"body{font:15px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--page);"
	"max-width:82rem;margin:2rem auto;padding:0 1rem}\n"
	"h1{font-size:1.5rem}h2{font-size:1.05rem;margin:0}\n"
	".labs{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(20rem,100%)"
	",1fr));"
	"gap:1rem}\n"
	"section{background:var(--card);border:1px solid var(--line);border-radius:8px;"
	"padding:1rem}\n"
	"p,li,small{color:var(--soft)}ul{padding-left:1.2rem;margin:.3rem 0 0}\n"
	".bars{display:flex;align-items:flex-end;gap:3px;margin-top:.6rem}\n"
	".bars div{flex:1;text-align:center;font-size:.7rem;color:var(--soft)}\n"
	".bars i{display:block;background:var(--bar);border-radius:2px 2px 0 0}\n"
	".wide{overflow-x:auto;margin-top:1.5rem}\n"
	"table{border-collapse:separate;border-spacing:0;width:100%;background:var(--"
	"card);"
	"font-variant-numeric:tabular-nums}\n"
	"th,td{border:solid var(--line);border-width:0 1px 1px 0;padding:.35rem .6rem;"
	"text-align:right;vertical-align:top}\n"
	"tr:first-child>*{border-top-width:1px}"
	"th:first-child,td:first-child{border-left-width:1px;position:sticky;left:0;"
	"background:var(--card)}\n"
	"th:first-child,td:first-child,.note{text-align:left}"
	"td:first-child,.note{overflow-wrap:anywhere}td:first-child{min-width:9rem}\n"
	"a{color:inherit}.full{color:var(--good);font-weight:600}"
	".none{color:var(--bad)}\n</style>\n";

static void count_claims(struct lab_count *count, const json_t *result)
{
	json_t *claim;
	size_t i;

	json_array_foreach(json_object_get(result, "claims"), i, claim)
	{
		const char *name = json_string_value(json_object_get(claim, "name"));
		const char *verdict =
			json_string_value(json_object_get(claim, "verdict"));

		if (i >= MAX_CLAIMS || !name || !verdict)
			return;
		snprintf(
			count->claims[i].name, sizeof(count->claims[i].name), "%s", name);
		count->claims[i].missed += !!strcmp(verdict, "PASS");
		if (count->nr_claims <= i)
			count->nr_claims = i + 1;
	}
}

static void count_lab(
	const struct book *book, const char *results, size_t lab, struct lab_count *count)
{
	for (size_t i = 0; i < book->nr_rows; i++) {
		const struct book_cell *cell = &book->rows[i].cells[lab];
		json_t *result = report_load(results, book, i, lab);

		if (!result)
			continue;
		if (cell->score >= 0 && cell->score <= 100)
			count->bins[cell->score / 10]++;
		count->nr_graded++;
		count->nr_full += cell->score == 100;
		count->points += cell->score;
		count_claims(count, result);
		json_decref(result);
	}
}

static void write_bars(FILE *out, const struct lab_count *count)
{
	size_t most = 1;

	for (size_t i = 0; i < NR_BINS; i++)
		if (count->bins[i] > most)
			most = count->bins[i];
	fputs("<div class=\"bars\">", out);
	for (size_t i = 0; i < NR_BINS; i++) {
		fputs("<div>", out);
		if (count->bins[i])
			fprintf(out, "%zu", count->bins[i]);
		fprintf(out, "<i style=\"height:%zupx\"></i>%zu</div>",
			count->bins[i] * BAR_HEIGHT / most, i * 10);
	}
	fputs("</div>\n", out);
}

static int by_missed(const void *a, const void *b)
{
	const struct claim_count *x = a, *y = b;

	return (x->missed < y->missed) - (x->missed > y->missed);
}

static void write_card(
	FILE *out, const struct book *book, const char *results, size_t lab)
{
	struct lab_count *count = calloc(1, sizeof(*count));
	char *sentence;

	if (!count)
		return;
	count_lab(book, results, lab, count);
	fputs("<section><h2>Lab ", out);
	xml_text(out, book->labs[lab]);
	fprintf(out, "</h2><small>%zu graded, %zu in full", count->nr_graded,
		count->nr_full);
	if (count->nr_graded)
		fprintf(out, ", %.0f points on average",
			(double)count->points / (double)count->nr_graded);
	fputs("</small>\n", out);
	if (count->nr_graded)
		write_bars(out, count);
	qsort(count->claims, count->nr_claims, sizeof(*count->claims), by_missed);
	fputs("<ul>", out);
	for (size_t i = 0; i < count->nr_claims && i < SHOWN_CLAIMS; i++) {
		if (!count->claims[i].missed)
			break;
		fprintf(out, "<li>missed by %zu: ", count->claims[i].missed);
		sentence = claim_sentence(count->claims[i].name);
		xml_text(out, sentence ? sentence : "?");
		free(sentence);
		fputs("</li>", out);
	}
	fputs("</ul></section>\n", out);
	free(count);
}

/* A path in a link: what is no plain character goes as %XX. */
static void write_link(FILE *out, const char *student, const char *lab)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "0123456789-._";

	fputs("<a href=\"", out);
	for (const char *at = student; *at; at++)
		fprintf(out, strchr(plain, *at) ? "%c" : "%%%02X", (unsigned char)*at);
	fprintf(out, "/%s/feedback.txt\">", lab);
}

static void write_cell(FILE *out, const struct book_row *row, size_t nr, const char *lab)
{
	const struct book_cell *cell = &row->cells[nr];
	double points = book_points(cell);
	char text[BOOK_POINTS];

	book_points_text(points, text);
	if (cell->overridden && cell->excused) {
		fputs("<td>excused <small title=\"", out);
		xml_text(out, cell->reason);
		fputs("\">set</small></td>", out);
		return;
	}
	if (cell->state == BOOK_BROKEN && points < 0) {
		fputs("<td class=\"none\">not graded</td>", out);
		return;
	}
	if (points < 0) {
		fputs("<td></td>", out);
		return;
	}
	fprintf(out, "<td%s>", points >= 100 ? " class=\"full\"" : "");
	if (cell->state == BOOK_GRADED)
		write_link(out, book_holder(row, nr), lab);
	fputs(text, out);
	if (cell->state == BOOK_GRADED)
		fputs("</a>", out);
	if (cell->overridden) {
		fputs(" <small title=\"", out);
		xml_text(out, cell->reason);
		fputs("\">set</small>", out);
	}
	fputs("</td>", out);
}

static void write_row(FILE *out, const struct book *book, const struct book_row *row)
{
	char time[BOOK_TIME];
	char text[BOOK_POINTS];
	double total = 0;

	fputs("<tr><td>", out);
	xml_text(out, row->shown);
	fputs("</td>", out);
	for (size_t i = 0; i < book->nr_labs; i++) {
		double points = book_points(&row->cells[i]);

		write_cell(out, row, i, book->labs[i]);
		total += points > 0 ? points : 0;
	}
	book_time(book_submitted(book, row), time);
	book_points_text(total, text);
	fprintf(out, "<td>%s</td><td class=\"note\"><small>%s%s%s%s</small></td></tr>\n",
		text, row->has_sent ? "" : "nothing sent", time,
		book_is_late(book, row) && *time ? ", " : "",
		book_is_late(book, row) ? "late" : "");
}

static void write_refused(FILE *out, const struct grade_class *class)
{
	if (!class->nr_refusals)
		return;
	fputs("<div class=\"wide\"><table><tr><th>Refused</th><th "
	      "class=\"note\">file</th>"
	      "<th class=\"note\">reason</th></tr>\n",
		out);
	for (size_t i = 0; i < class->nr_refusals; i++) {
		fputs("<tr><td>", out);
		xml_text(out, class->refusals[i].student);
		fputs("</td><td class=\"note\">", out);
		xml_text(out, class->refusals[i].path);
		fputs("</td><td class=\"note\">", out);
		xml_text(out, class->refusals[i].reason);
		fputs("</td></tr>\n", out);
	}
	fputs("</table></div>\n", out);
}

void report_html(FILE *out, const struct book *book, const char *results)
{
	fputs(head, out);
	fprintf(out, "<h1>The class</h1>\n<p>%zu students, %zu labs</p>\n", book->nr_rows,
		book->nr_labs);
	fputs("<div class=\"labs\">\n", out);
	for (size_t lab = 0; lab < book->nr_labs; lab++)
		write_card(out, book, results, lab);
	fputs("</div>\n<div class=\"wide\"><table><tr><th>Student</th>", out);
	for (size_t lab = 0; lab < book->nr_labs; lab++)
		fprintf(out, "<th>lab%.2s</th>", book->labs[lab]);
	fputs("<th>total</th><th></th></tr>\n", out);
	for (size_t i = 0; i < book->nr_rows; i++)
		write_row(out, book, &book->rows[i]);
	fputs("</table></div>\n", out);
	write_refused(out, book->class);
	fputs("</html>\n", out);
}
