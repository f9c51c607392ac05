# SPDX-License-Identifier: MIT
# The kernel modules: kmod/NAME becomes build/kmod-KERNEL/NAME.ko, built against the
# headers of the machine's kernel. A kernel's build writes beside its sources, so that it
# gets a copy of them. In a class's template the source of the module that a lab asks for is
# packed (mk/student-dist): it is unpacked for the build, and goes with it.

KMODS := $(notdir $(wildcard kmod/*))
KMOD_DIR := build/kmod-$(VM_KERNEL)

# What follows the key $(2) in lab.json of lab $(1). make reads it by itself: every check asks all
# labs, and fifty processes for it took longer than all else that make does.
comma := ,
space := $() $()
lab_json = $(subst $(space),,$(strip $(file <labs/$(1)/lab.json)))
after_key = $(word 2,$(subst "$(2)":, ,$(call lab_json,$(1))))

# The modules that lab.json of lab $(1) names: a list.
lab_modules = $(subst $(comma), ,$(subst ",,$(subst [,,$(firstword \
	$(subst ], ,$(call after_key,$(1),modules))))))

.PHONY: kmod
#: make kmod          the kernel modules, for the machine's kernel
kmod: $(KMODS:%=$(KMOD_DIR)/%.ko)

# BTF needs the kernel's own, and a tool more (pahole).
KBUILD = $(MAKE) -s --no-print-directory -C $(IMAGE)/headers/build CROSS_COMPILE=$(CROSS) \
	CONFIG_DEBUG_INFO_BTF_MODULES=

define KMOD_RULE
$(KMOD_DIR)/$(1).ko: $(wildcard kmod/$(1)/*) mk/kmod.mk | $(IMAGE)
	$$(call say,KBUILD,kmod/$(1))
	$$(Q)rm -rf $(KMOD_DIR)/$(1) && mkdir -p $(KMOD_DIR)/$(1)
	$$(Q)cp kmod/$(1)/* $(KMOD_DIR)/$(1)
	$(if $(wildcard kmod/$(1)/*.gz),$$(Q)gunzip $(KMOD_DIR)/$(1)/*.gz)
	$$(Q)+$$(KBUILD) M=$$(CURDIR)/$(KMOD_DIR)/$(1) W=1 KCFLAGS=-Werror modules >&2
	$$(Q)$$(CROSS)strip --strip-debug -o $$@.new $(KMOD_DIR)/$(1)/$(1).ko
	$(if $(wildcard kmod/$(1)/*.gz),$$(Q)rm -rf $(KMOD_DIR)/$(1))
	$$(Q)mv $$@.new $$@
endef
$(foreach module,$(KMODS),$(eval $(call KMOD_RULE,$(module))))

# Labs whose exercise is a kernel module: lab.json's "exercise_module" is its name, its
# interface is kmod/NAME. TO/exercise is then the workbook's program that tries it
# (labs/NN-topic/driver.c), TO/module the folder of the module for the machine's kernel:
# exercise.ko with the lines of its source, loaded.ko without.
exercise_module = $(firstword $(subst ", ,$(call after_key,$(1),exercise_module)))

# $(1): a module; $(2): the folder for it; $(3): its source.
module_command = mk/module $(1) $(3) $(2) $(KBUILD)

# $(1)/exercise.ko from the source $(2): a module $(3).
define EXERCISE_MODULE_RULE
$(1)/$(VM_KERNEL)/exercise.ko: $(2) $(wildcard kmod/$(3)/*.h) mk/kmod.mk mk/module | $(IMAGE)
	$$(call say,KBUILD,$$<)
	$$(Q)rm -rf $$(@D)
	$$(Q)+$$(call module_command,$(3),$$(@D),$$<)

.PHONY: $(1)/module
$(1)/module: $(1)/$(VM_KERNEL)/exercise.ko
	$$(Q)ln -sfn $(VM_KERNEL) $$@
endef
