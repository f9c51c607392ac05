/* SPDX-License-Identifier: MIT */
/* swap_areas: see swap_areas.h. */
#include "swap_areas.h"

#include <errno.h>
#include <string.h>

#include "kfile.h"

int swap_areas_parse(FILE *file, size_t *ret_nr)
{
	struct kfile_line line;
	size_t nr = 0;
	int error = kfile_line(file, &line);

	if (error)
		return error;
	if (strncmp(line.text, "Filename", strlen("Filename")))
		return -EBADMSG;
	while (!(error = kfile_line(file, &line)))
		nr++;
	if (error != -ENODATA)
		return error;
	*ret_nr = nr;
	return 0;
}

int swap_areas_count(size_t *ret_nr)
{
	FILE *file;
	int error = kfile_fopen("/proc/swaps", &file);

	if (error)
		return error;
	error = swap_areas_parse(file, ret_nr);
	fclose(file);
	return error;
}
