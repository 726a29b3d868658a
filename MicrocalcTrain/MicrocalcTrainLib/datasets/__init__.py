"""Data sets with truth, one reader a layout."""
