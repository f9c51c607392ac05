/* SPDX-License-Identifier: MIT */
/* Every mistake that a lab lists (formulas.h) shows, whatever the seed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <inttypes.h>

#include "common/stage/config.h"
#include "grader/lab/lab_json.h"
#include "tests/formulas.h"

#define NR_SEEDS 10000

struct run {
	struct stage_config config;
};

/* The section's, by the linker. */
extern const struct formulas *const __start_listed_formulas[];
extern const struct formulas *const __stop_listed_formulas[];

uint64_t drawn(const struct run *run, const char *size)
{
	uint64_t value;

	if (stage_size(&run->config, size, &value))
		fail_msg("there is no size %s", size);
	return value;
}

uint64_t drawn_argument(const struct run *run)
{
	return stage_seed(&run->config);
}

uint64_t drawn_apart(const struct run *run, const char *label, uint64_t min, uint64_t max)
{
	return min + stage_secret(&run->config, label) % (max - min + 1);
}

static void take_sizes(struct run *run, const struct lab *lab)
{
	*run = (struct run){.config.nr_sizes = lab->nr_sizes};
	for (size_t i = 0; i < lab->nr_sizes; i++)
		run->config.sizes[i] = (struct stage_range){.name = lab->sizes[i].name,
			.min = lab->sizes[i].min,
			.max = lab->sizes[i].max,
			.step = lab->sizes[i].step};
}

static void expect_apart(
	const struct formulas *lab, const struct formula *formula, const struct run *run)
{
	uint64_t right = formula->right(run);

	for (size_t i = 0; i < MAX_MISTAKES && formula->mistakes[i].what; i++) {
		uint64_t wrong = formula->mistakes[i].wrong(run);
		uint64_t distance = right > wrong ? right - wrong : wrong - right;

		if (distance <= formula->slack)
			fail_msg("%s, seed %" PRIu64 ": %s is %" PRIu64
				 ", and also by this mistake: %s",
				lab->folder, run->config.seed, formula->quantity, wrong,
				formula->mistakes[i].what);
	}
}

static void every_mistake_shows(void **state)
{
	(void)state;
	assert_true(&__stop_listed_formulas[0] > &__start_listed_formulas[0]);
	for (const struct formulas *const *at = __start_listed_formulas;
		at < __stop_listed_formulas; at++) {
		char why[LAB_WHY];
		struct lab *lab;
		struct run run;

		if (lab_load(".", (*at)->folder, &lab, why))
			fail_msg("%s: %s", (*at)->folder, why);
		take_sizes(&run, lab);
		for (uint64_t seed = 0; seed < NR_SEEDS; seed++) {
			run.config.seed = seed;
			for (size_t i = 0; i < (*at)->nr; i++)
				expect_apart(*at, &(*at)->list[i], &run);
		}
		lab_free(lab);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(every_mistake_shows)};

	return cmocka_run_group_tests_name("formulas", tests, NULL, NULL);
}
