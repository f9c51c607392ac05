/* SPDX-License-Identifier: MIT */
/* Makes run records, see run_record.h. */
#include "run_record.h"
#include "traffic.h"

#include <errno.h>
#include <jansson.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* The last word in quotation marks is where the claim came to its end. */
static void find_moment(const char *where, char *ret, size_t size)
{
	static const char opening[] = "“", closing[] = "”";

	*ret = '\0';
	for (const char *at = where; (at = strstr(at, opening));) {
		const char *end;

		at += strlen(opening);
		end = strstr(at, closing);
		if (end && (size_t)(end - at) < size)
			snprintf(ret, size, "%.*s", (int)(end - at), at);
	}
}

int run_place_find(const char *where, struct run_place *ret)
{
	struct run_place place = {0};
	unsigned long nr;
	int used = 0;

	if (sscanf(where, "page %lu of %lu of %63[^ ,]%n", &place.page, &nr, place.region,
		    &used) != 3 &&
		sscanf(where, "page %lu of %63[^ ,]%n", &place.page, place.region,
			&used) != 2)
		return -ENOENT;
	place.in_child = !strncmp(where + used, " in the child", 13);
	find_moment(where, place.moment, sizeof(place.moment));
	*ret = place;
	return 0;
}

/* The object of that name in an array of such. */
static json_t *find_named(const json_t *array, const char *name)
{
	json_t *object;
	size_t i;

	json_array_foreach(array, i, object)
	{
		const char *other = json_string_value(json_object_get(object, "name"));

		if (other && !strcmp(other, name))
			return object;
	}
	return NULL;
}

/* Whether the run that the claim looked at came to such a checkpoint. */
static bool has_moment(const json_t *picture, const json_t *seen, const char *name)
{
	const json_t *nr = json_object_get(seen, "run");
	const json_t *run = json_array_get(
		json_object_get(picture, "runs"), (size_t)json_integer_value(nr));

	return nr && find_named(json_object_get(run, "moments"), name);
}

static json_t *verdict(const struct result *result, size_t i, const json_t *picture)
{
	const struct claim_result *claim = &result->claims[i];
	const struct lab_claim *asked = &result->lab->claims[i];
	const char *where = claim->where ? claim->where : "";
	json_t *seen = find_named(json_object_get(picture, "claims"), asked->name);
	json_t *json = json_pack("{s:s s:s s:s s:s}", "claim", asked->name, "text",
		asked->text, "verdict", verdict_name(claim->verdict), "where", where);
	struct run_place place;
	char moment[sizeof(place.moment)];

	json_object_set(json, "run", json_object_get(seen, "run"));
	json_object_set(json, "moment", json_object_get(seen, "moment"));
	find_moment(where, moment, sizeof(moment));
	if (has_moment(picture, seen, moment))
		json_object_set_new(json, "moment", json_string(moment));
	if (run_place_find(where, &place))
		return json;
	json_object_set_new(json, "region", json_string(place.region));
	json_object_set_new(json, "page", json_integer((json_int_t)place.page));
	json_object_set_new(json, "in_child", json_boolean(place.in_child));
	if (*place.moment)
		json_object_set_new(json, "moment", json_string(place.moment));
	return json;
}

static json_t *sizes(const struct result *result)
{
	json_t *object = json_object();

	for (size_t i = 0; result && i < result->nr_sizes; i++)
		json_object_set_new(object, result->sizes[i].name,
			json_integer((json_int_t)result->sizes[i].value));
	return object;
}

static json_t *whole(const struct lab *lab, const struct result *result,
	const struct check_info *info, const json_t *picture)
{
	static const char *const parts[] = {"page_bytes", "nodes", "distances", "zones",
		"runs", "runs_left_out", "took_us"};
	json_t *verdicts = json_array();
	json_t *json = json_pack("{s:s s:i s:s s:s s:s s:I s:s? s:o}", "format",
		RUN_RECORD_FORMAT, "version", RUN_RECORD_VERSION, "lab", lab->folder,
		"title", lab->title, "exercise", info->exercise ? info->exercise : "",
		"seed", (json_int_t)info->seed, "kernel", info->kernel, "sizes",
		sizes(result));

	for (size_t i = 0; result && i < lab->nr_claims; i++)
		json_array_append_new(verdicts, verdict(result, i, picture));
	json_object_set_new(json, "verdicts", verdicts);
	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++)
		json_object_set(json, parts[i], json_object_get(picture, parts[i]));
	if (!picture)
		json_object_set_new(json, "runs", json_array());
	return json;
}

int run_record_make(const struct lab *lab, const struct result *result,
	const struct check_info *info, const char *picture, size_t size, char **ret)
{
	json_t *seen = NULL, *json;

	if (picture) {
		seen = size > RUN_RECORD_MAX ? NULL : json_loadb(picture, size, 0, NULL);
		if (!json_is_array(json_object_get(seen, "runs"))) {
			json_decref(seen);
			return -EBADMSG;
		}
	}
	if (seen && info->traffic)
		traffic_add(info->traffic, json_object_get(seen, "runs"));
	json = whole(lab, result, info, seen);
	*ret = json ? json_dumps(json, JSON_COMPACT) : NULL;
	json_decref(json);
	json_decref(seen);
	return *ret ? 0 : -ENOMEM;
}
