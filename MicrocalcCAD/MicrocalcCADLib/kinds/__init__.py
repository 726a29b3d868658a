"""The kinds of calcification: their words, and naming what was found."""
