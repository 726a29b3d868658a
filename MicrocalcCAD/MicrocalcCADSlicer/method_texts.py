"""Plain names of the detectors and devices, and a line what each is for."""

from __future__ import annotations

from slicer.i18n import tr as _


def methodTexts() -> dict[str, tuple[str, str]]:
    """Return the title and the purpose of each method, by its name."""
    return {
        "hdogreg": (_("Standard (recommended)"), _("Finds and outlines each calcification, at all sizes.")),
        "two-stage": (
            _("For comparison: two-stage network, Valvano 2019"),
            _("A network proposes regions, a second one outlines the calcifications in them."),
        ),
        "patch-learning": (
            _("For comparison only: squares, Kahnouei 2022"),
            _("Marks squares of 224 pixels that hold calcifications, without outlines, clusters or kinds."),
        ),
        "context": (
            _("For comparison: context network, Wang and Yang 2018"),
            _("Bright spots, each judged by a network that sees it near and from afar."),
        ),
        "morphological": (
            _("For comparison: no network, Ciecholewski 2017"),
            _("Image processing alone, without a model: many more false marks."),
        ),
    }


def deviceTexts() -> dict[str, str]:
    """Return the title of each device, by its name."""
    return {"auto": _("Automatic"), "cpu": _("Processor"), "cuda": _("Graphics card (CUDA)")}
