# SPDX-License-Identifier: CC-BY-4.0
set terminal svg size width,520 font wide ? 'sans-serif,13' : 'sans-serif,10' background '#ffffff'
set datafile separator whitespace
# The frames in order, each once; and a row for each page: its number, its frame's place
# among them (0: none), what the word says, the frame, how often it is mapped, and its place again where it comes for the first time.
frames = "sed -n 's/^page .*: present, pfn 0x\\([0-9a-f]*\\).*/\\1/p' recorded/run.txt | \
	awk '{ print length, $1 }' | sort -u -k 1n -k 2 | awk '{ print $2 }'"
pages = frames . " | awk 'NR == FNR { place[$1] = ++nr; next } \
	/^page/ { sub(\":\", \"\", $2); sub(\",\", \"\", $3); sub(\",\", \"\", $5); \
	frame = substr($5, 3); sub(\",\", \"\", $7); \
	print $2, place[frame] + 0, $3, $5, $7, seen[frame]++ ? 0 : place[frame] + 0 }' - recorded/run.txt"
unset border
unset tics
set lmargin 1
set rmargin 1
set bmargin 0.5
set tmargin 0.5
set xrange [0:10]
set yrange [24:-1.6]
set label 'pages of the buffer' at 1.6, -1.1 center
set label 'page frames' at 8.3, -1.1 center
right(place) = 2 * place - 1
plot '< ' . pages using (2.6):($2 > 0 ? $1 : NaN):(4.2):(right($2) - $1) with vectors nohead linestyle 1 linewidth 1, \
	'' using (1.6):1:(0.95):(0.42) with boxxyerror linecolor rgb pale, \
	'' using (1.6):1:(sprintf('page %d%s', $1, $2 > 0 ? '' : ', ' . strcol(3))) with labels, \
	'' using (8.3):($6 > 0 ? right($6) : NaN):(1.5):(0.7) with boxxyerror linecolor rgb pale, \
	'' using (8.3):($6 > 0 ? right($6) : NaN):(sprintf('%s, mapped %s', strcol(4), strcol(5))) with labels
