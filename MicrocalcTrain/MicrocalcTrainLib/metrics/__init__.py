"""The measures by which the papers judge their systems; each names its paper and equation."""
