# SPDX-License-Identifier: MIT
# The machine: image, the initrd with this checkout's agent, snapshots.

INITRD := build/vm/initrd-$(VM_KERNEL)

$(IMAGE): | build/.packages-vm
	$(Q)vm/image/image places >/dev/null && vm/image/image make

# What is compiled for the guest belongs to the libraries of its image, the initrd and modules to
# all of it: another image, and they are made anew. Images of two kernels mostly have the same
# libraries. Where nothing has changed the files keep their times, and nothing is made.
MANIFEST := build/vm/.manifest-$(VM_KERNEL)
# An image that may not be read is told of where one is needed, not by make clean.
ifneq ($(shell cmp -s '$(IMAGE)/manifest.json' $(MANIFEST) || echo differs),)
$(MANIFEST): FORCE
endif
$(MANIFEST): | $(IMAGE)
	$(Q)mkdir -p build/vm
	$(Q)cmp -s $(IMAGE)/manifest.json $@ || cp $(IMAGE)/manifest.json $@

build/vm/.libraries: $(MANIFEST)
	$(Q)sed '1,/"packages"/d; /"linux-[^l]/d' $(MANIFEST) >$@.new
	$(Q)cmp -s $@.new $@ || mv $@.new $@

$(CACHE): | $(IMAGE)
	$(Q)vm/image/image cache >/dev/null

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
vm vm-initrd: $(INITRD) $(CACHE)

#: make vm-status     images and snapshots in the cache, with their sizes
vm-status:
	$(Q)vm/image/image status

#: make vm-dist       pack the image for hosts without Debian's arm64 packages
vm-dist: | $(IMAGE)
	$(Q)VM_KERNEL=$(VM_KERNEL) vm/image/image dist build/pagelab-vm-$(VM_KERNEL).tar.xz
	$(Q)$(call unlocked,mk/prove build/pagelab-vm-$(VM_KERNEL).tar.xz)
