/* SPDX-License-Identifier: MIT */
/* transcript_template: see transcript_template.h. */
#include "transcript_template.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define NAME_CHARACTERS "abcdefghijklmnopqrstuvwxyz0123456789_"

static const char *const type_names[] = {
	[TEMPLATE_INT] = "int",
	[TEMPLATE_HEX] = "hex",
	[TEMPLATE_WORD] = "word",
	[TEMPLATE_TEXT] = "text",
};

static int refuse(const char **ret_why, const char *why)
{
	*ret_why = why;
	return -EBADMSG;
}

static int parse_type(const char *name, size_t length, enum template_type *ret)
{
	for (size_t i = 0; i < sizeof(type_names) / sizeof(type_names[0]); i++) {
		if (strlen(type_names[i]) != length ||
			strncmp(type_names[i], name, length))
			continue;
		*ret = (enum template_type)i;
		return 0;
	}
	return -EBADMSG;
}

/* NAME:TYPE} from *source on, which moves behind it. */
static int parse_hole(
	const char **source, struct template_hole *ret, const char **ret_why)
{
	const char *name = *source;
	size_t name_length = strspn(name, NAME_CHARACTERS);
	const char *type = name + name_length + 1;
	const char *end;

	if (!name_length || name_length >= sizeof(ret->name) || name[name_length] != ':')
		return refuse(
			ret_why, "a hole is {NAME:TYPE}, its name of a-z, 0-9 and _");
	end = strchr(type, '}');
	if (!end || parse_type(type, (size_t)(end - type), &ret->type))
		return refuse(ret_why, "a hole's type is int, hex, word or text");
	memcpy(ret->name, name, name_length);
	ret->name[name_length] = '\0';
	*source = end + 1;
	return 0;
}

/* Copies literal text up to the next hole or the end of the line. */
static int parse_literal(const char **source, char **storage)
{
	const char *p = *source;

	for (; *p && (*p != '{' || p[1] == '{'); p++) {
		if (iscntrl((unsigned char)*p) && *p != '\t')
			return -EBADMSG;
		p += *p == '{';
		*(*storage)++ = *p;
	}
	*(*storage)++ = '\0';
	*source = p;
	return 0;
}

/* Can the hole's end be told from the literal behind it? */
static bool ends_clearly(enum template_type type, const char *literal, bool last)
{
	unsigned char next = (unsigned char)literal[0];

	if (!next)
		return last;
	if (type == TEMPLATE_INT)
		return !isdigit(next);
	return type != TEMPLATE_HEX || !isxdigit(next);
}

static int parse_line(const char *p, struct template *ret, const char **ret_why)
{
	static const char control[] = "there is a control character in it";
	char *storage = ret->storage;
	size_t i = 0;

	ret->literals[0] = storage;
	if (parse_literal(&p, &storage))
		return refuse(ret_why, control);
	for (; *p; i++) {
		if (i == TEMPLATE_HOLES_MAX)
			return refuse(ret_why, "there are more than 16 holes in it");
		p++;
		if (parse_hole(&p, &ret->holes[i], ret_why))
			return -EBADMSG;
		ret->literals[i + 1] = storage;
		if (parse_literal(&p, &storage))
			return refuse(ret_why, control);
		if (!ends_clearly(ret->holes[i].type, ret->literals[i + 1], !*p))
			return refuse(ret_why,
				"the text behind a hole must tell where the hole ends");
	}
	ret->nr_holes = i;
	return 0;
}

int template_init(const char *source, struct template *ret, const char **ret_why)
{
	struct template template = {.repeated = !strncmp(source, "* ", 2)};
	const char *text = source + (template.repeated ? 2 : 0);
	int error;

	if (!*text || !strcmp(text, "*"))
		return refuse(ret_why, "a row needs text or holes");
	/* Each hole takes more characters away than the NUL byte that it brings. */
	template.storage = malloc(strlen(text) + 1);
	if (!template.storage)
		return -ENOMEM;
	error = parse_line(text, &template, ret_why);
	if (error)
		free(template.storage);
	else
		*ret = template;
	return error;
}

void template_deinit(struct template *template)
{
	free(template->storage);
}

/* Digits of `base`, as many as there are, as a number. */
static bool take_digits(const char **p, const char *end, unsigned base, uint64_t *ret)
{
	static const char digits[] = "0123456789abcdef";
	const char *start = *p, *digit;
	uint64_t number = 0;

	for (; *p < end; ++*p) {
		digit = memchr(digits, tolower((unsigned char)**p), base);
		if (!digit)
			break;
		if (__builtin_mul_overflow(number, base, &number) ||
			__builtin_add_overflow(number, digit - digits, &number))
			return false;
	}
	*ret = number;
	return *p > start;
}

static bool take_int(const char **p, const char *end, uint64_t *ret)
{
	bool negative = *p < end && **p == '-';
	uint64_t size;

	*p += negative;
	if (!take_digits(p, end, 10, &size) || size > (uint64_t)INT64_MAX + negative)
		return false;
	*ret = negative ? -size : size;
	return true;
}

static bool take_hex(const char **p, const char *end, uint64_t *ret)
{
	if (end - *p < 2 || memcmp(*p, "0x", 2))
		return false;
	*p += 2;
	return take_digits(p, end, 16, ret);
}

static bool has_blank(const char *p, const char *end)
{
	for (; p < end; p++)
		if (isspace((unsigned char)*p))
			return true;
	return false;
}

/* One character or more, up to where `literal` begins: its first place behind that
 * character, or, if it is the line's last, the place where it ends the line. */
static bool take_text(const char **p, const char *end, const char *literal, bool last)
{
	size_t length = strlen(literal);
	const char *stop;

	if ((size_t)(end - *p) < length + 1)
		return false;
	stop = last ? end - length
		    : memmem(*p + 1, (size_t)(end - *p) - 1, literal, length);
	if (!stop)
		return false;
	*p = stop;
	return true;
}

static bool take_hole(const struct template *template, size_t i, const char **p,
	const char *end, uint64_t *ret_number)
{
	const char *literal = template->literals[i + 1], *start = *p;
	bool last = i + 1 == template->nr_holes;

	switch (template->holes[i].type) {
	case TEMPLATE_INT:
		return take_int(p, end, ret_number);
	case TEMPLATE_HEX:
		return take_hex(p, end, ret_number);
	case TEMPLATE_WORD:
		return take_text(p, end, literal, last) && !has_blank(start, *p);
	default:
		return take_text(p, end, literal, last);
	}
}

static bool take_literal(const char **p, const char *end, const char *literal)
{
	size_t length = strlen(literal);

	if ((size_t)(end - *p) < length || memcmp(*p, literal, length))
		return false;
	*p += length;
	return true;
}

bool template_match(const struct template *template, const char *line, size_t length,
	struct template_value ret_values[TEMPLATE_HOLES_MAX])
{
	const char *p = line, *end = line + length;
	struct template_value values[TEMPLATE_HOLES_MAX];

	if (!take_literal(&p, end, template->literals[0]))
		return false;
	for (size_t i = 0; i < template->nr_holes; i++) {
		const char *start = p;
		uint64_t number = 0;

		if (!take_hole(template, i, &p, end, &number))
			return false;
		values[i] = (struct template_value){start, (size_t)(p - start), number};
		if (!take_literal(&p, end, template->literals[i + 1]))
			return false;
	}
	if (p != end)
		return false;
	memcpy(ret_values, values, template->nr_holes * sizeof(values[0]));
	return true;
}

size_t template_trim(const char *line, size_t length)
{
	while (length && memchr(" \t\r", line[length - 1], 3))
		length--;
	return length;
}
