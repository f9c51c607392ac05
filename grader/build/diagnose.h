/* SPDX-License-Identifier: MIT */
/*
 * From a line of the exercise to the learner's task: what the compiler said, and
 * where a program crashed.
 */
#ifndef PAGELAB_DIAGNOSE_H
#define PAGELAB_DIAGNOSE_H

#include "grader/base/crash.h"
#include "grader/lab/lab_json.h"

#include <stdio.h>

/*
 * The tasks' regions of one source file, by their markers: "TODO k" … "end of
 * TODO k" in comments of the learner's file, tag::todo-k[] … end::todo-k[] in a
 * solution. A region whose end was deleted reaches to the next one's start.
 */
struct task_map;

/* 0, -errno of opening the file, -ENOMEM. */
int task_map_read(const char *path, struct task_map **ret);
int task_map_parse(FILE *source, struct task_map **ret);
void task_map_free(struct task_map *map);
/* The task whose region holds the line; 0 if none does. */
size_t task_map_at(const struct task_map *map, size_t line);

/*
 * The compiler's words, unchanged but that before messages about `source` that lie
 * in a task a line names it. *ret is malloc'ed. 0 or -ENOMEM.
 */
int diagnose_compile(const char *words, const char *source, const struct task_map *map,
	const struct lab *lab, char **ret);

/* The words, malloc'ed, with each `from` become `to`. 0 or -ENOMEM. */
int diagnose_rename(const char *words, const char *from, const char *to, char **ret);

/* Drops make's own lines ("make: *** …") from `words`, in place. */
void diagnose_drop_make(char *words);

struct crash_place {
	size_t line;
	size_t task; /* filled in by the caller; 0 is none */
	char function[64];
	char text[128]; /* the source line without its indentation; "" if unknown */
};

/*
 * Asks addr2line for the innermost frame of the crash that lies
 * in the file `source`; program_fd is the binary that ran. `tool` are the words that start
 * addr2line, until NULL; it finds the binary at descriptor 3, or where `program` says. 0, -ENODATA if none
 * does, -errno of starting addr2line, -ENOMEM.
 */
int diagnose_crash(char *const *tool, const char *program, int program_fd,
	const char *source, const struct crash *crash, struct crash_place *ret);

#endif
