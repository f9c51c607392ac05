/* SPDX-License-Identifier: MIT */
/* The meaning of names, see names.h. */
#include "names.h"
#include "grader/lab/folders.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <wchar.h>

/* Whether all of it is UTF-8 without control characters. */
static bool is_readable(const char *text)
{
	mbstate_t state = {0};
	wchar_t c;

	while (*text) {
		size_t n = mbrtowc(&c, text, strlen(text), &state);

		if (n == (size_t)-1 || n == (size_t)-2 || (unsigned char)*text < ' ' ||
			*text == 127 || (c >= 0x80 && c < 0xa0))
			return false;
		text += n;
	}
	return true;
}

/* What ./grade itself writes beside the students' folders. */
static bool is_reserved(const char *name)
{
	static const char *const names[] = {"assignment.json", "gradebook.csv",
		"refused.csv", "junit.xml", "report.html", "platform"};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (!strcasecmp(name, names[i]))
			return true;
	return false;
}

const char *grade_name_refused(const char *name)
{
	if (is_reserved(name))
		return "a file of the results has this name";
	if (!*name)
		return "the name is empty";
	if (strlen(name) > GRADE_NAME_MAX)
		return "the name has more than 100 bytes";
	if (strchr(name, '/') || !is_readable(name))
		return "the name has characters that are not printable";
	/* Hidden files, options, and what spreadsheets take for a formula. */
	if (strchr(".-=+@~ ", *name))
		return "the name begins with one of . - = + @ ~ or a blank";
	return NULL;
}

const char *grade_path_refused(const char *path)
{
	const char *at = path;

	if (!*path)
		return "the name is empty";
	if (*path == '/')
		return "an absolute path";
	if (!is_readable(path))
		return "the name has characters that are not printable";
	while (*at) {
		size_t length = strcspn(at, "/");

		if (length == 2 && !strncmp(at, "..", 2))
			return "a path with \"..\"";
		at += length;
		at += strspn(at, "/");
	}
	return NULL;
}

size_t grade_archive_suffix(const char *name)
{
	static const char *const suffixes[] = {
		".zip", ".tar.gz", ".tgz", ".tar.xz", ".txz"};
	size_t length = strlen(name);

	for (size_t i = 0; i < sizeof(suffixes) / sizeof(*suffixes); i++) {
		size_t n = strlen(suffixes[i]);

		if (length > n && !strcasecmp(name + length - n, suffixes[i]))
			return n;
	}
	return 0;
}

static void set_student(struct grade_entry *entry, const char *name, size_t length)
{
	snprintf(entry->student, sizeof(entry->student), "%.*s", (int)length, name);
}

/* NAME_NUMBER_assignsubmission_file_[FILE]; a folder's may lack the last underscore. */
static bool parse_moodle(const char *name, bool is_file, struct grade_entry *ret)
{
	static const char mark[] = "_assignsubmission_", file[] = "file";
	const char *at = strstr(name, mark), *rest, *digits = at;

	if (!at)
		return false;
	while (digits > name && isdigit((unsigned char)digits[-1]))
		digits--;
	if (digits == at || digits < name + 2 || digits[-1] != '_')
		return false;
	rest = at + strlen(mark);
	ret->layout = GRADE_OTHER; /* what was typed into Moodle, for one */
	set_student(ret, name, at - name);
	if (strncmp(rest, file, strlen(file)))
		return true;
	rest += strlen(file);
	if (*rest == '_')
		rest++;
	if (is_file && *rest)
		ret->member = rest;
	if (is_file == (*rest != '\0'))
		ret->layout = GRADE_MOODLE;
	return true;
}

static const char *skip_number(const char *text)
{
	size_t n = strspn(text, "0123456789");

	return n && text[n] == '_' ? text + n + 1 : NULL;
}

/* NAME_[LATE_]USER_ATTACHMENT_FILE, files only. */
static bool parse_canvas(const char *name, struct grade_entry *ret)
{
	const char *user = strchr(name, '_'), *attachment, *file;
	size_t length = user ? (size_t)(user - name) : 0;

	if (!length)
		return false;
	user++;
	if (!strncmp(user, "LATE_", 5))
		user += 5;
	attachment = skip_number(user);
	file = attachment ? skip_number(attachment) : NULL;
	if (!file || !*file)
		return false;
	ret->layout = GRADE_CANVAS;
	ret->member = file;
	snprintf(ret->student, sizeof(ret->student), "%.*s_%.*s", (int)length, name,
		(int)(attachment - user - 1), user);
	return true;
}

void grade_entry_parse(const char *entry, bool is_file, struct grade_entry *ret)
{
	size_t suffix = grade_archive_suffix(entry);

	*ret = (struct grade_entry){.layout = GRADE_PLAIN};
	if (parse_moodle(entry, is_file, ret) || (is_file && parse_canvas(entry, ret)))
		return;
	if (is_file && !suffix)
		ret->layout = GRADE_OTHER;
	set_student(ret, entry, strlen(entry) - (is_file ? suffix : 0));
}

static const char *find_lab(const char *word, size_t length, const char *const *folders)
{
	char name[64];

	if (!length || length >= sizeof(name))
		return NULL;
	snprintf(name, sizeof(name), "%.*s", (int)length, word);
	if (*name == 'L')
		*name = 'l';
	for (; *folders; folders++)
		if (lab_means(name, *folders) ||
			(!strncmp(name, "lab", 3) && lab_means(name + 3, *folders)))
			return *folders;
	return NULL;
}

/* Where the last name but one begins: the folder's. */
static const char *folder_of(const char *path, const char *base, size_t *ret_length)
{
	const char *end = base, *start;

	while (end > path && end[-1] == '/')
		end--;
	start = end;
	while (start > path && start[-1] != '/')
		start--;
	*ret_length = end - start;
	return start;
}

/* "exercise", and "exercise-1" as Canvas calls what was sent again. */
static bool is_exercise(const char *stem, size_t length)
{
	static const char word[] = "exercise";
	size_t n = strlen(word);

	if (length < n || strncmp(stem, word, n))
		return false;
	if (length == n)
		return true;
	return stem[n] == '-' && length > n + 1 &&
	       strspn(stem + n + 1, "0123456789") == length - n - 1;
}

static bool has_folder(const char *path, const char *name)
{
	size_t length = strlen(name);

	for (const char *at = path; (at = strstr(at, name)); at++)
		if ((at == path || at[-1] == '/') && at[length] == '/')
			return true;
	return false;
}

const char *grade_lab_of(const char *path, const char *const *folders, const char *only)
{
	const char *slash = strrchr(path, '/'), *base = slash ? slash + 1 : path;
	const char *folder, *lab;
	size_t length = strlen(base), folder_length;

	/* Of a whole checkout, and of what a Mac adds, nothing is meant. */
	if (has_folder(path, "solutions") || has_folder(path, "__MACOSX"))
		return NULL;
	if (length < 3 || strcmp(base + length - 2, ".c"))
		return NULL;
	length -= 2;
	if (is_exercise(base, length)) {
		folder = folder_of(path, base, &folder_length);
		lab = find_lab(folder, folder_length, folders);
		if (!lab)
			lab = only;
	} else {
		lab = find_lab(base, length, folders);
	}
	return lab && only && strcmp(lab, only) ? NULL : lab;
}
