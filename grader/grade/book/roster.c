/* SPDX-License-Identifier: MIT */
/* Who is in the class, see roster.h. */
#include "roster.h"
#include "grader/grade/intake/spelling.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Titles without capitals, accents and what stands between words. */
static const struct {
	enum roster_role role;
	const char *titles;
} titles[] = {
	{ROSTER_NAME,
		" student name fullname studentname displayname learner participant "
		"vollstandigername vollername teilnehmer nomcomplet nombrecompleto "
		"nomecompleto imieinazwisko 姓名 学生姓名 名前 氏名 "},
	{ROSTER_FIRST, " firstname givenname first forename vorname prenom nombre nome "
		       "voornaam fornavn imie 名 "},
	{ROSTER_LAST,
		" lastname surname familyname last nachname familienname nom apellido "
		"apellidos apellidoss cognome sobrenome achternaam etternavn nazwisko "
		"姓 "},
	{ROSTER_ID, " id idnumber studentid studentnumber studentno sid sisuserid sisid "
		    "matriculationnumber matrikelnummer matrikelnr matrnr idnummer "
		    "orgdefinedid universityid numerodidentification numeroid "
		    "numerodetudiant numerodeid matricula externalid 学号 學號 "
		    "学籍番号 "},
	{ROSTER_LOGIN, " login loginid sisloginid username userid user uid netid account "
		       "accountname githubusername githublogin github benutzername "
		       "anmeldename kennung nomdutilisateur nomdusuario identifiant "
		       "nombredeusuario usuario 用户名 账号 "},
	{ROSTER_EMAIL, " email emailaddress mail emailadresse mailadresse eaddress "
		       "adressedecourriel courriel adressemail correo correoelectronico "
		       "direcciondecorreo indirizzoemail 邮箱 电子邮件 "},
	{ROSTER_IDENTIFIER,
		" identifier participantnumber rosteridentifier anmeldebezeichnung "
		"identifikator "}};

enum roster_role roster_role_of(const char *title)
{
	char *folded = spelling_folded(title), *word = NULL;
	enum roster_role role = ROSTER_OTHER;

	if (folded && *folded && asprintf(&word, " %s ", folded) < 0)
		word = NULL;
	for (size_t i = 0; word && i < sizeof(titles) / sizeof(*titles); i++)
		if (strstr(titles[i].titles, word)) {
			role = titles[i].role;
			break;
		}
	free(word);
	free(folded);
	return role;
}

static const char *cell_of(const struct csv_row *row, size_t column)
{
	return row && column < row->nr ? row->cells[column] : "";
}

const char *roster_cell(
	const struct roster *roster, const struct roster_row *row, enum roster_role role)
{
	for (size_t i = 0; i < roster->nr_columns; i++)
		if (roster->roles[i] == role)
			return cell_of(row->line, i);
	return "";
}

/* In place: no blanks around, and none of the # that Brightspace puts before an id. */
static void trim(struct csv_row *row)
{
	for (size_t i = 0; i < row->nr; i++) {
		char *cell = row->cells[i], *end;

		while (isspace((unsigned char)*cell))
			cell++;
		if (*cell == '#' && cell[1])
			cell++;
		for (end = cell + strlen(cell);
			end > cell && isspace((unsigned char)end[-1]);)
			*--end = '\0';
		row->cells[i] = cell;
	}
}

static bool is_same(const char *a, const char *b)
{
	char *x = spelling_folded(a), *y = spelling_folded(b);
	bool same = x && y && *x && !strcmp(x, y);

	free(x);
	free(y);
	return same;
}

/* Whether the first line is a student and no title. */
static bool is_student(const struct csv_row *row, const struct grade_class *class)
{
	if (strchr(cell_of(row, 0), '@'))
		return true;
	for (size_t i = 0; i < class->nr_students; i++)
		if (is_same(cell_of(row, 0), class->students[i].name) ||
			is_same(cell_of(row, 0), class->students[i].who.name))
			return true;
	return false;
}

