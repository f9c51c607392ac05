/* SPDX-License-Identifier: MIT */
/* What names may be, and of which lab a file is, see names.h. Whose it is: entry.c. */
#include "names.h"
#include "grader/lab/folders.h"

#include <ctype.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
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
	static const char *const names[] = {"assignment.json", "course.json",
		"gradebook.csv", "refused.csv", "junit.xml", "report.html", "platform"};

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
		return "the name has a / or characters that are not printable";
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

/* What ends a stem: "-2", "_2", " 2", "(2)", " (2)", " - Copy (2)". At most three digits, so
 * that a year or a student's number is none. */
unsigned grade_copy_of(const char *stem, size_t length)
{
	bool bracket = length && stem[length - 1] == ')';
	size_t end = bracket ? length - 1 : length, at = end;

	while (at && isdigit((unsigned char)stem[at - 1]))
		at--;
	if (!at || at == end || end - at > 3)
		return 0;
	if (bracket ? stem[at - 1] != '(' : !strchr("- ", stem[at - 1]))
		return 0;
	/* Of 2026-11-03 the last is no copy. */
	if (!bracket && at > 1 && isdigit((unsigned char)stem[at - 2]) && at > 4 &&
		strchr("- ", stem[at - 4]))
		return 0;
	return atoi(stem + at);
}

/* Where the copy's number begins, with what leads to it. */
static size_t without_copy(const char *stem, size_t length)
{
	bool bracket = length && stem[length - 1] == ')';
	size_t at = length - bracket;

	if (!grade_copy_of(stem, length))
		return length;
	while (at && isdigit((unsigned char)stem[at - 1]))
		at--;
	at--;
	while (at && stem[at - 1] == ' ')
		at--;
	return at;
}

/* The same where it is surely one: the 2 of "team 2" may be a part of a name. */
static size_t without_brackets(const char *stem, size_t length)
{
	return length && stem[length - 1] == ')' ? without_copy(stem, length) : length;
}

static bool ends_in(const char *name, size_t length, const char *suffix)
{
	size_t n = strlen(suffix);

	return length > n && !strncasecmp(name + length - n, suffix, n);
}

/* The length of what says that one file was packed, 0 if nothing does. */
static size_t packing_suffix(const char *name, size_t length)
{
	static const char *const suffixes[] = {".gz", ".xz", ".bz2", ".zst"};

	for (size_t i = 0; i < sizeof(suffixes) / sizeof(*suffixes); i++)
		if (ends_in(name, length, suffixes[i]))
			return strlen(suffixes[i]);
	return 0;
}

size_t grade_archive_suffix(const char *name)
{
	static const char *const suffixes[] = {
		".zip", ".tar", ".tgz", ".txz", ".tbz", ".tbz2", ".tzst", ".7z", ".rar"};
	size_t whole = strlen(name), length = without_copy(name, whole), packing, inner;

	for (size_t i = 0; i < sizeof(suffixes) / sizeof(*suffixes); i++)
		if (ends_in(name, length, suffixes[i]))
			return whole -
			       without_brackets(name, length - strlen(suffixes[i]));
	packing = packing_suffix(name, length);
	inner = without_copy(name, length - packing);
	if (packing && ends_in(name, inner, ".tar"))
		return whole - without_brackets(name, inner - strlen(".tar"));
	return 0;
}

bool grade_is_document(const char *name)
{
	static const char *const suffixes[] = {".docx", ".xlsx", ".pptx", ".odt", ".ods",
		".odp", ".pages", ".numbers", ".epub", ".jar"};

	for (size_t i = 0; i < sizeof(suffixes) / sizeof(*suffixes); i++)
		if (ends_in(name, strlen(name), suffixes[i]))
			return true;
	return false;
}

bool grade_is_packed(const char *name)
{
	return packing_suffix(name, strlen(name)) && !grade_archive_suffix(name);
}

