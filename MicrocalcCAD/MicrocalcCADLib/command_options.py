"""Options that `microcalc detect` and `microcalc batch` have in common, and what they mean."""

from __future__ import annotations

import argparse
import math
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .detection import DetectionOptions


def given_path(text: str) -> Path:
    """Return the path in an argument; an empty one, as of a variable of the shell that is not set, would mean the
    current folder.
    """
    if not text:
        raise argparse.ArgumentTypeError("an empty path names no file and no folder: give its name")
    return Path(text)


def number(kind: type, least: float | None, most: float | None = None) -> Callable[[str], float]:
    """Return what reads a number of a kind, ``int`` or ``float``, from `least` to `most`."""

    def value(text: str) -> float:
        given: float = kind(text)
        if math.isnan(given):
            raise argparse.ArgumentTypeError(f"{text} is no number")
        if least is not None and given < least:
            raise argparse.ArgumentTypeError(f"{given:g} is too small, the least is {least:g}")
        if most is not None and given > most:
            raise argparse.ArgumentTypeError(f"{given:g} is too large, the most is {most:g}")
        return given

    # argparse names the kind where the text is none
    value.__name__ = kind.__name__
    return value


def add_result_arguments(parser: argparse.ArgumentParser) -> None:
    """Add where the results go, how is detected and rated, and what overrides the file."""
    parser.add_argument(
        "-o", "--output", required=True, type=given_path, metavar="DIR", help="folder for the results, made if missing"
    )
    formats = "json,labels,seg,csv,overlay,html,pdf,dicom-seg,cad-sr,gsps,capture"
    parser.add_argument("--save", default="json", metavar="LIST", help=f"some of {formats}; json is always written")
    parser.add_argument("--method", metavar="NAME", help="see `microcalc methods`; default hdogreg")
    parser.add_argument(
        "--model",
        metavar="NAME|FOLDER",
        help="see `microcalc models`, or the folder of a bundle; default: the method's own",
    )
    parser.add_argument(
        "--kinds",
        metavar="NAME|FOLDER",
        help="model that names kinds of calcification, or none; default: the catalogue's",
    )
    rating = (
        "model that rates groups (see `microcalc models`), its folder, odds, malignancy, birads or none; give it again"
        " for several"
    )
    parser.add_argument("--rating", action="append", metavar="NAME|FOLDER", help=f"{rating}; default odds")
    parser.add_argument(
        "--operating-point",
        default="balanced",
        metavar="POINT",
        help="sensitive, balanced, specific or a number from 0 to 1",
    )
    parser.add_argument(
        "--by",
        default="suspicion",
        choices=("suspicion", "score"),
        help="what the operating point acts on; default suspicion",
    )
    parser.add_argument(
        "--linking-distance", type=float, default=5.0, metavar="MM", help="largest gap within a cluster, default 5"
    )
    parser.add_argument("--device", default="auto", choices=("auto", "cpu", "cuda"), help="where the network runs")
    parser.add_argument(
        "--spacing", type=float, metavar="MM", help="pixel spacing in the detector plane, where the file has none"
    )
    parser.add_argument("--full-scale", type=float, metavar="N", help="stored value of full white, for example 4095")
    parser.add_argument(
        "--invert", choices=("yes", "no"), help="whether bright and dark are exchanged; default: decided by the file"
    )
    parser.add_argument("--quiet", action="store_true", help="no progress on the error output")


def detection_options(options: argparse.Namespace, identifiers: bool = True) -> DetectionOptions:
    """Return what the options mean; raises `InputError` for impossible ones."""
    from .clusters import ClusterParameters
    from .detection import DetectionOptions
    from .reporting import chosen_formats

    return DetectionOptions(
        folder=options.output,
        formats=chosen_formats(options.save),
        choice=options.operating_point,
        by=options.by,
        clusters=ClusterParameters(linking_distance_mm=options.linking_distance),
        spacing_mm=options.spacing,
        full_scale=options.full_scale,
        invert=None if options.invert is None else options.invert == "yes",
        identifiers=identifiers,
        ratings=None if options.rating is None else tuple(options.rating),
    )