/* Canvas has a number of its own, called ID, beside the school's, which it may not show. */
static void tell_canvas(struct roster *roster)
{
	bool is_canvas = !strcasecmp(cell_of(roster->titles, 0), "Student") &&
			 !strcasecmp(cell_of(roster->titles, 1), "ID");

	for (size_t i = 0; i < roster->nr_columns; i++)
		is_canvas |= !strncasecmp(cell_of(roster->titles, i), "SIS ", 4);
	for (size_t i = 0; is_canvas && i < roster->nr_columns; i++)
		if (!strcasecmp(cell_of(roster->titles, i), "ID"))
			roster->roles[i] = ROSTER_CANVAS;
}

static bool has_role(const struct roster *roster, enum roster_role role)
{
	for (size_t i = 0; i < roster->nr_columns; i++)
		if (roster->roles[i] == role)
			return true;
	return false;
}

/* The column that names the class: called "student", a name, or what else there is. */
static size_t find_label(const struct roster *roster)
{
	static const enum roster_role order[] = {
		ROSTER_NAME, ROSTER_LOGIN, ROSTER_EMAIL, ROSTER_ID, ROSTER_IDENTIFIER};

	for (size_t i = 0; i < roster->nr_columns; i++)
		if (!strcasecmp(cell_of(roster->titles, i), "student"))
			return i;
	for (size_t k = 0; k < sizeof(order) / sizeof(*order); k++) {
		if (k == 1 && has_role(roster, ROSTER_FIRST) &&
			has_role(roster, ROSTER_LAST))
			return roster->nr_columns;
		for (size_t i = 0; i < roster->nr_columns; i++)
			if (roster->roles[i] == order[k])
				return i;
	}
	return 0;
}

/* Lines that say which course it is may stand above the titles: those are the first line of
 * the first few that has two titles or more, if the very first has none. */
#define MOST_ABOVE 10

static size_t count_titles(const struct csv_row *row)
{
	size_t nr = 0;

	for (size_t i = 0; i < row->nr; i++)
		nr += roster_role_of(row->cells[i]) != ROSTER_OTHER;
	return nr;
}

static void drop_above_titles(struct csv *csv)
{
	size_t nr = 0;

	if (!csv->nr || count_titles(csv->rows))
		return;
	while (nr < csv->nr && nr < MOST_ABOVE && count_titles(&csv->rows[nr]) < 2)
		nr++;
	if (nr == csv->nr || nr == MOST_ABOVE)
		return;
	for (size_t i = 0; i < nr; i++)
		free(csv->rows[i].cells);
	csv->nr -= nr;
	memmove(csv->rows, csv->rows + nr, csv->nr * sizeof(*csv->rows));
}

static int read_titles(struct roster *roster, const struct grade_class *class)
{
	struct csv *csv = roster->csv;
	bool has_titles = false;

	drop_above_titles(csv);
	for (size_t i = 0; i < csv->nr; i++) {
		trim(&csv->rows[i]);
		if (csv->rows[i].nr > roster->nr_columns)
			roster->nr_columns = csv->rows[i].nr;
	}
	roster->roles = calloc(roster->nr_columns + 1, sizeof(*roster->roles));
	if (!roster->roles)
		return -ENOMEM;
	for (size_t i = 0; csv->nr && i < roster->nr_columns; i++) {
		roster->roles[i] = roster_role_of(cell_of(&csv->rows[0], i));
		has_titles |= roster->roles[i] != ROSTER_OTHER;
	}
	if (has_titles || (csv->nr && !is_student(&csv->rows[0], class)))
		roster->titles = csv->rows;
	if (roster->titles)
		tell_canvas(roster);
	/* Without a title it can be seen what an address is. */
	for (size_t i = 0; !roster->titles && csv->nr && i < roster->nr_columns; i++)
		roster->roles[i] = strchr(cell_of(&csv->rows[0], i), '@') ? ROSTER_EMAIL
				   : i					  ? ROSTER_OTHER
									  : ROSTER_NAME;
	roster->label_column = find_label(roster);
	if (roster->nr_columns && !has_titles && roster->titles)
		roster->roles[roster->label_column] = ROSTER_NAME;
	return 0;
}

