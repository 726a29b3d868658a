"""Calcifications in mammograms, for Python programs without Slicer: `read`, `detect`, `rate`, `report`, `load_model`.

A thin layer over MicrocalcCADLib, which the panel and the command line run on too. Importing it loads NumPy and no
more; what a function needs is loaded when it is called. Every error that a user can mend is a `MicrocalcError` with one
sentence.

Example
-------
>>> import microcalc
>>> detection = microcalc.detect(microcalc.sample())
>>> detection.clusters[0].count > 5
True
"""

from MicrocalcCADLib import RESEARCH_ONLY, __version__
from MicrocalcCADLib.errors import Cancelled, InputError, MicrocalcError, ModelError, OutputError
from MicrocalcCADLib.findings import Calcification, Cluster, Findings
from MicrocalcCADLib.mammogram import Mammogram

from .detection import Detection
from .functions import Model, detect, load_model, rate, read, report
from .sample_image import sample

__all__ = [
    "RESEARCH_ONLY",
    "Calcification",
    "Cancelled",
    "Cluster",
    "Detection",
    "Findings",
    "InputError",
    "Mammogram",
    "MicrocalcError",
    "Model",
    "ModelError",
    "OutputError",
    "__version__",
    "detect",
    "load_model",
    "rate",
    "read",
    "report",
    "sample",
]
