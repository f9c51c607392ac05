# SPDX-License-Identifier: CC-BY-4.0
set yrange [0:*]
set boxwidth 0.36
set xrange [-0.6:10.6]
set xtics 0, 1
set xlabel 'order of the block'
set ylabel 'free pages in such blocks'
set key top right
plot 'recorded/buddyinfo.csv' using ($1 - 0.19):($2 * 2 ** $1) with boxes linecolor rgb grey \
		title 'fragmented', \
	'' using ($1 + 0.19):($3 * 2 ** $1) with boxes linecolor rgb blue title 'compacted'
