/* SPDX-License-Identifier: MIT */
/* report.html, see report.h. No script, no font, no picture from elsewhere: what students wrote is
 * in it. The table is sorted by the order of style sheets. */
#include "grader/grade/runs/run.h"
#include "lab_count.h"
#include "report.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define BAR_HEIGHT 90
#define SHOWN_ALIKE 20
#define SHOWN_NAMES 40

static const char head[] =
	"<!DOCTYPE html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n"
	"<meta name=\"viewport\" content=\"width=device-width\">\n"
	"<title>Pagelab: the class</title>\n<style>\n"
	":root{color-scheme:light dark;--ink:#1d2733;--soft:#56626f;--line:#d8dee5;"
	"--card:#fff;--page:#f4f6f8;--bar:#3a7ca5;--good:#2e7d4f;--bad:#b3432b}\n"
	"@media(prefers-color-scheme:dark){:root{--ink:#e6ebf0;--soft:#9aa7b4;"
	"--line:#36414c;--card:#1c242c;--page:#12181e;--bar:#5fa8d3;--good:#6cc08b;"
	"--bad:#e08a70}}\n"
	"body{font:15px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--page);"
	"max-width:82rem;margin:2rem auto;padding:0 1rem}\n"
	"h1{font-size:1.5rem}h2{font-size:1.05rem;margin:0}h3{font-size:.9rem;margin:."
	"8rem 0 0}\n"
	".labs{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(22rem,100%)"
	",1fr));gap:1rem}\n"
	"section{background:var(--card);border:1px solid var(--line);border-radius:8px;"
	"padding:1rem;min-width:0;max-width:48rem;overflow-wrap:break-word}\n"
	"p,li,small,summary{color:var(--soft)}ul{padding-left:1.2rem;margin:.3rem 0 0}\n"
	"details{margin:.2rem 0}details p{margin:.2rem 0 .4rem 1rem}"
	"summary{cursor:pointer}\n"
	"q{quotes:none;font-family:ui-monospace,monospace;font-size:.85em;color:var(--"
	"ink)}\n"
	".bars{display:flex;align-items:flex-end;gap:3px;margin-top:.6rem}\n"
	".bars div{flex:1;text-align:center;font-size:.7rem;color:var(--soft)}\n"
	".bars i{display:block;background:var(--bar);border-radius:2px 2px 0 0}\n"
	".sort{position:absolute;opacity:0}\n"
	".by label{display:inline-block;border:1px solid var(--line);border-radius:1rem;"
	"padding:0 .7rem;margin:.2rem .3rem .2rem "
	"0;cursor:pointer;background:var(--card)}\n"
	".wide{overflow-x:auto;margin-top:.8rem}\n"
	"table{border-collapse:separate;border-spacing:0;background:var(--card);"
	"font-variant-numeric:tabular-nums}\n"
	"table.class,.class "
	"tbody{display:flex;flex-direction:column;min-width:max-content}\n"
	".class tr{display:flex}.class tr>*{flex:1 0 4.2rem;box-sizing:border-box}"
	".class tr>:first-child{flex:2 0 10rem;max-width:18rem}.class tr>.note{flex:2 0 "
	"11rem}\n"
	"th,td{border:solid var(--line);border-width:0 1px 1px 0;padding:.35rem .6rem;"
	"text-align:right;vertical-align:top}\n"
	"tr:first-child>*{border-top-width:1px}"
	"th:first-child,td:first-child{border-left-width:1px;position:sticky;left:0;"
	"background:var(--card)}\n"
	"th:first-child,td:first-child,.note{text-align:left}"
	"td:first-child{overflow-wrap:anywhere;min-width:9rem}\n"
	"@media(max-width:30rem){.class tr>:first-child{flex-basis:8rem;max-width:8rem;"
	"min-width:0}}\n"
	"a{color:inherit}.full{color:var(--good);font-weight:600}"
	".none{color:var(--bad)}\n";

