// SPDX-License-Identifier: GPL-2.0-only
/*
 * cma_grab: takes coherent DMA memory on request (cma_grab.h). There is no hardware: a
 * platform device without resources stands for it, since memory is taken for a device.
 *
 *	file->private_data: struct cma_grab_file
 *		lock
 *		block -> address, handle, length_bytes	or none
 *
 * Documentation/core-api/dma-api.rst has the rules.
 */
#include <linux/atomic.h>
#include <linux/dma-mapping.h>
#include <linux/fs.h>
#include <linux/iommu.h>
#include <linux/miscdevice.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/platform_device.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/sysfs.h>
#include <linux/uaccess.h>
#include <linux/vmalloc.h>

#include "cma_grab.h"

struct cma_grab_file {
	struct mutex lock;
	void *address;	/* the block, or NULL */
	dma_addr_t handle;
	size_t length_bytes;
};

static struct platform_device *grabber;
static atomic_t nr_held = ATOMIC_INIT(0);

/* What sysfs shows. */
static DEFINE_SPINLOCK(record_lock);
static struct {
	unsigned long nr_granted;
	unsigned long nr_refused;
	struct cma_grab_request last;
	int error;
} record;

static void record_request(const struct cma_grab_request *request, int err)
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

/* The handle is for the device; the frames are found by the kernel's own address, which
 * is a mapping made for the block where the device does not see the CPUs' caches. */
static unsigned long pfn_of(const void *address)
{
	if (is_vmalloc_addr(address))
		return vmalloc_to_pfn(address);
	return page_to_pfn(virt_to_page(address));
}

static int allocate(struct cma_grab_file *file, struct cma_grab_request *request)
{
	/* More than there is would only make the kernel warn. */
	if (request->length_bytes >> PAGE_SHIFT > totalram_pages())
		return -ENOMEM;
	file->address = dma_alloc_coherent(&grabber->dev, request->length_bytes,
					   &file->handle, GFP_KERNEL | __GFP_NOWARN);
	if (!file->address)
		return -ENOMEM;
	file->length_bytes = request->length_bytes;
	request->pfn = pfn_of(file->address);
	return 0;
}

static int take_block(struct cma_grab_file *file, struct cma_grab_request *request)
{
	int err;

	if (file->address)
		return -EBUSY;
	if (!atomic_add_unless(&nr_held, 1, CMA_GRAB_MAX_BLOCKS))
		return -ENOSPC;
	err = allocate(file, request);
	if (err)
		atomic_dec(&nr_held);
	record_request(request, err);
	return err;
}

static void drop_block(struct cma_grab_file *file)
{
	dma_free_coherent(&grabber->dev, file->length_bytes, file->address, file->handle);
	file->address = NULL;
	atomic_dec(&nr_held);
}

static int read_request(void __user *arg, struct cma_grab_request *ret)
{
	struct cma_grab_request request;

	if (copy_from_user(&request, arg, sizeof(request)))
		return -EFAULT;
	if (!request.length_bytes || offset_in_page(request.length_bytes))
		return -EINVAL;
	request.pfn = 0;
	*ret = request;
	return 0;
}

static int cma_grab_take(struct cma_grab_file *file, void __user *arg)
{
	struct cma_grab_request request;
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

static int cma_grab_give_back(struct cma_grab_file *file)
{
	int err = 0;

	if (mutex_lock_interruptible(&file->lock))
		return -ERESTARTSYS;
	if (file->address)
		drop_block(file);
	else
		err = -ENOENT;
	mutex_unlock(&file->lock);
	return err;
}

static long cma_grab_ioctl(struct file *filp, unsigned int cmd, unsigned long arg)
{
	switch (cmd) {
	case CMA_GRAB_TAKE:
		return cma_grab_take(filp->private_data, (void __user *)arg);
	case CMA_GRAB_GIVE_BACK:
		return cma_grab_give_back(filp->private_data);
	default:
		return -ENOTTY;
	}
}

static int cma_grab_open(struct inode *inode, struct file *filp)
{
	struct cma_grab_file *file = kzalloc(sizeof(*file), GFP_KERNEL_ACCOUNT);

	if (!file)
		return -ENOMEM;
	mutex_init(&file->lock);
	filp->private_data = file;
	return 0;
}

static int cma_grab_release(struct inode *inode, struct file *filp)
{
	struct cma_grab_file *file = filp->private_data;

	if (file->address)
		drop_block(file);
	mutex_destroy(&file->lock);
	kfree(file);
	return 0;
}

static const struct file_operations cma_grab_fops = {
	.owner = THIS_MODULE,
	.open = cma_grab_open,
	.release = cma_grab_release,
	.unlocked_ioctl = cma_grab_ioctl,
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
	struct cma_grab_request last;
	int error;

	spin_lock(&record_lock);
	last = record.last;
	error = record.error;
	spin_unlock(&record_lock);
	return sysfs_emit(buf, "length %llu error %d pfn 0x%llx\n", last.length_bytes,
			  error, last.pfn);
}
static DEVICE_ATTR_RO(last);

static struct attribute *cma_grab_attrs[] = {
	&dev_attr_granted.attr,
	&dev_attr_refused.attr,
	&dev_attr_held_blocks.attr,
	&dev_attr_last.attr,
	NULL,
};
ATTRIBUTE_GROUPS(cma_grab);

static struct miscdevice cma_grab_device = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "cma_grab",
	.fops = &cma_grab_fops,
	.groups = cma_grab_groups,
};

/* Behind an IOMMU a block may be put together from many places, and has no one range. */
static int prepare_grabber(void)
{
	if (device_iommu_mapped(&grabber->dev))
		return -EOPNOTSUPP;
	return dma_coerce_mask_and_coherent(&grabber->dev, DMA_BIT_MASK(64));
}

static int __init cma_grab_init(void)
{
	int err;

	grabber = platform_device_register_simple("cma_grab", PLATFORM_DEVID_NONE, NULL, 0);
	if (IS_ERR(grabber))
		return PTR_ERR(grabber);
	err = prepare_grabber();
	if (!err)
		err = misc_register(&cma_grab_device);
	if (err)
		platform_device_unregister(grabber);
	return err;
}
module_init(cma_grab_init);

static void __exit cma_grab_exit(void)
{
	misc_deregister(&cma_grab_device);
	platform_device_unregister(grabber);
}
module_exit(cma_grab_exit);

MODULE_DESCRIPTION("Takes coherent DMA memory on request");
MODULE_AUTHOR("Pagelab");
MODULE_LICENSE("GPL");
