# shellcheck shell=sh
# SPDX-License-Identifier: MIT
# The one environment that builds and commands know: what stands here, and nothing else of the
# caller's. LANG and the like are for words to people; whoever reads another program's words
# sets LC_ALL=C.UTF-8 behind it. Sourced.

environment_names="PATH HOME USER LOGNAME TERM COLORTERM NO_COLOR LANG LC_ALL LC_CTYPE TMPDIR
	XDG_CACHE_HOME http_proxy https_proxy ftp_proxy all_proxy no_proxy HTTP_PROXY HTTPS_PROXY
	ALL_PROXY NO_PROXY QEMU SUDO_UID SUDO_GID SUDO_USER SUDO_ASKPASS CI DEBIAN_FRONTEND JOBS
	LUNR"

# Settings by their beginning: PAGELAB_CACHE, VM_KERNEL.
settings()
{
	export -p | while IFS= read -r line; do
		line=${line#export }
		line=${line#declare -x }
		case $line in
		VM_C[CF]*) continue ;; # flags are said on make's command line
		PAGELAB_* | VM_* | SOAK_*) ;;
		*) continue ;;
		esac
		line=${line%%=*}
		case $line in
		*[!A-Za-z0-9_]*) ;;
		*) printf '%s\n' "$line" ;;
		esac
	done
}

# Becomes the command, in that environment. It may begin with NAME=VALUE, as for env.
become()
{
	for name in $environment_names $(settings); do
		eval "[ -z \"\${$name+set}\" ] || set -- \"$name=\$$name\" \"\$@\""
	done
	exec env -i "$@"
}
