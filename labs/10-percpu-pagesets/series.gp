# SPDX-License-Identifier: CC-BY-4.0
set terminal svg size width,440 font letters background '#ffffff'
set multiplot layout 2, 1 margins screen left, 0.95, 0.16, 0.95 spacing screen 0, 0.12
set ylabel 'pages in stock'
set xrange [0:4096]
set yrange [0:480]
set ytics 0, 100
set xtics 0, wide ? 512 : 1024
set arrow 1 from 0, 393 to 4096, 393 nohead linestyle 3
set arrow 2 from 2048, 0 to 2048, 480 nohead linestyle 3
set label 2 'high: 393' at 40, 425 textcolor rgb '#555555'
set label 1 'Linux 6.1' at 4060, 40 right
plot 'recorded/series-6.1.csv' with lines linestyle 1 linewidth 1.4
set label 1 'Linux 6.12'
set xlabel 'pages taken, and from 2048 on given back' offset 0, 0.4
plot 'recorded/series-6.12.csv' with lines linestyle 1 linewidth 1.4
unset multiplot
