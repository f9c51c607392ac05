/* SPDX-License-Identifier: MIT */
/* linked: see linked.h. */
#include "linked.h"

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

struct image {
	const unsigned char *bytes;
	size_t size;
};

/* So many things of that size at that offset; NULL if the file has no such place. */
static const void *at(
	const struct image *image, uint64_t offset, uint64_t nr, size_t size_bytes)
{
	if (nr > image->size / size_bytes || offset > image->size - nr * size_bytes)
		return NULL;
	return image->bytes + offset;
}

static bool is_named(const struct image *image, const Elf64_Shdr *strings, uint64_t name,
	const char *function)
{
	size_t size = strlen(function) + 1;
	const char *text = name < strings->sh_size
				   ? at(image, strings->sh_offset + name, size, 1)
				   : NULL;

	return text && !memcmp(text, function, size);
}

static bool has(const struct image *image, const Elf64_Shdr *table,
	const Elf64_Shdr *strings, const char *function)
{
	uint64_t nr = table->sh_size / sizeof(Elf64_Sym);
	const Elf64_Sym *symbols = at(image, table->sh_offset, nr, sizeof(*symbols));

	for (uint64_t i = 0; symbols && i < nr; i++) {
		if (ELF64_ST_BIND(symbols[i].st_info) != STB_LOCAL &&
			ELF64_ST_TYPE(symbols[i].st_info) == STT_FUNC &&
			symbols[i].st_shndx != SHN_UNDEF &&
			is_named(image, strings, symbols[i].st_name, function))
			return true;
	}
	return false;
}

static int look(const struct image *image, const char *function, bool *ret)
{
	const Elf64_Ehdr *header = at(image, 0, 1, sizeof(*header));
	const Elf64_Shdr *sections;

	if (!header || memcmp(header->e_ident, ELFMAG, SELFMAG) ||
		header->e_ident[EI_CLASS] != ELFCLASS64 || header->e_shoff % 8)
		return -EBADMSG;
	sections = at(image, header->e_shoff, header->e_shnum, sizeof(*sections));
	if (!sections)
		return -EBADMSG;
	*ret = false;
	for (unsigned i = 0; i < header->e_shnum && !*ret; i++)
		if (sections[i].sh_type == SHT_SYMTAB &&
			sections[i].sh_link < header->e_shnum &&
			sections[i].sh_offset % 8 == 0)
			*ret = has(image, &sections[i], &sections[sections[i].sh_link],
				function);
	return 0;
}

int linked_has(const char *program, const char *function, bool *ret)
{
	struct image image = {.size = 0};
	struct stat st;
	void *bytes;
	int error, fd = open(program, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return -errno;
	error = fstat(fd, &st) ? -errno : 0;
	if (!error) {
		image.size = (size_t)st.st_size;
		bytes = mmap(NULL, image.size, PROT_READ, MAP_PRIVATE, fd, 0);
		error = bytes == MAP_FAILED ? -errno : 0;
	}
	close(fd);
	if (error)
		return error;
	image.bytes = bytes;
	error = look(&image, function, ret);
	munmap(bytes, image.size);
	return error;
}
