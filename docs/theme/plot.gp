# SPDX-License-Identifier: MIT
# The look of all figures that are plotted, read before each (mk/plot): for a page, and for a telephone. Colours differ in
# brightness, lines in their dashes too, so that a print in grey says the same.
wide = !exists('narrow')
width = wide ? 720 : 360
letters = wide ? 'sans-serif,14' : 'sans-serif,12'
left = wide ? 0.12 : 0.22
set terminal svg size width,300 font letters background '#ffffff'
set datafile separator ','
set datafile commentschars '#$'
set encoding utf8
if (!wide) set ylabel offset 1, 0
set border 3 linecolor '#000000'
set tics nomirror out
set key off
set lmargin wide ? 12 : 11
set rmargin wide ? 4 : 2
set bmargin 3.5
set tmargin 1.5
set style line 1 linecolor '#0b4f8a' linewidth 2.4
set style line 2 linecolor '#8a8a8a' linewidth 2.4 dashtype (8, 4)
set style line 3 linecolor '#b0b0b0' linewidth 1 dashtype (3, 4)
set style fill solid 1 noborder
blue = 0x0b4f8a
grey = 0xb8b8b8
pale = 0xececec