static void write_bars(FILE *out, const struct lab_count *count)
{
	size_t most = 1;

	for (size_t i = 0; i < COUNT_BINS; i++)
		if (count->bins[i] > most)
			most = count->bins[i];
	fputs("<div class=\"bars\">", out);
	for (size_t i = 0; i < COUNT_BINS; i++) {
		fputs("<div>", out);
		if (count->bins[i])
			fprintf(out, "%zu", count->bins[i]);
		fprintf(out, "<i style=\"height:%zupx\"></i>%zu</div>",
			count->bins[i] * BAR_HEIGHT / most, i * 10);
	}
	fputs("</div>\n", out);
}

static void write_number(FILE *out, size_t nr, const char *what)
{
	if (nr)
		fprintf(out, ", %zu %s", nr, what);
}

static void write_numbers(FILE *out, const struct lab_count *count)
{
	fprintf(out, "<small>%zu graded, %zu in full", count->nr_graded, count->nr_full);
	if (count->nr_points)
		fprintf(out, ", %.0f points on average",
			count->points / (double)count->nr_points);
	write_number(out, count->nr_late, "late");
	write_number(out, count->nr_overridden, "set by hand");
	write_number(out, count->nr_excused, "excused");
	write_number(out, count->nr_broken, "could not be graded");
	write_number(out, count->nr_waiting, "not graded yet");
	fputs("</small>\n", out);
}

/* Their names, as what is unfolded ends. */
static void write_rows(FILE *out, const struct rows *rows)
{
	fputs("<p>", out);
	for (size_t i = 0; i < rows->nr && i < SHOWN_NAMES; i++) {
		fputs(i ? ", " : "", out);
		xml_text(out, rows->list[i]->shown);
	}
	if (rows->nr > SHOWN_NAMES)
		fprintf(out, " and %zu more", rows->nr - SHOWN_NAMES);
	fputs("</p></details>\n", out);
}

static void write_end(
	FILE *out, const struct rows *rows, const char *one, const char *more)
{
	if (!rows->nr)
		return;
	fprintf(out, "<details><summary>%zu %s</summary>\n", rows->nr,
		rows->nr == 1 ? one : more);
	write_rows(out, rows);
}

/* What came to no judgement of what it does, apart from what does the wrong thing. */
static void write_ends(FILE *out, const struct lab_count *count)
{
	write_end(out, &count->uncompiled, "does not compile", "do not compile");
	write_end(out, &count->timeouts, "ran out of time", "ran out of time");
	write_end(out, &count->panics, "had the kernel die", "had the kernel die");
}

/* Of so many that compile. */
static void write_claim(FILE *out, const struct claim_count *claim, size_t nr_of)
{
	char *sentence = claim_sentence(claim->name);
	const struct observation *seen = claim->observations;

	fprintf(out, "<details><summary>missed by %zu of %zu: ", claim->missed.nr, nr_of);
	xml_text(out, sentence ? sentence : "?");
	fputs("</summary>\n", out);
	free(sentence);
	if (claim->nr_observations) {
		fprintf(out, "<p>%zu saw <q>", seen->nr);
		xml_text(out, seen->example);
		fputs("</q>, numbers aside (this was ", out);
		xml_text(out, seen->student);
		fputs(")</p>\n", out);
	}
	write_rows(out, &claim->missed);
}

/* No verdict, and it says so. */
static void write_alike(FILE *out, const struct lab_count *count)
{
	if (!count->nr_alike)
		return;
	fprintf(out,
		"<details><summary>%zu pair%s of sources %s the same or alike</summary>\n"
		"<p>Alike by their tokens, whatever they call things; the skeleton does "
		"not "
		"count. That says nothing of how it came about.</p><ul>\n",
		count->nr_alike, count->nr_alike == 1 ? "" : "s",
		count->nr_alike == 1 ? "is" : "are");
	for (size_t i = 0; i < count->nr_alike && i < SHOWN_ALIKE; i++) {
		const struct likeness *alike = &count->alike[i];

		fputs("<li>", out);
		xml_text(out, alike->a->shown);
		fputs(", ", out);
		xml_text(out, alike->b->shown);
		if (alike->is_same)
			fputs(": the same</li>\n", out);
		else
			fprintf(out, ": %d %%</li>\n", alike->percent);
	}
	if (count->nr_alike > SHOWN_ALIKE)
		fprintf(out, "<li>and %zu more</li>\n", count->nr_alike - SHOWN_ALIKE);
	fputs("</ul></details>\n", out);
}

