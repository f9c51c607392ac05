# SPDX-License-Identifier: MIT
# The look of all figures that are plotted, read before each (mk/plot). Colours differ in
# brightness, lines in their dashes too, so that a print in grey says the same.
set terminal svg size 720,300 font 'sans-serif,14' background '#ffffff'
set datafile separator ','
set datafile commentschars '#$'
set encoding utf8
set border 3 linecolor '#000000'
set tics nomirror out
set key off
set lmargin 12
set rmargin 4
set bmargin 3.5
set tmargin 1.5
set style line 1 linecolor '#0b4f8a' linewidth 2.4
set style line 2 linecolor '#8a8a8a' linewidth 2.4 dashtype (8, 4)
set style line 3 linecolor '#b0b0b0' linewidth 1 dashtype (3, 4)
set style fill solid 1 noborder
blue = 0x0b4f8a
grey = 0xb8b8b8
pale = 0xececec
