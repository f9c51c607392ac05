/* SPDX-License-Identifier: MIT */
/* Reads a result back, see replay.h. */
#include "replay.h"
#include "grader/grade/sandbox/sandbox.h"
#include "grader/lab/json_read.h"
#include "grader/report/json.h"

#include <errno.h>
#include <sha2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *text(json_t *object, const char *key)
{
	return json_string_value(json_object_get(object, key));
}

static int read_graded(const struct json_reader *r, struct stored *stored)
{
	json_t *graded = json_object_get(stored->json, "graded");

	if (json_is_null(graded))
		return json_complain(r, "",
			"is of ./check. `./check --exercise FILE --seed N` repeats that, "
			"with the seed in it");
	stored->student = text(graded, "student");
	stored->source_sha256 = text(graded, "source_sha256");
	stored->key = text(graded, "key");
	stored->compile_sandbox = text(graded, "compile_sandbox");
	if (!stored->student || !stored->source_sha256 || !stored->key ||
		!stored->compile_sandbox)
		return json_complain(r, "graded", "is not what ./grade writes");
	if (strcmp(stored->compile_sandbox, sandbox_name(SANDBOX_BUBBLEWRAP)) &&
		strcmp(stored->compile_sandbox, sandbox_name(SANDBOX_PLATFORM)))
		return json_complain(r, "compile_sandbox",
			"\"%.60s\" is no sandbox of this version",
			stored->compile_sandbox);
	return 0;
}

static int read_claims(const struct json_reader *r, struct stored *stored)
{
	json_t *claim;
	size_t i;

	stored->claims = json_object_get(stored->json, "claims");
	if (!json_is_array(stored->claims))
		return json_complain(r, "claims", "is missing");
	json_array_foreach(stored->claims, i, claim)
	{
		if (!text(claim, "name") || !text(claim, "verdict"))
			return json_complain(r, "claims", "has one without a verdict");
	}
	return 0;
}

static int read_whole(const struct json_reader *r, struct stored *stored)
{
	json_t *version = json_object_get(stored->json, "version");
	json_t *machine = json_object_get(stored->json, "machine");
	json_t *seed = json_object_get(stored->json, "seed");
	json_t *score = json_object_get(stored->json, "score");

	stored->lab = text(stored->json, "lab");
	if (!json_is_integer(version) || !stored->lab)
		return json_complain(r, "", "is no result of ./grade");
	if (json_integer_value(version) != RESULT_VERSION)
		return json_complain(r, "",
			"has schema %lld, and this version of the workbook knows %d",
			(long long)json_integer_value(version), RESULT_VERSION);
	if (!json_is_integer(seed) || json_integer_value(seed) < 0)
		return json_complain(r, "seed", "is missing");
	stored->seed = json_integer_value(seed);
	stored->score = json_is_integer(score) ? (int)json_integer_value(score) : -1;
	stored->commit = text(stored->json, "commit");
	stored->kernel = text(machine, "kernel");
	stored->qemu = text(machine, "qemu");
	stored->started = text(json_object_get(stored->json, "times"), "started");
	return 0;
}

/* The source that was graded lies beside the result, as it was. */
static int find_source(const char *path, struct stored *stored, char *why)
{
	const char *slash = strrchr(path, '/');
	char digest[SHA256_DIGEST_STRING_LENGTH];

	if (asprintf(&stored->source, "%.*sexercise.c",
		    slash ? (int)(slash + 1 - path) : 0, path) < 0) {
		stored->source = NULL;
		return -ENOMEM;
	}
	if (!SHA256File(stored->source, digest)) {
		int err = errno ? -errno : -EIO;

		snprintf(why, REPLAY_WHY,
			"%.400s: %s. The source that was graded lies beside the result.",
			stored->source, strerror(-err));
		return err;
	}
	if (strcmp(digest, stored->source_sha256)) {
		snprintf(why, REPLAY_WHY,
			"%.400s: was changed since: it is not the source that was graded "
			"(SHA-256 %.64s)",
			stored->source, stored->source_sha256);
		return -EBADMSG;
	}
	return 0;
}

int stored_load(const char *path, struct stored *ret, char *why)
{
	struct stored stored = {0};
	char json_why[JSON_WHY] = "out of memory";
	struct json_reader r = {.file = path, .why = json_why};
	int err = json_read_file(&r, path, &stored.json);

	if (!err)
		err = read_whole(&r, &stored);
	if (!err)
		err = read_graded(&r, &stored);
	if (!err)
		err = read_claims(&r, &stored);
	snprintf(why, REPLAY_WHY, "%s", json_why);
	if (!err)
		err = find_source(path, &stored, why);
	if (err)
		stored_free(&stored);
	else
		*ret = stored;
	return err;
}

void stored_free(struct stored *stored)
{
	json_decref(stored->json);
	free(stored->source);
	*stored = (struct stored){0};
}
