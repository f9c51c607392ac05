# SPDX-License-Identifier: CC-BY-4.0
# The times begin anew where the pages are unpinned.
base = last = 0
seconds(ms) = (base = ms < last ? base + last + 50 : base, last = ms, (base + ms) / 1000.0)
half(ms, nr_pages) = (t = seconds(ms), nr_pages > 4096 ? t : NaN)
stats 'recorded/series.csv' using (half($1, $5)) name 'control' nooutput
base = last = 0
stats 'recorded/series.csv' using (half($1, $3)) name 'pinned' nooutput
unpinned = base / 1000.0
base = last = 0
set xlabel 'seconds'
set ylabel 'pages on node 1'
set yrange [0:9000]
set xrange [0:*] noextend
set ytics 0, 2048, 8192
set arrow from unpinned, 0 to unpinned, 9000 nohead linestyle 3
set label 'unpinned' at unpinned, 8700 offset 0.5, 0
level = wide ? 4600 : 6600
aside = wide ? 0 : 0.2
set label 'control buffer' at control_min + aside, level right offset -2, 0 textcolor rgb '#555555'
set label 'pinned buffer' at pinned_min + aside, level right offset -2, 0 textcolor rgb blue
plot 'recorded/series.csv' using (seconds($1)):5 with lines linestyle 2, \
	base = last = 0, '' using (seconds($1)):3 with lines linestyle 1