bool grade_folder_is_noise(const char *name, size_t length)
{
	static const char *const names[] = {
		"build", "book", "mk", "node_modules", "solutions", "tests", "__MACOSX"};

	if (length && *name == '.')
		return length > 2 || (length == 2 && name[1] != '.');
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (length == strlen(names[i]) && !strncasecmp(name, names[i], length))
			return true;
	return false;
}

bool grade_path_is_noise(const char *path)
{
	while (*path) {
		size_t length = strcspn(path, "/\\");

		if (path[length] ? grade_folder_is_noise(path, length)
				 : *path == '.' && length > 1)
			return true;
		path += length;
		path += strspn(path, "/\\");
	}
	return false;
}

/* How far `text` is one of the words that people say for a lab, with what stands between it
 * and its number: "lab", "Lab ", "lab_", "laboratory no. ", "labs/"; 0 if it is none. */
static size_t lab_word(const char *text)
{
	static const char *const tails[] = {
		"oratory", "oratorio", "oratoire", "oratorium", "or", "s"};
	static const char *const numbers[] = {"number", "num", "nr", "no"};
	size_t at = 3;

	if (strncasecmp(text, "lab", 3))
		return 0;
	for (size_t i = 0; i < sizeof(tails) / sizeof(*tails); i++)
		if (!strncasecmp(text + at, tails[i], strlen(tails[i]))) {
			at += strlen(tails[i]);
			break;
		}
	at += strspn(text + at, " _.-#");
	for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++)
		if (!strncasecmp(text + at, numbers[i], strlen(numbers[i]))) {
			at += strlen(numbers[i]);
			at += strspn(text + at, " _.-#");
			break;
		}
	return at;
}

static const char *lab_of_number(
	const char *digits, size_t length, const char *const *folders)
{
	char number[8];

	while (length > 1 && *digits == '0') {
		digits++;
		length--;
	}
	if (length > 3)
		return NULL;
	snprintf(number, sizeof(number), "%.*s", (int)length, digits);
	for (; *folders; folders++)
		if (lab_means(number, *folders))
			return *folders;
	return NULL;
}

/* "ksm" of 03-ksm, whatever stands between its words. */
static bool is_topic(const char *text, size_t length, const char *folder)
{
	const char *topic = strchr(folder, '-');
	size_t at = 0;

	if (!topic)
		return false;
	for (topic++; *topic; topic++) {
		if (*topic == '-') {
			at += at < length && strchr(" _.-", text[at]);
			continue;
		}
		if (at == length || tolower((unsigned char)text[at++]) != *topic)
			return false;
	}
	return at == length;
}

/* How a stem or a folder's name names a lab. */
struct named {
	bool is_exact;
	size_t start, end; /* of the lab's word and number */
};

static bool has_other_lab(const char *text, const char *lab, const char *const *folders)
{
	for (const char *at = text; *at; at++) {
		size_t skip = lab_word(at),
		       digits = skip ? strspn(at + skip, "0123456789") : 0;
		const char *other = digits && !isalpha((unsigned char)at[-1])
					    ? lab_of_number(at + skip, digits, folders)
					    : NULL;

		if (other && other != lab)
			return true;
	}
	return false;
}

