/* SPDX-License-Identifier: MIT */
/* Names of the kernel's functions; see functions.h. */
#include "functions.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>

#include "common/kernel/kfile.h"

/* So many letters may differ; more of them make another name. */
#define MAX_DISTANCE 3
#define NOT_NEAR 100

/* "name", "name [module]" */
static int next_name(FILE *available, struct kfile_line *ret)
{
	int err = kfile_line(available, ret);

	if (!err)
		ret->text[strcspn(ret->text, " \t")] = '\0';
	return err;
}

int functions_find(
	FILE *available, const char *const names[], size_t nr, unsigned long *ret_numbers)
{
	struct kfile_line line;
	unsigned long number = 0;
	int err;

	memset(ret_numbers, 0, nr * sizeof(*ret_numbers));
	while (!(err = next_name(available, &line))) {
		number++;
		for (size_t i = 0; i < nr; i++)
			if (!ret_numbers[i] && !strcmp(line.text, names[i]))
				ret_numbers[i] = number;
	}
	return err == -ENODATA ? 0 : err;
}

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* How many letters one has to change, add or leave out, to make the other (Levenshtein). */
static size_t distance(const char *a, const char *b)
{
	size_t row[FUNCTIONS_NAME + 1], length = strlen(b);

	for (size_t k = 0; k <= length; k++)
		row[k] = k;
	for (size_t i = 0; a[i]; i++) {
		size_t corner = row[0]++;

		for (size_t k = 0; k < length; k++) {
			size_t above = row[k + 1];

			row[k + 1] =
				least(least(above, row[k]) + 1, corner + (a[i] != b[k]));
			corner = above;
		}
	}
	return row[length];
}

/* 0 is the name itself. */
static size_t how_far(const char *name, const char *other)
{
	size_t length = strlen(name), other_length = strlen(other), letters;

	if (other_length >= FUNCTIONS_NAME || length >= FUNCTIONS_NAME)
		return NOT_NEAR;
	if (strstr(other, name))
		return 1 + other_length - length;
	if (length > other_length + MAX_DISTANCE || other_length > length + MAX_DISTANCE)
		return NOT_NEAR;
	letters = distance(name, other);
	return letters <= least(MAX_DISTANCE, length / 3) ? letters : NOT_NEAR;
}

int functions_near(FILE *available, const char *name, struct functions_near *ret)
{
	size_t far[FUNCTIONS_NEAR];
	struct functions_near near = {0};
	struct kfile_line line;
	int err;

	while (!(err = next_name(available, &line))) {
		size_t here = how_far(name, line.text), at = near.nr;

		while (at && far[at - 1] > here)
			at--;
		if (here == NOT_NEAR || at == FUNCTIONS_NEAR ||
			(at && !strcmp(near.names[at - 1], line.text)))
			continue;
		if (near.nr < FUNCTIONS_NEAR)
			near.nr++;
		memmove(&far[at + 1], &far[at], (near.nr - 1 - at) * sizeof(far[0]));
		memmove(&near.names[at + 1], &near.names[at],
			(near.nr - 1 - at) * sizeof(near.names[0]));
		far[at] = here;
		strcpy(near.names[at], line.text);
	}
	if (err != -ENODATA)
		return err;
	*ret = near;
	return 0;
}
