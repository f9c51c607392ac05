/* SPDX-License-Identifier: MIT */
/* A thread of its own pins, and counts the faults. */
	// tag::patience[]
#define PATIENCE_MS 8000
struct job {
	const char *buffer;
	uint64_t nr_faults;
	int error;
};
static void *do_job(void *arg);
	// end::patience[]
	// tag::todo-1[]
	struct job job = {.buffer = buffer};
	pthread_t thread;

	if (pthread_create(&thread, NULL, do_job, &job))
		return -EAGAIN;
	pthread_join(thread, NULL);
	*ret_nr_faults = job.nr_faults;
	return job.error;
}
static void *do_job(void *arg)
{
	struct job *job = arg;
	struct page_pin_range range = {
		.address = (uintptr_t)job->buffer, .length_bytes = nr_pages * page_bytes};
	struct faults before, after;

	faults_self(&before);
	if (ioctl(device, PAGE_PIN_PIN, &range))
		job->error = -errno;
	faults_self(&after);
	job->nr_faults = after.minor - before.minor;
	return NULL;
	// end::todo-1[]
