/* SPDX-License-Identifier: MIT */
/* The kernel's formats of events; see layout.h. */
#include "layout.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "common/kernel/kfile.h"

/* Where the recording task stands in every event: the fields common_type and common_pid. */
#define TYPE_OFFSET 0
#define PID_OFFSET 4

/* "$" is a text. A system call has events of its own, which differ in how many arguments they have:
 * "*" in a name is any call, as a field as many 64-bit numbers as there are. */
static const struct layout_kind {
	const char *name;
	enum layout_event event;
	const char *fields[LAYOUT_MAX_FIELDS];
} kinds[] = {
	{"sys_enter_*", LAYOUT_ENTER, {"__syscall_nr", "*"}},
	{"sys_exit_*", LAYOUT_EXIT, {"__syscall_nr", "ret"}},
	{"task_newtask", LAYOUT_NEW_TASK, {"pid", "clone_flags", "$comm"}},
	{"sched_process_exec", LAYOUT_EXEC, {"pid", "old_pid", "$filename"}},
	{"sched_process_exit", LAYOUT_TASK_END, {"pid"}},
	{"task_rename", LAYOUT_RENAME, {"pid", "$newcomm"}},
	{"fault", LAYOUT_FAULT, {"address", "regs", "mm", "flags"}},
	{"fault_end", LAYOUT_FAULT_END, {"result"}},
	{"open", LAYOUT_OPEN, {"$name"}},
	{"lookup", LAYOUT_OPEN, {"$name"}},
	{"resize", LAYOUT_RESIZE, {"nr"}},
	{"cpus", LAYOUT_SET, {"set"}},
	{"nodes", LAYOUT_SET, {"set"}},
	{"mm_page_alloc", LAYOUT_ALLOC, {"pfn", "order", "gfp_flags"}},
	{"set_migration_pte", LAYOUT_UNMAP_TO_MOVE, {"addr", "pte", "order"}},
	{"remove_migration_pte", LAYOUT_MAP_MOVED, {"addr", "pte", "order"}},
	{"mm_migrate_pages", LAYOUT_MIGRATED, {"succeeded", "failed", "mode", "reason"}},
	{"merge", LAYOUT_MERGE, {"address", "mm"}},
	{"pin", LAYOUT_PIN, {"start", "nr", "flags"}},
	{"pin_fast", LAYOUT_PIN, {"start", "nr", "flags"}},
	{"pin_remote", LAYOUT_PIN, {"start", "nr", "flags"}},
	{"pin_end", LAYOUT_PIN_END, {"result"}},
	{"pin_fast_end", LAYOUT_PIN_END, {"result"}},
	{"pin_remote_end", LAYOUT_PIN_END, {"result"}},
	{"advise", LAYOUT_ADVISE, {"mm", "start", "length", "advice"}},
	{"advise_end", LAYOUT_ADVISE_END, {"result"}},
};

#define NR_KINDS (sizeof(kinds) / sizeof(kinds[0]))

static const struct layout_kind *find_kind(const char *name)
{
	for (size_t i = 0; i < NR_KINDS; i++) {
		size_t length = strcspn(kinds[i].name, "*");

		if (!strncmp(kinds[i].name, name, length) &&
			(kinds[i].name[length] || !name[length]))
			return &kinds[i];
	}
	return NULL;
}

static bool is_text(const char *field)
{
	return field[0] == '$';
}

static bool is_rest(const char *field)
{
	return field[0] == '*';
}

/* The number after `key`, as in "offset:16;". */
static int take_number(const char *line, const char *key, uint64_t max, uint64_t *ret)
{
	const char *p = strstr(line, key);
	uint64_t number;

	if (!p)
		return -EBADMSG;
	p += strlen(key);
	if (kfile_number(&p, 10, &number) || number > max)
		return -EBADMSG;
	*ret = number;
	return 0;
}

/* The last word of the declaration, without what is in brackets behind it. */
static int take_name(const char *line, char *ret_name, size_t size)
{
	const char *end = strchr(line, ';'), *begin, *bracket;

	if (!end)
		return -EBADMSG;
	begin = end;
	while (begin > line && begin[-1] != ' ')
		begin--;
	bracket = memchr(begin, '[', (size_t)(end - begin));
	if (bracket)
		end = bracket;
	if (begin == end || (size_t)(end - begin) >= size)
		return -EBADMSG;
	memcpy(ret_name, begin, (size_t)(end - begin));
	ret_name[end - begin] = '\0';
	return 0;
}

static int take_field(
	const char *line, char *ret_name, size_t size, struct layout_field *ret)
{
	uint64_t offset, bytes, is_signed;
	int err = take_name(line, ret_name, size);

	if (!err)
		err = take_number(line, "offset:", UINT16_MAX, &offset);
	if (!err)
		err = take_number(line, "size:", UINT16_MAX, &bytes);
	if (!err)
		err = take_number(line, "signed:", 1, &is_signed);
	if (err)
		return err;
	*ret = (struct layout_field){.offset = (uint16_t)offset,
		.size = (uint16_t)bytes,
		.is_signed = is_signed};
	return 0;
}

/* Whether the field of a format is the one that is asked for. */
static bool is_field(const char *wanted, const char *name)
{
	if (is_rest(wanted))
		return strncmp(name, "common_", 7) != 0;
	return !strcmp(is_text(wanted) ? wanted + 1 : wanted, name);
}

