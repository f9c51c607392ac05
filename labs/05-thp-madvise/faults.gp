# SPDX-License-Identifier: CC-BY-4.0
set logscale y 2
set yrange [8:40000]
set ytics 16, 16, 16384
set boxwidth 0.6
set xrange [-0.6:8.6]
if (!wide) set xtics font 'sans-serif,10'
set xlabel 'size of a page in KiB'
set ylabel 'page faults'
plot 'recorded/faults.csv' using 0:2:xtic(1) with boxes linecolor rgb blue, \
	'' using 0:2:2 with labels offset 0, 0.8 font wide ? 'sans-serif,14' : 'sans-serif,8'
