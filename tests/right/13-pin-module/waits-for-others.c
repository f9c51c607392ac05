/* SPDX-License-Identifier: GPL-2.0-only */
/* Has a work item pin, and waits for it; frees records by call_rcu(), and its exit waits for
 * that. */

// tag::pin[]
#include <linux/workqueue.h>
#include <linux/version.h>
struct pin {
	struct list_head node;
	struct rcu_head rcu;
	struct mm_struct *mm; /* whose address it is */
	unsigned long address, end;
	unsigned long nr_pages;
	struct page *pages[];
};

struct work_of_pin {
	struct work_struct work;
	struct pin *pin;
	int result;
};

static int pin_of_mm(struct pin *pin)
{
	unsigned long done = 0;
	long n = 0;

	mmap_read_lock(pin->mm);
	while (done < pin->nr_pages) {
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 5, 0)
		n = pin_user_pages_remote(pin->mm, pin->address + (done << PAGE_SHIFT),
			pin->nr_pages - done, FOLL_WRITE | FOLL_LONGTERM,
			pin->pages + done, NULL);
#else
		n = pin_user_pages_remote(pin->mm, pin->address + (done << PAGE_SHIFT),
			pin->nr_pages - done, FOLL_WRITE | FOLL_LONGTERM,
			pin->pages + done, NULL, NULL);
#endif
		if (n <= 0)
			break;
		done += n;
	}
	mmap_read_unlock(pin->mm);
	if (done == pin->nr_pages)
		return 0;
	unpin_user_pages(pin->pages, done);
	return n < 0 ? n : -EFAULT;
}

static void do_pin(struct work_struct *work)
{
	struct work_of_pin *w = container_of(work, struct work_of_pin, work);

	w->result = pin_of_mm(w->pin);
}
// end::pin[]

	// tag::todo-2[]
	struct work_of_pin w = {.pin = pin};

	INIT_WORK_ONSTACK(&w.work, do_pin);
	schedule_work(&w.work);
	flush_work(&w.work);
	destroy_work_on_stack(&w.work);
	return w.result;
	// end::todo-2[]

// tag::free[]
static void free_record(struct rcu_head *rcu)
{
	kfree(container_of(rcu, struct pin, rcu));
}

static void free_pin(struct pin *pin)
{
	mmdrop(pin->mm);
	call_rcu(&pin->rcu, free_record);
}
// end::free[]

// tag::add[]
static int add_pin(struct page_pin_file *file, unsigned long address, unsigned long end)
{
	unsigned long nr_pages = (end - address) >> PAGE_SHIFT;
	struct pin *pin;
	int err;

	if (find_overlap(file, address, end))
		return -EEXIST;
	if (nr_pages > totalram_pages())
		return -ENOMEM;
	pin = kzalloc(struct_size(pin, pages, nr_pages), GFP_KERNEL_ACCOUNT | __GFP_NOWARN);
	if (!pin)
		return -ENOMEM;
	mmgrab(current->mm);
	pin->mm = current->mm;
	pin->address = address;
	pin->end = end;
	pin->nr_pages = nr_pages;
	err = charge_and_pin(pin);
	if (err)
		free_pin(pin);
	else
		list_add(&pin->node, &file->pins);
	return err;
}
// end::add[]

// tag::module[]
static int __init page_pin_init(void)
{
	return misc_register(&page_pin_device);
}

static void __exit page_pin_exit(void)
{
	misc_deregister(&page_pin_device);
	rcu_barrier();
}

module_init(page_pin_init);
module_exit(page_pin_exit);
// end::module[]
