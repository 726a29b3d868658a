"""Microcalc: finds, segments, groups, measures and rates calcifications in mammograms.

Pure Python on numpy, scipy, SimpleITK and ONNX Runtime; nothing here imports Slicer, Qt or VTK, and nothing heavy is
imported before it is needed.
"""

__version__ = "0.1.0"

RESEARCH_ONLY = "Research only: not a medical device, not for diagnosis."