static const char *find_lab(
	const char *word, size_t length, const char *const *folders, struct named *ret)
{
	char name[256];
	const char *lab;
	size_t rest;

	if (!length || length >= sizeof(name))
		return NULL;
	snprintf(name, sizeof(name), "%.*s", (int)length, word);
	for (const char *const *folder = folders; *folder; folder++)
		if (lab_means(name, *folder)) {
			*ret = (struct named){true, 0, length};
			return *folder;
		}
	for (char *at = name; *at; at++) {
		size_t skip = lab_word(at),
		       digits = skip ? strspn(at + skip, "0123456789") : 0;

		if (!digits || (at > name && isalpha((unsigned char)at[-1])))
			continue;
		lab = lab_of_number(at + skip, digits, folders);
		if (!lab)
			continue;
		rest = at + skip + digits - name;
		/* lab02_lab03.c: nobody knows which is meant. */
		if (has_other_lab(name + rest, lab, folders))
			return NULL;
		*ret = (struct named){.start = at - name, .end = rest};
		length = without_copy(name, length);
		/* lab-3: what might be a copy's number is the lab's. */
		if (length < rest)
			length = rest;
		if (rest < length)
			rest += strspn(name + rest, " _.-");
		ret->is_exact =
			at == name &&
			(rest >= length || is_topic(name + rest, length - rest, lab));
		return lab;
	}
	/* 03-ksm with something behind it. */
	rest = strspn(name, "0123456789");
	lab = rest ? lab_of_number(name, rest, folders) : NULL;
	if (!lab || !name[rest] || !strchr(" _.-", name[rest]))
		return NULL;
	length = without_copy(name, length);
	*ret = (struct named){true, 0, rest};
	return length > rest && is_topic(name + rest + 1, length - rest - 1, lab) ? lab
										  : NULL;
}

