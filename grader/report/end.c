/* SPDX-License-Identifier: MIT */
/* How the program ended, and the other parts of paint.h. */
#include "paint.h"
#include "grader/base/text.h"

#include <inttypes.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#define LABEL_COLUMNS 10
#define COMPILER_LINES 40
#define OUTPUT_LINES 8
#define SHORT_OUTPUT_LINES 2
#define PANIC_LINES 26

void paint(struct page *page, enum paint paint)
{
	static const char *const codes[] = {
		[PAINT_OFF] = "0",
		[PAINT_BOLD] = "1",
		[PAINT_DIM] = "2",
		[PAINT_RED] = "1;31",
		[PAINT_GREEN] = "32",
		[PAINT_YELLOW] = "33",
		[PAINT_MAGENTA] = "1;35",
	};

	if (page->colour)
		fprintf(page->out, "\033[%sm", codes[paint]);
}

void page_row(struct page *page, const char *label, const char *text)
{
	if (!*text)
		return;
	paint(page, PAINT_DIM);
	fprintf(page->out, "%*s%-*s", PAGE_INDENT, "", LABEL_COLUMNS, label);
	paint(page, PAINT_OFF);
	text_rest(page->out, PAGE_INDENT + LABEL_COLUMNS, text, page->columns);
}

/* The first or the last lines of a text, each after a mark. */
static void quote(struct page *page, const char *text, unsigned nr_lines, bool from_end)
{
	unsigned total = 0, at = 0;

	for (const char *s = text; *s; s += *s == '\n', total++)
		s = strchrnul(s, '\n');
	while (*text) {
		const char *next = strchrnul(text, '\n');
		bool shown = from_end ? at + nr_lines >= total : at < nr_lines;

		if (shown)
			fprintf(page->out, "  | %.*s\n", (int)(next - text), text);
		at++;
		text = next + (*next == '\n');
	}
	if (!from_end && total > nr_lines)
		fprintf(page->out, "  | … %u more lines\n", total - nr_lines);
}

void page_compiler(struct page *page, const char *words)
{
	fputs("\nThe program does not compile. The compiler says:\n\n", page->out);
	quote(page, words, COMPILER_LINES, false);
}

/* Addresses that say what went wrong: a page's worth above NULL, and below the end. */
static const char *meaning_of(uint64_t address)
{
	if (address < 4096)
		return " (by a NULL pointer)";
	if (address >= -UINT64_C(4096))
		return " (by MAP_FAILED, which mmap() returns when it fails)";
	return "";
}

/* "SIGSEGV at address 0x0 (by a NULL pointer)". */
static void name_signal(char *words, size_t size, const struct exercise_run *run)
{
	int signal = run->crashed ? run->crash.signal : (int)run->number;
	const char *name = sigabbrev_np(signal);
	char address[96] = "";

	if (run->crashed && crash_has_address(&run->crash))
		snprintf(address, sizeof(address), " at address 0x%" PRIx64 "%s",
			run->crash.address, meaning_of(run->crash.address));
	if (name)
		snprintf(words, size, "SIG%s%s", name, address);
	else
		snprintf(words, size, "signal %d%s", signal, address);
}

/* How it ended, in words. A crash of a child is told where the program itself ended
 * by itself. */
static void describe(
	char *words, size_t size, const struct exercise_run *run, const struct lab *lab)
{
	const struct lab_limits *limits = &lab->limits;
	const char *program = lab->exercise_module ? "The program that tries your module"
						   : "Your program";
	const char *how = run->how ? run->how : "signal";
	char signal[128];

	name_signal(signal, sizeof(signal), run);
	if (!strcmp(how, "signal"))
		snprintf(words, size, "%s was ended by %s", program, signal);
	else if (!strcmp(how, "timeout"))
		snprintf(words, size, "%s ran out of time: it had %" PRIu64 " s", program,
			run->number);
	else if (!strcmp(how, "memory"))
		snprintf(words, size, "%s was ended because it used more than its %d MiB",
			program, limits->memory_mib);
	else if (!strcmp(how, "output"))
		snprintf(words, size, "%s printed more than its %d KiB", program,
			limits->output_kib);
	else if (!strcmp(how, "record"))
		snprintf(words, size,
			"%s made more system calls and faults than can be recorded",
			program);
	else if (run->crashed)
		snprintf(words, size, "A child of your program was ended by %s", signal);
	else
		snprintf(words, size, "%s ended with status %" PRIu64, program,
			run->number);
}

static void crash_place(struct page *page, const struct result *result,
	const struct check_info *info, const struct crash_place *place)
{
	const char *slash = strrchr(info->exercise, '/');
	const char *file = slash ? slash + 1 : info->exercise;
	const struct lab *lab = result->lab;

	fprintf(page->out, "%s:%zu, in %s()", file, place->line, place->function);
	if (place->task && place->task <= lab->nr_tasks)
		fprintf(page->out, ", task %zu, “%s”", place->task,
			lab->tasks[place->task - 1]);
	fputs(":\n", page->out);
	if (*place->text)
		fprintf(page->out, "%6zu | %s\n", place->line, place->text);
}

/* In short, what the program said of its errors, if anything: that is why it ended, mostly. */
static void program_end(struct page *page, const struct result *result,
	const struct check_info *info, const struct exercise_run *run, bool whole)
{
	const char *shown =
		!whole && run->errors && *run->errors ? run->errors : run->output;
	bool printed = run->output && *run->output;
	bool placed = run->crashed && info->crash_place && !result->panic;
	char how[240], words[440];

	describe(how, sizeof(how), run, result->lab);
	if (run->checkpoint)
		snprintf(words, sizeof(words), "%s, after checkpoint “%.64s”.%s", how,
			run->checkpoint, printed && !placed ? " It printed:" : "");
	else
		snprintf(words, sizeof(words), "%s, before its first checkpoint.%s", how,
			printed && !placed ? " It printed:" : "");
	fputc('\n', page->out);
	text_paragraph(page->out, "", words, page->columns);
	if (placed)
		crash_place(page, result, info, info->crash_place);
	if (printed && placed)
		fputs("It printed:\n", page->out);
	if (printed)
		quote(page, shown, whole ? OUTPUT_LINES : SHORT_OUTPUT_LINES, true);
}

void page_end(struct page *page, const struct result *result,
	const struct check_info *info, const struct report_style *style)
{
	const struct exercise_run *run = result_bad_run(result);

	if (result->panic) {
		fputs("\nThe guest's kernel panicked. Its last words:\n", page->out);
		quote(page, result->panic, PANIC_LINES, false);
		if (info->crash_place)
			crash_place(page, result, info, info->crash_place);
	}
	if (run)
		program_end(page, result, info, run, style->whole);
	for (size_t i = 0; style->verbose && i < result->nr_runs; i++) {
		if (&result->runs[i] == run || !result->runs[i].output)
			continue;
		fprintf(page->out, "\nRun %zu printed:\n", i + 1);
		quote(page, result->runs[i].output, UINT32_MAX, false);
	}
}

void page_times(struct page *page, const struct check_info *info)
{
	paint(page, PAINT_DIM);
	fprintf(page->out,
		"\nbuild %.2f s, machine %.2f s (%s), run %.2f s, slowness %.1f\n",
		info->build_seconds, info->machine_seconds,
		info->start ? info->start : "none", info->run_seconds, info->slowness);
	if (info->source_sha256)
		fprintf(page->out, "source %s\n", info->source_sha256);
	paint(page, PAINT_OFF);
}
