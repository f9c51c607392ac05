# shellcheck shell=sh
# SPDX-License-Identifier: MIT
# make goes by times. A file that was put back, unpacked or checked out may have an old one, a clock
# may have been ahead, a file may have changed while it was compiled. So contents are compared, too:
# where one has changed and its time does not tell, all is compiled anew. Sourced by mk/make.

# What is compiled, and the compilers. Names and times first: where they are as before, so is all.
list_sources()
{
	find -H common grader vm kmod labs mk/toolchain.mk tests/unit tests/e2e tests/guest tests/bench \
		"$(command -v gcc)" "$(command -v aarch64-linux-gnu-gcc)" -type f \
		\( -name '*.[ch]' -o -name '*.mk' -o -name '*gcc*' \) ! -name 'exercise.c*' "$@" 2>/dev/null
}

compile_all_anew()
{
	rm -rf build/vm build/host build/native build/tests build/exercises build/kmod-* build/style
}

# The files that were not changed after the last build, but have other contents than before it;
# or are not there any more, or came: make looks at those that it knows.
hidden_changes()
{
	sort build/.contents build/.contents.new | uniq -u | sed 's/^[0-9a-f]*  //' | sort -u |
		while IFS= read -r file; do
			[ "$file" != mk/toolchain.mk ] || echo "$file"
			# shellcheck disable=SC3013 # as dash, bash and busybox have it
			[ ! -e "$file" ] || [ "$file" -nt build/.built ] || echo "$file"
		done
}

# Names the sources and compilers, wherever this folder is.
contents_key()
{
	LC_ALL=C sort -k 2 build/.contents | sha256sum | cut -c 1-16
}

# Into a folder for all users: what was built of these contents, but for exercises.
share_what_is_built()
{
	shared=$1/build-$(contents_key).tar
	find build/host build/vm build/names build/kmod-* \( -name exercise -o -name '*.new' \) -prune \
		-o -type f -print0 |
		tar -c --null -T - -f "$shared.new" && mv "$shared.new" "$shared"
}

# In a folder where nothing was built yet: what was built of the same for all users (mk/share).
take_what_is_shared()
{
	share=$(vm/image/image share 2>/dev/null)
	shared=$share/build-$(contents_key).tar
	[ -n "$share" ] && [ -n "$(find "$shared" ! -perm /022 2>/dev/null)" ] || return 0
	mkdir build/.taken
	if tar -x -C build/.taken -f "$shared" --no-same-owner --strip-components=1 2>/dev/null; then
		# All of one time: none is older than what it was made of.
		find build/.taken -exec touch -r build/.now {} +
		mv build/.taken/* build/
	fi
	rm -rf build/.taken
}

look_at_contents()
{
	echo >build/.now
	# shellcheck disable=SC3013
	[ ! build/.built -nt build/.now ] || compile_all_anew
	list_sources -printf '%p %s %T@ %C@ %i\n' >build/.sources.new
	if ! cmp -s build/.sources build/.sources.new; then
		list_sources -print0 | xargs -0 sha256sum >build/.contents.new
		if [ -e build/.contents ] && [ -n "$(hidden_changes)" ]; then
			compile_all_anew
		fi
		[ ! -e build/.contents ] && [ ! -e build/vm ] && [ ! -e build/host ]
		is_first=$?
		mv build/.contents.new build/.contents
		[ $is_first -ne 0 ] || take_what_is_shared
		mv build/.sources.new build/.sources
	fi
}

# All that is built is older than this.
note_end()
{
	echo >build/.built
}
