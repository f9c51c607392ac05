/* SPDX-License-Identifier: MIT */
/* Finds labs by their folders' names, see folders.h. */
#include "folders.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

/* "03-ksm": a number of two digits, a dash, a topic. */
static int is_lab(const struct dirent *entry)
{
	const char *name = entry->d_name;

	return isdigit((unsigned char)name[0]) && isdigit((unsigned char)name[1]) &&
	       name[2] == '-' && name[3];
}

static void free_list(struct dirent **list, int nr)
{
	for (int i = 0; i < nr; i++)
		free(list[i]);
	free(list);
}

/* The folders in the order of their numbers; their number, or -errno. */
static int list_labs(const char *root, struct dirent ***ret)
{
	struct dirent **list;
	char *labs, *file;
	int nr, kept = 0;

	if (asprintf(&labs, "%s/labs", root) < 0)
		return -ENOMEM;
	nr = scandir(labs, &list, is_lab, alphasort);
	if (nr < 0)
		nr = -errno;
	for (int i = 0; i < nr; i++) {
		int there =
			asprintf(&file, "%s/%s/lab.json", labs, list[i]->d_name) >= 0 &&
			!access(file, F_OK);

		free(file);
		if (there)
			list[kept++] = list[i];
		else
			free(list[i]);
	}
	free(labs);
	if (nr < 0)
		return nr;
	*ret = list;
	return kept;
}

bool lab_means(const char *word, const char *folder)
{
	char *end;
	unsigned long number;

	if (!strcmp(word, folder))
		return true;
	if (!strncasecmp(word, "lab", 3))
		word += 3;
	if (!isdigit((unsigned char)*word))
		return false;
	number = strtoul(word, &end, 10);
	return !*end && number == strtoul(folder, NULL, 10);
}

int lab_find(const char *root, const char *word, char **ret)
{
	struct dirent **list;
	char *found = NULL;
	int nr = list_labs(root, &list), err = -ENOENT;

	if (nr < 0)
		return nr;
	for (int i = 0; i < nr && !found; i++)
		if (lab_means(word, list[i]->d_name)) {
			found = strdup(list[i]->d_name);
			err = found ? 0 : -ENOMEM;
		}
	free_list(list, nr);
	if (found)
		*ret = found;
	return err;
}

/* A lab's line in labs/order; what is not there comes after it, by number. */
static unsigned long place(FILE *order, const char *folder)
{
	unsigned long number = strtoul(folder, NULL, 10), found = 0;
	char line[100];

	rewind(order);
	for (unsigned long at = 1; !found && fgets(line, sizeof(line), order); at++)
		if (strtoul(line, NULL, 10) == number)
			found = at;
	return found ? found : 1000 + number;
}

static int open_order(const char *root, FILE **ret)
{
	char *path;

	if (asprintf(&path, "%s/labs/order", root) < 0)
		return -ENOMEM;
	*ret = fopen(path, "re");
	free(path);
	return *ret ? 0 : -errno;
}

int lab_next(const char *root, const char *folder, char **ret)
{
	unsigned long here, there, nearest = ULONG_MAX;
	struct dirent **list;
	char *found = NULL;
	FILE *order;
	int nr, err = open_order(root, &order);

	if (err)
		return err;
	err = -ENOENT;
	nr = list_labs(root, &list);
	here = place(order, folder);
	for (int i = 0; i < nr; i++) {
		there = place(order, list[i]->d_name);
		if (there > here && there < nearest) {
			nearest = there;
			found = list[i]->d_name;
		}
	}
	fclose(order);
	if (nr < 0)
		return nr;
	if (found)
		err = (found = strdup(found)) ? 0 : -ENOMEM;
	free_list(list, nr);
	if (!err)
		*ret = found;
	return err;
}

int lab_list(const char *root, char ***ret)
{
	struct dirent **list;
	int nr = list_labs(root, &list), err = 0;
	char **folders;

	if (nr < 0)
		return nr;
	folders = calloc(nr + 1, sizeof(*folders));
	for (int i = 0; folders && !err && i < nr; i++) {
		folders[i] = strdup(list[i]->d_name);
		err = folders[i] ? 0 : -ENOMEM;
	}
	free_list(list, nr);
	if (!folders)
		return -ENOMEM;
	if (err) {
		for (char **folder = folders; *folder; folder++)
			free(*folder);
		free(folders);
		return err;
	}
	*ret = folders;
	return 0;
}

int lab_in_order(const char *root, char ***ret)
{
	char **folders, *moved;
	FILE *order;
	int err = open_order(root, &order);

	if (err)
		return err;
	err = lab_list(root, &folders);
	for (size_t i = 1; !err && folders[0] && folders[i]; i++)
		for (size_t k = i;
			k && place(order, folders[k]) < place(order, folders[k - 1]);
			k--) {
			moved = folders[k];
			folders[k] = folders[k - 1];
			folders[k - 1] = moved;
		}
	fclose(order);
	if (!err)
		*ret = folders;
	return err;
}

int lab_names(const char *root, char **ret)
{
	struct dirent **list;
	char *text = NULL;
	size_t size;
	FILE *out;
	int nr = list_labs(root, &list);

	if (nr < 0)
		return nr;
	out = open_memstream(&text, &size);
	for (int i = 0; out && i < nr; i++) {
		const char *name = list[i]->d_name;

		fprintf(out, "%slab%.2s (%s)", i ? ", " : "", name, name + 3);
	}
	free_list(list, nr);
	if (!out || fclose(out)) {
		free(text);
		return -ENOMEM;
	}
	*ret = text;
	return 0;
}