/* What tells two of one name apart. */
static const char *other_word(const struct roster *roster, const struct roster_row *row)
{
	static const enum roster_role order[] = {
		ROSTER_EMAIL, ROSTER_LOGIN, ROSTER_ID, ROSTER_CANVAS, ROSTER_IDENTIFIER};
	const char *word = "";

	for (size_t i = 0; !*word && i < sizeof(order) / sizeof(*order); i++)
		word = roster_cell(roster, row, order[i]);
	return word;
}

/* What a line calls the student, malloc'ed; NULL: no memory. */
static char *make_label(const struct roster *roster, const struct roster_row *row)
{
	const char *first, *last;
	char *label;

	if (roster->label_column < roster->nr_columns) {
		const char *cell = cell_of(row->line, roster->label_column);

		return spelling_of_name(*cell ? cell : other_word(roster, row));
	}
	first = roster_cell(roster, row, ROSTER_FIRST);
	last = roster_cell(roster, row, ROSTER_LAST);
	if (asprintf(&label, "%s%s%s", first, *first && *last ? " " : "", last) < 0)
		return NULL;
	return label;
}

static const struct roster_row *find_label_row(
	const struct roster *roster, const char *label)
{
	for (size_t i = 0; i < roster->nr_rows; i++)
		if (!strcmp(roster->rows[i].label, label))
			return &roster->rows[i];
	return NULL;
}

/* Of two lines that are one student, as with two groups, the first counts. */
static int add_row(struct roster *roster, struct roster_row *row)
{
	const struct roster_row *known = find_label_row(roster, row->label);
	const char *word = other_word(roster, row);

	if (known && strcmp(word, other_word(roster, known))) {
		char *label;

		if (asprintf(&label, "%s (%s)", row->label, word) < 0)
			return -ENOMEM;
		free(row->label);
		row->label = label;
		known = find_label_row(roster, label);
	}
	if (known)
		free(row->label);
	else
		roster->rows[roster->nr_rows++] = *row;
	return 0;
}

/* Lines of Canvas that are nobody's. */
static bool is_nobody(const struct roster *roster, const char *label)
{
	return has_role(roster, ROSTER_CANVAS) &&
	       (!strcasecmp(label, "Points Possible") || !strcmp(label, "Student, Test"));
}

static int read_rows(struct roster *roster, const char *path, char *why)
{
	const struct csv *csv = roster->csv;
	int err = 0;

	roster->rows = calloc(csv->nr + 1, sizeof(*roster->rows));
	if (!roster->rows)
		return -ENOMEM;
	for (size_t i = roster->titles ? 1 : 0; !err && i < csv->nr; i++) {
		struct roster_row row = {.line = &csv->rows[i]};

		row.label = make_label(roster, &row);
		if (!row.label)
			return -ENOMEM;
		if (!*row.label || is_nobody(roster, row.label)) {
			free(row.label);
			continue;
		}
		if (grade_name_refused(row.label)) {
			snprintf(why, ROSTER_WHY, "%.300s: line %zu: %s", path,
				row.line->line, grade_name_refused(row.label));
			free(row.label);
			return -EBADMSG;
		}
		err = add_row(roster, &row);
	}
	return err;
}

/* The words of a name in the order of the alphabet: "Lee, Ann" is "Ann Lee". */
static int by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static char *sorted(const char *name)
{
	char *copy = strdup(name), *words[16], *at = copy, *word, *joined = NULL, *folded;
	size_t nr = 0, size;
	FILE *out = open_memstream(&joined, &size);

	while (copy && nr < 16 && (word = strsep(&at, " ,;\t")))
		if ((folded = spelling_folded(word))) {
			if (*folded)
				words[nr++] = folded;
			else
				free(folded);
		}
	qsort(words, nr, sizeof(*words), by_text);
	for (size_t i = 0; i < nr; i++) {
		if (out)
			fputs(words[i], out);
		free(words[i]);
	}
	free(copy);
	if (out)
		fclose(out);
	return joined;
}

