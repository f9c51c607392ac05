# SPDX-License-Identifier: MIT
# The machine: image, the initrd with this checkout's agent, snapshots.

INITRD := build/vm/initrd-$(VM_KERNEL)

# Where the image lies depends on the environment, and on what it is made by: the links follow, and
# stay where that comes to the same, for others may be using them.
# Values are names of files: make must not look into them.
IMAGE_ENV := $(VM_KERNEL) $(value PAGELAB_CACHE) $(value PAGELAB_SHARE) \
	$(wildcard $(or $(PAGELAB_SHARE),/var/lib/pagelab)/image-*) $(value VM_IMAGE) \
	$(value XDG_CACHE_HOME) $(value HOME) \
	$(foreach part,$(wildcard vm/image/*),$(file <$(part)))
ifneq ($(IMAGE_ENV),$(file <build/image-$(VM_KERNEL).env))
$(shell mkdir -p build; [ "$$(readlink $(IMAGE))" = "$$(VM_KERNEL=$(VM_KERNEL) vm/image/image path 2>/dev/null)" ] && \
	[ "$$(cat build/share 2>/dev/null)" = "$$(vm/image/image share)" ] && \
	[ "$$(readlink build/cache)" = "$$(vm/image/image cache 2>/dev/null)" ] || rm -f $(IMAGE) build/cache)
$(file >build/image-$(VM_KERNEL).env,$(IMAGE_ENV))
endif

$(IMAGE): | build/.packages-vm
	$(Q)VM_KERNEL=$(VM_KERNEL) vm/image/image make
	$(Q)folder=$$(VM_KERNEL=$(VM_KERNEL) vm/image/image path) && ln -sfn "$$folder" $@

# What is compiled for the guest belongs to the libraries of its image, the initrd and modules to
# all of it: another image, and they are made anew. Images of two kernels mostly have the same
# libraries. Where nothing has changed the files keep their times, and nothing is made.
MANIFEST := build/vm/.manifest-$(VM_KERNEL)
ifneq ($(file <$(IMAGE)/manifest.json),$(file <$(MANIFEST)))
$(MANIFEST): FORCE
endif
$(MANIFEST): | $(IMAGE)
	$(Q)mkdir -p build/vm
	$(Q)cmp -s $(IMAGE)/manifest.json $@ || cp $(IMAGE)/manifest.json $@

build/vm/.libraries: $(MANIFEST)
	$(Q)sed '1,/"packages"/d; /"linux-[^l]/d' $(MANIFEST) >$@.new
	$(Q)cmp -s $@.new $@ || mv $@.new $@

build/cache: | $(IMAGE)
	$(Q)vm/image/image share 2>/dev/null >build/share
	$(Q)folder=$$(vm/image/image cache) && ln -sfn "$$folder" $@

# Programs that run beside the exercise, and whose memory accesses are not counted with it: at
# addresses of their own, and with no code that is in the exercise, too (vm/traffic.h).
BESIDE := -static -s -Wl,-Ttext-segment=0x100000000000

build/vm/agent: $(AGENT:%.c=build/vm/%.o) $(VM_LIB)
	$(call say,LINK,$@)
	$(Q)$(VM_CC) $(VM_CFLAGS) $(BESIDE) -o $@ $^ -lutil

build/vm/labrun: build/vm/vm/guest/labrun.o build/vm/vm/guest/clock.o $(VM_LIB)
	$(call say,LINK,$@)
	$(Q)$(VM_CC) $(VM_CFLAGS) $(BESIDE) -o $@ $^ -lnuma -lpthread

# Not in the initrd: the host puts it where people type, and no lab's memory has it.
build/vm/page-types: build/vm/vm/guest/page_types.o $(VM_LIB)
	$(call say,LINK,$@)
	$(Q)$(VM_CC) $(VM_CFLAGS) -s -o $@ $^

# Two checkouts of one version make the same bytes, and so share a snapshot.
$(INITRD): build/vm/agent build/vm/labrun $(MANIFEST) | $(IMAGE) build/vm/page-types
	$(call say,CPIO,$@)
	$(Q)rm -rf $@.d && mkdir -p $@.d/pagelab
	$(Q)cp build/vm/agent $@.d/init && cp build/vm/labrun $@.d/pagelab/
	$(Q)find $@.d -exec touch -d @0 {} +
	$(Q)cd $@.d && find init pagelab | LC_ALL=C sort | \
		cpio --quiet --reproducible -o -H newc -R 0:0 >../agent.cpio
	$(Q)cat $(IMAGE)/base.cpio build/vm/agent.cpio >$@
	$(Q)sha256sum <$@ >$@.sha256 && rm -rf $@.d build/vm/agent.cpio

.PHONY: vm vm-initrd vm-status vm-dist

#: make vm            the image and the initrd of the 2-node machine
vm vm-initrd: $(INITRD) build/cache

#: make vm-status     images and snapshots in the cache, with their sizes
vm-status:
	$(Q)vm/image/image status

#: make vm-dist       pack the image for hosts without Debian's arm64 packages
vm-dist: | $(IMAGE)
	$(Q)VM_KERNEL=$(VM_KERNEL) vm/image/image dist build/pagelab-vm-$(VM_KERNEL).tar.xz
	$(Q)$(call unlocked,mk/prove build/pagelab-vm-$(VM_KERNEL).tar.xz)
