/* SPDX-License-Identifier: MIT */
/* Whether KVM can run the machine. */
#ifndef PAGELAB_KVM_H
#define PAGELAB_KVM_H

#include <stdbool.h>

/* Makes a virtual machine of nothing by `device` ("/dev/kvm"), on a host of the guest's kind,
 * and asks for the interrupt controller that labs have (Documentation/virt/kvm/api.rst). */
bool kvm_is_usable(const char *device);

#endif
