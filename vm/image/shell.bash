# shellcheck shell=bash disable=SC2154 # variables of vm/image/image
# SPDX-License-Identifier: MIT
# Makes the disk that the machine's shell sees, shell/disk in the image: programs for people, which
# no lab needs, so that they are in no lab's memory. An ext2 file system, for the kernel reads that
# with one module and the host makes it without root. Beside it are the kernel modules by which
# the machine sees it, shell/modules.list in load order. Sourced by vm/image/image.

disk_uuid=00000000-0000-4000-8000-706167656c62

# The packages of guest-shell.list, and the libraries that these depend on, each on a line.
shell_packages()
{
	local known=' ' todo=() next=() name
	mapfile -t todo < <(awk '/^[^#]/ { print $1 }' "$vm_dir/guest-shell.list" | sort -u)
	while [ ${#todo[@]} -gt 0 ]; do
		known+="${todo[*]} "
		mapfile -t next < <(apt-cache -c "$1/apt.conf" depends --no-recommends --no-suggests \
			--no-conflicts --no-breaks --no-replaces --no-enhances "${todo[@]}" |
			awk '$1 ~ /Depends:$/ && $2 ~ /^(lib|zlib1g)/ &&
				$2 !~ /-(stdlib|minimal|data|common)$/ { print $2 }' | sort -u)
		todo=()
		for name in "${next[@]}"; do
			[[ $known == *" $name "* ]] || todo+=("$name")
		done
	done
	tr -s ' ' '\n' <<<"$known" | sed '/^$/d'
}

# $1: packages, $2: image folder, in which the guest's root is, $3: the list of shell_packages().
make_shell()
{
	local stage=$2/.shell root=$2/.disk package
	mkdir -p "$2/shell"
	mv "$2/.disk-modules"/* "$2/shell/"
	rmdir "$2/.disk-modules"
	merged_root "$stage"
	merged_root "$root"
	mkdir -p "$root/usr/lib/$triplet"
	while read -r package; do
		unpack "$1/${package}"_*.deb "$stage" --exclude './usr/share/*' \
			--exclude './usr/lib/*/gconv/*' --exclude './etc/*'
	done <"$3"
	copy_programs "$stage" "$root" "$2/.guest" <"$vm_dir/guest-shell.list"
	# What programs know of terminals: below lib in Debian 12, below usr/share in 13.
	unpack "$1"/ncurses-base_*.deb "$root" --exclude ./etc --exclude './usr/share/[!t]*' --exclude ./usr/share/tabset
	rm -f "$root/bin" "$root/sbin" "$root/lib"
	cp "$vm_dir/guest-swap.sh" "$root/usr/sbin/swap"
	cp "$vm_dir/guest-set-up.sh" "$root/set-up"
	chmod 755 "$root/usr/sbin/swap"
	rm -rf "$stage"
	make_disk "$root" "$2/shell/disk"
	rm -rf "$root"
}

# Reads guest-shell.list. $1: unpacked packages, $2: where to, $3: the guest's root.
copy_programs()
{
	local package names name file need
	while read -r package names; do
		for name in $names; do
			case $package in
			'#'*) break ;;
			esac
			file=$(cd "$1" && ls -d usr/bin/"$name" usr/sbin/"$name" 2>/dev/null) || true
			if [ -z "$file" ]; then
				echo "$package has no program $name any more" >&2
				return 1
			fi
			cp -P --sparse=always "$1/$file" "$2/$file"
			[ ! -L "$2/$file" ] || continue
			for need in $(needed "$2/$file" 2>/dev/null); do
				copy_library "$1" "$need" "$2" "$3"
			done
		done
	done
}

# A file system of folder $1 in file $2, with little room besides: nobody writes to it. What is
# zeros in a program (its parts are 64 KiB apart) is a hole, and takes no block. The same files make
# the same bytes: they are written in the order of their names (mke2fs -d has that of the host's
# folders), root's, and nothing is drawn or taken from the clock.
make_disk()
{
	local kib inodes
	kib=$(find "$1" -type f -printf '%s\n' | awk '{ kib += 4 * (int($1 / 4096) + 2) } END { print kib }')
	inodes=$(($(find "$1" | wc -l) + 32))
	PATH=$PATH:/usr/sbin:/sbin E2FSPROGS_FAKE_TIME=1 mke2fs -q -F -t ext2 -b 4096 -m 0 -I 128 -N "$inodes" \
		-L tools -U "$disk_uuid" -E root_owner=0:0,hash_seed="$disk_uuid" "$2" $((kib + kib / 50 + 512))k
	(cd "$1" && find . -mindepth 1 -type d -printf 'mkdir "%P"\n' -o -type l -printf 'symlink "%P" "%l"\n' \
		-o -type f -printf 'write "%P" "%P"\n' | LC_ALL=C sort -t '"' -k 2,2 |
		PATH=$PATH:/usr/sbin:/sbin E2FSPROGS_FAKE_TIME=1 debugfs -w -f - "$2") 2>"$2.words" >/dev/null
	if grep -v '^debugfs [0-9]' "$2.words" >&2; then
		return 1
	fi
	rm "$2.words"
}
