/* SPDX-License-Identifier: MIT */
/*
 * Can the machine run on this host's processors? A device that may be opened is not enough:
 * containers show one and forbid it, a user-mode emulator knows no such call, and boards with an
 * older interrupt controller cannot show the guest a GICv3.
 */
#include <fcntl.h>
#include <linux/kvm.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "kvm.h"

static bool has_gicv3(int vm)
{
	struct kvm_create_device gic = {
		.type = KVM_DEV_TYPE_ARM_VGIC_V3, .flags = KVM_CREATE_DEVICE_TEST};

	return !ioctl(vm, KVM_CREATE_DEVICE, &gic);
}

bool kvm_is_usable(const char *device)
{
	int kvm = open(device, O_RDWR | O_CLOEXEC), vm = -1;
	bool usable;

	if (kvm < 0)
		return false;
	if (ioctl(kvm, KVM_GET_API_VERSION, 0) == KVM_API_VERSION)
		vm = ioctl(kvm, KVM_CREATE_VM, 0);
	usable = vm >= 0 && has_gicv3(vm);
	if (vm >= 0)
		close(vm);
	close(kvm);
	return usable;
}
