# SPDX-License-Identifier: MIT
# The pattern rules: the library for the guest and for this machine, the host's
# programs. A file added to a room of common/, grader/ or vm/ is found by its place.

.DELETE_ON_ERROR:
.SECONDARY:

sources_of = $(sort $(foreach folder,$(1),$(wildcard $(folder)/*.c)))
COMMON := $(call sources_of,common/*)
AGENT := $(call sources_of,vm/guest)
# These are programs of their own.
GUEST_PROGRAMS := vm/guest/labrun.c vm/guest/page_types.c
AGENT := $(filter-out $(GUEST_PROGRAMS),$(AGENT))
VM_HOST := $(call sources_of,vm/host)
# A program's main file; ./grade needs libraries that learners do not.
MAINS := $(wildcard grader/*/main.c)
GRADE := $(filter-out grader/grade/main.c,$(call sources_of,grader/grade grader/grade/*))
GRADER := $(filter-out $(MAINS) $(GRADE),$(call sources_of,grader/*))
HOST_PROGRAMS := $(patsubst grader/%/main.c,build/host/%,$(filter-out grader/grade/main.c,$(MAINS)))
HOST_LIBS := -ljansson

VM_LIB := build/vm/libpagelab.a
NATIVE_LIB := build/native/libpagelab.a
HOST_LIB := build/host/libgrader.a
GRADE_LIB := build/host/libgrade.a
GRADE_LIBS := -larchive -lmd -lresolv -licuuc

.PHONY: host-programs grade-program
host-programs: $(HOST_PROGRAMS)
$(HOST_PROGRAMS) build/host/grade: | build/host/preload.so build/host/traffic.so
grade-program: build/host/grade

build/.packages-%: mk/packages
	$(Q)mk/packages $* >&2
	$(Q)mkdir -p build && touch $@

build/vm/%.o: %.c build/vm/.libraries | $(IMAGE)
	$(call say,CC,$<)
	$(Q)mkdir -p $(@D)
	$(Q)$(VM_CC) $(VM_CFLAGS) -c -o $@ $<

build/native/%.o: %.c | build/.packages-native
	$(call say,CC,$< (native))
	$(Q)mkdir -p $(@D)
	$(Q)$(HOST_CC) $(NATIVE_CFLAGS) -c -o $@ $<

build/host/%.o: %.c | build/.packages-vm
	$(call say,CC,$<)
	$(Q)mkdir -p $(@D)
	$(Q)$(HOST_CC) $(HOST_CFLAGS) -c -o $@ $<

$(VM_LIB): $(COMMON:%.c=build/vm/%.o)
$(NATIVE_LIB): $(COMMON:%.c=build/native/%.o)
$(HOST_LIB): $(GRADER:%.c=build/host/%.o) $(VM_HOST:%.c=build/host/%.o)
$(GRADE_LIB): $(GRADE:%.c=build/host/%.o)
$(VM_LIB) $(NATIVE_LIB) $(HOST_LIB) $(GRADE_LIB):
	$(call say,AR,$@)
	$(Q)rm -f $@ && $(if $(findstring build/vm,$@),$(CROSS))ar rcs $@ $^

$(GRADE:%.c=build/host/%.o) build/host/grader/grade/main.o: | build/.packages-grade

build/host/grade: build/host/grader/grade/main.o $(GRADE_LIB) $(HOST_LIB)
	$(call say,LINK,$@)
	$(Q)$(HOST_CC) -o $@ $^ $(HOST_LIBS) $(GRADE_LIBS)

build/host/preload.so: vm/preload/ram.c
# QEMU has what it calls.
build/host/traffic.so: vm/traffic/counter.c
build/host/preload.so build/host/traffic.so: | build/.packages-vm
	$(call say,LINK,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(HOST_CC) $(HOST_CFLAGS) -fPIC -shared -o $@ $< -lpthread

build/host/%: build/host/grader/%/main.o $(HOST_LIB)
	$(call say,LINK,$@)
	$(Q)$(HOST_CC) -o $@ $^ $(HOST_LIBS)

-include $(patsubst %.c,build/vm/%.d,$(COMMON) $(AGENT) $(GUEST_PROGRAMS))
-include build/host/preload.d build/host/traffic.d
-include $(patsubst %.c,build/host/%.d,$(MAINS) $(GRADER) $(GRADE) $(VM_HOST))
ifneq ($(WANTS_MORE),)
-include $(patsubst %.c,build/native/%.d,$(COMMON))
endif
