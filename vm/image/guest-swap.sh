#!/bin/sh
# SPDX-License-Identifier: MIT
# Gives this machine swap, in memory that is compressed (zram): swap [MIB], 256 if not said.
# swap off takes all of it away.
set -eu
case ${1:-256} in
off)
	sed 1d /proc/swaps | cut -d ' ' -f 1 | xargs -r -n 1 swapoff
	exit ;;
*[!0-9]* | 0*)
	echo "usage: swap [MIB | off]" >&2
	exit 2 ;;
esac
while read -r module; do
	insmod "$module" 2>/dev/null || grep -q "^$(basename "$module" .ko | tr - _) " /proc/modules
done </lib/modules/zram.list
zram=zram$(cat /sys/class/zram-control/hot_add)
echo "${1:-256}M" >"/sys/block/$zram/disksize"
mkswap "/dev/$zram" >/dev/null
swapon "/dev/$zram"
cat /proc/swaps
