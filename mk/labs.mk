# SPDX-License-Identifier: MIT
# The labs: a folder labs/NN-topic is found by its name and becomes the target labNN.

LABS := $(notdir $(sort $(wildcard labs/[0-9]*)))
lab_number = $(firstword $(subst -, ,$(1)))
LAB_TARGETS := $(foreach lab,$(LABS),lab$(call lab_number,$(lab)))

.PHONY: $(LAB_TARGETS) $(LAB_TARGETS:%=reset-%) $(LAB_TARGETS:%=current-%) build-lab

#: make labNN         build lab NN; the first time gives you labs/NN-topic/exercise.c
#: make progress      the labs with score, tries and time; what is next
.PHONY: progress
progress:
	$(Q)$(call unlocked,./check --progress)

#: make reset-labNN   start lab NN over; keeps a copy of what you wrote
define LAB_RULES
lab$(call lab_number,$(1)): current-lab$(call lab_number,$(1)) labs/$(1)/exercise.c build/vm/labs/$(1)/exercise \
		build/vm/labs/$(1)/check $(INITRD) $(CACHE) host-programs compile-commands \
		$(if $(call exercise_module,$(1)),build/vm/labs/$(1)/module) \
		$(patsubst %,$(KMOD_DIR)/%.ko,$(call lab_modules,$(1)))
	@echo "lab$(call lab_number,$(1)) is built. Your file: labs/$(1)/exercise.c. Next: ./check"

# Before anything is compiled: where that fails, ./check is to speak of this lab.
current-lab$(call lab_number,$(1)):
	$$(Q)mkdir -p build && echo $(1) >build/current

labs/$(1)/exercise.c: | labs/$(1)/skeleton.c
	$$(Q)[ ! -L $$@ ] || { echo "$$@ is a link to nothing: remove it, and you get a new file" >&2; exit 1; }
	$$(Q)cp labs/$(1)/skeleton.c $$@ || { echo "Take labs/$(1)/skeleton.c to a folder that can be" \
		"written to, and say: ./check lab$(call lab_number,$(1)) --exercise FILE" >&2; exit 1; }
	@echo "labs/$(1)/exercise.c is new: this is the file to complete"

reset-lab$(call lab_number,$(1)):
	$$(Q)mk/reset labs/$(1)
endef
$(foreach lab,$(LABS),$(eval $(call LAB_RULES,$(lab))))

DIGITS := 0 1 2 3 4 5 6 7 8 9
NO_LABS := $(filter-out $(LAB_TARGETS),$(foreach ten,$(DIGITS),$(DIGITS:%=lab$(ten)%)))
.PHONY: $(NO_LABS)
$(NO_LABS):
	@echo "there is no $@; there are: $(LAB_TARGETS)" >&2; exit 2

build/vm/labs/%.o: VM_CFLAGS += $(CHECK_INCLUDES)
build/native/labs/%.o: NATIVE_CFLAGS += $(CHECK_INCLUDES)

# A checker may have parts of its own, check_*.c.
check_objects = $(patsubst %.c,build/$(1)/%.o,$(wildcard labs/$(2)/check_*.c))
$(foreach lab,$(LABS),$(foreach kind,vm native,\
	$(eval build/$(kind)/labs/$(lab)/check: $(call check_objects,$(kind),$(lab)))))

# What the exercise calls its checkpoints and regions, for the checker to know.
named_in = $(or $(wildcard labs/$(1)/driver*.c),labs/$(1)/skeleton.c)
define NAMES_RULE
build/names/$(1).c: $(call named_in,$(1)) mk/names.awk
	$$(Q)mkdir -p $$(@D)
	$$(Q)awk -f mk/names.awk $$(filter %.c,$$^) >$$@
build/vm/labs/$(1)/check: build/vm/build/names/$(1).o
build/native/labs/$(1)/check: build/native/build/names/$(1).o
endef
$(foreach lab,$(LABS),$(eval $(call NAMES_RULE,$(lab))))

build/vm/labs/%/check: build/vm/labs/%/check.o $(VM_LIB)
	$(call say,LINK,$@)
	$(Q)$(VM_CC) $(VM_CFLAGS) -s -o $@ $(filter %.o,$^) $(filter %.a,$^) -lcmocka -lnuma -lpthread

# ./check and ./run build with this; EXERCISE=FILE is another source, TO its folder.
EXERCISE ?= labs/$(LAB)/exercise.c
TO ?= build/vm/labs/$(LAB)
LAB_MODULE := $(if $(LAB),$(call exercise_module,$(LAB)))
build-lab: $(if $(LAB),$(if $(LAB_MODULE),build/vm/labs/$(LAB)/exercise $(TO)/module,\
	$(TO)/exercise) build/vm/labs/$(LAB)/check $(INITRD) $(CACHE) \
	$(patsubst %,$(KMOD_DIR)/%.ko,$(call lab_modules,$(LAB))))

# ./grade compiles exercises itself, in a sandbox, by the same words: build-parts makes all
# that this takes, and tells them. In the sandbox the image has a name of its own.
exercise_command = $(VM_CC) $(EXERCISE_CFLAGS) --sysroot=$(SYSROOT) -no-pie -o $(1) $(2) \
	$(VM_LIB) -lnuma -lpthread

.PHONY: build-parts
build-parts: $(if $(LAB),build/vm/labs/$(LAB)/check $(VM_LIB) $(INITRD) $(CACHE) \
	$(if $(LAB_MODULE),build/vm/labs/$(LAB)/exercise) \
	$(patsubst %,$(KMOD_DIR)/%.ko,$(call lab_modules,$(LAB))))
	$(Q)echo '$(subst $(IMAGE)/,build/image-$(VM_KERNEL)/,$(if $(LAB_MODULE),\
		$(call module_command,$(LAB_MODULE),@OUT@,@IN@),$(call exercise_command,@OUT@,@IN@)))' \
		>build/vm/exercise-command

