/* SPDX-License-Identifier: MIT */
/*
 * The kernel starts this with a core file on standard input when a program in the
 * guest dies (core_pattern, core(5)). It writes where: signal, address, and the
 * program counters from the innermost frame out, for the host to turn into lines.
 *
 * The core is an ELF file whose note segment comes first; the frames are read from
 * the dying process itself, which waits for us. A frame record on arm64 is
 * { caller's frame, return address } at the address in x29.
 */
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/procfs.h>
#include <unistd.h>

#include "agent.h"

#define MAX_FRAMES 24
#define MAX_CORE (1024 * 1024)

struct crash {
	uint64_t address, pc, lr, fp;
};

static size_t read_start(unsigned char *core, size_t size)
{
	size_t have = 0;
	ssize_t n;

	while (have < size && (n = read(0, core + have, size - have)) > 0)
		have += n;
	return have;
}

static void read_note(
	const Elf64_Nhdr *note, const unsigned char *desc, struct crash *ret)
{
	struct elf_prstatus status;
	siginfo_t info;

	if (note->n_type == NT_PRSTATUS && note->n_descsz >= sizeof(status) && !ret->pc) {
		memcpy(&status, desc, sizeof(status));
#ifdef __aarch64__
		ret->pc = status.pr_reg[32];
		ret->lr = status.pr_reg[30];
		ret->fp = status.pr_reg[29];
#endif
	}
	if (note->n_type == NT_SIGINFO && note->n_descsz >= sizeof(info)) {
		memcpy(&info, desc, sizeof(info));
		ret->address = (uintptr_t)info.si_addr;
	}
}

static void read_notes(const unsigned char *at, size_t size, struct crash *ret)
{
	while (size >= sizeof(Elf64_Nhdr)) {
		Elf64_Nhdr note;
		size_t name, desc;

		memcpy(&note, at, sizeof(note));
		name = (note.n_namesz + 3u) & ~3u;
		desc = (note.n_descsz + 3u) & ~3u;
		if (size - sizeof(note) < name || size - sizeof(note) - name < desc)
			return;
		read_note(&note, at + sizeof(note) + name, ret);
		at += sizeof(note) + name + desc;
		size -= sizeof(note) + name + desc;
	}
}

static void read_core(const unsigned char *core, size_t size, struct crash *ret)
{
	Elf64_Ehdr head;

	if (size < sizeof(head))
		return;
	memcpy(&head, core, sizeof(head));
	for (unsigned i = 0; i < head.e_phnum; i++) {
		Elf64_Phdr part;
		size_t at = head.e_phoff + i * sizeof(part);

		if (at + sizeof(part) > size)
			return;
		memcpy(&part, core + at, sizeof(part));
		if (part.p_type == PT_NOTE && part.p_offset < size)
			return read_notes(core + part.p_offset,
				part.p_filesz < size - part.p_offset
					? part.p_filesz
					: size - part.p_offset,
				ret);
	}
}

static void print_frames(FILE *out, const char *pid, const struct crash *crash)
{
	uint64_t record[2], fp = crash->fp;
	char path[64];
	int memory;

	fprintf(out, " %" PRIx64 " %" PRIx64, crash->pc, crash->lr);
	snprintf(path, sizeof(path), "/proc/%s/mem", pid);
	memory = open(path, O_RDONLY | O_CLOEXEC);
	for (int i = 0; memory >= 0 && i < MAX_FRAMES && fp && !(fp & 7); i++) {
		if (pread(memory, record, sizeof(record), fp) != sizeof(record))
			break;
		fprintf(out, " %" PRIx64, record[1]);
		if (record[0] <= fp) /* frames lie ever higher on the stack */
			break;
		fp = record[0];
	}
	if (memory >= 0)
		close(memory);
}

int core_main(const char *pid, const char *signal)
{
	unsigned char *core = malloc(MAX_CORE);
	struct crash crash = {0};
	char path[64], partial[80];
	FILE *out;

	if (!core)
		return 1;
	read_core(core, read_start(core, MAX_CORE), &crash);
	snprintf(path, sizeof(path), AGENT_CRASH_DIR "/%s", pid);
	snprintf(partial, sizeof(partial), "%s.new", path);
	out = fopen(partial, "we");
	if (!out)
		return 1;
	fprintf(out, "%s %s %" PRIx64, pid, signal, crash.address);
	print_frames(out, pid, &crash);
	fprintf(out, "\n");
	if (fclose(out))
		return 1;
	return rename(partial, path) ? 1 : 0;
}
