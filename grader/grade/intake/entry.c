/* SPDX-License-Identifier: MIT */
/*
 * Of which student an entry of the submissions is, see names.h. What platforms call what they
 * hand out, from their documents and sources:
 *
 *	Moodle		mod/assign: NAME_NUMBER_assignsubmission_PLUGIN_, since 4.1 without the
 *			last underscore; a folder, or with the file's name behind it a file.
 *			NUMBER is that of “Participant NUMBER”, the column Identifier of the
 *			grading worksheet.
 *	Canvas		NAME_[LATE_]USER_ATTACHMENT_FILE, or …_text.html; anonymous: anon_ID_…
 *	Brightspace	NUMBER-NUMBER - NAME - DATE, a folder, or with “ - FILE” a file.
 *	Blackboard	ASSIGNMENT_LOGIN_attempt_DATE_FILE, and one ….txt that tells of it.
 *	Autolab		EMAIL_VERSION_FILE.
 */
#include "names.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

/* As much as fits of the first `length` bytes. */
static void set(char *to, size_t room, const char *text, size_t length)
{
	snprintf(to, room, "%.*s", (int)length, text);
}

#define SET(field, text, length) set(field, sizeof(field), text, length)

/* So many digits at least and at most: their number, -1 if they are not there. */
static int take_number(const char **at, int least, int most)
{
	int n = (int)strspn(*at, "0123456789"), number;

	if (n < least || n > most)
		return -1;
	number = atoi(*at);
	*at += n;
	return number;
}

static void skip(const char **at, const char *any)
{
	*at += strspn(*at, any);
}

/*
 * What the months' names begin with in the languages that Brightspace is mostly used in: Danish,
 * Dutch, English, French, German, Norwegian, Portuguese, Spanish, Swedish, Turkish. Of two that
 * begin alike the longer stands in front.
 */
static const struct {
	const char *start;
	int month;
} months[] = {{"jan", 1}, {"ene", 1}, {"oca", 1}, {"feb", 2}, {"fév", 2}, {"fev", 2},
	{"şub", 2}, {"Şub", 2}, {"mar", 3}, {"mär", 3}, {"mrz", 3}, {"mrt", 3},
	{"maa", 3}, {"apr", 4}, {"avr", 4}, {"abr", 4}, {"nis", 4}, {"may", 5},
	{"mai", 5}, {"maj", 5}, {"mei", 5}, {"juil", 7}, {"jun", 6}, {"jui", 6},
	{"haz", 6}, {"jul", 7}, {"tem", 7}, {"aug", 8}, {"aoû", 8}, {"ago", 8},
	{"ağu", 8}, {"sep", 9}, {"set", 9}, {"eyl", 9}, {"oct", 10}, {"okt", 10},
	{"out", 10}, {"eki", 10}, {"nov", 11}, {"kas", 11}, {"dec", 12}, {"déc", 12},
	{"dez", 12}, {"des", 12}, {"dic", 12}, {"ara", 12}};

static int take_month(const char **at)
{
	size_t n = strcspn(*at, " .,0123456789-_");

	for (size_t i = 0; i < sizeof(months) / sizeof(*months); i++)
		if (!strncasecmp(*at, months[i].start, strlen(months[i].start))) {
			*at += n;
			skip(at, ". ");
			return months[i].month;
		}
	return -1;
}

static bool take_word(const char **at, const char *word)
{
	size_t n = strlen(word);

	if (strncasecmp(*at, word, n))
		return false;
	*at += n;
	return true;
}

/* Also those that do not break a line. */
static void skip_blanks(const char **at)
{
	while (take_word(at, " ") || take_word(at, "\u00a0") || take_word(at, "\u202f"))
		;
}

