# shellcheck shell=bash disable=SC2154 # variables of vm/image/image
# SPDX-License-Identifier: MIT
# Makes the parts of the image from the packages. Sourced by vm/image/image; each function works
# in the folder it is given and leaves only what the image keeps. Uses $vm_dir, $release.

triplet=aarch64-linux-gnu

# Unpacks package $1 into folder $2; the other arguments are tar's.
unpack()
{
	local deb=$1 folder=$2
	shift 2
	dpkg-deb --fsys-tarfile "$deb" |
		tar -x -p -C "$folder" --no-same-owner --keep-directory-symlink "$@"
}

# Lets absolute links below $1 point into $1.
relative_links()
{
	local link
	find "$1" -type l -lname '/*' | while read -r link; do
		ln -sfnr "$1$(readlink "$link")" "$link"
	done
}

# List $1 of guest-modules.list; without argument all modules.
modules_of()
{
	awk -v list="$1" '/^[^#]/ && (list == "" || $1 == list) { print $2 }' \
		"$vm_dir/guest-modules.list"
}

# The kernel image $1 as the machine can start it, on stdout: Debian has it compressed by
# gzip or, as an EFI program that unpacks itself, with the payload's place in its header.
uncompressed()
{
	local magic offset size
	magic=$(od -An -tx1 -N8 "$1" | tr -d ' \n')
	case $magic in
	1f8b*) gzip -dc "$1" ;;
	4d5a????7a696d67)
		read -r offset size < <(od -An -tu4 -j8 -N8 "$1")
		case $(dd if="$1" bs=1 skip=24 count=8 status=none | tr -d '\0') in
		gzip*) tail -c +$((offset + 1)) "$1" | head -c "$size" | gzip -dc 2>/dev/null || true ;;
		zstd*) tail -c +$((offset + 1)) "$1" | head -c "$size" | zstd -dcq ;;
		xz*) tail -c +$((offset + 1)) "$1" | head -c "$size" | xz -dc ;;
		*) return 1 ;;
		esac ;;
	*) cat "$1" ;;
	esac
}

# kernel, and modules/ as it goes into the guest. $1: packages, $2: image folder.
make_kernel()
{
	local stage=$2/.kernel name patterns=() tar_status=0
	mkdir -p "$stage"
	for name in $(modules_of "" | tr -d '?'); do
		patterns+=("*/${name//_/[-_]}.ko" "*/${name//_/[-_]}.ko.xz")
	done
	# tar says which patterns matched nothing, and that is expected: a module is there
	# once, plain or compressed, or built in. Anything else it says is an error.
	unpack "$1"/linux-image-*.deb "$stage" --wildcards './boot/vmlinuz-*' \
		'*/modules.builtin' "${patterns[@]}" 2>"$stage/tar.log" || tar_status=$?
	if [ "$tar_status" -ne 0 ] && grep -v -e ': Not found in archive$' \
		-e ': Exiting with failure status' "$stage/tar.log" >&2; then
		return 1
	fi
	uncompressed "$stage"/boot/vmlinuz-* >"$2/kernel"
	# The arm64 boot protocol: "ARM\x64" at offset 56 (Documentation/arm64/booting.rst).
	if [ "$(dd if="$2/kernel" bs=1 skip=56 count=4 status=none)" != "ARMd" ]; then
		echo "the kernel of $release is in no known format" >&2
		return 1
	fi
	make_modules "$stage" "$2/.modules/lib/modules" "$2/.disk-modules"
	mv "$2/.disk-modules/disk.list" "$2/.disk-modules/modules.list"
	rm -rf "$stage"
}

