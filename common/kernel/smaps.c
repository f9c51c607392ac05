/* SPDX-License-Identifier: MIT */
/* smaps: see smaps.h. A block begins with the line of the mapping and ends with its
 * VmFlags, on every kernel that we run on; so a file cut anywhere is noticed. */
#include "smaps.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>

#include "kfile.h"

#define FIELD(name, member, needed)                                            \
	{                                                                      \
		name, sizeof(name) - 1, offsetof(struct smaps, member), needed \
	}
#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

/* The amounts that add up; struct smaps has them in bytes, the file in kB. */
static const struct field {
	const char *name;
	size_t length;
	size_t offset;
	bool needed;
} fields[] = {
	FIELD("Size:", size_bytes, true),
	FIELD("Rss:", rss_bytes, true),
	FIELD("Pss:", pss_bytes, true),
	FIELD("Shared_Clean:", shared_clean_bytes, true),
	FIELD("Shared_Dirty:", shared_dirty_bytes, true),
	FIELD("Private_Clean:", private_clean_bytes, true),
	FIELD("Private_Dirty:", private_dirty_bytes, true),
	FIELD("Referenced:", referenced_bytes, true),
	FIELD("Anonymous:", anonymous_bytes, true),
	FIELD("AnonHugePages:", anon_huge_pages_bytes, true),
	FIELD("Shared_Hugetlb:", shared_hugetlb_bytes, true),
	FIELD("Private_Hugetlb:", private_hugetlb_bytes, true),
	FIELD("Swap:", swap_bytes, true),
	FIELD("Locked:", locked_bytes, true),
	FIELD("KSM:", ksm_bytes, false),
	/* Not an amount, and last: sums leave it out. */
	FIELD("KernelPageSize:", kernel_page_bytes, true),
};

#define NR_AMOUNTS (LENGTH(fields) - 1)

static uint64_t *field_of(struct smaps *smaps, const struct field *field)
{
	return (uint64_t *)((char *)smaps + field->offset);
}

static const char *skip_blanks(const char *p)
{
	return p + strspn(p, " ");
}

/* Steps over `c`, or says that it is not there. */
static int expect_char(const char **p, char c)
{
	if (**p != c)
		return -EBADMSG;
	++*p;
	return 0;
}

static int parse_permissions(const char **p)
{
	static const char *const allowed[] = {"r-", "w-", "x-", "ps"};

	for (size_t i = 0; i < LENGTH(allowed); i++, ++*p)
		if (!**p || !strchr(allowed[i], **p))
			return -EBADMSG;
	return 0;
}

/* ffff8de32000-ffff8df32000 rw-p 00000000 00:00 0      [path] */
static int parse_header(const char *p, struct smaps *ret)
{
	uint64_t start, end, ignored;
	int error;

	if ((error = kfile_number(&p, 16, &start)) || (error = expect_char(&p, '-')) ||
		(error = kfile_number(&p, 16, &end)) || (error = expect_char(&p, ' ')) ||
		(error = parse_permissions(&p)) || (error = expect_char(&p, ' ')) ||
		(error = kfile_number(&p, 16, &ignored)) ||
		(error = expect_char(&p, ' ')) ||
		(error = kfile_number(&p, 16, &ignored)) ||
		(error = expect_char(&p, ':')) ||
		(error = kfile_number(&p, 16, &ignored)) ||
		(error = expect_char(&p, ' ')) ||
		(error = kfile_number(&p, 10, &ignored)))
		return error;
	if ((*p && *p != ' ') || start >= end)
		return -EBADMSG;
	if (end > UINTPTR_MAX)
		return -ERANGE;
	ret->start = start;
	ret->end = end;
	return 0;
}

/* The number at `p`, and nothing behind it but `unit`. */
static int parse_amount(const char *p, const char *unit, uint64_t *ret)
{
	uint64_t amount;
	int error;

	p = skip_blanks(p);
	error = kfile_number(&p, 10, &amount);
	if (error)
		return error;
	if (strcmp(p, unit))
		return -EBADMSG;
	*ret = amount;
	return 0;
}

static int parse_bytes(const char *p, uint64_t *ret)
{
	uint64_t kb;
	int error = parse_amount(p, " kB", &kb);

	if (error)
		return error;
	return __builtin_mul_overflow(kb, UINT64_C(1024), ret) ? -ERANGE : 0;
}

static int parse_eligible(const char *p, bool *ret)
{
	uint64_t number;
	int error = parse_amount(p, "", &number);

	if (error)
		return error;
	*ret = number != 0;
	return 0;
}

/* One line of a block. A line that later kernels added is none of our business, if it
 * looks like one of theirs. */