static void write_title(FILE *out, const struct book *book, size_t lab)
{
	const struct term_assignment *assignment = term_find(book->term, book->labs[lab]);
	char time[BOOK_TIME];

	fputs("<section><h2>Lab ", out);
	xml_text(out, book->labs[lab]);
	if (assignment && *assignment->name) {
		fputs(", ", out);
		xml_text(out, assignment->name);
	}
	fputs("</h2>", out);
	if (!assignment)
		return;
	book_time(assignment->due, time);
	if (*time)
		fprintf(out, "<small>due %s</small><br>", time);
}

static void write_card(
	FILE *out, const struct book *book, const char *results, size_t lab)
{
	struct lab_count *count = calloc(1, sizeof(*count));

	if (!count || lab_count_make(book, results, book->root, lab, count)) {
		free(count);
		return;
	}
	write_title(out, book, lab);
	write_numbers(out, count);
	if (count->nr_points)
		write_bars(out, count);
	write_ends(out, count);
	for (size_t i = 0; i < count->nr_claims && count->claims[i].missed.nr; i++)
		write_claim(
			out, &count->claims[i], count->nr_graded - count->uncompiled.nr);
	write_alike(out, count);
	fputs("</section>\n", out);
	lab_count_deinit(count);
	free(count);
}

/* A path in a link: what is no plain character goes as %XX. */
static void write_link(FILE *out, const char *student, const char *lab, const char *file)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "0123456789-._";

	fputs("<a href=\"", out);
	for (const char *at = student; *at; at++)
		fprintf(out, strchr(plain, *at) ? "%c" : "%%%02X", (unsigned char)*at);
	fprintf(out, "/%s/%s\">", lab, file);
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
		write_link(out, book_holder(row, nr), lab, "feedback.txt");
	fputs(text, out);
	if (cell->state == BOOK_GRADED)
		fputs("</a>", out);
	if (cell->is_recorded) {
		fputs(" <small>", out);
		write_link(out, book_holder(row, nr), lab, GRADE_PAGE);
		fputs("pages</a></small>", out);
	}
	if (cell->overridden) {
		fputs(" <small title=\"", out);
		xml_text(out, cell->reason);
		fputs("\">set</small>", out);
	}
	fputs("</td>", out);
}

/* What the table can be sorted by: 0 is its own order, then the labs, the total and, of a course, the
 * mark. */
static size_t nr_orders(const struct book *book)
{
	return book->nr_labs + 2 + (book->term != NULL);
}

static void write_orders(FILE *out, const struct book *book)
{
	for (size_t i = 0; i < nr_orders(book); i++)
		fprintf(out,
			"#by%zu:checked~.wide .class tr{order:calc(%s1*var(--k%zu,0))}"
			"#by%zu:checked~.by label[for=by%zu]{border-color:var(--ink)}\n",
			i, i ? "-" : "", i, i, i);
	fputs(".class tr:first-child{order:-100000!important}\n</style>\n", out);
}

static void write_choices(FILE *out, const struct book *book)
{
	for (size_t i = 0; i < nr_orders(book); i++)
		fprintf(out,
			"<input class=\"sort\" type=\"radio\" name=\"by\" "
			"id=\"by%zu\"%s>",
			i, i ? "" : " checked");
	fputs("\n<p class=\"by\">Sort by <label for=\"by0\">list</label>", out);
	for (size_t i = 0; i < book->nr_labs; i++)
		fprintf(out, "<label for=\"by%zu\">lab%.2s</label>", i + 1,
			book->labs[i]);
	fprintf(out, "<label for=\"by%zu\">total</label>", book->nr_labs + 1);
	if (book->term)
		fprintf(out, "<label for=\"by%zu\">mark</label>", book->nr_labs + 2);
	fputs("</p>\n", out);
}