# How each source is compiled, for editors: clangd finds build/compile_commands.json by itself.
MODULE_LABS := $(foreach lab,$(LABS),$(if $(call exercise_module,$(lab)),$(lab)))
PROGRAM_LABS := $(filter-out $(MODULE_LABS),$(LABS))
define COMPILED
$(VM_CC) $(EXERCISE_CFLAGS) --sysroot=$(SYSROOT) @ $(PROGRAM_LABS:%=labs/%/exercise.c) $(wildcard $(PROGRAM_LABS:%=solutions/%/exercise.c))
$(VM_CC) $(VM_CFLAGS) $(CHECK_INCLUDES) @ $(wildcard labs/*/check*.c labs/*/driver*.c labs/*/native.c common/*/*.c vm/guest/*.c)
$(HOST_CC) $(HOST_CFLAGS) @ $(wildcard vm/host/*.c grader/*/*.c grader/*/*/*.c tests/e2e/*.c tests/unit/*/*/*.c)
$(foreach lab,$(MODULE_LABS),
kernel $(IMAGE)/headers $(call exercise_module,$(lab)) @ labs/$(lab)/exercise.c $(wildcard solutions/$(lab)/exercise.c))
$(foreach module,$(KMODS),
kernel $(IMAGE)/headers $(module) @ $(wildcard kmod/$(module)/*.c))
endef
.PHONY: compile-commands
compile-commands: | $(IMAGE)
	$(file >build/.compiled,$(COMPILED))
	$(Q)grep . build/.compiled | mk/compile-commands build/compile_commands.json

# In $(1), the program from the source $(2) of lab $(3). The learner's own words are shown as the
# compiler said them, warnings too.
define EXERCISE_RULE
.PHONY: $(1)/exercise
$(1)/exercise: $(2) $(VM_LIB) FORCE | $(IMAGE)
	$$(Q)mk/exercise $$< $(1) labs/$(3)/skeleton.c $$(call exercise_command,@OUT@,@IN@)
endef
define LAB_EXERCISE_RULES
ifeq ($(2),)
$(call EXERCISE_RULE,build/vm/labs/$(1),labs/$(1)/exercise.c,$(1))
else
# A driver is started many times in a check. With its libraries in it, at one address, QEMU 7.2 translates them
# once; the kernel gives shared ones another address each time. (The linker would warn of getaddrinfo() in
# libnuma, which no driver calls.)
build/vm/labs/$(1)/exercise: $(wildcard labs/$(1)/driver*.c) $(VM_LIB) \
		$(wildcard labs/$(1)/driver*.h common/lab/*.h common/kernel/*.h kmod/*/*.h) | $(IMAGE)
	$$(call say,CC,$$<)
	$$(Q)mkdir -p $$(@D)
	$$(Q)$$(call exercise_command,$$@,$$(filter %.c,$$^)) -static -Wl,--no-warnings
$(call EXERCISE_MODULE_RULE,build/vm/labs/$(1),labs/$(1)/exercise.c,$(2),$(1))
endif
endef
$(foreach lab,$(LABS),$(eval $(call LAB_EXERCISE_RULES,$(lab),$(call exercise_module,$(lab)))))

# The same for this host: ./check --native.
build/native/labs/%/check: build/native/labs/%/check.o $(NATIVE_LIB)
	$(call say,LINK,$@)
	$(Q)$(HOST_CC) $(NATIVE_CFLAGS) -o $@ $(filter %.o,$^) $(filter %.a,$^) \
		-lcmocka -lnuma -lpthread

# A lab's part for real hardware alone, run after the claims.
build/native/labs/%/native: build/native/labs/%/native.o $(NATIVE_LIB)
	$(call say,LINK,$@)
	$(Q)$(HOST_CC) $(NATIVE_CFLAGS) -o $@ $^ -lnuma -lpthread

.PHONY: build-native-part
build-native-part: $(if $(LAB),build/native/labs/$(LAB)/native)

define NATIVE_EXERCISE_RULE
.PHONY: $(1)/exercise
$(1)/exercise: $(2) $(NATIVE_LIB) FORCE | build/.packages-native
	$$(Q)mk/exercise $$< $(1) labs/$(3)/skeleton.c $$(HOST_CC) $$(EXERCISE_CFLAGS) -no-pie \
		-o @OUT@ @IN@ $(NATIVE_LIB) -lnuma -lpthread
endef
.PHONY: build-native
build-native: $(if $(LAB),$(TO)/exercise build/native/labs/$(LAB)/check)
ifneq ($(filter build/native/%,$(TO)),)
$(eval $(call NATIVE_EXERCISE_RULE,$(TO),$(EXERCISE),$(LAB)))
else ifneq ($(filter build/vm/labs/%,$(TO)),$(TO))
$(eval $(if $(LAB_MODULE),$(call EXERCISE_MODULE_RULE,$(TO),$(EXERCISE),$(LAB_MODULE),$(LAB)),\
	$(call EXERCISE_RULE,$(TO),$(EXERCISE),$(LAB))))
endif

-include $(patsubst %.c,build/vm/%.d,$(wildcard labs/*/check*.c))
ifneq ($(WANTS_MORE),)
-include $(patsubst %.c,build/native/%.d,$(wildcard labs/*/check*.c)) $(LABS:%=build/native/labs/%/native.d)
endif
