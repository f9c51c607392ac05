/* SPDX-License-Identifier: MIT */
/* What ./check and ./grade share: the parts of one check. */
#ifndef PAGELAB_GRADER_CHECK_H
#define PAGELAB_GRADER_CHECK_H

#include "grader/build/build.h"
#include "grader/report/info.h"
#include "options.h"
#include "grader/report/verdict.h"
#include "vm/host/vm.h"

#include <limits.h>
#include <stdio.h>

/* One check from its begin to its end. */
struct check {
	struct check_options options;
	const char *root;
	struct lab *lab;
	struct build *build;
	struct build *warm; /* what the machine has from check_wait(); NULL: nothing */
	struct vm *vm;
	const struct snapshot *sealed; /* as of vm_options */
	struct result *result;
	struct check_info info;
	struct crash_place place;
	struct task_map *tasks;
	FILE *log; /* what the checker wrote, cmocka's words */
	char *log_text;
	size_t log_size;
	char *picture; /* what the checker kept for people; NULL: nothing */
	size_t picture_size;
	/* As of diagnose_crash(); NULL: addr2line as it is. */
	char *const *crash_tool;
	const char *crash_program;
	char *compiler_words, *next_lab, *note, *commit, *kernel, *qemu;
	struct source source; /* of --exercise */
	bool cleared;	      /* by check_clear() */
};

/* Words about this program's own failing; the exit status, for return. */
__attribute__((format(printf, 2, 3))) int check_complain(
	int status, const char *format, ...);

/* After the last words on stdout: the status, or EXIT_BROKEN where some were lost. */
int check_end_words(int status);

/* From here on they stand where the line of --watch is. */
void check_complain_over_line(void);

/* The folder of the lab that is asked for, malloc'ed. 0 or an exit status. */
int check_find_lab(struct check *c, char **ret);
/* Makes room for what a check under --watch says, before its first word. */
void check_clear(struct check *c);
/* Finds the lab and reads it; draws the seed. 0 or an exit status, as those below. */
int check_prepare(struct check *c);
/* Reads the source of --exercise, as check_prepare() does. */
int check_take_source(struct check *c);
/*
 * Makes the machine ready and warm, stops it, says so by a byte to the socket
 * options.wait_fd, and waits for a byte from there; what was read of
 * --exercise before is read again. *ret_go is false if nobody will send one any more.
 */
int check_wait(struct check *c, bool *ret_go);
/* Builds the programs; c->build says what became of that. */
int check_build(struct check *c);
/* Reads which tasks the source has, and adds them to the compiler's words. */
void check_annotate(struct check *c);
/* Skips every claim where the machine is of another size than the lab needs (VM_CPUS…). */
int check_consider_machine(struct check *c);
/*
 * Runs what c->build has in a machine, and gives a verdict to every claim; or has every
 * claim fail where it did not compile.
 */
int check_judge(struct check *c);
int check_uncompiled(struct check *c);
/* Parts of that, for other machines. */
void check_on_output(void *arg, bool is_stderr, const char *data, size_t size);
void check_on_report(void *arg, const char *data, size_t size);
double check_bound(const struct check *c); /* seconds for the checker and all its runs */
int check_settle(struct check *c, int err, int status);
void check_locate_crash(struct check *c);
/* What only the JSON says, and costs time. */
void check_ask_versions(struct check *c);
void check_tear_down(struct check *c);
/* ./check --watch, see watch.c. An exit status. */
int check_watch(const struct check_options *options);
/* Did a signal come? For those who wait. */
bool check_interrupted(void);

#endif
