# shellcheck shell=sh
# SPDX-License-Identifier: MIT
# The one environment that builds and commands know: what stands here, and nothing else of the
# caller's. LANG and the like are for words to people; whoever reads another program's words
# sets LC_ALL=C.UTF-8 behind it. Sourced.

# Where one of the first three descriptors is closed, words would go into the next file that is opened.
[ -L /proc/self/fd/0 ] || exec </dev/null
[ -L /proc/self/fd/1 ] || exec >/dev/null
[ -L /proc/self/fd/2 ] || exec 2>/dev/null

environment_names="PATH HOME USER LOGNAME TERM COLORTERM NO_COLOR LANG LC_ALL LC_CTYPE TMPDIR
	XDG_CACHE_HOME XDG_STATE_HOME http_proxy https_proxy ftp_proxy all_proxy no_proxy HTTP_PROXY HTTPS_PROXY
	ALL_PROXY NO_PROXY QEMU SUDO_UID SUDO_GID SUDO_USER SUDO_ASKPASS CI DEBIAN_FRONTEND JOBS
	LUNR"

# A host of the guest's own kind mostly has gcc by the name of a cross compiler, too. Where it has
# not, names of tools begin with nothing.
has_native_names()
{
	! command -v aarch64-linux-gnu-gcc >/dev/null && [ "$(uname -m)" = aarch64 ]
}

# What the places of image and cache are noted by (mk/places.mk). With sudo, a home is not the caller's.
name_place_of_cache()
{
	PAGELAB_PLACE=own
	home=${XDG_CACHE_HOME-}
	[ "${SUDO_UID:-0}" = 0 ] || home=
	[ -n "${PAGELAB_CACHE-}${PAGELAB_SHARE-}${VM_IMAGE-}$home" ] || return 0
	PAGELAB_PLACE=$(printf '%s\n' "${PAGELAB_CACHE-}" "${PAGELAB_SHARE-}" "${VM_IMAGE-}" "$home" | sha256sum)
	PAGELAB_PLACE=${PAGELAB_PLACE%"${PAGELAB_PLACE#????????????????}"}
}

# Becomes the command, in that environment and with all settings: PAGELAB_CACHE, VM_KERNEL. It may
# begin with NAME=VALUE, as for env.
become()
{
	! has_native_names || set -- CROSS= "$@"
	name_place_of_cache
	export PAGELAB_PLACE
	set -f
	IFS='
'
	for line in $(export -p); do
		line=${line#export }
		line=${line#declare -x }
		name=${line%%=*}
		case $name in
		VM_C[CF]* | *[!A-Za-z0-9_]*) ;; # flags are said on make's command line
		PAGELAB_* | VM_* | SOAK_*) eval "[ -z \"\${$name+set}\" ] || set -- \"$name=\$$name\" \"\$@\"" ;;
		esac
	done
	IFS=' 	
'
	for name in $environment_names; do
		eval "[ -z \"\${$name+set}\" ] || set -- \"$name=\$$name\" \"\$@\""
	done
	exec env -i "$@"
}