static void write_note(FILE *out, const struct book *book, const struct book_row *row)
{
	char time[BOOK_TIME];
	const char *comma = "";

	fputs("<td class=\"note\"><small>", out);
	if (book_nothing(row)) {
		fputs(book_nothing(row), out);
		comma = ", ";
	}
	if (row->sent && book->has_roster && !row->listed) {
		fprintf(out, "%snot in the roster", comma);
		comma = ", ";
	}
	book_time(book_submitted(book, row), time);
	if (*time) {
		fprintf(out, "%s%s", comma, time);
		comma = ", ";
	}
	if (book_is_late(book, row)) {
		fprintf(out, "%slate", comma);
		comma = ", ";
	}
	if (book_has_refused(book, row))
		fprintf(out, "%ssomething was refused", comma);
	fputs("</small></td></tr>\n", out);
}

static void write_row(FILE *out, const struct book *book, size_t nr)
{
	const struct book_row *row = &book->rows[nr];
	double total = 0, mark = book_mark(book, row);
	char text[BOOK_POINTS];

	fprintf(out, "<tr style=\"--k0:%zu", nr + 1);
	for (size_t i = 0; i < book->nr_labs; i++) {
		double points = book_points(&row->cells[i]);

		fprintf(out, ";--k%zu:%ld", i + 1, (long)(10 * points) + 10);
		total += points > 0 ? points : 0;
	}
	fprintf(out, ";--k%zu:%ld", book->nr_labs + 1, (long)(10 * total));
	fprintf(out, ";--k%zu:%ld\"><td>", book->nr_labs + 2, (long)(10 * mark) + 10);
	xml_text(out, row->shown);
	fputs("</td>", out);
	for (size_t i = 0; i < book->nr_labs; i++)
		write_cell(out, row, i, book->labs[i]);
	book_points_text(total, text);
	fprintf(out, "<td>%s</td>", text);
	if (book->term && mark >= 0)
		fprintf(out, "<td>%.1f</td>", mark);
	else if (book->term)
		fputs("<td></td>", out);
	write_note(out, book, row);
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

static void write_number_of(FILE *out, size_t nr, const char *what)
{
	fprintf(out, "%zu %s%s", nr, what, nr == 1 ? "" : "s");
}

/* When, of what course, and on which numbers. */
static void write_top(FILE *out, const struct book *book)
{
	time_t now = time(NULL);
	struct tm tm;
	char text[64] = "";

	if (localtime_r(&now, &tm))
		strftime(text, sizeof(text), "%Y-%m-%d %H:%M", &tm);
	fputs("<h1>", out);
	xml_text(out, book->term && *book->term->name ? book->term->name : "The class");
	fputs("</h1>\n<p>", out);
	write_number_of(out, book->nr_rows, "student");
	fputs(", ", out);
	write_number_of(out, book->nr_labs, "lab");
	fprintf(out, "; %s", text);
	if (book->has_seed)
		fprintf(out, "; seed %llu", (unsigned long long)book->seed);
	for (size_t i = 0; i < book->nr_labs; i++) {
		const struct term_assignment *assignment =
			term_find(book->term, book->labs[i]);

		if (assignment && assignment->has_seed)
			fprintf(out, ", of lab%.2s %llu", book->labs[i],
				(unsigned long long)assignment->seed);
	}
	fputs("</p>\n", out);
}

void report_html(FILE *out, const struct book *book, const char *results)
{
	fputs(head, out);
	write_orders(out, book);
	write_top(out, book);
	fputs("<div class=\"labs\">\n", out);
	for (size_t lab = 0; lab < book->nr_labs; lab++)
		write_card(out, book, results, lab);
	fputs("</div>\n<div>\n", out);
	write_choices(out, book);
	fputs("<div class=\"wide\"><table class=\"class\"><tr><th>Student</th>", out);
	for (size_t lab = 0; lab < book->nr_labs; lab++)
		fprintf(out, "<th>lab%.2s</th>", book->labs[lab]);
	fprintf(out, "<th>total</th>%s<th class=\"note\"></th></tr>\n",
		book->term ? "<th>mark</th>" : "");
	for (size_t i = 0; i < book->nr_rows; i++)
		write_row(out, book, i);
	fputs("</table></div></div>\n", out);
	write_refused(out, book->class);
	fputs("</html>\n", out);
}