/* The spellings of a name that may meet another's. */
#define NR_KEYS 6

struct keys {
	char *keys[NR_KEYS];
	size_t nr;
};

static void add_key(struct keys *keys, char *key)
{
	if (key && *key && keys->nr < NR_KEYS)
		keys->keys[keys->nr++] = key;
	else
		free(key);
}

static void add_name(struct keys *keys, const char *name)
{
	add_key(keys, spelling_folded(name));
	add_key(keys, sorted(name));
}

static void free_keys(struct keys *keys, size_t nr)
{
	for (size_t i = 0; keys && i < nr; i++)
		for (size_t k = 0; k < keys[i].nr; k++)
			free(keys[i].keys[k]);
	free(keys);
}

static bool meet(const struct keys *a, const struct keys *b)
{
	for (size_t i = 0; i < a->nr; i++)
		for (size_t k = 0; k < b->nr; k++)
			if (!strcmp(a->keys[i], b->keys[k]))
				return true;
	return false;
}

/* The ways in which a line is a student, the surest first. */
enum { BY_LABEL, BY_ID, BY_LOGIN, BY_EMAIL, BY_NUMBER, BY_NAME, BY_PART, NR_WAYS };

static bool is_word(const char *a, const char *b)
{
	return *a && !strcasecmp(a, b);
}

/* A spreadsheet takes the zeros from the front of an id. */
static bool is_number(const char *a, const char *b)
{
	a += strspn(a, "0");
	b += strspn(b, "0");
	return *a && strspn(a, "0123456789") == strlen(a) && !strcmp(a, b);
}

/* "Participant 4711" */
static bool is_participant(const char *identifier, const char *number)
{
	size_t n = strcspn(identifier, "0123456789");

	return *number && !strcmp(identifier + n, number);
}

static bool is_email(const struct roster *roster, const struct roster_row *row,
	const struct grade_who *who)
{
	const char *email = roster_cell(roster, row, ROSTER_EMAIL);
	size_t n = strcspn(email, "@");

	if (is_word(email, who->email) || is_word(email, who->login))
		return true;
	/* ann.lee of ann.lee@example.org */
	return email[n] && strlen(who->login) == n && !strncasecmp(email, who->login, n);
}

/* Both orders, as Canvas joins them: leeann. */
static void add_order(struct keys *keys, const char *first, const char *last)
{
	char *name;

	if (!*first || !*last || asprintf(&name, "%s%s", first, last) < 0)
		return;
	add_key(keys, spelling_folded(name));
	free(name);
}

static void keys_of_row(
	const struct roster *roster, const struct roster_row *row, struct keys *ret)
{
	const char *first = roster_cell(roster, row, ROSTER_FIRST);
	const char *last = roster_cell(roster, row, ROSTER_LAST);
	const char *name = roster_cell(roster, row, ROSTER_NAME), *blank;
	char *given;

	if (!*name)
		name = row->label;
	add_name(ret, name);
	add_order(ret, first, last);
	add_order(ret, last, first);
	blank = strrchr(name, ' ');
	if (ret->nr < 4 && blank && (given = strndup(name, blank - name))) {
		add_order(ret, blank + 1, given);
		free(given);
	}
}

static void keys_of_student(
	const struct grade_student *student, int way, struct keys *ret)
{
	const char *dash = strchr(student->who.name, '-');

	if (way == BY_NAME) {
		add_name(ret, student->who.name);
		add_name(ret, student->name);
	} else if (dash) { /* what Moodle puts before a name: the group's, and a dash */
		add_name(ret, dash + 1);
	}
}

