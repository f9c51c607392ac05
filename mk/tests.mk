# SPDX-License-Identifier: MIT
# The tests. Unit tests are native, with the sanitizers; end to end tests run ./check
# and ./run on both kernels.

SAN := -fsanitize=address,undefined -fno-sanitize-recover=undefined
UNIT := $(patsubst tests/unit/%.c,build/tests/unit/%,$(sort $(foreach depth,* */* */*/* */*/*/*,\
	$(wildcard tests/unit/$(depth)/test_*.c))))
E2E := $(patsubst tests/e2e/%.c,build/tests/e2e/%,$(wildcard tests/e2e/test_*.c))
# What the end to end tests share: every file there that is no test itself.
E2E_SHARED := $(patsubst %.c,build/tests/%.o,$(filter-out tests/e2e/test_%,\
	$(wildcard tests/e2e/*.c)))
TEST_FLAGS = $(CFLAGS_ALL) -O1 -fno-omit-frame-pointer $(SAN)
TEST_LIB := build/tests/libpagelab.a
TEST_OBJECTS := $(patsubst %.c,build/tests/%.o,$(COMMON) $(GRADER) $(GRADE) $(VM_HOST))

build/tests/%.o: %.c | build/.packages-vm build/.packages-test build/.packages-grade
	$(call say,CC,$< (sanitized))
	$(Q)mkdir -p $(@D)
	$(Q)$(HOST_CC) $(TEST_FLAGS) -c -o $@ $<

$(TEST_LIB): $(TEST_OBJECTS)
	$(call say,AR,$@)
	$(Q)rm -f $@ && ar rcs $@ $^

build/tests/unit/%: build/tests/tests/unit/%.o $(TEST_LIB)
	$(call say,LINK,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(HOST_CC) $(TEST_FLAGS) -o $@ $^ -lcmocka -ljansson -lnuma -lpthread \
		$(GRADE_LIBS)

# What mistakes make of the labs' numbers (tests/formulas.h).
FORMULAS := $(patsubst %.c,build/tests/%.o,$(wildcard labs/*/formulas.c))
build/tests/unit/labs/test_formulas: $(FORMULAS)

# These start programs and look at them; there is nothing to sanitize.
build/tests/e2e/% build/tests/tests/e2e/%: SAN :=

build/tests/e2e/%: build/tests/tests/e2e/%.o $(E2E_SHARED)
	$(call say,LINK,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(HOST_CC) $(TEST_FLAGS) -o $@ $^ -lcmocka -ljansson

# The harness's tests for the guest; test_guest starts them there.
GUEST_TESTS := $(addprefix build/vm/unit/common/,kernel/test_placement_shared lab/test_checkpoint \
	judge/test_claim recorder/test_recorder stage/test_report stage/test_sandbox stage/test_stage)

build/vm/unit/%: build/vm/tests/unit/%.o $(VM_LIB)
	$(call say,LINK,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(VM_CC) $(VM_CFLAGS) -o $@ $^ -lcmocka -lnuma -lpthread

# The modules' tests, for the guest too; test_kmod starts them there.
GUEST_TESTS += $(patsubst tests/guest/%.c,build/vm/guest/%,$(wildcard tests/guest/test_*.c))
GUEST_SHARED := $(patsubst %.c,build/vm/%.o,$(filter-out tests/guest/test_%,\
	$(wildcard tests/guest/*.c)))

build/vm/guest/%: build/vm/tests/guest/%.o $(GUEST_SHARED) $(VM_LIB)
	$(call say,LINK,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(VM_CC) $(VM_CFLAGS) -o $@ $^ -lcmocka -lnuma -lpthread

build/tests/e2e/test_guest build/tests/e2e/test_kmod: build/tests/e2e/%: \
		build/tests/tests/e2e/%.o $(HOST_LIB)
	$(call say,LINK,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(HOST_CC) $(TEST_FLAGS) -o $@ $^ -lcmocka -ljansson -lnuma -lpthread

# All that is built here is built for tests, with all processors.
ifneq ($(filter test test-%,$(MAKECMDGOALS)),)
MAKEFLAGS += -j$(shell nproc)
endif

# Whatever the tests would have to build is built before: they run at the same time, and some
# copy the build folder.
.PHONY: test test-all test-unit test-ready
# Those that this host's Debian has: 13 has no 6.1.
KERNELS := $(if $(filter 6.12,$(file <build/default-kernel)),6.12,6.1 6.12)
# The longest first, that none is left to run alone at the end.
LONG_TESTS := $(patsubst %,build/tests/e2e/test_%,fresh_clone machine_faults interrupts attacks \
	module_exercise exercise_faults grade commands)
lab_tests = $(foreach kernel,$(KERNELS),$(foreach lab,$(LAB_TARGETS),\
	"$(strip VM_KERNEL=$(kernel) build/tests/e2e/test_labs $(1) $(lab))"))
# $(1): what test_labs is told.
tests = "tests/soak small" $(LONG_TESTS) tests/style \
	$(foreach kernel,$(KERNELS),"VM_KERNEL=$(kernel) build/tests/e2e/test_kmod" \
		"VM_KERNEL=$(kernel) build/tests/e2e/test_guest") $(call lab_tests,$(1)) \
	$(filter-out $(LONG_TESTS) %/test_labs %/test_guest %/test_kmod,$(E2E)) $(UNIT)

both_kernels = for kernel in $(KERNELS); do \
	$(MAKE) -s -f mk/all.mk VM_KERNEL=$$kernel vm-initrd kmod || exit 1; done

test-ready: $(UNIT) $(E2E) $(GUEST_TESTS) host-programs grade-program \
		$(LABS:%=build/vm/labs/%/check) | build/.packages-gdb
	$(Q)+$(both_kernels)

#: make test          everything: unit tests, labs on both kernels, faults, style
test: test-ready
	$(Q)$(call unlocked,tests/run $(call tests,--in-turn))

# What looks at the book's pages, of the version and with the sum that the lock file has.
AXE := build/tests/axe/node_modules/axe-core/axe.min.js
$(AXE): tests/axe/package-lock.json tests/axe/package.json | build/.packages-browser
	$(call say,FETCH,axe-core)
	$(Q)mkdir -p build/tests/axe && cp $^ build/tests/axe
	$(Q)cd build/tests/axe && npm ci --silent --ignore-scripts --no-audit --no-fund && touch -c $(@:build/tests/axe/%=%)

#: make test-all      the same, wrong programs on both kernels; the book in a browser, its
#:                    transcripts recorded anew, a class, snapshots made under load
test-all: test-ready book student-dist $(AXE) | build/.packages-browser build/.packages-gradescope \
		build/.packages-slurm
	$(Q)$(call unlocked,tests/run "tests/soak few" "mk/record --compare $(RECORDED)" $(call tests,) tests/book \
		tests/report tests/view tests/live tests/handout tests/new-lab tests/gradescope tests/layouts tests/slurm \
		tests/share tests/hosts tests/packs tests/sizes \
		"VM_KERNEL=6.12 build/tests/e2e/test_attacks" \
		"VM_KERNEL=6.12 build/tests/e2e/test_shell" \
		"build/tests/e2e/test_module_exercise a_call_that_spins_*")

#: make soak          a class and 500 runs, killed and kept busy; new snapshots. See CONTRIBUTING
.PHONY: soak
soak: host-programs grade-program
	$(Q)+$(both_kernels)
	$(Q)$(call unlocked,tests/soak)

#: make test-unit     the unit tests alone
test-unit: $(UNIT)
	$(Q)tests/run $(UNIT)

-include $(TEST_OBJECTS:.o=.d) $(FORMULAS:.o=.d) $(UNIT:build/tests/%=build/tests/tests/%.d) \
	$(patsubst %.c,build/tests/%.d,$(wildcard tests/e2e/*.c)) \
	$(patsubst build/vm/%,build/vm/tests/%.d,$(GUEST_TESTS) build/vm/bench/translate) \
	$(GUEST_SHARED:.o=.d)

# What make bench runs in the guest.
build/vm/bench/%: build/vm/tests/bench/%.o $(VM_LIB)
	$(call say,LINK,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(VM_CC) $(VM_CFLAGS) -o $@ $^ -lnuma -lpthread

.PHONY: bench
#: make bench         measure the figures that matter; kept in build/bench.json. BENCH=recorder:
#:                    one part of it
bench: host-programs grade-program vm-initrd build/vm/bench/translate
	$(Q)$(call unlocked,build/host/bench $(BENCH))
