/* SPDX-License-Identifier: MIT */
/* Reads kernel settings from JSON, see knobs.h. */
#include "knobs.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

bool lab_is_kernel_file(const char *path)
{
	return (!strncmp(path, "/proc/", 6) || !strncmp(path, "/sys/", 5)) &&
	       !strstr(path, "/../") && !strpbrk(path, " \t\n");
}

bool lab_knob_is_absent_pool(const char *root, const char *path)
{
	static const char pools[] = "/sys/kernel/mm/hugepages/hugepages-";
	char full[PATH_MAX];

	if (strncmp(path, pools, strlen(pools)))
		return false;
	snprintf(full, sizeof(full), "%s%s", root, path);
	return access(full, F_OK) != 0;
}

int lab_knobs_parse(const struct json_reader *r, const char *place, json_t *object,
	struct lab_knob **ret, size_t *ret_nr)
{
	struct lab_knob *knob = calloc(json_object_size(object) + 1, sizeof(*knob));
	char inner[JSON_WHY];
	const char *key;
	json_t *value;
	int err = 0;

	if (!knob)
		return -ENOMEM;
	*ret = knob;
	*ret_nr = json_object_size(object);
	json_object_foreach(object, key, value)
	{
		snprintf(inner, sizeof(inner), "%s[\"%s\"]", place, key);
		if (!lab_is_kernel_file(key))
			err = json_complain(
				r, inner, "is no file under /proc/sys or /sys");
		else
			err = json_line(r, inner, value, &knob->value);
		if (err)
			return err;
		knob->path = key;
		knob++;
	}
	return 0;
}

int lab_knobs_load(const char *root, struct lab_knobs *ret, char *why)
{
	char *path;
	struct json_reader r = {.file = "labs/knobs.json", .why = why};
	struct lab_knobs knobs = {0};
	json_t *json;
	int err;

	if (asprintf(&path, "%s/%s", root, r.file) < 0)
		return -ENOMEM;
	err = json_read_file(&r, path, &json);
	if (!err) {
		knobs.json = json;
		err = lab_knobs_parse(&r, "", json, &knobs.knobs, &knobs.nr_knobs);
		if (err)
			lab_knobs_free(&knobs);
		else
			*ret = knobs;
	}
	free(path);
	return err;
}

void lab_knobs_free(struct lab_knobs *knobs)
{
	free(knobs->knobs);
	json_decref(knobs->json);
}
