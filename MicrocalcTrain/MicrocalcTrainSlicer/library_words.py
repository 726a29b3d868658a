"""What the libraries say, that of the training too, in the language of the application."""

from __future__ import annotations

from MicrocalcCADSlicer import library_texts as detection
from MicrocalcCADSlicer.library_words import Library

from . import library_texts as training

said = Library((training.CONTEXT, training.TEXTS), (detection.CONTEXT, detection.TEXTS)).said
