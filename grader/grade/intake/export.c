/* SPDX-License-Identifier: MIT */
/* What platforms tell in files, see export.h. */
#include "export.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

/* The rest of a line that begins so, without quotes around it. */
static bool take(const char *line, size_t length, const char *key, char *ret, size_t size)
{
	size_t n = strlen(key);

	if (length <= n || strncmp(line, key, n))
		return false;
	line += n;
	length -= n;
	while (length && *line == ' ') {
		line++;
		length--;
	}
	if (length >= 2 && (*line == '\'' || *line == '"') && line[length - 1] == *line) {
		line++;
		length -= 2;
	}
	snprintf(ret, size, "%.*s", (int)length, line);
	return true;
}

#define TAKE(line, length, key, field) take(line, length, key, field, sizeof(field))

/* "2026-11-02 10:11:12.345678901 Z", or with +01:00 at its end; 0: no time. */
static int64_t read_time(const char *text)
{
	size_t length, hours, minutes;
	int64_t time = grade_time_parse(text, &length);
	const char *zone = text + length;
	struct tm tm;

	if (!time)
		return 0;
	zone += strspn(zone, ".0123456789 ");
	if (*zone && sscanf(zone + 1, "%2zu:%2zu", &hours, &minutes) == 2)
		time -= (*zone == '-' ? -60 : 60) * (int64_t)(60 * hours + minutes);
	return localtime_r(&(time_t){time}, &tm) ? timegm(&tm) : 0;
}

bool export_find(
	const char *text, const char *folder, unsigned nr, struct grade_entry *ret)
{
	struct grade_who who = {0};
	bool is_inside = false, is_submitter = false;
	size_t n = strlen(folder), length;
	unsigned nr_submitters = 0;
	int64_t submitted = 0;
	char time[64];

	for (const char *line = text; *line; line += length + (line[length] == '\n')) {
		length = strcspn(line, "\r\n");
		if (line[length] == '\r')
			length = strcspn(line, "\n");
		if (length && *line != ' ' && *line != '-') {
			if (is_inside)
				break;
			is_inside =
				length > n && !strncmp(line, folder, n) && line[n] == ':';
			continue;
		}
		if (!is_inside)
			continue;
		if (!strncmp(line, "  :", 3)) {
			is_submitter = !strncmp(line, "  :submitters:", 14);
			if (TAKE(line, length, "  :created_at:", time))
				submitted = read_time(time);
		}
		nr_submitters += is_submitter && !strncmp(line, "  - ", 4);
		if (!is_submitter || nr_submitters != nr + 1)
			continue;
		TAKE(line, length, "  - :name:", who.name);
		TAKE(line, length, "    :sid:", who.login);
		TAKE(line, length, "    :email:", who.email);
	}
	if (!is_inside || (!*who.name && !*who.email && !*who.login))
		return false;
	ret->who = who;
	ret->submitted = submitted;
	snprintf(ret->student, sizeof(ret->student), "%s",
		*who.email   ? who.email
		: *who.login ? who.login
			     : who.name);
	return true;
}

bool export_blackboard(const char *text, struct grade_who *ret)
{
	static const char mark[] = "Name: ";
	struct grade_who who = {0};
	const char *name = text, *open, *end;

	if (!strncmp(name, "\xef\xbb\xbf", 3))
		name += 3;
	if (strncmp(name, mark, strlen(mark)))
		return false;
	name += strlen(mark);
	end = name + strcspn(name, "\r\n");
	while (end > name && end[-1] == ' ')
		end--;
	for (open = end; open > name && *open != '(';)
		open--;
	if (open == name || end[-1] != ')' || open + 2 >= end)
		return false;
	snprintf(who.login, sizeof(who.login), "%.*s", (int)(end - open - 2), open + 1);
	while (open > name && open[-1] == ' ')
		open--;
	snprintf(who.name, sizeof(who.name), "%.*s", (int)(open - name), name);
	*ret = who;
	return true;
}

int64_t export_sakai(const char *text)
{
	char time[64];
	int part[6];

	if (strspn(text, "0123456789") < 14 ||
		sscanf(text, "%4d%2d%2d%2d%2d%2d", &part[0], &part[1], &part[2], &part[3],
			&part[4], &part[5]) != 6)
		return read_time(text);
	snprintf(time, sizeof(time), "%04d-%02d-%02d %02d:%02d:%02d", part[0], part[1],
		part[2], part[3], part[4], part[5]);
	return read_time(time);
}
