# SPDX-License-Identifier: CC-BY-4.0
stats 'recorded/series.csv' using 1:2 nooutput
start = STATS_min_x
set xlabel 'seconds'
set ylabel 'pages_sharing' noenhanced
set yrange [0:STATS_max_y * 1.12]
set xrange [0:STATS_max_x - start]
scans = 0
ended(s, nr) = nr != scans ? (scans = nr, s - start) : NaN
set label 'scan ends' at graph 0.99, 0.95 right textcolor rgb '#555555'
plot 'recorded/series.csv' using (ended($1, $3)):(STATS_max_y * 1.12) with impulses linestyle 3, \
	'' using ($1 - start):2 with steps linestyle 1
