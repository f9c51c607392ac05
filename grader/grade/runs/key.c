/* SPDX-License-Identifier: MIT */
/* Hashes what verdicts depend on, see key.h. */
#include "key.h"

#include <errno.h>
#include <glob.h>
#include <inttypes.h>
#include <jansson.h>
#include <limits.h>
#include <sha2.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FORMAT "pagelab grade 1" /* changes when results mean something else */

/* Strings are hashed with their NUL, so that their bounds count. */
static void add(SHA2_CTX *hash, const char *text)
{
	SHA256Update(hash, (const uint8_t *)text, strlen(text) + 1);
}

/* The file's name from the root on, and what is in it. */
static int add_file(SHA2_CTX *hash, const char *root, const char *path, char *why)
{
	char digest[SHA256_DIGEST_STRING_LENGTH];

	if (!SHA256File((char *)path, digest)) {
		int err = errno ? -errno : -EIO;

		snprintf(why, GRADE_KEY_WHY, "%.400s: %s", path, strerror(-err));
		return err;
	}
	add(hash, path + strlen(root));
	add(hash, digest);
	return 0;
}

/* All that match, in the order of names. */
__attribute__((format(printf, 4, 5))) static int add_files(
	SHA2_CTX *hash, const char *root, char *why, const char *format, ...)
{
	char pattern[PATH_MAX];
	glob_t found;
	va_list ap;
	int n = snprintf(pattern, sizeof(pattern), "%s/", root), err;

	va_start(ap, format);
	vsnprintf(pattern + n, sizeof(pattern) - n, format, ap);
	va_end(ap);
	err = glob(pattern, 0, NULL, &found);
	if (err) {
		snprintf(why, GRADE_KEY_WHY, "%.400s: no such file", pattern);
		return err == GLOB_NOSPACE ? -ENOMEM : -ENOENT;
	}
	for (size_t i = 0; !err && i < found.gl_pathc; i++)
		err = add_file(hash, root, found.gl_pathv[i], why);
	globfree(&found);
	return err;
}

int grade_key_lab(const char *root, const struct lab *lab, const char *kernel,
	const char *command, char ret[GRADE_SHA], char *why)
{
	SHA2_CTX hash;
	int err;

	SHA256Init(&hash);
	add(&hash, FORMAT);
	add(&hash, lab->folder);
	add(&hash, kernel);
	add(&hash, command);
	err = add_files(&hash, root, why, "labs/%s/lab.json", lab->folder);
	if (!err)
		err = add_files(&hash, root, why, "labs/%s/check*.[ch]", lab->folder);
	if (!err)
		err = add_files(&hash, root, why, "labs/%s/expected.txt", lab->folder);
	if (!err)
		err = add_files(&hash, root, why, "labs/knobs.json");
	if (!err)
		err = add_files(&hash, root, why, "common/*/*.[ch]");
	for (size_t i = 0; !err && i < lab->nr_modules; i++)
		err = add_files(&hash, root, why, "kmod/%s/*", lab->modules[i]);
	if (!err && lab->exercise_module)
		err = add_files(&hash, root, why, "labs/%s/driver*", lab->folder);
	if (!err && lab->exercise_module)
		err = add_files(&hash, root, why, "kmod/%s/*", lab->exercise_module);
	if (!err && lab->exercise_module)
		err = add_files(&hash, root, why, "mk/module");
	/* Of the agent and of all that the machine is made of. */
	if (!err)
		err = add_files(&hash, root, why, "build/vm/initrd-%s.sha256", kernel);
	if (!err)
		SHA256End(&hash, ret);
	return err;
}

void grade_key_pair(const char lab_key[GRADE_SHA], const char source_sha256[GRADE_SHA],
	uint64_t seed, const char *compile_sandbox, char ret[GRADE_SHA])
{
	char number[24];
	SHA2_CTX hash;

	snprintf(number, sizeof(number), "%" PRIu64, seed);
	SHA256Init(&hash);
	add(&hash, lab_key);
	add(&hash, source_sha256);
	add(&hash, number);
	add(&hash, compile_sandbox);
	SHA256End(&hash, ret);
}

bool grade_key_is_done(const char *path, const char *key)
{
	json_t *result = json_load_file(path, 0, NULL);
	const char *has = json_string_value(
		json_object_get(json_object_get(result, "graded"), "key"));
	bool done = has && !strcmp(has, key) &&
		    json_is_integer(json_object_get(result, "score"));

	json_decref(result);
	return done;
}
