# SPDX-License-Identifier: MIT
# The kernel modules: kmod/NAME becomes build/kmod-KERNEL/NAME.ko, built against the
# headers of the machine's kernel. A kernel's build writes beside its sources, so that it
# gets a copy of them.

KMODS := $(notdir $(wildcard kmod/*))
KMOD_DIR := build/kmod-$(VM_KERNEL)

# The modules that lab.json of lab $(1) names.
lab_modules = $(shell tr -d '\n' <labs/$(1)/lab.json | \
	sed -n 's/.*"modules"[^[]*\[\([^]]*\)\].*/\1/p' | tr -d '",')

.PHONY: kmod
#: make kmod          the kernel modules, for the machine's kernel
kmod: $(KMODS:%=$(KMOD_DIR)/%.ko)

# BTF needs the kernel's own, and a tool more (pahole).
KBUILD = $(MAKE) -s --no-print-directory -C $(IMAGE)/headers/build CROSS_COMPILE=$(CROSS) \
	CONFIG_DEBUG_INFO_BTF_MODULES= W=1

define KMOD_RULE
$(KMOD_DIR)/$(1).ko: $(wildcard kmod/$(1)/*) mk/kmod.mk | $(IMAGE)
	$$(call say,KBUILD,kmod/$(1))
	$$(Q)rm -rf $(KMOD_DIR)/$(1) && mkdir -p $(KMOD_DIR)/$(1)
	$$(Q)cp kmod/$(1)/* $(KMOD_DIR)/$(1)
	$$(Q)+$$(KBUILD) M=$$(CURDIR)/$(KMOD_DIR)/$(1) KCFLAGS=-Werror modules >&2
	$$(Q)$$(CROSS)strip --strip-debug -o $$@.new $(KMOD_DIR)/$(1)/$(1).ko
	$$(Q)mv $$@.new $$@
endef
$(foreach module,$(KMODS),$(eval $(call KMOD_RULE,$(module))))
