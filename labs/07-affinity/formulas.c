/* SPDX-License-Identifier: MIT */
/* What mistakes make of lab 07's sets, as masks. */
#include "tests/formulas.h"

#include <stdio.h>
#include <stdlib.h>

#define NR_CPUS 12
#define ALL_CPUS ((UINT64_C(1) << NR_CPUS) - 1)
#define NR_LISTS 5

static uint64_t mask(const struct run *run)
{
	return drawn(run, "mask") & ALL_CPUS;
}

/* Digit by digit, where one above 9 is worth what `value` makes of its letter. */
static uint64_t digits(const struct run *run, uint64_t (*value)(char letter))
{
	uint64_t bits = 0;
	char text[32];

	snprintf(text, sizeof(text), "%llx", (unsigned long long)drawn(run, "mask"));
	for (const char *digit = text; *digit; digit++)
		bits = bits * 16 +
		       (*digit <= '9' ? (uint64_t)(*digit - '0') : value(*digit));
	return bits & ALL_CPUS;
}

static uint64_t as_if_after_9(char letter)
{
	return (letter - '0') & 15;
}

static uint64_t from_0(char letter)
{
	return letter - 'a';
}

static uint64_t letters_after_9(const struct run *run)
{
	return digits(run, as_if_after_9);
}

static uint64_t letters_from_0(const struct run *run)
{
	return digits(run, from_0);
}

static uint64_t decimal(const struct run *run)
{
	char text[32];

	snprintf(text, sizeof(text), "%llx", (unsigned long long)drawn(run, "mask"));
	return strtoul(text, NULL, 10) & ALL_CPUS;
}

static uint64_t eight_bits(const struct run *run)
{
	return drawn(run, "mask") & 255;
}

static uint64_t bits_from_one(const struct run *run)
{
	return drawn(run, "mask") << 1 & ALL_CPUS;
}

static uint64_t last_bit_first(const struct run *run)
{
	uint64_t reversed = 0;

	for (int cpu = 0; cpu < NR_CPUS; cpu++)
		reversed |= (drawn(run, "mask") >> cpu & 1) << (NR_CPUS - 1 - cpu);
	return reversed;
}

static uint64_t middle_digit(const struct run *run)
{
	return 0xc0e | (drawn(run, "mask") & 0xf0);
}

static uint64_t one_digit(const struct run *run)
{
	return drawn(run, "mask") & ((1 << 10) - 1);
}

/* How a list is read. */
enum reading {
	RIGHT,
	NO_LAST,
	NO_FIRST,
	ENDS,
	FIRST_NUMBER,
	ASCENDING,
	LAST_PART,
	TWO_PARTS
};

static uint64_t range(long first, long last, enum reading how)
{
	uint64_t set = 0;

	if (how == ENDS)
		return UINT64_C(1) << first | UINT64_C(1) << last;
	for (long cpu = first + (how == NO_FIRST && last > first);
		cpu <= last - (how == NO_LAST && last > first); cpu++)
		set |= UINT64_C(1) << cpu;
	return set;
}

static uint64_t read_list(const char *text, enum reading how)
{
	uint64_t set = 0;
	long before = -1;
	char *end = (char *)text;
	int nr_parts = 0;

	while (*end) {
		long first = strtol(end, &end, 10), last = first;

		if (*end == '-')
			last = strtol(end + 1, &end, 10);
		if (how == ASCENDING && first < before)
			break;
		if (how == TWO_PARTS && nr_parts++ == 2)
			break;
		if (how == LAST_PART)
			set = 0;
		set |= how == FIRST_NUMBER ? UINT64_C(1) << first
					   : range(first, last, how);
		if (how == FIRST_NUMBER)
			break;
		before = last;
		end += *end == ',';
	}
	return set;
}

/* The sets of all lists, side by side: one of them has to show the mistake. */
static uint64_t all_lists(const struct run *run, enum reading how)
{
	static const char *const lists[NR_LISTS] = {
		"%d", "0-%d", "0,%d-6", "6,0,%d", "%d,3"};
	uint64_t sets = 0;
	char text[32];

	for (int i = 0; i < NR_LISTS; i++) {
		snprintf(text, sizeof(text), lists[i], (int)drawn(run, "cpu"));
		sets = sets << NR_CPUS | read_list(text, how);
	}
	return sets;
}

static uint64_t sets_of_lists(const struct run *run)
{
	return all_lists(run, RIGHT);
}

static uint64_t without_last(const struct run *run)
{
	return all_lists(run, NO_LAST);
}

static uint64_t without_first(const struct run *run)
{
	return all_lists(run, NO_FIRST);
}

static uint64_t ends_alone(const struct run *run)
{
	return all_lists(run, ENDS);
}

static uint64_t first_number(const struct run *run)
{
	return all_lists(run, FIRST_NUMBER);
}

static uint64_t while_ascending(const struct run *run)
{
	return all_lists(run, ASCENDING);
}

static uint64_t last_part(const struct run *run)
{
	return all_lists(run, LAST_PART);
}

static uint64_t two_parts(const struct run *run)
{
	return all_lists(run, TWO_PARTS);
}

static const struct formula formulas[] = {
	{"CPUs of the mask", mask, 0,
		{{"letters follow on 9 as in ASCII", letters_after_9},
			{"a is 0", letters_from_0}, {"decimal", decimal},
			{"eight bits", eight_bits}, {"bits from one", bits_from_one},
			{"the first bit is CPU 0", last_bit_first},
			{"CPUs of one digit", one_digit},
			{"the digit in the middle alone", middle_digit}}},
	{"CPUs of the lists", sets_of_lists, 0,
		{{"a range without its last", without_last},
			{"a range without its first", without_first},
			{"both ends of a range alone", ends_alone},
			{"the first number alone", first_number},
			{"as long as numbers ascend", while_ascending},
			{"the last part alone", last_part},
			{"two parts alone", two_parts}}},
};
FORMULAS("07-affinity", formulas);
