# shellcheck shell=sh
# SPDX-License-Identifier: MIT
# Where build/ is: in the checkout, or, of a checkout that nobody may write to, in the folder that
# PAGELAB_BUILD names. There are links to all else of the checkout beside it then, so that whoever
# works in that folder finds everything by the names that it has in the checkout. Sourced.

# Sets $place: the checkout $1, or what stands for it.
name_place()
{
	place=$1
	case ${PAGELAB_BUILD-} in
	'') ;;
	/*) place=$PAGELAB_BUILD ;;
	*) place=$1/$PAGELAB_BUILD ;;
	esac
}

# In a checkout, or in a place for one: makes the links, and goes to the place.
go_to_place()
{
	[ -n "${PAGELAB_BUILD-}" ] || return 0
	checkout=$(readlink -f mk/..)
	name_place "$checkout"
	PAGELAB_BUILD=$place
	export PAGELAB_BUILD
	# shellcheck disable=SC3013 # as dash, bash and busybox have it
	[ ! . -ef "$place" ] || return 0
	mkdir -p "$place" 2>/dev/null
	[ -w "$place/" ] || give_up "PAGELAB_BUILD=$place cannot be written to."
	if [ -L "$place/mk" ]; then
		# shellcheck disable=SC3013
		[ "$place/mk/.." -ef "$checkout" ] ||
			give_up "PAGELAB_BUILD=$place is of another checkout: $(readlink -f "$place/mk/..")."
	elif [ -n "$(ls -A "$place")" ]; then
		give_up "PAGELAB_BUILD=$place is neither empty nor of this checkout."
	fi
	for name in "$checkout"/* "$checkout/.gitattributes"; do
		name=${name##*/}
		[ "$name" = build ] || [ -L "$place/$name" ] || ln -s "$checkout/$name" "$place/" ||
			give_up "PAGELAB_BUILD=$place cannot be used."
	done
	cd "$place" || exit 2
}
