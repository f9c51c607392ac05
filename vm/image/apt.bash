# shellcheck shell=bash disable=SC2154 # variables of vm/image/image
# SPDX-License-Identifier: MIT
# Fetches Debian's signed arm64 packages as an ordinary user, through an APT state of its
# own: the host's sources, keys, proxies and logins, none of its package lists. Sourced by
# vm/image/image; uses its die(), $VM_KERNEL and $image_dir.

# One "Field: value" stanza for each enabled binary source of the host that is Debian's own
# main archive, one-line .list files and .sources files alike. Limits on architectures and
# on what to fetch are the host's matter and left out. $1: sources.list, $2: the folder.
apt_stanzas()
{
	local file
	for file in "$1" "$2"/*.list; do
		[ -r "$file" ] || continue
		awk '
		/^[ \t]*deb[ \t]/ {
			sub(/#.*/, ""); sub(/^[ \t]*deb[ \t]+/, "")
			options = ""
			if (match($0, /^\[[^]]*\]/)) {
				options = substr($0, 2, RLENGTH - 2)
				$0 = substr($0, RLENGTH + 1)
			}
			uri = $1; suite = $2
			$1 = $2 = ""
			print "Types: deb\nURIs: " uri "\nSuites: " suite "\nComponents: " $0
			n = split(options, option, /[ \t]+/)
			for (i = 1; i <= n; i++)
				if (split(option[i], part, "=") == 2 && part[1] !~ /[-+]$/)
					print part[1] ": " part[2]
			print ""
		}' "$file"
	done
	for file in "$2"/*.sources; do
		[ -r "$file" ] || continue
		grep -v '^#' "$file"
		echo
	done
}

# Keeps of those stanzas what is component main of a suite of this Debian release, and adds
# its backports where the kernel is to come from there. $1: release, $2: 1 with backports.
apt_choose()
{
	awk -v release="$1" -v backports="$2" '
	function ours(suite,  base) {
		base = suite
		sub(/\/$/, "", base)
		sub(/(-updates|-security|\/updates)$/, "", base)
		return base == release || base == "stable" || base == "oldstable"
	}
	function flush_stanza(  i, n, list, suites, extra) {
		n = split(value["suites"], list, " ")
		for (i = 1; i <= n; i++) {
			if (!ours(list[i]))
				continue
			suites = suites " " list[i]
			if (backports && list[i] !~ /[-\/]/)
				extra = " " list[i] "-backports"
		}
		if (suites != "" && value["uris"] !~ /^[ \t]*cdrom:/ &&
		    (" " value["types"] " ") ~ / deb / && tolower(value["enabled"]) != "no" &&
		    (" " value["components"] " ") ~ / main /) {
			print "Types: deb"
			print "URIs: " value["uris"]
			print "Suites:" suites extra
			print "Components: main"
			print "Targets: Packages"
			print rest
		}
		split("", value)
		rest = ""
	}
	/^[ \t]*$/ { flush_stanza(); next }
	/^[ \t]/ {
		if (field in kept)
			value[field] = value[field] " " $0
		else if (!(field in dropped))
			rest = rest $0 "\n"
		next
	}
	{
		field = tolower(substr($0, 1, index($0, ":") - 1))
		if (field in kept) {
			value[field] = substr($0, index($0, ":") + 1)
			gsub(/[ \t]+/, " ", value[field])
		} else if (!(field in dropped))
			rest = rest $0 "\n"
	}
	BEGIN {
		split("types uris suites components enabled", names, " ")
		for (i in names)
			kept[names[i]]
		split("architectures arch languages lang targets target", names, " ")
		for (i in names)
			dropped[names[i]]
	}
	END { flush_stanza() }'
}

# Makes the APT state in $1. $2: Debian release.
apt_init()
{
	local backports=0 list=/etc/apt/sources.list parts=/etc/apt/sources.list.d
	eval "$(apt-config shell list Dir::Etc::sourcelist/f parts Dir::Etc::sourceparts/d)"
	mkdir -p "$1/lists/partial" "$1/cache/archives/partial"
	: >"$1/status"
	[ "$2 $VM_KERNEL" != "bookworm 6.12" ] || backports=1
	apt_stanzas "$list" "${parts%/}" | apt_choose "$2" "$backports" >"$1/debian.sources"
	[ -s "$1/debian.sources" ] || die "no source of Debian $2 in $list or $parts" \
		"The guest is made of Debian's packages for arm64. $way_out"
	cat >"$1/apt.conf" <<-EOF
		Dir::State "$1";
		Dir::State::status "$1/status";
		Dir::State::Lists "$1/lists";
		Dir::Cache "$1/cache";
		Dir::Cache::pkgcache "pkgcache.bin";
		Dir::Cache::srcpkgcache "srcpkgcache.bin";
		Dir::Etc::SourceList "$1/debian.sources";
		Dir::Etc::SourceParts "/dev/null";
		Dir::Etc::Preferences "/dev/null";
		Dir::Etc::PreferencesParts "/dev/null";
		#clear APT::Architectures;
		#clear APT::Default-Release;
		#clear APT::Update::Pre-Invoke;
		#clear APT::Update::Post-Invoke;
		#clear APT::Update::Post-Invoke-Success;
		APT::Architecture "arm64";
		APT::Architectures { "arm64"; "$host_arch"; };
		APT::Sandbox::User "root";
		Acquire::GzipIndexes "false";
		Debug::NoLocking "1";
	EOF
}

# The newest kernel of the series $VM_KERNEL of which image, headers and build tools are all
# there (a mirror in the middle of an update may have only some): prints the fetch list.
apt_kernel()
{
	local version image release need name
	apt-cache -c "$1/apt.conf" show linux-image-arm64 2>/dev/null |
		awk '/^Version:/ { v = $2 } /^Depends:/ { print v, $2 }' |
		grep "^${VM_KERNEL//./\\.}\." >"$1/kernels" || return 1
	while read -r version image; do
		release=${image#linux-image-}
		need=$(apt-cache -c "$1/apt.conf" show "linux-headers-$release=$version" 2>/dev/null |
			sed -n 's/^Depends: //p' | tr ',' '\n' | awk '/linux-/ { print $1 }')
		name=$(grep '^linux-kbuild-' <<<"$need") || continue
		printf '%s\n' "$image=$version" "linux-headers-$release=$version" \
			"$(grep -e '-common$' <<<"$need")=$version" \
			"$name:$host_arch=$version" >"$1/fetch-kernel"
		if (cd "$1" && xargs apt-get -c apt.conf -qq --print-uris download \
			<fetch-kernel >/dev/null 2>&1); then
			echo "$release"
			return
		fi
	done <"$1/kernels"
	return 1
}
