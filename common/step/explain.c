/* SPDX-License-Identifier: MIT */
/* One page in words: what /proc says of it, file by file. */
#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/kernel/kfile.h"
#include "common/kernel/kpage_names.h"
#include "common/kernel/page.h"
#include "common/kernel/pagemap.h"
#include "step_priv.h"

/* The line of /proc/PID/maps that the address is in. */
static bool find_mapping(pid_t pid, uint64_t address, struct kfile_line *ret)
{
	struct kfile_path path;
	bool found = false;
	FILE *file;

	if (kfile_pid_path(pid, "maps", &path) || kfile_fopen(path.text, &file))
		return false;
	while (!found && !kfile_line(file, ret)) {
		uint64_t begin, end;

		found = sscanf(ret->text, "%" SCNx64 "-%" SCNx64, &begin, &end) == 2 &&
			address >= begin && address < end;
	}
	fclose(file);
	return found;
}

static void put_frame(struct step *step, uint64_t pfn, FILE *out)
{
	char names[KPAGE_NAMES_SIZE];
	uint64_t flags, count;
	unsigned node;

	fprintf(out, "    frame    pfn 0x%" PRIx64, pfn);
	if (!placement_node(&step->zones, pfn, &node))
		fprintf(out, ", on node %u", node);
	if (frames_look(&step->frames, pfn, &flags, &count)) {
		fputc('\n', out);
		return;
	}
	kpage_flag_names(flags, names);
	fprintf(out, "\n    mapped   %" PRIu64 " time%s (/proc/kpagecount)\n", count,
		count == 1 ? "" : "s");
	fprintf(out, "    flags    %s\n", names);
}

static void put_word(struct step *step, uint64_t word, FILE *out)
{
	struct pagemap_entry entry;

	pagemap_decode(word, &entry);
	fprintf(out, "    pagemap  0x%016" PRIx64 ": ", word);
	if (entry.present)
		fprintf(out, "present%s%s\n",
			entry.exclusive ? ", mapped here and nowhere else" : "",
			entry.file_or_shmem ? ", of a file or shared memory" : "");
	else if (entry.moving)
		fputs("on its way to another frame\n", out);
	else if (entry.swapped)
		fprintf(out, "in swap area %u, place %" PRIu64 "\n", entry.swap_type,
			entry.swap_offset);
	else
		fputs("absent: no frame, and in no swap area\n", out);
	if (entry.present)
		put_frame(step, entry.pfn, out);
}

/* False: nothing is mapped there. */
static bool put_page(struct step *step, pid_t pid, uint64_t address, FILE *out)
{
	struct kfile_line mapping;
	uint64_t word;
	int fd;

	if (!find_mapping(pid, address, &mapping) || pagemap_open(pid, &fd))
		return false;
	/* A file's name is the program's word. */
	for (char *at = mapping.text; *at; at++)
		if ((unsigned char)*at < ' ')
			*at = '?';
	fprintf(out, "  0x%" PRIx64 " of process %d\n    mapping  %s\n", address,
		(int)pid, mapping.text);
	if (!kfile_words(fd, address / page_size_bytes(), 1, &word))
		put_word(step, word, out);
	close(fd);
	return true;
}

static void explain_address(
	struct step *step, const struct stage *stage, uint64_t address, FILE *out)
{
	pid_t pids[STEP_PROCESSES];
	size_t nr_pids = 0, nr_shown = 0;

	stage_processes(stage, pids, STEP_PROCESSES, &nr_pids);
	for (size_t i = 0; i < nr_pids && i < STEP_PROCESSES; i++)
		nr_shown += put_page(step, pids[i], address, out);
	if (!nr_shown)
		fprintf(out, "  Nothing is mapped at 0x%" PRIx64 ".\n", address);
}

/* In each process that named such a region and lives. */
static void explain_region(struct step *step, const struct stage *stage, const char *name,
	uint64_t index, FILE *out)
{
	size_t nr, nr_shown = 0;
	const struct stage_region *regions = stage_regions(stage, &nr);

	for (size_t i = 0; i < nr; i++) {
		uint64_t nr_pages = regions[i].length_bytes / page_size_bytes();

		if (strcmp(regions[i].name, name))
			continue;
		if (index < nr_pages)
			nr_shown += put_page(step, regions[i].pid,
				regions[i].address + index * page_size_bytes(), out);
		else
			fprintf(out, "  %s of process %d has %" PRIu64 " pages.\n", name,
				(int)regions[i].pid, nr_pages);
	}
	if (nr_shown)
		return;
	fprintf(out, "  There is no such page. Regions:");
	for (size_t i = 0; i < nr; i++)
		fprintf(out, " %s", regions[i].name);
	fputs(nr ? "\n" : " none\n", out);
}

void step_explain(
	struct step *step, const struct stage *stage, const char *words, FILE *out)
{
	char name[STAGE_NAME_BYTES] = "";
	uint64_t number = 0;
	char *end;

	words += strspn(words, " \t");
	if (isdigit((unsigned char)*words)) {
		number = strtoull(words, &end, 0);
		if (!*end)
			explain_address(step, stage, number, out);
		else
			fprintf(out, "  “%s” is no address: 0xffff80001000 is one.\n",
				words);
		return;
	}
	sscanf(words, "%63[^][\n][%" SCNu64, name, &number);
	explain_region(step, stage, name, number, out);
}
