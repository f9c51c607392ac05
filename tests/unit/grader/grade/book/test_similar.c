/* SPDX-License-Identifier: MIT */
/* Sources that are alike but for names, comments and blanks; and others, of the labs' solutions. */
#include "grader/grade/book/similar.h"
#include "tests/unit/scratch.h"

static char *load(const char *path)
{
	return folder_get(".", path);
}

static double shared(const char *a, const char *b, const char *given)
{
	struct fingerprints x, y, z;
	double part;

	assert_int_equal(fingerprints_make(a, strlen(a), &x), 0);
	assert_int_equal(fingerprints_make(b, strlen(b), &y), 0);
	assert_int_equal(fingerprints_make(given, strlen(given), &z), 0);
	fingerprints_without(&x, &z);
	fingerprints_without(&y, &z);
	part = fingerprints_shared(&x, &y);
	fingerprints_deinit(&x);
	fingerprints_deinit(&y);
	fingerprints_deinit(&z);
	return part;
}

/* Every name gets another letter before it, every line a comment behind it. */
static char *disguise(const char *source)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	for (const char *at = source; *at; at++) {
		if (*at == '\n')
			fputs(" // my own idea", out);
		if (*at == 'p' && at > source && strchr(" (*&", at[-1]) &&
			strncmp(at, "printf", 6))
			fputs("my_", out);
		fputc(*at, out);
		if (*at == ';')
			fputc('\n', out);
	}
	fclose(out);
	return text;
}

static void renamed_is_alike(void **state)
{
	char *solution = load("solutions/03-ksm/exercise.c");
	char *skeleton = load("labs/03-ksm/skeleton.c"), *other = disguise(solution);

	(void)state;
	assert_true(shared(solution, other, skeleton) == 1);
	assert_true(shared(solution, other, "") == 1);
	free(solution);
	free(skeleton);
	free(other);
}

static void others_are_not(void **state)
{
	char *ksm = load("solutions/03-ksm/exercise.c");
	char *fork = load("solutions/02-fork-cow/exercise.c");

	(void)state;
	assert_true(shared(ksm, fork, "") < 0.4);
	free(ksm);
	free(fork);
}

/* What was handed out is nobody's own; what is next to nothing is like nothing. */
static void what_was_given_does_not_count(void **state)
{
	char *skeleton = load("labs/03-ksm/skeleton.c");

	(void)state;
	assert_true(shared(skeleton, skeleton, skeleton) == 0);
	assert_true(shared("int main(void) { return 42; }",
			    "int main(void) { return 42; }", "") == 0);
	free(skeleton);
}

static void any_bytes_do_no_harm(void **state)
{
	uint64_t random = 5;

	(void)state;
	for (int round = 0; round < 500; round++) {
		char text[200];
		struct fingerprints of;
		size_t size = next_random(&random) % sizeof(text);

		for (size_t i = 0; i < size; i++)
			text[i] = "/*\"'\\\n a1_;{}\xff"[next_random(&random) % 14];
		assert_int_equal(fingerprints_make(text, size, &of), 0);
		fingerprints_deinit(&of);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(renamed_is_alike),
		cmocka_unit_test(others_are_not),
		cmocka_unit_test(what_was_given_does_not_count),
		cmocka_unit_test(any_bytes_do_no_harm),
	};

	return cmocka_run_group_tests_name("grade similar", tests, NULL, NULL);
}