static int parse_field(const struct kfile_line *line, struct smaps *ret, unsigned *seen)
{
	static const char eligible[] = "THPeligible:";

	for (size_t i = 0; i < LENGTH(fields); i++) {
		if (strncmp(line->text, fields[i].name, fields[i].length))
			continue;
		if (*seen & (1u << i))
			return -EBADMSG;
		*seen |= 1u << i;
		return parse_bytes(
			line->text + fields[i].length, field_of(ret, &fields[i]));
	}
	if (!strncmp(line->text, eligible, sizeof(eligible) - 1))
		return parse_eligible(
			line->text + sizeof(eligible) - 1, &ret->thp_eligible);
	if (line->text[0] < 'A' || line->text[0] > 'Z' || !strchr(line->text, ':'))
		return -EBADMSG;
	return 0;
}

/* VmFlags, the last line: is the block whole? */
static int finish_block(const struct kfile_line *line, unsigned seen, struct smaps *ret)
{
	const char *flags = skip_blanks(strchr(line->text, ':') + 1);

	for (size_t i = 0; i < LENGTH(fields); i++) {
		bool there = seen & (1u << i);

		if (fields[i].needed && !there)
			return -EBADMSG;
		if (fields[i].offset == offsetof(struct smaps, ksm_bytes))
			ret->has_ksm = there;
	}
	if (strlen(flags) >= sizeof(ret->vm_flags))
		return -EBADMSG;
	strcpy(ret->vm_flags, flags);
	return 0;
}

static int read_mapping(FILE *file, struct smaps *ret)
{
	struct smaps smaps = {.nr_mappings = 1};
	struct kfile_line line;
	unsigned seen = 0;
	int error = kfile_line(file, &line);

	if (error)
		return error;
	error = parse_header(line.text, &smaps);
	while (!error) {
		error = kfile_line(file, &line);
		if (error || line.cut)
			return error && error != -ENODATA ? error : -EBADMSG;
		if (!strncmp(line.text, "VmFlags:", strlen("VmFlags:"))) {
			error = finish_block(&line, seen, &smaps);
			break;
		}
		error = parse_field(&line, &smaps, &seen);
	}
	if (!error)
		*ret = smaps;
	return error;
}

bool smaps_has_flag(const struct smaps *smaps, const char *flag)
{
	for (const char *p = smaps->vm_flags; *p; p = skip_blanks(p)) {
		size_t length = strcspn(p, " ");

		if (length == strlen(flag) && !strncmp(p, flag, length))
			return true;
		p += length;
	}
	return false;
}

int smaps_parse(FILE *file, uintptr_t address, struct smaps *ret)
{
	struct smaps smaps;
	int error;

	while (!(error = read_mapping(file, &smaps))) {
		if (smaps.start <= address && address < smaps.end) {
			*ret = smaps;
			return 0;
		}
	}
	return error;
}

static int add(struct smaps *sum, struct smaps *more)
{
	if (!sum->nr_mappings) {
		*sum = *more;
		return 0;
	}
	for (size_t i = 0; i < NR_AMOUNTS; i++) {
		uint64_t *total = field_of(sum, &fields[i]);

		if (__builtin_add_overflow(*total, *field_of(more, &fields[i]), total))
			return -ERANGE;
	}
	sum->end = more->end;
	sum->nr_mappings++;
	return 0;
}

int smaps_parse_sum(FILE *file, uintptr_t start, uintptr_t end, struct smaps *ret)
{
	struct smaps sum = {.nr_mappings = 0}, smaps;
	int error;

	if (start >= end)
		return -EINVAL;
	while (!(error = read_mapping(file, &smaps))) {
		if (smaps.end <= start || end <= smaps.start)
			continue;
		if (smaps.start < start || end < smaps.end)
			return -ERANGE;
		error = add(&sum, &smaps);
		if (error)
			return error;
	}
	if (error != -ENODATA || !sum.nr_mappings)
		return error;
	*ret = sum;
	return 0;
}

static int open_smaps(pid_t pid, FILE **ret)
{
	struct kfile_path path;
	int error = kfile_pid_path(pid, "smaps", &path);

	return error ? error : kfile_fopen(path.text, ret);
}

int smaps_read(pid_t pid, uintptr_t address, struct smaps *ret)
{
	FILE *file;
	int error = open_smaps(pid, &file);

	if (error)
		return error;
	error = smaps_parse(file, address, ret);
	fclose(file);
	return error;
}

int smaps_read_sum(pid_t pid, uintptr_t start, uintptr_t end, struct smaps *ret)
{
	FILE *file;
	int error = open_smaps(pid, &file);

	if (error)
		return error;
	error = smaps_parse_sum(file, start, end, ret);
	fclose(file);
	return error;
}
