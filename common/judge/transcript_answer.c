/* SPDX-License-Identifier: MIT */
/* transcript_answer: see transcript_answer.h. */
#include "transcript_answer.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* Adds a row of empty values. */
static int grow(struct answer *answer, const struct template *template)
{
	size_t nr = template->nr_holes;

	if (answer->nr_rows == answer->capacity) {
		size_t capacity = template->repeated ? 2 * answer->capacity + 8 : 1;
		struct answer_value *values = reallocarray(
			answer->values, capacity, (nr + !nr) * sizeof(*values));

		if (!values)
			return -ENOMEM;
		answer->values = values;
		answer->capacity = capacity;
	}
	memset(answer->values + answer->nr_rows * nr, 0, nr * sizeof(*answer->values));
	answer->nr_rows++;
	return 0;
}

int answer_append(struct answer *answer, const struct template *template,
	const struct template_value *values)
{
	struct answer_value *row;

	if (grow(answer, template))
		return -ENOMEM;
	row = answer->values + (answer->nr_rows - 1) * template->nr_holes;
	for (size_t i = 0; i < template->nr_holes; i++) {
		enum template_type type = template->holes[i].type;

		row[i].number = values[i].number;
		if (type != TEMPLATE_WORD && type != TEMPLATE_TEXT)
			continue;
		row[i].text = strndup(values[i].start, values[i].length);
		if (!row[i].text)
			return -ENOMEM;
	}
	return 0;
}

void answer_deinit(struct answer *answer, const struct template *template)
{
	for (size_t i = 0; i < answer->nr_rows * template->nr_holes; i++)
		free(answer->values[i].text);
	free(answer->values);
}
