/* SPDX-License-Identifier: MIT */
/* Spellings, see spelling.h. */
#include "spelling.h"

#include <iconv.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utf8.h>

#define LAST_WESTERN 0x24f /* of Unicode's Latin letters */

bool spelling_is_utf8(const char *bytes, size_t size)
{
	const uint8_t *text = (const uint8_t *)bytes;
	size_t at = 0;

	if (size > INT32_MAX)
		return false;
	while (at < size) {
		UChar32 c;

		U8_NEXT(text, at, size, c);
		if (c < 0)
			return false;
	}
	return true;
}

/* All of it, or NULL if a byte makes no sense in this encoding. */
static char *convert(const char *from, const char *bytes, size_t size, const char *to,
	size_t *ret_size)
{
	iconv_t change = iconv_open(to, from);
	size_t room = 4 * size + 8, left = room - 4;
	char *in = (char *)bytes, *text, *out;
	bool done;

	if (change == (iconv_t)-1)
		return NULL;
	text = calloc(1, room);
	out = text;
	done = text && iconv(change, &in, &size, &out, &left) != (size_t)-1;
	iconv_close(change);
	if (!done) {
		free(text);
		return NULL;
	}
	if (ret_size)
		*ret_size = out - text;
	return text;
}

/* Each byte beyond ASCII stands alone, and is a letter of the west in this encoding of one byte a
 * letter; or no matter what it is. */
static char *as_western(const char *encoding, const char *bytes, bool surely)
{
	char *text = convert(encoding, bytes, strlen(bytes), "UTF-8", NULL);
	int32_t at = 0, size = text ? (int32_t)strlen(text) : 0;

	for (const char *b = bytes; text && !surely && *b; b++)
		if (*b & b[1] & 0x80) {
			free(text);
			return NULL;
		}
	while (!surely && at < size) {
		UChar32 c;

		U8_NEXT(text, at, size, c);
		if (c > 127 && (!u_isalpha(c) || c > LAST_WESTERN)) {
			free(text);
			return NULL;
		}
	}
	return text;
}

static char *decode(const char *bytes)
{
	size_t size = strlen(bytes);
	char *text;

	if (spelling_is_utf8(bytes, size))
		return strdup(bytes);
	/* What are letters of the west in one of them are none in the other. */
	text = as_western("CP437", bytes, false);
	if (!text)
		text = as_western("WINDOWS-1252", bytes, false);
	if (!text)
		text = convert("GBK", bytes, size, "UTF-8", NULL);
	if (!text)
		text = convert("BIG5", bytes, size, "UTF-8", NULL);
	if (!text)
		text = as_western("CP437", bytes, true);
	return text ? text : strdup("?");
}

/* Marks that show nothing, or turn the direction of what follows: file managers put them into
 * names that are copied. In place. */
static void drop_marks(char *text)
{
	int32_t at = 0, size = (int32_t)strlen(text);
	char *to = text;

	while (at < size) {
		int32_t from = at;
		UChar32 c;

		U8_NEXT(text, at, size, c);
		if (c == 0x200b || c == 0x200e || c == 0x200f || c == 0xfeff ||
			(c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069))
			continue;
		memmove(to, text + from, at - from);
		to += at - from;
	}
	*to = '\0';
}

/* UTF-16 of a text; NULL: no memory, or too long. */
static UChar *wide(const char *text, int32_t *ret_length)
{
	size_t room = strlen(text) + 1;
	UErrorCode error = U_ZERO_ERROR;
	UChar *units = room < INT32_MAX / 8 ? malloc(room * sizeof(*units)) : NULL;

	if (units)
		u_strFromUTF8(units, (int32_t)room, ret_length, text, -1, &error);
	if (U_SUCCESS(error))
		return units;
	free(units);
	return NULL;
}

static char *narrow(const UChar *units, int32_t length)
{
	int32_t room = 3 * length + 1;
	UErrorCode error = U_ZERO_ERROR;
	char *text = malloc(room);

	if (text)
		u_strToUTF8(text, room, NULL, units, length, &error);
	if (U_SUCCESS(error))
		return text;
	free(text);
	return NULL;
}

static UChar *normalize(const UNormalizer2 *by, const UChar *units, int32_t *length)
{
	UErrorCode error = U_ZERO_ERROR;
	int32_t room = 18 * *length + 1; /* the most that NFKD makes of one */
	UChar *made = malloc(room * sizeof(*made));

	if (made)
		*length = unorm2_normalize(by, units, *length, made, room, &error);
	if (U_SUCCESS(error))
		return made;
	free(made);
	return NULL;
}

char *spelling_of_name(const char *bytes)
{
	UErrorCode error = U_ZERO_ERROR;
	const UNormalizer2 *nfc = unorm2_getNFCInstance(&error);
	char *text = decode(bytes), *composed = NULL;
	int32_t length;
	UChar *units, *made = NULL;

	if (text)
		drop_marks(text);
	units = text ? wide(text, &length) : NULL;
	if (units && U_SUCCESS(error))
		made = normalize(nfc, units, &length);
	if (made)
		composed = narrow(made, length);
	free(units);
	free(made);
	if (!composed)
		return text;
	free(text);
	return composed;
}

char *spelling_of_text(const char *bytes, size_t size, size_t *ret_size)
{
	const char *mark = size >= 2 ? bytes : "  ";
	char *text = NULL;

	*ret_size = size;
	if (!memcmp(mark, "\xff\xfe", 2))
		text = convert("UTF-16LE", bytes + 2, size - 2, "UTF-8", ret_size);
	else if (!memcmp(mark, "\xfe\xff", 2))
		text = convert("UTF-16BE", bytes + 2, size - 2, "UTF-8", ret_size);
	else if (!spelling_is_utf8(bytes, size))
		text = convert("WINDOWS-1252", bytes, size, "UTF-8", ret_size);
	if (!text && !spelling_is_utf8(bytes, size))
		text = convert("ISO-8859-1", bytes, size, "UTF-8", ret_size);
	if (text)
		return text;
	if (size >= 3 && !memcmp(bytes, "\xef\xbb\xbf", 3)) {
		bytes += 3;
		size -= 3;
	}
	text = malloc(size + 1);
	if (text) {
		memcpy(text, bytes, size);
		text[size] = '\0';
		*ret_size = size;
	}
	return text;
}

char *spelling_folded(const char *text)
{
	UErrorCode error = U_ZERO_ERROR;
	const UNormalizer2 *apart = unorm2_getNFKDInstance(&error);
	UChar *units, *made = NULL, *folded = NULL;
	int32_t length, nr = 0, at = 0;
	char *ret = NULL;

	units = wide(text, &length);
	if (units && U_SUCCESS(error))
		made = normalize(apart, units, &length);
	free(units);
	if (made) {
		int32_t room = 3 * length + 1;

		folded = malloc(room * sizeof(*folded));
		if (folded)
			length = u_strFoldCase(
				folded, room, made, length, U_FOLD_CASE_DEFAULT, &error);
	}
	free(made);
	while (folded && U_SUCCESS(error) && at < length) {
		UChar32 c;
		int32_t from = at;

		U16_NEXT(folded, at, length, c);
		if (!u_isalnum(c))
			continue;
		for (; from < at; from++)
			folded[nr++] = folded[from];
	}
	if (folded && U_SUCCESS(error))
		ret = narrow(folded, nr);
	free(folded);
	return ret;
}
