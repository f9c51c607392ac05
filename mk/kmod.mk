# SPDX-License-Identifier: MIT
# The kernel modules: kmod/NAME becomes build/kmod-KERNEL/NAME.ko, built against the
# headers of the machine's kernel, by mk/module. In a class's template the source of the module that a lab asks for is
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

# BTF needs the kernel's own, and a tool more (pahole). Of debug information an oops takes the lines
# alone; all types of the kernel are a sixth of the build.
KBUILD = make -s --no-print-directory -C $(IMAGE)/headers/build CROSS_COMPILE=$(CROSS) KCFLAGS=-g1 \
	CONFIG_DEBUG_INFO_BTF_MODULES=

define KMOD_RULE
$(KMOD_DIR)/$(1).ko: $(wildcard kmod/$(1)/*) mk/kmod.mk mk/module $(MANIFEST) | $(IMAGE)
	$$(call say,KBUILD,kmod/$(1))
	$$(Q)rm -rf $(KMOD_DIR)/$(1) && mkdir -p $(KMOD_DIR)/$(1)
	$$(Q)$(if $(wildcard kmod/$(1)/*.gz),gunzip -c,cat) kmod/$(1)/$(1).c* >$(KMOD_DIR)/$(1).c
	$$(Q)$$(call module_command,$(1),$(KMOD_DIR)/$(1),$(KMOD_DIR)/$(1).c) W=1 KCFLAGS="-g1 -Werror"
	$$(Q)mv $(KMOD_DIR)/$(1)/loaded.ko $$@ && rm -rf $(KMOD_DIR)/$(1) $(KMOD_DIR)/$(1).c
endef
$(foreach module,$(KMODS),$(eval $(call KMOD_RULE,$(module))))

# Labs whose exercise is a kernel module: lab.json's "exercise_module" is its name, its
# interface is kmod/NAME. TO/exercise is then the workbook's program that tries it
# (labs/NN-topic/driver*.c), TO/module/exercise the folder of the module for the machine's kernel:
# exercise.ko with the lines of its source, loaded.ko without.
exercise_module = $(firstword $(subst ", ,$(call after_key,$(1),exercise_module)))

# $(1): a module; $(2): the folder for it; $(3): its source.
module_command = mk/module $(1) $(3) $(2) $(KBUILD)

# In $(1)/module, a link to the kernel's folder, the module $(3) from the source $(2) of lab $(4).
define EXERCISE_MODULE_RULE
.PHONY: $(1)/module
$(1)/module: $(2) FORCE | $(IMAGE)
	$$(Q)mkdir -p $(1)/$(VM_KERNEL) && ln -sfn $(VM_KERNEL) $$@
	$$(Q)mk/exercise $$< $$@ labs/$(4)/skeleton.c $$(call module_command,$(3),@OUT@,@IN@)
endef
