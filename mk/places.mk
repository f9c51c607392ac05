# SPDX-License-Identifier: MIT
# Where image and cache lie depends on the environment. Each environment has a note of its own, of three
# lines: image, cache, what all users share. So commands with different caches do not get into each
# other's way, and there is no link to them in the checkout, which programs that pack one would follow.
# What make is told itself, as VM_KERNEL on its command line, make 4.3 does not tell a $(shell).

PLACES := build/places/$(VM_KERNEL)-$(PAGELAB_PLACE)
# Values are names of files: make must not look into them.
IMAGE_ENV := $(VM_KERNEL) $(value PAGELAB_CACHE) $(value PAGELAB_SHARE) \
	$(wildcard $(or $(PAGELAB_SHARE),/var/lib/pagelab)/image-*) $(value VM_IMAGE) \
	$(value XDG_CACHE_HOME) $(value HOME) \
	$(foreach part,mk/places.mk $(wildcard vm/image/*),$(file <$(part)))
ifneq ($(IMAGE_ENV),$(file <$(PLACES).env))
PLACES_FOUND := $(shell mkdir -p build/places && rm -f $(PLACES).env && \
	if VM_KERNEL=$(VM_KERNEL) vm/image/image places >$(PLACES).new 2>/dev/null; then mv $(PLACES).new $(PLACES) && echo yes; \
	else rm -f $(PLACES).new $(PLACES); fi)
ifdef PLACES_FOUND
$(file >$(PLACES).env,$(IMAGE_ENV))
endif
endif
# Where they cannot be told, making the image says why.
IMAGE := $(or $(word 1,$(file <$(PLACES))),build/no-image)
CACHE := $(or $(word 2,$(file <$(PLACES))),build/no-cache)
