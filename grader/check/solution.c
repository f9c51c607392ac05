/* SPDX-License-Identifier: MIT */
/* ./check --solution: the learner's tasks beside those of the solution. */
#include "parts.h"
#include "learn.h"
#include "grader/learner/journal.h"
#include "grader/learner/progress.h"
#include "grader/report/paint.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A source and where its tasks are. */
struct tasks {
	char path[PATH_MAX];
	const char *named; /* from the root on */
	struct task_map *map;
};

/* Tags and the marks of a task say nothing. */
static bool is_mark(const char *line)
{
	line += strspn(line, " \t");
	return (!strncmp(line, "// ", 3) || !strncmp(line, "/* ", 3)) &&
	       (strstr(line, "tag::") || strstr(line, "end::") || strstr(line, "TODO "));
}

/* The lines of a task, malloc'ed; "" if its marks are gone. NULL if there is no memory. */
static char *lines_of(const struct tasks *tasks, size_t task, size_t *ret_first)
{
	FILE *file = fopen(tasks->path, "re"), *out;
	char *text = NULL, *line = NULL;
	size_t size, capacity = 0, at = 0, first = 0;

	out = file ? open_memstream(&text, &size) : NULL;
	while (out && getline(&line, &capacity, file) >= 0) {
		if (task_map_at(tasks->map, ++at) != task || is_mark(line))
			continue;
		first = first ? first : at;
		fputs(line, out);
	}
	free(line);
	if (file)
		fclose(file);
	if (out && !fclose(out))
		*ret_first = first;
	return text;
}

/* Without the task's own indentation, and with small steps. */
static void quote(FILE *out, const char *text)
{
	size_t outer = SIZE_MAX, tabs, length;

	for (const char *line = text; *line; line += length + (line[length] == '\n')) {
		length = strcspn(line, "\n");
		tabs = strspn(line, "\t");
		if (length > tabs && tabs < outer)
			outer = tabs;
	}
	for (const char *line = text; *line; line += length + (line[length] == '\n')) {
		length = strcspn(line, "\n");
		tabs = strspn(line, "\t");
		if (length > tabs)
			fprintf(out, "  | %*s%.*s\n", (int)(tabs - outer) * 4, "",
				(int)(length - tabs), line + tabs);
		else
			fputs("  |\n", out);
	}
}

static void show(struct page *page, const char *whose, const struct tasks *tasks,
	const char *text, size_t first)
{
	paint(page, PAINT_DIM);
	if (first)
		fprintf(page->out, "%s, %s:%zu\n", whose, tasks->named, first);
	else
		fprintf(page->out, "%s, %s: nothing between the marks of this task\n",
			whose, tasks->named);
	paint(page, PAINT_OFF);
	quote(page->out, text);
}

static void show_task(struct page *page, const struct lab *lab, size_t task,
	const struct tasks *own, const struct tasks *solution)
{
	size_t own_first = 0, first = 0;
	char *mine = lines_of(own, task, &own_first);
	char *theirs = lines_of(solution, task, &first);

	paint(page, PAINT_BOLD);
	fprintf(page->out, "Task %zu, “%s”\n", task, lab->tasks[task - 1]);
	paint(page, PAINT_OFF);
	if (mine && theirs && strcmp(mine, theirs)) {
		show(page, "yours", own, mine, own_first);
		show(page, "the solution", solution, theirs, first);
	} else if (mine && theirs) {
		show(page, "yours, as the solution has it", own, mine, own_first);
	}
	fputc('\n', page->out);
	free(mine);
	free(theirs);
}

static int tasks_read(const char *root, const char *folder, const char *lab,
	const char *otherwise, struct tasks *ret)
{
	int err;

	snprintf(ret->path, sizeof(ret->path), "%s/%s/%s/exercise.c", root, folder, lab);
	ret->named = ret->path + strlen(root) + 1;
	err = task_map_read(ret->path, &ret->map);
	if (err == -ENOENT)
		return check_complain(
			EXIT_USAGE, "there is no %s: %s", ret->named, otherwise);
	return err ? check_complain(EXIT_BROKEN, "%s: %s", ret->named, strerror(-err))
		   : 0;
}

static int show_all(const char *root, const struct lab *lab)
{
	struct report_style style = report_style_for(stdout);
	struct page page = {
		.out = stdout, .colour = style.colour, .columns = style.columns};
	struct tasks own = {0}, solution = {0};
	int status = tasks_read(root, "labs", lab->folder, "say make labNN first", &own);

	if (!status)
		status = tasks_read(root, "solutions", lab->folder,
			"a class's template comes without", &solution);
	for (size_t task = 1; !status && task <= lab->nr_tasks; task++)
		show_task(&page, lab, task, &own, &solution);
	if (!status)
		printf("All of it: diff %s %s\n", own.named, solution.named);
	task_map_free(own.map);
	task_map_free(solution.map);
	return status;
}

/* Once it has passed, or with --give-up, which is noted. */
static int may_see(
	const struct check_options *options, const char *root, const char *folder)
{
	const struct progress_lab *lab;
	struct progress progress;
	int status = 0, best = -1;
	bool passed = false;

	if (progress_read(root, &progress))
		return check_complain(EXIT_BROKEN, "reading labs/ failed");
	lab = progress_of(&progress, folder);
	if (lab) {
		passed = lab->passed;
		best = lab->best;
	}
	progress_free(&progress);
	if (!passed && !options->give_up && best < 0)
		status = check_complain(EXIT_NOT_PASSED,
			"lab%.2s was not checked yet. --give-up shows the solution all "
			"the same",
			folder);
	else if (!passed && !options->give_up)
		status = check_complain(EXIT_NOT_PASSED,
			"lab%.2s has not passed, its best score is %d. ./check lab%.2s "
			"--hints 9 says all\nthat the hints say, --give-up shows the "
			"solution all the same",
			folder, best, folder);
	else if (!passed)
		journal_add(root, folder, "solution", "");
	return status;
}

int check_solution(const struct check_options *options, const char *root)
{
	struct check finder = {.options = *options, .root = root};
	char *folder, why[LAB_WHY];
	struct lab *lab;
	int status = check_find_lab(&finder, &folder);

	if (status)
		return status;
	status = may_see(options, root, folder);
	if (!status && lab_load(root, folder, &lab, why)) {
		status = check_complain(EXIT_BROKEN, "%s", why);
	} else if (!status) {
		status = show_all(root, lab);
		lab_free(lab);
	}
	free(folder);
	return status;
}
