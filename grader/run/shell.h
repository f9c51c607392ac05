/* SPDX-License-Identifier: MIT */
/* A root shell in a machine: of one's own, or in one that another terminal has started. */
#ifndef PAGELAB_RUN_SHELL_H
#define PAGELAB_RUN_SHELL_H

#include <limits.h>
#include <stdbool.h>

#include "grader/build/build.h"
#include "grader/lab/lab_json.h"
#include "options.h"
#include "vm/host/vm.h"

struct shell {
	const char *root;
	const struct run_options *options;
	const struct lab *lab;	   /* NULL: none was named */
	const struct build *build; /* of --exercise; NULL: that was not said */
	struct vm *vm;
};

/* Whether there is a terminal to type at. Only then is a machine shared. */
bool shell_has_terminal(void);
/* Lets other terminals join the machine; that they cannot is said, and no error. */
void shell_share(const struct shell *shell);
/* The machine that a terminal has already started for the same lab, kernel and size. False: there is
 * none. */
bool shell_join(const struct shell *shell, struct vm **ret);

/* The name of that meeting point, for those who start others to join. False: it has none. */
bool shell_machine(const struct shell *shell, char ret[PATH_MAX]);

/* In shell->vm, with the files of --put and --get. An exit status. */
int shell_run(const struct shell *shell);
/* Beside the program that runs in that machine. An exit status. */
int shell_beside(const struct shell *shell);

#endif