static void place_field(struct layout *layout, const struct layout_kind *event,
	const char *name, const struct layout_field *field)
{
	for (size_t i = 0; i < LAYOUT_MAX_FIELDS && event->fields[i]; i++) {
		struct layout_field *place = &layout->fields[event->event][i];

		if (!is_field(event->fields[i], name))
			continue;
		if (layout->nr_fields[event->event] <= i)
			layout->nr_fields[event->event] = (uint8_t)(i + 1);
		/* Of the rest the first says where it begins. */
		if (is_rest(event->fields[i]) && place->size &&
			place->offset < field->offset)
			return;
		*place = *field;
		place->is_text = is_text(event->fields[i]);
		place->is_rest = is_rest(event->fields[i]);
		return;
	}
}

static int check_event(const struct layout *layout, const struct layout_kind *event)
{
	if (!event)
		return 0;
	for (size_t i = 0; i < LAYOUT_MAX_FIELDS && event->fields[i]; i++)
		if (!layout->fields[event->event][i].size && !is_rest(event->fields[i]))
			return -EBADMSG;
	return 0;
}

static int take_line(struct layout *layout, const struct layout_kind **event,
	bool *in_event, const char *line)
{
	struct layout_field field;
	char name[64];
	uint64_t id;
	int err;

	if (!strncmp(line, "name: ", 6)) {
		err = check_event(layout, *event);
		*event = find_kind(line + 6);
		*in_event = true;
		return err;
	}
	if (!strncmp(line, "ID: ", 4)) {
		err = take_number(line, "ID: ", LAYOUT_MAX_IDS - 1, &id);
		if (!err && *event)
			layout->event_of_id[id] = (uint8_t)(*event)->event;
		return err;
	}
	if (!strstr(line, "field:"))
		return 0;
	err = take_field(line, name, sizeof(name), &field);
	if (err)
		return err;
	if (*event)
		place_field(layout, *event, name, &field);
	else if (!*in_event && !strcmp(name, "commit"))
		layout->commit = field;
	else if (!*in_event && !strcmp(name, "data"))
		layout->data = field;
	return 0;
}

int layout_parse(FILE *file, struct layout *ret)
{
	struct layout *layout = calloc(1, sizeof(*layout));
	const struct layout_kind *event = NULL;
	struct kfile_line line;
	bool in_event = false;
	int err = layout ? 0 : -ENOMEM;

	while (!err && !(err = kfile_line(file, &line)))
		err = take_line(layout, &event, &in_event, line.text);
	if (err == -ENODATA)
		err = check_event(layout, event);
	if (!err && (!layout->data.size || layout->commit.size > sizeof(uint64_t)))
		err = -ENODATA;
	if (!err)
		*ret = *layout;
	free(layout);
	return err;
}

static uint64_t take_value(const char *at, const struct layout_field *field)
{
	uint64_t value = 0;
	int32_t number;

	switch (field->size) {
	case sizeof(value):
		memcpy(&value, at, sizeof(value));
		return value;
	case sizeof(number):
		memcpy(&number, at, sizeof(number));
		return field->is_signed ? (uint64_t)(int64_t)number : (uint32_t)number;
	default:
		memcpy(&value, at,
			field->size < sizeof(value) ? field->size : sizeof(value));
		return value;
	}
}

/* A text lies in its field, or the field says where: its length and its offset. */
static int take_text(const char *event, size_t size, const struct layout_field *field,
	const char **ret)
{
	const char *at = event + field->offset;
	size_t length = field->size;

	if (field->size == sizeof(uint32_t)) {
		uint32_t place;

		memcpy(&place, at, sizeof(place));
		at = event + (place & 0xffff);
		length = place >> 16;
		if ((place & 0xffff) + length > size)
			return -EBADMSG;
	}
	if (!memchr(at, '\0', length))
		return -EBADMSG;
	*ret = at;
	return 0;
}

/* The 64-bit numbers from there to the event's end, and 0 for what is not there. */
static void take_rest(const char *event, size_t size, const struct layout_field *field,
	size_t at, struct layout_values *values)
{
	size_t offset = field->offset;

	for (; at < LAYOUT_MAX_FIELDS; at++, offset += sizeof(uint64_t)) {
		values->number[at] = 0;
		if (offset + sizeof(uint64_t) <= size)
			memcpy(&values->number[at], event + offset, sizeof(uint64_t));
	}
}

int layout_take(const struct layout *layout, const void *event, size_t size,
	struct layout_values *ret)
{
	size_t at = 0, nr_fields;
	uint16_t id;
	int32_t tid;
	int err = 0;

	if (size < PID_OFFSET + sizeof(tid))
		return -EBADMSG;
	memcpy(&id, (const char *)event + TYPE_OFFSET, sizeof(id));
	memcpy(&tid, (const char *)event + PID_OFFSET, sizeof(tid));
	ret->tid = tid;
	ret->text = "";
	ret->event = id < LAYOUT_MAX_IDS ? layout->event_of_id[id] : LAYOUT_NONE;
	nr_fields = layout->nr_fields[ret->event];
	for (size_t i = 0; !err && i < nr_fields; i++) {
		const struct layout_field *field = &layout->fields[ret->event][i];
		const char *begin = event;

		if (field->is_rest)
			take_rest(begin, size, field, at, ret);
		else if ((size_t)field->offset + field->size > size)
			err = -EBADMSG;
		else if (field->is_text)
			err = take_text(begin, size, field, &ret->text);
		else
			ret->number[at++] = take_value(begin + field->offset, field);
	}
	return err;
}