/* "1159 PM", "11:59 PM", "23:59", "2359", "23 h 59" and nothing else behind it. */
static bool take_clock(const char **at, struct tm *tm)
{
	int n = (int)strspn(*at, "0123456789"), number;
	const char *end;
	bool is_pm;

	if (n >= 3 && n <= 4) {
		number = take_number(at, 3, 4);
		tm->tm_hour = number / 100;
		tm->tm_min = number % 100;
	} else {
		tm->tm_hour = take_number(at, 1, 2);
		if (tm->tm_hour < 0 || !**at)
			return false;
		if (strchr(":.-", **at))
			(*at)++;
		else if (!take_word(at, " h ") && !take_word(at, "h"))
			return false;
		tm->tm_min = take_number(at, 2, 2);
	}
	if (strchr(":-", **at) && **at && isdigit((unsigned char)(*at)[1])) {
		(*at)++;
		tm->tm_sec = take_number(at, 2, 2);
	}
	end = *at;
	skip_blanks(&end);
	is_pm = take_word(&end, "pm");
	if (is_pm || take_word(&end, "am")) {
		if (tm->tm_hour < 1 || tm->tm_hour > 12)
			return false;
		tm->tm_hour = tm->tm_hour % 12 + (is_pm ? 12 : 0);
		*at = end;
	}
	return tm->tm_hour >= 0 && tm->tm_hour < 24 && tm->tm_min >= 0 &&
	       tm->tm_min < 60 && tm->tm_sec >= 0 && tm->tm_sec <= 60;
}

/* "2026-11-02", "2026年11月2日" */
static void take_date_of_numbers(const char **at, struct tm *tm)
{
	tm->tm_year = take_number(at, 4, 4);
	if (!take_word(at, "年"))
		skip(at, "-./");
	tm->tm_mon = take_number(at, 1, 2);
	if (!take_word(at, "月"))
		skip(at, "-./");
	tm->tm_mday = take_number(at, 1, 2);
	take_word(at, "日");
	skip(at, "-T ");
}

/* "Nov 3, 2026", "3 November, 2026", "3. November 2026", "3 de noviembre de 2026" */
static void take_date_of_words(const char **at, struct tm *tm)
{
	tm->tm_mday = take_number(at, 1, 2);
	skip(at, ". ");
	take_word(at, "de ");
	tm->tm_mon = take_month(at);
	if (tm->tm_mday < 0)
		tm->tm_mday = take_number(at, 1, 2);
	skip(at, ", ");
	take_word(at, "de ");
	tm->tm_year = take_number(at, 4, 4);
	skip(at, ", ");
	take_word(at, "at ");
}

int64_t grade_time_parse(const char *text, size_t *ret_length)
{
	const char *at = text;
	struct tm tm = {0};

	if (strspn(text, "0123456789") == 4)
		take_date_of_numbers(&at, &tm);
	else
		take_date_of_words(&at, &tm);
	if (tm.tm_year < 1990 || tm.tm_mon < 1 || tm.tm_mon > 12 || tm.tm_mday < 1 ||
		tm.tm_mday > 31 || !take_clock(&at, &tm))
		return 0;
	tm.tm_year -= 1900;
	tm.tm_mon--;
	*ret_length = at - text;
	return timegm(&tm);
}

/* As much of a text as is a number and the underscore behind it. */
static const char *skip_number(const char *text)
{
	size_t n = strspn(text, "0123456789");

	return n && text[n] == '_' ? text + n + 1 : NULL;
}

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
	ret->is_typed = true;
	SET(ret->student, name, at - name);
	SET(ret->who.name, name, digits - 1 - name);
	SET(ret->who.moodle, digits, at - digits);
	if (strncmp(rest, file, strlen(file)))
		return true;
	rest += strlen(file);
	if (*rest == '_')
		rest++;
	if (is_file && *rest)
		ret->member = rest;
	ret->is_typed = false;
	if (is_file == (*rest != '\0'))
		ret->layout = GRADE_MOODLE;
	return true;
}

static bool take_late(const char **at)
{
	if (strncmp(*at, "LATE_", 5))
		return false;
	*at += 5;
	return true;
}

static bool is_typed(const char *rest)
{
	return !strcasecmp(rest, "text.html") || !strcasecmp(rest, "link.html");
}

