/* SPDX-License-Identifier: MIT */
/*
 * Formulas: what a lab's program prints is drawn so that a plausible mistake gives another number.
 * labs/NN-topic/formulas.c lists the mistakes that its checker counts on, and
 * tests/unit/labs/test_formulas.c tries every seed from 0 to 9999:
 *
 *	#include "tests/formulas.h"
 *
 *	static uint64_t length(const struct run *run)
 *	{
 *		return drawn(run, "pages") * 4096;
 *	}
 *	static uint64_t in_thousands(const struct run *run)
 *	{
 *		return drawn(run, "pages") * 4000;
 *	}
 *
 *	static const struct formula formulas[] = {
 *		{"length", length, 0, {{"a page of 4000 bytes", in_thousands}}},
 *	};
 *	FORMULAS("03-ksm", formulas);
 */
#ifndef PAGELAB_FORMULAS_H
#define PAGELAB_FORMULAS_H

#include <stddef.h>
#include <stdint.h>

#define MAX_MISTAKES 8

/* A seed, with the sizes that it draws. */
struct run;

/* The size of that name in lab.json; the program's argument “seed”; what the checker draws by
 * drawn_secret(). */
uint64_t drawn(const struct run *run, const char *size);
uint64_t drawn_argument(const struct run *run);
uint64_t drawn_apart(
	const struct run *run, const char *label, uint64_t min, uint64_t max);

typedef uint64_t (*formula_fn)(const struct run *run);

struct formula {
	const char *quantity;
	formula_fn right;
	uint64_t slack; /* what the checker lets pass on either side */
	struct {
		const char *what;
		formula_fn wrong;
	} mistakes[MAX_MISTAKES];
};

struct formulas {
	const char *folder;
	const struct formula *list;
	size_t nr;
};

/* clang-format off */
#define FORMULAS(folder, list)                                                          \
	static const struct formulas these = {                                          \
		(folder), (list), sizeof(list) / sizeof((list)[0])};                    \
	__attribute__((section("listed_formulas"), used)) static const struct formulas *const  \
		these_are_listed = &these
/* clang-format on */

#endif
