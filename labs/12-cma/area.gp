# SPDX-License-Identifier: CC-BY-4.0
set terminal svg size width,380 font letters background '#ffffff'
set datafile separator whitespace
pages(when) = sprintf("< sed -n 's/^%s: //p' recorded/map.txt | grep -v area | tr ' ' '\\n'", when)
block = int(system("printf %d $(sed -n 's/.*granted at pfn //p' recorded/map.txt)"))
low = (block - 0xd8000) / 1024.0
set multiplot layout 3, 1 margins screen left, 0.96, 0.14, 0.94 spacing screen 0, 0.1
set label 3 'pages' at screen 0.03, graph 0.5 center rotate
set xrange [-0.6:31.6]
set yrange [0:1100]
set ytics 0, 1024, 1024
set boxwidth 0.8
unset xtics
set label 1 'before' at graph 0, 1.07 offset 0.5, 0
plot pages('filled') using 0:(1024) with boxes linecolor rgb pale, '' using 0:1 with boxes linecolor rgb blue
set label 1 'the driver has its block'
set label 2 'the driver: 96 MiB' at low + 11.5, 512 center
set object 2 rectangle from low - 0.4, 0 to low + 23.4, 1024 fillcolor rgb grey fillstyle solid border linecolor rgb '#000000' back
plot pages('grabbed') using 0:($0 < low || $0 > low + 23 ? 1024 : NaN) with boxes linecolor rgb pale, '' using 0:1 with boxes linecolor rgb blue
unset object 2
unset label 2
set label 1 'after'
set xlabel 'the area, 4 MiB each, '.(wide ? 'from low frames to high ones' : 'low to high')
plot pages('returned') using 0:(1024) with boxes linecolor rgb pale, '' using 0:1 with boxes linecolor rgb blue
unset multiplot