# The needed modules of $1, unpacked, and the lists by which the guest loads them: in $2, and for
# the disk in $3.
make_modules()
{
	local lists=$2 to prefix list name file
	for list in boot 9p zram disk; do
		to=$2/$release prefix=/lib/modules/$release/
		[ "$list" != disk ] || lists=$3 to=$3 prefix=
		mkdir -p "$to"
		: >"$lists/$list.list"
		for name in $(modules_of "$list"); do
			file=${name%\?}
			file=$(find "$1" -name "${file//_/[-_]}.ko*")
			case $file in
			*.xz) name=$(basename "$file" .xz); xz -dc "$file" >"$to/$name" ;;
			*.ko) name=$(basename "$file"); cp "$file" "$to/$name" ;;
			*)
				[ "${name%\?}" = "$name" ] || continue
				grep -q "/${name//_/[-_]}.ko$" \
					"$1"/*lib/modules/*/modules.builtin \
					"$1"/*/lib/modules/*/modules.builtin 2>/dev/null && continue
				echo "module $name is missing in kernel $release" >&2
				return 1 ;;
			esac
			echo "$prefix$name" >>"$lists/$list.list"
		done
	done
}

# Names of busybox's applets, from the table in program $1: it cannot be run here.
busybox_applets()
{
	LC_ALL=C tr '\0' '\n' <"$1" | LC_ALL=C awk '
		found && !/^[a-z0-9_.[-]+$/ { exit }
		found { print }
		$0 == "[[" && last == "[" { found = 1 }
		{ last = $0 }'
}

# Copies library $2 and what it needs from $1/usr/lib/TRIPLET to the guest's root $3, but for what
# is in the root $4.
copy_library()
{
	local lib=usr/lib/$triplet/$2 need
	if [ -e "$3/$lib" ] || [ -e "${4:-$3}/$lib" ]; then
		return
	fi
	if [ ! -e "$1/$lib" ]; then
		echo "$2 is needed in the guest and in none of guest-packages.list" >&2
		return 1
	fi
	cp -L --sparse=always "$1/$lib" "$3/$lib"
	for need in $(needed "$1/$lib"); do
		copy_library "$1" "$need" "$3" "${4:-}" || return
	done
}

needed()
{
	LC_ALL=C readelf -d "$1" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p'
}

# A root folder in usr-merge layout.
merged_root()
{
	mkdir -p "$1/usr/bin" "$1/usr/sbin" "$1/usr/lib"
	ln -s usr/bin "$1/bin"
	ln -s usr/sbin "$1/sbin"
	ln -s usr/lib "$1/lib"
}

# The guest's root without kernel modules, in .guest. $1: packages, $2: image folder.
make_guest()
{
	local stage=$2/.userland root=$2/.guest package name need
	merged_root "$stage"
	merged_root "$root"
	for package in $(packages_of guest); do
		unpack "$1/${package}"_*.deb "$stage" --exclude './usr/share/*' \
			--exclude './usr/lib/*/gconv/*' --exclude './etc/*'
	done
	mkdir -p "$root/usr/lib/$triplet" "$root"/{proc,sys,dev,run,etc,mnt/share,home}
	mkdir -m 1777 "$root/tmp"
	mkdir -m 700 "$root/root"
	for name in busybox numactl numastat taskset strace gdbserver; do
		cp "$stage/usr/bin/$name" "$root/usr/bin/$name"
		for need in $(needed "$root/usr/bin/$name"); do
			copy_library "$stage" "$need" "$root"
		done
	done
	for name in libcmocka.so.0 libnuma.so.1 libgcc_s.so.1 libpthread.so.0 librt.so.1 \
		libdl.so.2 libthread_db.so.1; do
		copy_library "$stage" "$name" "$root"
	done
	ln -s "$triplet/ld-linux-aarch64.so.1" "$root/usr/lib/ld-linux-aarch64.so.1"
	busybox_links "$root"
	guest_etc "$root/etc"
	rm -rf "$stage"
}

busybox_links()
{
	local name nr=0
	for name in $(busybox_applets "$1/usr/bin/busybox"); do
		nr=$((nr + 1))
		[ -e "$1/usr/bin/$name" ] || ln -s busybox "$1/usr/bin/$name"
	done
	if [ "$nr" -lt 150 ] || [ ! -e "$1/bin/sh" ]; then
		echo "busybox's list of applets was not found in the program" >&2
		return 1
	fi
}

guest_etc()
{
	cat >"$1/passwd" <<-'EOF'
		root:x:0:0:root:/root:/bin/sh
		student:x:1000:1000:student:/home/student:/bin/sh
		nobody:x:65534:65534:nobody:/nonexistent:/bin/sh
	EOF
	cat >"$1/group" <<-'EOF'
		root:x:0:
		student:x:1000:
		nogroup:x:65534:
	EOF
	echo pagelab >"$1/hostname"
	cat >"$1/profile" <<-'EOF'
		export PATH=/usr/sbin:/usr/bin
		if [ "$(id -u)" = 0 ]; then
			PS1='pagelab:\w# '
		else
			PS1='pagelab:\w$ '
		fi
	EOF
}

# The initrd without the agent, from what the two functions above left. Files are root's
# but for the student's home, which takes an archive of its own as nobody here is root.
make_cpio()
{
	local home=$1/.home
	cp -a "$1/.modules/lib/modules" "$1/.guest/usr/lib/"
	mkdir -p "$home/home/student"
	find "$1/.guest" "$home" -exec touch -h -d @0 {} +
	{
		(cd "$1/.guest" && find . -mindepth 1 -printf '%P\n' | LC_ALL=C sort |
			cpio -o -H newc -R 0:0 --reproducible --quiet)
		(cd "$home" && echo home/student |
			cpio -o -H newc -R 1000:1000 --reproducible --quiet)
	} >"$1/base.cpio"
	rm -rf "$home"
}

# What exercises are compiled against. Debian's folder TRIPLET is a link to the one above
# it, so that a cross compiler finds everything whether it knows of multiarch or not.
make_sysroot()
{
	local root=$2/sysroot package
	merged_root "$root"
	mkdir -p "$root/usr/include"
	ln -s . "$root/usr/lib/$triplet"
	ln -s . "$root/usr/include/$triplet"
	ln -s lib "$root/usr/lib64"
	ln -s usr/lib "$root/lib64"
	for package in $(packages_of sysroot); do
		# The loader's link beside the folder would point to itself.
		unpack "$1/${package}"_*.deb "$root" --exclude './usr/share/*' \
			--exclude './usr/lib/*/gconv/*' --exclude './etc/*' \
			--exclude './lib/ld-linux-*' --exclude './usr/lib/ld-linux-*'
	done
	relative_links "$root"
}

# The kernel's headers and its build tools for this host, wherever the folder is moved:
# the absolute paths in the packages become relative.
make_headers()
{
	local root=$2/headers package arch exclude=() build
	for arch in alpha ia64 loongarch m68k mips parisc powerpc riscv s390 sh sparc x86; do
		exclude+=(--exclude "./usr/src/*/arch/$arch")
	done
	merged_root "$root"
	for package in "$1"/linux-headers-*.deb "$1"/linux-kbuild-*.deb; do
		# vmlinux is there for BTF, which needs a tool more (pahole) and nobody uses.
		unpack "$package" "$root" --exclude './usr/share/*' \
			--exclude './usr/src/*/vmlinux' --exclude '*/include/dt-bindings' \
			--exclude './usr/src/*/scripts/dtc/include-prefixes' "${exclude[@]}"
	done
	relative_links "$root"
	build=$(cd "$root" && echo usr/src/linux-headers-"$release")
	ln -s "$build" "$root/build"
	# shellcheck disable=SC2016 # these are make's variables
	sed -i 's,^include /usr/src/,include $(dir $(realpath $(lastword $(MAKEFILE_LIST))))../,' \
		"$root/$build/Makefile"
	# shellcheck disable=SC2016
	printf '%s\n' 'override ARCH = arm64' "override KERNELRELEASE = $release" \
		'CC = $(CROSS_COMPILE)gcc' 'DEBIAN_KERNEL_NO_CC_VERSION_CHECK = y' \
		>"$root/$build/.kernelvariables"
}
