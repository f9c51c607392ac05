/* SPDX-License-Identifier: MIT */
/* The source line of a kernel oops, see diagnose_oops.h. */
#include "diagnose_oops.h"

#include <elf.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>

#define FUNCTION_CHARS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.$"

/* "FUNCTION+0xOFFSET/0xSIZE" that ends right before `end`. */
static int read_frame(const char *line, const char *end, struct oops_frame *ret)
{
	const char *plus = memrchr(line, '+', end - line), *name = plus;
	struct oops_frame frame = {.offset_bytes = 0};
	char *after;

	if (!plus || strncmp(plus, "+0x", 3))
		return -ENODATA;
	while (name > line && strchr(FUNCTION_CHARS, name[-1]))
		name--;
	if (name == plus || plus - name >= (ptrdiff_t)sizeof(frame.function))
		return -ENODATA;
	memcpy(frame.function, name, plus - name);
	frame.offset_bytes = strtoull(plus + 1, &after, 16);
	if (*after != '/')
		return -ENODATA;
	*ret = frame;
	return 0;
}

int oops_frame(const char *words, const char *module, struct oops_frame *ret)
{
	char mark[80];
	int r = -ENODATA;

	snprintf(mark, sizeof(mark), " [%s", module);
	while (r && *words) {
		const char *next = strchrnul(words, '\n');
		const char *at = memmem(words, next - words, mark, strlen(mark));

		/* "[page_pin]", or "[page_pin BUILDID]" where the kernel prints it. */
		if (at && strchr("] ", at[strlen(mark)]))
			r = read_frame(words, at, ret);
		if (!r)
			ret->is_return = !memmem(words, at - words, "pc : ", 5);
		words = next + (*next == '\n');
	}
	return r;
}

/* The file in memory. */
struct image {
	const unsigned char *data;
	size_t size;
};

static const void *piece(const struct image *image, uint64_t offset, uint64_t size)
{
	if (offset > image->size || size > image->size - offset)
		return NULL;
	return image->data + offset;
}

static const Elf64_Shdr *section(const struct image *image, unsigned nr)
{
	const Elf64_Ehdr *head = piece(image, 0, sizeof(*head));

	if (!head || nr >= head->e_shnum || head->e_shentsize != sizeof(Elf64_Shdr) ||
		head->e_shoff % 8)
		return NULL;
	return piece(image, head->e_shoff + nr * sizeof(Elf64_Shdr), sizeof(Elf64_Shdr));
}

static int find_symbol(const struct image *image, const Elf64_Shdr *table,
	const char *function, uint64_t *ret)
{
	const Elf64_Shdr *strings = section(image, table->sh_link);
	const Elf64_Sym *symbols = piece(image, table->sh_offset, table->sh_size);
	const char *names =
		strings ? piece(image, strings->sh_offset, strings->sh_size) : NULL;

	if (!symbols || !names || !strings->sh_size || table->sh_offset % 8 ||
		names[strings->sh_size - 1])
		return -EBADMSG;
	for (size_t i = 0; i < table->sh_size / sizeof(*symbols); i++) {
		if (ELF64_ST_TYPE(symbols[i].st_info) != STT_FUNC ||
			symbols[i].st_name >= strings->sh_size ||
			strcmp(names + symbols[i].st_name, function))
			continue;
		*ret = symbols[i].st_value;
		return 0;
	}
	return -ENODATA;
}

static int find_in_image(const struct image *image, const char *function, uint64_t *ret)
{
	const Elf64_Ehdr *head = piece(image, 0, sizeof(*head));

	if (!head || memcmp(head->e_ident, ELFMAG, SELFMAG) ||
		head->e_ident[EI_CLASS] != ELFCLASS64)
		return -EBADMSG;
	for (unsigned i = 0; i < head->e_shnum; i++) {
		const Elf64_Shdr *table = section(image, i);

		if (!table)
			return -EBADMSG;
		if (table->sh_type == SHT_SYMTAB)
			return find_symbol(image, table, function, ret);
	}
	return -ENODATA;
}

int module_symbol(int module_fd, const char *function, uint64_t *ret)
{
	struct image image = {.data = NULL};
	struct stat st;
	void *data;
	int r;

	if (fstat(module_fd, &st))
		return -errno;
	if (!st.st_size)
		return -EBADMSG;
	image.size = st.st_size;
	data = mmap(NULL, image.size, PROT_READ, MAP_PRIVATE, module_fd, 0);
	if (data == MAP_FAILED)
		return -errno;
	image.data = data;
	r = find_in_image(&image, function, ret);
	munmap(data, image.size);
	return r;
}

int diagnose_oops(char *const *tool, const char *program, int module_fd,
	const char *module, const char *source, const char *words,
	struct crash_place *ret)
{
	struct crash crash = {.nr_pcs = 1};
	struct oops_frame frame;
	int r = oops_frame(words, module, &frame);

	if (!r)
		r = module_symbol(module_fd, frame.function, &crash.pcs[0]);
	if (r)
		return r;
	crash.pcs[0] += frame.offset_bytes - frame.is_return;
	return diagnose_crash(tool, program, module_fd, source, &crash, ret);
}
