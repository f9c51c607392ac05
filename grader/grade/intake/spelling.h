/* SPDX-License-Identifier: MIT */
/*
 * One spelling for what people and systems spell in many ways: a name in bytes of an unknown
 * encoding, a letter composed or not, capitals, blanks. By ICU and iconv.
 */
#ifndef PAGELAB_GRADE_SPELLING_H
#define PAGELAB_GRADE_SPELLING_H

#include <stdbool.h>
#include <stddef.h>

/*
 * UTF-8, composed (NFC), without marks that cannot be seen, malloc'ed. What is not UTF-8 is taken for
 * CP437, Windows-1252, GBK or Big5, as names in zips are, and never refused: a guess may show a wrong
 * letter, and the letters of ASCII, which say what a file is, are the same in all of them. NULL: no
 * memory.
 */
char *spelling_of_name(const char *bytes);

/*
 * A text of Windows or of a spreadsheet as UTF-8 without a mark at its start, malloc'ed:
 * UTF-16 with a mark, UTF-8, else Windows-1252. Its size goes to *ret_size. NULL: no memory.
 */
char *spelling_of_text(const char *bytes, size_t size, size_t *ret_size);

/*
 * What is left for comparing: letters and digits, without capitals and without accents,
 * malloc'ed; "Zoë  O'Neil" is "zoeoneil". NULL: no memory.
 */
char *spelling_folded(const char *text);

/* Whether all of it is UTF-8. */
bool spelling_is_utf8(const char *bytes, size_t size);

#endif
