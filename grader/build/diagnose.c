/* SPDX-License-Identifier: MIT */
/* Task regions and compiler messages, see diagnose.h. Crashes: diagnose_crash.c. */
#include "diagnose.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct region {
	size_t task;
	size_t first, last; /* lines of the markers */
};

struct list {
	struct region *regions;
	size_t nr;
};

struct task_map {
	struct list tasks;
	struct list heads; /* of functions whose body has regions of one task alone */
};

/* The function that is read: name and parameters up to its brace, and what its body has. */
struct function {
	size_t first, last; /* lines of its head; 0: not there yet */
	size_t task;
	bool has_others;
};

/* The number after `word` in `line`, 0 if there is none. */
static size_t number_after(const char *line, const char *word)
{
	const char *at = strstr(line, word);

	if (!at || !isdigit((unsigned char)at[strlen(word)]))
		return 0;
	return strtoul(at + strlen(word), NULL, 10);
}

/* A marker stands in a comment that begins the line. */
static bool is_comment(const char *line)
{
	line += strspn(line, " \t");
	return line[0] == '/' && (line[1] == '*' || line[1] == '/');
}

static size_t region_end(const char *line)
{
	size_t task = number_after(line, "end of TODO ");

	return task ? task : number_after(line, "end::todo-");
}

static size_t region_start(const char *line)
{
	size_t task = number_after(line, "TODO ");

	return task ? task : number_after(line, "tag::todo-");
}

static int add_region(struct list *list, size_t task, size_t first, size_t last)
{
	struct region *regions =
		reallocarray(list->regions, list->nr + 1, sizeof(*list->regions));

	if (!regions)
		return -ENOMEM;
	list->regions = regions;
	regions[list->nr++] = (struct region){.task = task, .first = first, .last = last};
	return 0;
}

/* The braces of a function stand in the first column. */
static int follow_function(struct task_map *map, struct function *f, const char *line,
	size_t at, size_t region)
{
	int err = 0;

	if (*line == '{' && f->first) {
		f->last = at;
	} else if (f->last && region) {
		f->has_others |= f->task && f->task != region;
		f->task = region;
	} else if (*line == '}' || (*line == '\n' && !f->last)) {
		if (f->task && !f->has_others)
			err = add_region(&map->heads, f->task, f->first, f->last);
		*f = (struct function){0};
	} else if (!f->first) {
		f->first = at;
	}
	return err;
}

int task_map_parse(FILE *source, struct task_map **ret)
{
	struct task_map *map = calloc(1, sizeof(*map));
	struct function function = {0};
	char *line = NULL;
	size_t capacity = 0, at = 0, open = 0;
	int err = map ? 0 : -ENOMEM;

	while (!err && getline(&line, &capacity, source) >= 0) {
		bool comment = is_comment(line);
		size_t end = comment ? region_end(line) : 0;
		size_t start = comment && !end ? region_start(line) : 0;

		at++;
		if (start) {
			err = add_region(&map->tasks, start, at, at);
			open = start;
		} else if (open) {
			map->tasks.regions[map->tasks.nr - 1].last = at;
		}
		if (end == open)
			open = 0;
		if (!err)
			err = follow_function(map, &function, line, at, start);
	}
	free(line);
	if (err)
		task_map_free(map);
	else
		*ret = map;
	return err;
}

int task_map_read(const char *path, struct task_map **ret)
{
	FILE *source = fopen(path, "re");
	int err;

	if (!source)
		return -errno;
	err = task_map_parse(source, ret);
	fclose(source);
	return err;
}

void task_map_free(struct task_map *map)
{
	if (!map)
		return;
	free(map->tasks.regions);
	free(map->heads.regions);
	free(map);
}

static size_t find_region(const struct list *list, size_t line)
{
	for (size_t i = 0; i < list->nr; i++)
		if (line >= list->regions[i].first && line <= list->regions[i].last)
			return list->regions[i].task;
	return 0;
}

size_t task_map_at(const struct task_map *map, size_t line)
{
	return find_region(&map->tasks, line);
}

/* A parameter that nothing uses is a matter of the task that is to use it. */
static size_t task_of_message(const struct task_map *map, size_t line)
{
	size_t task = task_map_at(map, line);

	return task ? task : find_region(&map->heads, line);
}

/*
 * What follows the name of `source` at the start of a compiler's message; NULL if
 * it begins otherwise. The compiler may name it from the root folder on.
 */
static const char *after_source(const char *message, const char *source)
{
	size_t length = strcspn(message, ":\n"), wanted = strlen(source);
	const char *name = message + length - wanted;

	if (message[length] != ':' || length < wanted || strncmp(name, source, wanted))
		return NULL;
	return name == message || name[-1] == '/' ? message + length : NULL;
}

/* The line of `source` that a message is about: "SOURCE:LINE:…". 0 if none. */
static size_t message_line(const char *message, const char *source)
{
	const char *after = after_source(message, source);

	return after ? strtoul(after + 1, NULL, 10) : 0;
}

/* "SOURCE: In function 'main':" belongs to the message that follows it. */
static bool is_context(const char *message, const char *source)
{
	const char *after = after_source(message, source);

	return after && !strncmp(after, ": In ", 5);
}

static void name_task(FILE *out, const struct lab *lab, size_t task)
{
	if (!task)
		fprintf(out, "outside of the tasks:\n");
	else if (task <= lab->nr_tasks)
		fprintf(out, "in task %zu, “%s”:\n", task, lab->tasks[task - 1]);
	else
		fprintf(out, "in task %zu:\n", task);
}

/* A line at a time; `context` waits until its message tells the task. */
static void annotate(FILE *out, const char *words, const char *source,
	const struct task_map *map, const struct lab *lab)
{
	const char *context = words;
	size_t task = SIZE_MAX;

	while (*words) {
		const char *next = strchrnul(words, '\n');
		size_t line = message_line(words, source);

		next += *next == '\n';
		if (!is_context(words, source)) {
			if (line && task_of_message(map, line) != task) {
				task = task_of_message(map, line);
				name_task(out, lab, task);
			}
			fwrite(context, 1, next - context, out);
			context = next;
		}
		words = next;
	}
	fputs(context, out);
}

int diagnose_compile(const char *words, const char *source, const struct task_map *map,
	const struct lab *lab, char **ret)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		return -ENOMEM;
	annotate(out, words, source, map, lab);
	if (fclose(out)) {
		free(text);
		return -ENOMEM;
	}
	*ret = text;
	return 0;
}

int diagnose_rename(const char *words, const char *from, const char *to, char **ret)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		return -ENOMEM;
	for (const char *at; (at = strstr(words, from)); words = at + strlen(from)) {
		fwrite(words, 1, at - words, out);
		fputs(to, out);
	}
	fputs(words, out);
	if (fclose(out)) {
		free(text);
		return -ENOMEM;
	}
	*ret = text;
	return 0;
}

/* "make: *** [mk/labs.mk:12: build/vm/labs/03-ksm/exercise.o] Error 1" */
static bool is_make(const char *line)
{
	return !strncmp(line, "make: ", 6) || !strncmp(line, "make[", 5);
}

void diagnose_drop_make(char *words)
{
	char *to = words;

	while (*words) {
		char *next = strchrnul(words, '\n');
		size_t length;

		next += *next == '\n';
		length = next - words;
		if (!is_make(words)) {
			memmove(to, words, length);
			to += length;
		}
		words = next;
	}
	*to = '\0';
}
