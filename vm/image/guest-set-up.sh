# shellcheck shell=sh
# SPDX-License-Identifier: MIT
# In the machine, once its disk is mounted on /tools: the programs are where they are in a Debian,
# by links, in place of busybox's; and the second disk gets a file system. Sourced by sh -e.
cp -rsf /tools/usr /
mke2fs -q -F -t ext2 -N 8192 -L scratch /dev/vdb
mount -t ext4 /dev/vdb /scratch
chmod 1777 /scratch