/* A user's number, or the five or more letters and digits that stand for somebody. */
static size_t canvas_user(const char *at, bool is_anonymous)
{
	size_t n = strspn(at, "0123456789");

	if (is_anonymous)
		n = strspn(at, "0123456789abcdefghijklmnopqrstuvwxyz"
			       "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
	return at[n] == '_' ? n : 0;
}

static bool parse_canvas(const char *name, struct grade_entry *ret)
{
	const char *user = strchr(name, '_'), *rest, *file;
	size_t length = user ? (size_t)(user - name) : 0, n;
	bool is_anonymous = length == 4 && !strncmp(name, "anon", 4);

	if (!length)
		return false;
	user++;
	ret->is_late = take_late(&user);
	n = canvas_user(user, is_anonymous);
	if (!n)
		return false;
	rest = user + n + 1;
	ret->is_late |= take_late(&rest);
	file = skip_number(rest);
	if (!is_typed(rest) && (!file || !*file))
		return false;
	ret->is_typed = is_typed(rest);
	ret->layout = ret->is_typed ? GRADE_OTHER : GRADE_CANVAS;
	ret->member = is_typed(rest) ? rest : file;
	snprintf(ret->student, sizeof(ret->student), "%.*s_%.*s", (int)length, name,
		(int)n, user);
	SET(ret->who.name, name, is_anonymous ? 0 : length);
	SET(ret->who.canvas, user, n);
	return true;
}

static bool parse_brightspace(const char *name, bool is_file, struct grade_entry *ret)
{
	size_t n = strspn(name, "0123456789"), m, length;
	const char *who, *end, *date, *file = NULL;

	m = n && name[n] == '-' ? strspn(name + n + 1, "0123456789") : 0;
	who = name + n + 1 + m;
	if (!m || (strncmp(who, " - ", 3) && strncmp(who, "- ", 2)))
		return false;
	who += *who == ' ' ? 3 : 2;
	/* A name may have a dash of its own: the date tells where it ends. */
	for (end = who; (end = strstr(end, "- ")); end += 2) {
		date = end + 2;
		ret->submitted = grade_time_parse(date, &length);
		if (!ret->submitted)
			continue;
		if (!strncmp(date + length, " - ", 3))
			file = date + length + 3;
		else if (date[length])
			continue;
		break;
	}
	if (!end) {
		ret->submitted = 0;
		end = strstr(who, " - ");
		file = end && is_file ? end + 3 : NULL;
		if (!end && !is_file)
			end = who + strlen(who);
		if (!end || end == who)
			return false;
	}
	while (end > who + 1 && end[-1] == ' ')
		end--;
	if (is_file != (file != NULL))
		return false;
	ret->layout = GRADE_BRIGHTSPACE;
	ret->member = file;
	SET(ret->who.name, who, end - who);
	snprintf(ret->student, sizeof(ret->student), "%.*s_%.*s", (int)(end - who), who,
		(int)n, name);
	return true;
}

static bool parse_blackboard(const char *name, struct grade_entry *ret)
{
	static const char mark[] = "_attempt_";
	const char *at = strstr(name, mark), *login = at, *rest;
	size_t length = 0;

	if (!at)
		return false;
	while (login > name && login[-1] != '_')
		login--;
	if (login == name || login == at)
		return false;
	rest = at + strlen(mark);
	ret->submitted = grade_time_parse(rest, &length);
	if (!ret->submitted)
		return false;
	rest += length;
	ret->is_typed = *rest != '_' || !rest[1];
	ret->layout = ret->is_typed ? GRADE_OTHER : GRADE_BLACKBOARD;
	ret->member = ret->is_typed ? NULL : rest + 1;
	SET(ret->student, login, at - login);
	SET(ret->who.login, login, at - login);
	return true;
}

static bool parse_autolab(const char *name, struct grade_entry *ret)
{
	const char *at = strchr(name, '@'), *number = at, *file = NULL;

	while (at && at > name && !file && (number = strchr(number, '_'))) {
		number++;
		file = skip_number(number);
	}
	if (!file || !*file)
		return false;
	ret->layout = GRADE_AUTOLAB;
	ret->member = file;
	ret->attempt = (unsigned)strtoul(number, NULL, 10);
	SET(ret->student, name, number - 1 - name);
	SET(ret->who.email, name, number - 1 - name);
	return true;
}

bool grade_entry_is_noise(const char *entry)
{
	static const char *const names[] = {"__MACOSX", "index.html", "Thumbs.db",
		"desktop.ini", "submission_metadata.yml", "status.xlsx", "README",
		"README.md", "README.txt"};
	size_t length = strlen(entry);

	/* A table is a roster, or the platform's. */
	if (length > 4 && !strcasecmp(entry + length - 4, ".csv"))
		return true;
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (!strcasecmp(entry, names[i]))
			return true;
	return *entry == '.';
}

/* A folder. A comma in it tells it from a copy's, "ann(1)". */
static bool parse_sakai(const char *name, struct grade_entry *ret)
{
	size_t length = strlen(name);
	const char *open = strrchr(name, '('), *comma = strchr(name, ',');

	if (!open || open == name || open[-1] == ' ' || !comma || comma > open ||
		name[length - 1] != ')' || open + 2 >= name + length)
		return false;
	ret->layout = GRADE_SAKAI;
	SET(ret->who.name, name, open - name);
	SET(ret->who.login, open + 1, name + length - 2 - open);
	SET(ret->student, ret->who.login, strlen(ret->who.login));
	if (strchr(ret->who.login, '@'))
		SET(ret->who.email, ret->who.login, strlen(ret->who.login));
	return true;
}

/* A folder that ILIAS made: its parts are in no other way told from a name that somebody chose, so they
 * are only for finding the student in a roster. */
static void see_ilias(struct grade_entry *entry)
{
	const char *name = entry->student, *id = strrchr(name, '_'), *login = id;
	size_t nr_parts = 0;

	for (const char *at = name; (at = strchr(at, '_')); at++)
		nr_parts++;
	if (nr_parts < 3 || !id[1] || id[1 + strspn(id + 1, "0123456789")])
		return;
	while (login[-1] != '_')
		login--;
	if (login == id)
		return;
	SET(entry->who.login, login, id - login);
	SET(entry->who.name, name, login - 1 - name);
	for (char *at = entry->who.name; *at; at++)
		if (*at == '_')
			*at = ' ';
}

static void set_who(struct grade_entry *entry)
{
	SET(entry->who.name, entry->student, strlen(entry->student));
	SET(entry->who.login, entry->student, strlen(entry->student));
	if (strchr(entry->student, '@'))
		SET(entry->who.email, entry->student, strlen(entry->student));
}

void grade_entry_parse(const char *entry, bool is_file, struct grade_entry *ret)
{
	size_t suffix = grade_archive_suffix(entry);

	*ret = (struct grade_entry){.layout = GRADE_PLAIN};
	if (parse_moodle(entry, is_file, ret) || parse_brightspace(entry, is_file, ret))
		return;
	*ret = (struct grade_entry){.layout = GRADE_PLAIN};
	if (is_file && (parse_autolab(entry, ret) || parse_blackboard(entry, ret)))
		return;
	*ret = (struct grade_entry){.layout = GRADE_PLAIN};
	if (is_file ? parse_canvas(entry, ret) : parse_sakai(entry, ret))
		return;
	*ret = (struct grade_entry){.layout = GRADE_PLAIN};
	/* Of a RAR archive it is known whose it is, and no more. */
	if (is_file && (!suffix || !strcasecmp(entry + strlen(entry) - suffix, ".rar")))
		ret->layout = GRADE_OTHER;
	SET(ret->student, entry, strlen(entry) - (is_file ? suffix : 0));
	set_who(ret);
	if (!is_file)
		see_ilias(ret);
}