static bool is_row_of(const struct roster *roster, const struct roster_row *row,
	const struct grade_student *student, int way)
{
	const struct grade_who *who = &student->who;
	const char *id = roster_cell(roster, row, ROSTER_ID);
	const char *identifier = roster_cell(roster, row, ROSTER_IDENTIFIER);
	const char *login = roster_cell(roster, row, ROSTER_LOGIN);

	switch (way) {
	case BY_LABEL:
		return !strcmp(row->label, student->name);
	case BY_ID:
		return is_word(roster_cell(roster, row, ROSTER_CANVAS), who->canvas) ||
		       is_participant(identifier, who->moodle) ||
		       (!isdigit((unsigned char)*id) &&
			       is_participant(id, who->moodle)) ||
		       is_word(id, who->login) || is_word(id, student->name);
	case BY_LOGIN:
		return is_word(login, who->login) || is_word(login, student->name) ||
		       is_word(login, who->email) || is_word(identifier, who->login);
	case BY_NUMBER:
		return is_number(id, who->login) || is_number(id, student->name);
	default:
		return is_email(roster, row, who) || is_word(identifier, who->email);
	}
}

/* All that matching asks of again and again. */
struct matching {
	const struct roster *roster;
	struct keys *rows, *students; /* of names, in the way at hand */
	size_t nr_students;
};

/* The only row that is not taken and is this student's; NULL if there are more, or none. */
static struct roster_row *only_row(
	const struct matching *m, const struct grade_student *student, size_t nr, int way)
{
	struct roster_row *found = NULL;

	for (size_t i = 0; i < m->roster->nr_rows; i++) {
		struct roster_row *row = &m->roster->rows[i];

		if (row->student ||
			!(way < BY_NAME ? is_row_of(m->roster, row, student, way)
					: meet(&m->rows[i], &m->students[nr])))
			continue;
		if (found)
			return NULL;
		found = row;
	}
	return found;
}

static int match_by(struct matching *m, const struct grade_class *class, int way,
	struct roster_row **found, bool *taken)
{
	m->students = calloc(class->nr_students + 1, sizeof(*m->students));
	if (!m->students)
		return -ENOMEM;
	for (size_t i = 0; way >= BY_NAME && i < class->nr_students; i++)
		if (!taken[i])
			keys_of_student(&class->students[i], way, &m->students[i]);
	for (size_t i = 0; i < class->nr_students; i++)
		found[i] = taken[i] ? NULL : only_row(m, &class->students[i], i, way);
	for (size_t i = 0; i < class->nr_students; i++) {
		bool is_alone = found[i];

		for (size_t k = 0; is_alone && k < class->nr_students; k++)
			is_alone = k == i || found[k] != found[i];
		if (!is_alone)
			continue;
		found[i]->student = &class->students[i];
		taken[i] = true;
	}
	free_keys(m->students, class->nr_students);
	return 0;
}

static int match(struct roster *roster, const struct grade_class *class)
{
	struct roster_row **found = calloc(class->nr_students + 1, sizeof(*found));
	bool *taken = calloc(class->nr_students + 1, sizeof(*taken));
	struct matching m = {
		.roster = roster, .rows = calloc(roster->nr_rows + 1, sizeof(*m.rows))};
	int err = found && taken && m.rows ? 0 : -ENOMEM;

	for (size_t i = 0; !err && i < roster->nr_rows; i++)
		keys_of_row(roster, &roster->rows[i], &m.rows[i]);
	for (int way = 0; !err && way < NR_WAYS; way++)
		err = match_by(&m, class, way, found, taken);
	free_keys(m.rows, roster->nr_rows);
	free(found);
	free(taken);
	return err;
}

