# SPDX-License-Identifier: CC-BY-4.0
stats 'recorded/placement-6.1.csv' using ($3 > 8192 ? $1 : NaN) name 'old' nooutput
stats 'recorded/placement-6.12.csv' using ($3 > 8192 ? $1 : NaN) name 'new' nooutput
set xlabel 'seconds'
set ylabel 'pages on node 1'
set yrange [0:18000]
set ytics 0, 4096, 16384
set label 'Linux 6.1' at old_min, 8192 offset 1.2, 0 textcolor rgb blue
set label 'Linux 6.12' at new_min, 6144 offset 1.2, 0 textcolor rgb '#555555'
plot 'recorded/placement-6.1.csv' using 1:3 with lines linestyle 1, \
	'recorded/placement-6.12.csv' using 1:3 with lines linestyle 2
