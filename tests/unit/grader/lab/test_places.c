/* SPDX-License-Identifier: MIT */
/* Each environment's note of its image and cache is read, and no other's. */
#include "grader/lab/places.h"
#include "tests/unit/scratch.h"

#include <errno.h>
#include <limits.h>
#include <unistd.h>

static char *root;

static int set_up(void **state)
{
	*state = folder_make();
	root = realpath(*state, NULL);
	assert_non_null(root);
	folder_put(root, "cache a/image/kernel", "");
	folder_put(root, "b/image/kernel", "");
	unsetenv("PAGELAB_PLACE");
	return 0;
}

static int tear_down(void **state)
{
	free(root);
	folder_remove(*state);
	return 0;
}

static void note(const char *name, const char *cache, const char *share)
{
	char path[100], text[3 * PATH_MAX];

	snprintf(path, sizeof(path), "build/places/%s", name);
	snprintf(text, sizeof(text), "%s/%s/image\n%s/%s\n%s", root, cache, root, cache,
		share);
	folder_put(root, path, text);
}

static void expect_places(const char *kernel, const char *cache, const char *share)
{
	char image[PATH_MAX + 200], folder[PATH_MAX + 100];
	struct places places;

	snprintf(folder, sizeof(folder), "%s/%s", root, cache);
	snprintf(image, sizeof(image), "%s/image", folder);
	assert_int_equal(places_find(root, kernel, &places), 0);
	assert_string_equal(places.image, image);
	assert_string_equal(places.cache, folder);
	assert_string_equal(places.share, share);
}

static void each_environment_has_its_own(void **state)
{
	(void)state;
	note("6.1-own", "b", "");
	note("6.1-1234", "cache a", "/var/lib/page lab\n");
	note("6.12-1234", "b", "");
	expect_places("6.1", "b", "");
	setenv("PAGELAB_PLACE", "1234", 1);
	expect_places("6.1", "cache a", "/var/lib/page lab");
	expect_places("6.12", "b", "");
}

static void links_are_followed(void **state)
{
	char path[PATH_MAX + 10];

	(void)state;
	snprintf(path, sizeof(path), "%s/to-1", root);
	assert_int_equal(symlink("cache a", path), 0);
	note("6.1-own", "to-1", "");
	expect_places("6.1", "cache a", "");
}

static void what_is_not_there_is_not_found(void **state)
{
	struct places places = {.image = "untouched"};

	(void)state;
	assert_int_equal(places_find(root, "6.1", &places), -ENOENT);
	note("6.1-own", "b", "");
	setenv("PAGELAB_PLACE", "1234", 1);
	assert_int_equal(places_find(root, "6.1", &places), -ENOENT);
	note("6.1-1234", "removed", "");
	assert_int_equal(places_find(root, "6.1", &places), -ENOENT);
	folder_put(root, "build/places/6.1-1234", "/one line\n");
	assert_int_equal(places_find(root, "6.1", &places), -ENOENT);
	assert_string_equal(places.image, "untouched");
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(each_environment_has_its_own),
		TEST(links_are_followed),
		TEST(what_is_not_there_is_not_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
