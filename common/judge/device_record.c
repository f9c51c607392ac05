/* SPDX-License-Identifier: MIT */
/* What modules were asked for (device_record.h). */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "device_record.h"
#include "common/kernel/kfile.h"

/* "NAME NUMBER", with the blank behind it if there is one. */
static int parse_pair(const char **text, struct device_record *ret)
{
	size_t length = strcspn(*text, " ");
	unsigned base = 10;
	int err;

	if (!length || (*text)[length] != ' ')
		return -EBADMSG;
	if (length >= DEVICE_RECORD_NAME)
		return -EBADMSG;
	if (ret->nr == DEVICE_RECORD_MAX)
		return -ERANGE;
	memset(&ret->last[ret->nr], 0, sizeof(ret->last[ret->nr]));
	memcpy(ret->last[ret->nr].name, *text, length);
	*text += length + 1;
	if (!strncmp(*text, "0x", 2)) {
		*text += 2;
		base = 16;
	}
	err = kfile_number(text, base, &ret->last[ret->nr].value);
	if (err)
		return err;
	ret->nr++;
	if (**text && **text != ' ')
		return -EBADMSG;
	*text += **text == ' ';
	return 0;
}

int device_record_parse(FILE *last, struct device_record *ret)
{
	struct device_record record = *ret;
	struct kfile_line line;
	int err = kfile_line(last, &line);
	const char *text = line.text;

	if (err)
		return err;
	if (line.cut || !*text)
		return -EBADMSG;
	record.nr = 0;
	while (*text && !err)
		err = parse_pair(&text, &record);
	if (!err)
		*ret = record;
	return err;
}

static int read_last(const char *path, struct device_record *ret)
{
	FILE *file;
	int err = kfile_fopen(path, &file);

	if (err)
		return err;
	err = device_record_parse(file, ret);
	fclose(file);
	return err;
}

static int read_number(const char *device, const char *name, uint64_t *ret)
{
	char path[128];

	snprintf(path, sizeof(path), "/sys/class/misc/%s/%s", device, name);
	return kfile_value(AT_FDCWD, path, ret);
}

int device_record_read(const char *device, struct device_record *ret)
{
	struct device_record record = {.nr = 0};
	char path[128];
	int err;

	snprintf(path, sizeof(path), "/sys/class/misc/%s/last", device);
	err = read_last(path, &record);
	if (!err)
		err = read_number(device, "granted", &record.nr_granted);
	if (!err)
		err = read_number(device, "refused", &record.nr_refused);
	if (!err)
		err = read_number(device, "held_blocks", &record.nr_held);
	if (!err)
		*ret = record;
	return err;
}

uint64_t device_record_last(const struct device_record *record, const char *name)
{
	for (size_t i = 0; i < record->nr; i++)
		if (!strcmp(record->last[i].name, name))
			return record->last[i].value;
	return UINT64_MAX;
}
