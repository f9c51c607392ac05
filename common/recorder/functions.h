/* SPDX-License-Identifier: MIT */
/*
 * functions: which functions of the kernel can be traced, by their numbers in
 * available_filter_functions. A function that is switched on by its number is found at once; for
 * each name the kernel makes up the names of all 45,000, and takes 0.1 s.
 *
 * Source: Documentation/trace/ftrace.rst, “available_filter_functions”, “set_ftrace_filter”.
 */
#ifndef PAGELAB_RECORDER_FUNCTIONS_H
#define PAGELAB_RECORDER_FUNCTIONS_H

#include <stddef.h>
#include <stdio.h>

#define FUNCTIONS_NEAR 8 /* that are told for a name that is none */
#define FUNCTIONS_NAME 64

struct functions_near {
	size_t nr;
	char names[FUNCTIONS_NEAR][FUNCTIONS_NAME];
};

/*
 * The numbers of these functions, from 1; 0 for one that cannot be traced. Of two functions of one
 * name it is the first.
 * 0, or as of kfile_line().
 */
int functions_find(FILE *available, const char *const names[], size_t nr,
	unsigned long *ret_numbers);

/* Names that are like this one: it is in them, or few letters differ. The nearest come first.
 * Errors as above. */
int functions_near(FILE *available, const char *name, struct functions_near *ret);

#endif
