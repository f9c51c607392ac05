// SPDX-License-Identifier: GPL-2.0-only
/*
 * order_alloc: takes blocks of a given order from the page allocator (order_alloc.h).
 *
 *	file->private_data: struct order_alloc_file
 *		lock
 *		block -> page, order	or none
 *
 * The number of all blocks is bounded, for nobody is charged for them.
 */
#include <linux/atomic.h>
#include <linux/fs.h>
#include <linux/gfp.h>
#include <linux/miscdevice.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/nodemask.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/sysfs.h>
#include <linux/uaccess.h>

#include "order_alloc.h"

/* Linux 6.8 gave the greatest order this name; before 6.4 MAX_ORDER was one more. */
#ifndef MAX_PAGE_ORDER
#define MAX_PAGE_ORDER (MAX_ORDER - 1)
#endif

struct order_alloc_file {
	struct mutex lock;
	struct page *page;	/* the block, or NULL */
	unsigned int order;
};

static atomic_t nr_held = ATOMIC_INIT(0);

/* What sysfs shows. */
static DEFINE_SPINLOCK(record_lock);
static struct {
	unsigned long nr_granted;
	unsigned long nr_refused;
	struct order_alloc_request last;
	int error;
} record;

static void record_request(const struct order_alloc_request *request, int err)
{
	spin_lock(&record_lock);
	if (err)
		record.nr_refused++;
	else
		record.nr_granted++;
	record.last = *request;
	record.error = -err;
	spin_unlock(&record_lock);
}

/*
 * The same kind of memory with and without the flag, for each kind has free lists of its own.
 *
 * Without __GFP_DIRECT_RECLAIM an allocation neither compacts nor reclaims; without
 * __GFP_KSWAPD_RECLAIM it wakes neither kswapd nor kcompactd. With __GFP_NORETRY a large
 * block is worth one compaction that must not wait: it is refused at once if a lock is
 * taken, or if too few pages are free to move anything to. __GFP_RETRY_MAYFAIL goes on from
 * there, with reclaim and with a compaction that waits.
 */
static gfp_t gfp_of(unsigned int flags)
{
	gfp_t gfp = (GFP_HIGHUSER_MOVABLE & ~__GFP_RECLAIM) | __GFP_THISNODE | __GFP_NOWARN;

	if (flags & ORDER_ALLOC_ONE_TRY)
		gfp |= __GFP_DIRECT_RECLAIM | __GFP_NORETRY;
	else if (flags & ORDER_ALLOC_DIRECT)
		gfp |= __GFP_DIRECT_RECLAIM | __GFP_RETRY_MAYFAIL;
	return gfp;
}

static int take_block(struct order_alloc_file *file, struct order_alloc_request *request)
{
	struct page *page;

	if (file->page)
		return -EBUSY;
	if (!atomic_add_unless(&nr_held, 1, ORDER_ALLOC_MAX_BLOCKS))
		return -ENOSPC;
	page = alloc_pages_node(request->node, gfp_of(request->flags), request->order);
	if (page)
		request->pfn = page_to_pfn(page);
	else
		atomic_dec(&nr_held);
	record_request(request, page ? 0 : -ENOMEM);
	if (!page)
		return -ENOMEM;
	file->page = page;
	file->order = request->order;
	return 0;
}

static void drop_block(struct order_alloc_file *file)
{
	__free_pages(file->page, file->order);
	file->page = NULL;
	atomic_dec(&nr_held);
}

static int read_request(void __user *arg, struct order_alloc_request *ret)
{
	struct order_alloc_request request;

	if (copy_from_user(&request, arg, sizeof(request)))
		return -EFAULT;
	if (request.order > MAX_PAGE_ORDER || request.flags & ~ORDER_ALLOC_FLAGS ||
	    request.flags == ORDER_ALLOC_ONE_TRY || request.zero)
		return -EINVAL;
	if (request.node >= MAX_NUMNODES || !node_state(request.node, N_MEMORY))
		return -ENODEV;
	request.pfn = 0;
	*ret = request;
	return 0;
}

static int order_alloc_take(struct order_alloc_file *file, void __user *arg)
{
	struct order_alloc_request request;
	int err = read_request(arg, &request);

	if (err)
		return err;
	if (mutex_lock_interruptible(&file->lock))
		return -ERESTARTSYS;
	err = take_block(file, &request);
	if (!err && copy_to_user(arg, &request, sizeof(request))) {
		drop_block(file);
		err = -EFAULT;
	}
	mutex_unlock(&file->lock);
	return err;
}

static int order_alloc_give_back(struct order_alloc_file *file)
{
	int err = 0;

	if (mutex_lock_interruptible(&file->lock))
		return -ERESTARTSYS;
	if (file->page)
		drop_block(file);
	else
		err = -ENOENT;
	mutex_unlock(&file->lock);
	return err;
}

static long order_alloc_ioctl(struct file *filp, unsigned int cmd, unsigned long arg)
{
	switch (cmd) {
	case ORDER_ALLOC_TAKE:
		return order_alloc_take(filp->private_data, (void __user *)arg);
	case ORDER_ALLOC_GIVE_BACK:
		return order_alloc_give_back(filp->private_data);
	default:
		return -ENOTTY;
	}
}

static int order_alloc_open(struct inode *inode, struct file *filp)
{
	struct order_alloc_file *file = kzalloc(sizeof(*file), GFP_KERNEL_ACCOUNT);

	if (!file)
		return -ENOMEM;
	mutex_init(&file->lock);
	filp->private_data = file;
	return 0;
}

static int order_alloc_release(struct inode *inode, struct file *filp)
{
	struct order_alloc_file *file = filp->private_data;

	if (file->page)
		drop_block(file);
	mutex_destroy(&file->lock);
	kfree(file);
	return 0;
}

static const struct file_operations order_alloc_fops = {
	.owner = THIS_MODULE,
	.open = order_alloc_open,
	.release = order_alloc_release,
	.unlocked_ioctl = order_alloc_ioctl,
	.compat_ioctl = compat_ptr_ioctl,
};

static ssize_t granted_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "%lu\n", READ_ONCE(record.nr_granted));
}
static DEVICE_ATTR_RO(granted);

static ssize_t refused_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "%lu\n", READ_ONCE(record.nr_refused));
}
static DEVICE_ATTR_RO(refused);

static ssize_t held_blocks_show(struct device *dev, struct device_attribute *attr,
				char *buf)
{
	return sysfs_emit(buf, "%d\n", atomic_read(&nr_held));
}
static DEVICE_ATTR_RO(held_blocks);

static ssize_t last_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	struct order_alloc_request last;
	int error;

	spin_lock(&record_lock);
	last = record.last;
	error = record.error;
	spin_unlock(&record_lock);
	return sysfs_emit(buf, "order %u node %u flags 0x%x error %d pfn 0x%llx\n",
			  last.order, last.node, last.flags, error, last.pfn);
}
static DEVICE_ATTR_RO(last);

static struct attribute *order_alloc_attrs[] = {
	&dev_attr_granted.attr,
	&dev_attr_refused.attr,
	&dev_attr_held_blocks.attr,
	&dev_attr_last.attr,
	NULL,
};
ATTRIBUTE_GROUPS(order_alloc);

static struct miscdevice order_alloc_device = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "order_alloc",
	.fops = &order_alloc_fops,
	.groups = order_alloc_groups,
};

module_misc_device(order_alloc_device);

MODULE_DESCRIPTION("Takes blocks of a given order from the page allocator");
MODULE_AUTHOR("Pagelab");
MODULE_LICENSE("GPL");
