# SPDX-License-Identifier: CC-BY-4.0
stats 'recorded/map.csv' using 2 nooutput
set multiplot layout 2, 1 margins screen left, 0.96, 0.14, 0.92 spacing screen 0, 0.14
set ylabel 'pages'
set xrange [-0.6:STATS_records - 0.4]
set yrange [0:560]
set ytics 0, 256, 512
set boxwidth 0.8
unset xtics
set label 1 'before' at graph 0, 1.02 offset 0.5, 0
plot 'recorded/map.csv' using 0:(512) with boxes linecolor rgb pale, \
	'' using 0:2 with boxes linecolor rgb blue
set xlabel 'blocks of 512 frames, '.(wide ? 'from low frames to high ones' : 'low to high')
set label 1 'after'
plot 'recorded/map.csv' using 0:(512) with boxes linecolor rgb pale, \
	'' using 0:3 with boxes linecolor rgb blue
unset multiplot