/* The word stands in the stem by itself: "exercise", "my_exercise", not "exercises". */
static bool has_word(const char *stem, size_t length, const char *word, bool *ret_exact)
{
	size_t n = strlen(word);

	for (size_t i = 0; i + n <= length; i++) {
		if (strncasecmp(stem + i, word, n) ||
			(i && isalpha((unsigned char)stem[i - 1])) ||
			(i + n < length && isalnum((unsigned char)stem[i + n])))
			continue;
		*ret_exact = !i && without_copy(stem, length) == n;
		return true;
	}
	return false;
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

/* "exercise.c", "EXERCISE.C", "exercise.c.txt", as Windows makes it, and what was packed:
 * "exercise.c.gz". *ret_copy is the number in "exercise.c-1.gz" and "exercise (1).c". */
static size_t stem_of(const char *base, unsigned *ret_copy)
{
	size_t whole = strlen(base), packing = packing_suffix(base, whole), length;
	unsigned copy = packing ? grade_copy_of(base, whole - packing) : 0;

	length = packing ? without_copy(base, whole - packing) : whole;
	if (ends_in(base, length, ".txt") && ends_in(base, length - 4, ".c"))
		length -= 4;
	if (!ends_in(base, length, ".c"))
		return 0;
	*ret_copy = copy ? copy : grade_copy_of(base, length - 2);
	return length - 2;
}

static bool place(const char *path, const char *const *folders, const char *only,
	struct grade_place *ret)
{
	const char *slash = strrchr(path, '/'), *base = slash ? slash + 1 : path, *folder;
	struct grade_place found = {0};
	size_t length = stem_of(base, &found.copy), folder_length;
	struct named named = {0};

	if (!length || grade_path_is_noise(path))
		return false;
	folder = folder_of(path, base, &folder_length);
	if (length == strlen("skeleton") && !strncasecmp(base, "skeleton", length)) {
		found.is_skeleton = true;
		found.lab = find_lab(folder, folder_length, folders, &named);
	} else if (has_word(base, length, "skeleton", &found.is_exact)) {
		return false;
	} else if ((found.lab = find_lab(base, length, folders, &named))) {
		found.is_exact = named.is_exact;
		/* Of lab-3 the number is the lab's. */
		if (without_copy(base, length) < named.end)
			found.copy = 0;
	} else if (has_word(base, length, "exercise", &found.is_exact)) {
		found.lab = find_lab(folder, folder_length, folders, &named);
		if (!found.lab)
			found.lab = only;
	} else if (only && (!slash || !memchr(path, '/', slash - path))) {
		found.lab = only;
		found.is_guess = true;
	}
	if (!found.lab || (only && strcmp(found.lab, only)))
		return false;
	*ret = found;
	return true;
}

bool grade_place_of(const char *path, const char *const *folders, const char *only,
	struct grade_place *ret)
{
	char plain[PATH_MAX];

	if (strlen(path) >= sizeof(plain))
		return false;
	strcpy(plain, path);
	/* As Windows writes it, where nobody has changed it. */
	for (char *at = plain; (at = strchr(at, '\\'));)
		*at = '/';
	return place(plain, folders, only, ret);
}

const char *grade_lab_of(const char *path, const char *const *folders, const char *only)
{
	struct grade_place found;

	if (!grade_place_of(path, folders, only, &found) || found.is_skeleton)
		return NULL;
	return found.lab;
}

/* What is left of a stem between `start` and `end`, without what separates words. */
static void set_rest(struct grade_entry *ret, const char *stem, size_t start, size_t end)
{
	static const char between[] = " _.-()";

	while (start < end && strchr(between, stem[start]))
		start++;
	while (end > start && strchr(between, stem[end - 1]))
		end--;
	snprintf(ret->student, sizeof(ret->student), "%.*s", (int)(end - start),
		stem + start);
}

static void set_who_of_attachment(struct grade_entry *found)
{
	snprintf(found->who.name, sizeof(found->who.name), "%.127s", found->student);
	snprintf(found->who.login, sizeof(found->who.login), "%.127s", found->student);
	if (strchr(found->student, '@'))
		snprintf(found->who.email, sizeof(found->who.email), "%.127s",
			found->student);
}

bool grade_packed_attachment_parse(
	const char *entry, const char *const *folders, struct grade_entry *ret)
{
	static const char *const branches[] = {"-main", "-master"};
	size_t suffix = grade_archive_suffix(entry), whole = strlen(entry), end;
	struct grade_entry found = {.layout = GRADE_PLAIN};
	struct named named = {0};

	end = whole - suffix;
	if (!suffix || *entry == '.' || !find_lab(entry, end, folders, &named))
		return false;
	for (size_t i = 0; i < sizeof(branches) / sizeof(*branches); i++)
		if (ends_in(entry, end, branches[i]) &&
			end - strlen(branches[i]) >= named.end)
			end -= strlen(branches[i]);
	set_rest(&found, entry, 0, named.start);
	if (!*found.student)
		set_rest(&found, entry, named.end, end);
	if (!*found.student)
		return false;
	set_who_of_attachment(&found);
	*ret = found;
	return true;
}

const char *grade_attachment_parse(const char *entry, const char *const *folders,
	const char *only, struct grade_entry *ret)
{
	struct grade_entry found = {.layout = GRADE_PLAIN};
	unsigned copy = 0;
	size_t length = stem_of(entry, &copy), end = without_copy(entry, length);
	size_t bracket = without_brackets(entry, length);
	struct named named = {0};
	const char *lab;

	if (!length || *entry == '.')
		return NULL;
	lab = find_lab(entry, length, folders, &named);
	/* Of lab-3 the number is the lab's, of lab03-1 a copy's; behind a name it is a
	 * copy's in brackets alone. */
	if (!lab || end < named.end || end > named.end + strspn(entry + named.end, " -"))
		end = bracket;
	if (lab && end < named.end)
		end = named.end;
	if (end < length || !grade_copy_of(entry, length))
		found.attempt = copy;
	if (lab) {
		set_rest(&found, entry, 0, named.start);
		if (!*found.student)
			set_rest(&found, entry, named.end, end);
	} else if (only) {
		static const char word[] = "exercise";
		size_t n = strlen(word);

		lab = only;
		if (end >= n && !strncasecmp(entry, word, n))
			set_rest(&found, entry, n, end);
		else if (end >= n && !strncasecmp(entry + end - n, word, n))
			set_rest(&found, entry, 0, end - n);
		else
			set_rest(&found, entry, 0, end);
	}
	if (!lab || (only && strcmp(lab, only)) || !*found.student)
		return NULL;
	set_who_of_attachment(&found);
	*ret = found;
	return lab;
}
