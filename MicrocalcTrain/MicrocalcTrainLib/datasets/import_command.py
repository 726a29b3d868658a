"""`microcalc-train import`: its options and what it prints."""

from __future__ import annotations

import argparse
import logging

from MicrocalcCADLib.command_options import given_path, number

KINDS = ("inbreast", "cbis-ddsm", "folder", "scene")
LAYOUTS = """\
what FOLDER holds:
  inbreast    AllDICOMs, AllXML, and INbreast.xls or INbreast.csv
  cbis-ddsm   folders Calc-Training_P_00005_RIGHT_CC and ..._1, the tables calc_case_description_*_set.csv;
              the films' pixel spacing in spacings.csv (columns image, spacing_mm) or by --spacing
  folder      images in FOLDER or in FOLDER/images, and for the image NAME.png one or more of
                masks/NAME.png     calcifications, white on black (also NRRD, TIFF, DICOM; in a NRRD also numbered)
                regions/NAME.png   clusters or lesions as a whole
                NAME.points.csv    columns row, column, radius_mm (may be left out); pixels from 0
                NAME.findings.json of Microcalc, outlined where NAME.labels.nrrd lies beside it
              or truth.json, as `simulate` writes it. images.csv, which may be left out, has the columns image,
              patient, age, birads, density, pathology (malignant, benign, benign without biopsy, normal) and
              spacing_mm; an image without truth is used only where it says normal
  scene       cases that Slicer's module Microcalc Train wrote
"""


def add_import(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "import",
        help=(
            "bring a labelled set into a data set to train on: splits by patient, patches by class; goes on where it"
            " was stopped"
        ),
        epilog=LAYOUTS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("kind", choices=KINDS)
    parser.add_argument(
        "folder",
        type=given_path,
        metavar="FOLDER",
        help=(
            "as published; for `folder`, images with masks, points or findings beside them; for `scene`, cases"
            " corrected in Slicer"
        ),
    )
    parser.add_argument("-o", "--output", type=given_path, required=True, metavar="DATASET")
    parser.add_argument(
        "--spacing", type=float, metavar="MM", help="true pixel spacing of images of which the set does not say it"
    )
    parser.add_argument(
        "--full-scale", type=float, metavar="N", help="stored value that means white, where the set does not say it"
    )
    parser.add_argument(
        "--split",
        default="0.7,0.15,0.15",
        metavar="A,B,C",
        help="fractions of training, validation and test; `published`; or a splits.json",
    )
    parser.add_argument(
        "--resample", type=float, metavar="MM", help="bring all images to this pixel spacing (needed where they differ)"
    )
    parser.add_argument("--size", type=int, default=49, metavar="PX", help="side of the patches (default %(default)s)")
    parser.add_argument(
        "--content", choices=("contrast", "grey"), default="contrast", help="what patches hold (default %(default)s)"
    )
    parser.add_argument(
        "--truth", choices=("calcifications", "regions"), default="calcifications", help="what makes a patch positive"
    )
    parser.add_argument(
        "--workers",
        type=number(int, 1),
        default=None,
        metavar="N",
        help="processes (default: one a processor, at most 8)",
    )
    parser.add_argument("--seed", type=number(int, 0), default=1)
    parser.set_defaults(run=run_import)


def run_import(options: argparse.Namespace) -> int:
    """Import a set and print its summary; 1 if images were left out, each named with its reason."""
    from MicrocalcCADLib.console import silenced_warnings
    from MicrocalcCADLib.processors import processors
    from MicrocalcCADLib.progress import Progress
    from MicrocalcCADLib.reading.given import Given

    from .importing import import_set, read_data_set
    from .splits import chosen_split
    from .store_file import StoreParameters
    from .summary import as_table

    parameters = StoreParameters(options.size, options.resample, options.content, options.truth, seed=options.seed)
    Given.checked(options.spacing, options.full_scale, None)
    rule = chosen_split(options.split, options.seed)
    with silenced_warnings():
        data = read_data_set(options.kind, options.folder, options.spacing, options.full_scale)
        progress = Progress(lambda _, text: logging.info(text))
        summary = import_set(data, options.output, rule, parameters, options.workers or min(8, processors()), progress)
    print(as_table(summary))
    return 1 if summary.left_out else 0