/* The only row that is this student's, taken or not. */
static struct roster_row *any_row(
	const struct matching *m, const struct grade_student *student, int way)
{
	struct roster_row *found = NULL;
	struct keys keys = {0};

	if (way >= BY_NAME)
		keys_of_student(student, way, &keys);
	for (size_t i = 0; i < m->roster->nr_rows; i++) {
		struct roster_row *row = &m->roster->rows[i];

		if (way < BY_NAME ? !is_row_of(m->roster, row, student, way)
				  : !meet(&m->rows[i], &keys))
			continue;
		if (found) {
			found = NULL;
			break;
		}
		found = row;
	}
	for (size_t i = 0; i < keys.nr; i++)
		free(keys.keys[i]);
	return found;
}

static int add_kept(struct roster_row *row, const struct grade_student *student)
{
	const struct grade_student **kept =
		reallocarray(row->kept, row->nr_kept + 1, sizeof(*kept));

	if (!kept)
		return -ENOMEM;
	row->kept = kept;
	kept[row->nr_kept++] = student;
	return 0;
}

/* Who has the name of this time's is the same. */
static struct roster_row *row_of_name(const struct roster *roster, const char *name)
{
	for (size_t i = 0; i < roster->nr_rows; i++)
		if (roster->rows[i].student &&
			!strcmp(roster->rows[i].student->name, name))
			return &roster->rows[i];
	return NULL;
}

static int match_kept(struct roster *roster, const struct grade_class *kept)
{
	struct matching m = {
		.roster = roster, .rows = calloc(roster->nr_rows + 1, sizeof(*m.rows))};
	int err = m.rows ? 0 : -ENOMEM;

	for (size_t i = 0; !err && i < roster->nr_rows; i++)
		keys_of_row(roster, &roster->rows[i], &m.rows[i]);
	for (size_t i = 0; !err && kept && i < kept->nr_students; i++) {
		const struct grade_student *student = &kept->students[i];
		struct roster_row *row = row_of_name(roster, student->name);

		for (int way = 0; !row && way < NR_WAYS; way++)
			row = any_row(&m, student, way);
		if (row)
			err = add_kept(row, student);
	}
	free_keys(m.rows, roster->nr_rows);
	return err;
}

int roster_make(struct csv *csv, const struct grade_class *class,
	const struct grade_class *kept, const char *path, struct roster *ret, char *why)
{
	struct roster roster = {.csv = csv};
	int err = read_titles(&roster, class);

	if (!err)
		err = read_rows(&roster, path, why);
	if (!err)
		err = match(&roster, class);
	if (!err)
		err = match_kept(&roster, kept);
	if (err)
		roster_deinit(&roster);
	else
		*ret = roster;
	return err;
}

void roster_deinit(struct roster *roster)
{
	for (size_t i = 0; i < roster->nr_rows; i++) {
		free(roster->rows[i].label);
		free(roster->rows[i].kept);
	}
	free(roster->rows);
	free(roster->roles);
	if (roster->csv)
		csv_deinit(roster->csv);
	free(roster->csv);
	*roster = (struct roster){0};
}

const struct roster_row *roster_find(
	const struct roster *roster, const struct grade_student *student)
{
	for (size_t i = 0; i < roster->nr_rows; i++) {
		const struct roster_row *row = &roster->rows[i];

		if (row->student == student)
			return row;
		for (size_t k = 0; k < row->nr_kept; k++)
			if (row->kept[k] == student)
				return row;
	}
	return NULL;
}

const struct roster_row *roster_meant(const struct roster *roster, const char *word)
{
	static const enum roster_role roles[] = {
		ROSTER_ID, ROSTER_CANVAS, ROSTER_LOGIN, ROSTER_EMAIL, ROSTER_IDENTIFIER};
	const struct roster_row *row = find_label_row(roster, word);

	for (size_t i = 0; !row && i < sizeof(roles) / sizeof(*roles); i++)
		for (size_t k = 0; !row && k < roster->nr_rows; k++)
			if (is_word(roster_cell(roster, &roster->rows[k], roles[i]),
				    word))
				row = &roster->rows[k];
	return row;
}
