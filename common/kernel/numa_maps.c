/* SPDX-License-Identifier: MIT */
/* numa_maps: see numa_maps.h. Blanks and equal signs in a path are written as \040 and
 * \075, so a word is a word. */
#include "numa_maps.h"

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "kfile.h"

#define KIB UINT64_C(1024)

/* Two policies have a blank in their names: "prefer (many)", "weighted interleave". */
static size_t policy_length(const char *text)
{
	static const char *const in_two[] = {"prefer (", "weighted "};
	size_t length = 0;

	for (size_t i = 0; i < sizeof(in_two) / sizeof(in_two[0]); i++) {
		if (!strncmp(text, in_two[i], strlen(in_two[i])))
			length = strlen(in_two[i]);
	}
	return length + strcspn(text + length, " ");
}

static int parse_policy(const char **text, struct numa_map *ret)
{
	size_t length = policy_length(*text);

	if (!length || length >= sizeof(ret->policy))
		return -EBADMSG;
	memcpy(ret->policy, *text, length);
	ret->policy[length] = '\0';
	*text += length;
	return 0;
}

/* N1=257, with `text` at the digit after the N. */
static int parse_node(const char **text, struct numa_map *ret)
{
	uint64_t node, nr;
	int error = kfile_number(text, 10, &node);

	if (error)
		return error;
	if (*(*text)++ != '=')
		return -EBADMSG;
	if (node >= NUMA_MAPS_MAX_NODES)
		return -ERANGE;
	error = kfile_number(text, 10, &nr);
	if (!error)
		ret->nr_on_node[node] = nr;
	return error;
}

/* Reads `KEY=NUMBER` if that is the word at *text, and steps over it. */
static int parse_number(const char **text, const char *key, uint64_t *ret)
{
	if (strncmp(*text, key, strlen(key)))
		return 0;
	*text += strlen(key);
	return kfile_number(text, 10, ret);
}

/* One word after the policy. What later kernels add is none of our business. */
static int parse_word(const char **text, struct numa_map *ret)
{
	const char *word = *text;
	uint64_t kib = ret->kernel_page_bytes / KIB;
	int error;

	if (word[0] == 'N' && word[1] >= '0' && word[1] <= '9') {
		++*text;
		error = parse_node(text, ret);
	} else if (!(error = parse_number(text, "anon=", &ret->nr_anon)) &&
		   !(error = parse_number(text, "dirty=", &ret->nr_dirty)) &&
		   !(error = parse_number(text, "kernelpagesize_kB=", &kib)) &&
		   __builtin_mul_overflow(kib, KIB, &ret->kernel_page_bytes)) {
		error = -ERANGE;
	}
	if (error)
		return error;
	if (*text == word)
		*text += strcspn(word, " ");
	return **text && **text != ' ' ? -EBADMSG : 0;
}

static int parse_rest(const char *text, struct numa_map *map)
{
	int error = parse_policy(&text, map);

	while (!error) {
		text += strspn(text, " ");
		if (!*text)
			break;
		error = parse_word(&text, map);
	}
	return error;
}

/* Whether this line is the wanted one: then it is read into *ret. */
static int parse_line(const struct kfile_line *line, uintptr_t start, bool *ret_found,
	struct numa_map *ret)
{
	struct numa_map map = {.nr_anon = 0};
	const char *text = line->text;
	uint64_t address;
	int error = kfile_number(&text, 16, &address);

	if (error)
		return error;
	if (*text++ != ' ' || !policy_length(text))
		return -EBADMSG;
	if (address != start)
		return 0;
	error = line->cut ? -EBADMSG : parse_rest(text, &map);
	if (error)
		return error;
	map.start = start;
	*ret = map;
	*ret_found = true;
	return 0;
}

int numa_maps_parse(FILE *file, uintptr_t start, struct numa_map *ret)
{
	struct kfile_line line;
	bool found = false;
	int error = 0;

	while (!error && !found) {
		error = kfile_line(file, &line);
		if (!error)
			error = parse_line(&line, start, &found, ret);
	}
	return error;
}

int numa_maps_read(pid_t pid, uintptr_t start, struct numa_map *ret)
{
	struct kfile_path path;
	FILE *file;
	int error = kfile_pid_path(pid, "numa_maps", &path);

	if (!error)
		error = kfile_fopen(path.text, &file);
	if (error)
		return error;
	error = numa_maps_parse(file, start, ret);
	fclose(file);
	return error;
}
