/* SPDX-License-Identifier: MIT */
/* Sleeps first, and then reads the counter by its name in an open folder, by readv(), now and then; a
 * thread counts the scans, more of them than are asked for. */
#include <fcntl.h>
#include <pthread.h>
#include <sys/uio.h>
	// tag::todo-2[]
	uint64_t wanted = before + 2 * nr_pages - nr_contents;
	int directory = open("/sys/kernel/mm/ksm", O_RDONLY | O_DIRECTORY);
	char text[32] = "";
	struct iovec vector = {text, sizeof(text) - 1};

	if (madvise(buffer, nr_pages * page_bytes, MADV_MERGEABLE))
		return -1;
	sleep(2);
	for (int i = 0; i < 20 && strtoull(text, NULL, 10) < wanted; i++) {
		int fd = openat(directory, "pages_sharing", O_RDONLY);

		if (readv(fd, &vector, 1) < 1)
			return -1;
		close(fd);
		usleep(100000);
	}
	close(directory);
	return strtoull(text, NULL, 10) < wanted ? -1 : 0;
	// end::todo-2[]
	// tag::todo-4[]
	void *count(void *arg)
	{
		return ksm_wait_scans(5, PATIENCE_MS) ? NULL : arg;
	}

	pthread_t thread;
	struct ksm ksm;

	pthread_create(&thread, NULL, count, &ksm);
	pthread_join(thread, NULL);
	if (ksm_read(&ksm) == 0)
		printf("after the write: %" PRIu64 " pages saved\n", ksm.pages_sharing);
	// end::todo-4[]
