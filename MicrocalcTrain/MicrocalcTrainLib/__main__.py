"""The command line `microcalc-train`."""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from MicrocalcCADLib.command_options import given_path, number
from MicrocalcCADLib.console import of_the_system, to_any_console
from MicrocalcCADLib.ending import ended_as_by_ctrl_c, status_of
from MicrocalcCADLib.errors import MicrocalcError, at_command_line

from .datasets.import_command import add_import
from .queue_command import add_queue
from .recipes import RECIPES, check_takes_data, made, options_of, recipe_of
from .recipes.options import OPTIONS, SEED, SPACING, WORKERS, with_options
from .runs import told_in_a_run

if TYPE_CHECKING:
    from .simulation.backgrounds import BackgroundSource

# what training needs beside detection, by the name under which it is imported
PACKAGES = {"torch": "PyTorch", "monai": "MONAI", "ignite": "pytorch-ignite", "sklearn": "scikit-learn"}
MISSING = (
    "This needs {package}, which is not installed: install PyTorch (in Slicer the extension PyTorch), then the packages"
    ' for training (in the clone pip install ".[train]"; in Slicer the module Microcalc Train asks for them).'
)
STOPPED_AND_KEPT = "Stopped: what was finished is kept, the same command goes on from there."
STOPPED = "Stopped: the same command begins again."
_SPACING = number(float, SPACING.least, SPACING.most)


def main(arguments: list[str] | None = None, words: Callable[[MicrocalcError], str] = at_command_line) -> int:
    """Run the command line and return its exit status: 0 done, 1 failed, 2 wrong usage, 130 interrupted.

    Parameters
    ----------
    words
        Gives the sentence of an error that ends it.
    """
    return carried_out(parsed(arguments), words)


def carried_out(options: argparse.Namespace, words: Callable[[MicrocalcError], str]) -> int:
    """Do what the options of a command line say, ``options.run``, and return the exit status; see `main`."""
    return to_any_console(lambda: _carried_out(options, words))


def _carried_out(options: argparse.Namespace, words: Callable[[MicrocalcError], str]) -> int:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", stream=sys.stderr)
    try:
        with ended_as_by_ctrl_c():
            return options.run(options)
    except MicrocalcError as error:
        print(words(error), file=sys.stderr)
        return 1
    except ModuleNotFoundError as error:
        if (package := str(error.name).partition(".")[0]) not in PACKAGES:
            raise
        print(MISSING.format(package=PACKAGES[package]), file=sys.stderr)
        return 1
    except OSError as error:
        if not (told := of_the_system(error)):
            raise
        print(told, file=sys.stderr)
        return 1
    except KeyboardInterrupt as error:
        print(STOPPED_AND_KEPT if getattr(options, "goes_on", True) else STOPPED, file=sys.stderr)
        return status_of(error)


def main_of_a_run(arguments: list[str]) -> int:
    """Run the command line for a panel, whose sentences name no options."""
    return main(arguments, words=told_in_a_run)


def parsed(arguments: list[str] | None = None) -> argparse.Namespace:
    """Return the options of a command line; ends the process with status 2 for a wrong one."""
    return _parser().parse_args(arguments)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="microcalc-train",
        description="Simulate labelled mammograms and train Microcalc's networks. Research only.",
    )
    commands = parser.add_subparsers(dest="command", required=True)
    simulate = commands.add_parser(
        "simulate", help="write a set of mammograms with simulated calcifications and their truth"
    )
    simulate.add_argument("-o", "--output", type=given_path, required=True, metavar="DIR")
    simulate.add_argument("--count", type=number(int, 1), default=20, help="images (default %(default)s)")
    simulate.add_argument(
        "--spacing",
        type=_SPACING,
        nargs="+",
        default=[0.07],
        metavar="MM",
        help="pixel spacings, taken in turn (default 0.07)",
    )
    simulate.add_argument("--held-out", action="store_true", help="use the backgrounds that training never sees")
    simulate.add_argument(
        "--kinds",
        action="store_true",
        help="lesions of every kind, large ones and vessels too, and kinds.json for evaluate --kinds",
    )
    simulate.add_argument("--seed", type=number(int, 0), default=1)
    add_backgrounds(simulate)
    simulate.set_defaults(run=_simulate, goes_on=False)
    add_import(commands)
    add_queue(commands)
    train = commands.add_parser(
        "train", help="train a method's networks and write their bundle; the same command goes on after an interruption"
    )
    train.add_argument("name", choices=RECIPES)
    train.add_argument("-o", "--output", type=given_path, required=True, metavar="DIR")
    train.add_argument(
        "--data",
        type=given_path,
        metavar="DATASET|FOLDER",
        help="data set of `import`, or a folder that is imported first, instead of simulation",
    )
    train.add_argument(
        "--full-scale",
        type=float,
        metavar="N",
        help="stored value that means white in a --data FOLDER that does not say it",
    )
    for option in OPTIONS:
        option.add_to(train)
    train.add_argument("--device", choices=("auto", "cpu", "cuda"), default="auto")
    add_backgrounds(train)
    train.set_defaults(run=_train)
    tune = commands.add_parser(
        "fine-tune", help="go on training a shipped model on a data set of `import`; writes a new bundle beside it"
    )
    tune.add_argument("name", choices=("hdogreg-light", "hdogreg-fpn", "kinds"))
    tune.add_argument(
        "--data",
        type=given_path,
        required=True,
        metavar="DATASET",
        help="with single calcifications marked, for kinds with kinds that a reader named, and a validation part",
    )
    tune.add_argument("-o", "--output", type=given_path, required=True, metavar="DIR")
    tune.add_argument(
        "--model",
        metavar="NAME|FOLDER",
        help="bundle to start from (default: the shipped one, of hdogreg-fpn there is none)",
    )
    for count in ("epochs", "steps", "simulated-images"):
        tune.add_argument(f"--{count}", type=number(int, 1), default=None)
    SEED.add_to(tune)
    tune.add_argument("--device", choices=("auto", "cpu", "cuda"), default="auto")
    add_backgrounds(tune)
    tune.set_defaults(run=_fine_tune)
    export = commands.add_parser("export", help="write a model as one zip file, which Microcalc Train takes in again")
    export.add_argument("model", metavar="NAME|FOLDER", help="name in the catalogue, or the folder of a bundle")
    export.add_argument("-o", "--output", type=given_path, required=True, metavar="FILE.zip")
    export.set_defaults(run=_export, goes_on=False)
    evaluate = commands.add_parser(
        "evaluate", help="run methods over a labelled set and print their table; goes on where it was stopped"
    )
    evaluate.add_argument(
        "folder",
        type=given_path,
        nargs="?",
        metavar="FOLDER",
        help="data set of `import`, set that `simulate` wrote, or one laid out so",
    )
    evaluate.add_argument(
        "--split",
        choices=("train", "validation", "test"),
        default="test",
        help="part of a data set (default %(default)s)",
    )
    evaluate.add_argument(
        "-o",
        "--output",
        type=given_path,
        required=True,
        metavar="DIR",
        help="gets the analyses, table, CSV, JSON and figures",
    )
    evaluate.add_argument(
        "--method", nargs="+", default=["hdogreg"], metavar="NAME[=MODEL]", help="one or more, see `microcalc methods`"
    )
    evaluate.add_argument("--model", metavar="NAME|FOLDER", help="of a single method; default: the method's own")
    evaluate.add_argument(
        "--outlines-at",
        default="nearest",
        metavar="POINT",
        help="nearest (to FROC's corner), an operating point, or 0..1",
    )
    evaluate.add_argument(
        "--named",
        action="store_true",
        help="name kinds too, as `microcalc detect` does: large ones are one object each",
    )
    evaluate.add_argument("--device", choices=("auto", "cpu", "cuda"), default="auto")
    evaluate.add_argument(
        "--kinds",
        type=given_path,
        metavar="DIR",
        help="instead of FOLDER: judge the kinds of the findings that `microcalc detect` wrote there",
    )
    evaluate.add_argument(
        "--truth", type=given_path, metavar="JSON", help="things of known kind in these images (with --kinds)"
    )
    evaluate.add_argument(
        "--rating",
        nargs="+",
        metavar="NAME|FOLDER",
        help="measure ratings of what one method finds: AUC, calibration, QWK (odds, birads ...)",
    )
    evaluate.set_defaults(run=_evaluate)
    return parser


def add_backgrounds(parser: argparse.ArgumentParser) -> None:
    """Add the options that say which backgrounds are simulated on."""
    parser.add_argument(
        "--backgrounds",
        type=given_path,
        metavar="DIR",
        help="folder of mammograms without findings, one a patient (CDD-CESM low-energy images); a detector's operating"
        " points are chosen on them",
    )
    parser.add_argument("--backgrounds-spacing", type=_SPACING, default=0.094, metavar="MM")


def _sources(options: argparse.Namespace) -> list[BackgroundSource]:
    from .simulation.backgrounds import all_sources

    return all_sources(options.backgrounds, options.backgrounds_spacing)


def _simulate(options: argparse.Namespace) -> int:
    from MicrocalcCADLib.mammogram import check_spacing
    from MicrocalcCADLib.progress import Progress

    from .simulation.backgrounds import split
    from .simulation.images import ImageParameters, simulate_set, write_set
    from .simulation.kinds.images import listed, simulate_kinds, write_list

    for spacing in options.spacing:
        check_spacing((spacing, spacing))
    sources = split(_sources(options), options.held_out)
    entries: list[dict[str, object]] = []
    images = simulate_set(
        sources,
        options.count,
        options.spacing,
        options.seed,
        ImageParameters(),
        None,
        simulate_kinds if options.kinds else None,
    )
    progress = Progress(lambda _, text: logging.info(text))
    print(write_set(options.output, listed(images, entries) if options.kinds else images, options.count, progress))
    if options.kinds:
        print(write_list(options.output, entries))
    return 0


def _train(options: argparse.Namespace) -> int:
    bundle = train_bundle(options)
    if bundle:
        print(bundle)
    return 0


def train_bundle(options: argparse.Namespace) -> Path | None:
    """Train as the options of `train` say and return the bundle's folder; None in a process that only helped."""
    from contextlib import nullcontext
    from dataclasses import asdict

    from MicrocalcCADLib.console import silenced_warnings
    from MicrocalcCADLib.memory import keep_heap
    from MicrocalcCADLib.networks.engine import choose_device

    from .workflows.distributed import join, leads, leave
    from .workflows.run_record import recorded
    from .workflows.same_run import check_same_run

    keep_heap()
    given = {option.name: getattr(options, option.name) for option in OPTIONS}
    recipe = with_options(recipe_of(options.name), given, options_of(options.name), options.name)
    command, device = "microcalc-train " + " ".join(_recorded(options)), join(choose_device(options.device))
    try:
        with silenced_warnings() if options.data else nullcontext():
            material = _material(options)
            check_same_run(options.output, options.name, asdict(recipe), {"data": material.facts["sha256"]})
            with recorded(options.output, options.name, recipe, device, command, material.facts):
                bundle = made(options.name, options.output, material, recipe, device, command)
        return bundle if leads() else None
    finally:
        leave()


def _material(options: argparse.Namespace) -> Any:
    """Return what the options say to train on."""
    from MicrocalcCADLib.errors import InputError

    from .workflows.distributed import first_then_all
    from .workflows.material import Simulated
    from .workflows.on_data.training_set import opened_set

    if options.data:
        check_takes_data(options.name)
        return first_then_all(lambda: opened_set(options.data, options.output, options.seed, options.full_scale))
    if options.full_scale is not None:
        raise InputError("--full-scale is of the images in the folder of --data: give --data, or leave it out.")
    return Simulated(_sources(options))


def _fine_tune(options: argparse.Namespace) -> int:
    from dataclasses import replace

    from MicrocalcCADLib.errors import InputError
    from MicrocalcCADLib.memory import keep_heap

    keep_heap()
    given = {name: getattr(options, name) for name in ("epochs", "steps", "simulated_images", "seed")}
    given = {name: value for name, value in given.items() if value is not None}
    if refused := _not_tuned_so(options):
        raise InputError(refused[0], option=refused[1])
    start = f"microcalc-train fine-tune {options.name} --data DATASET -o DIR"
    command = " ".join([start, *(f"--{name.replace('_', '-')} {value}" for name, value in given.items())])
    from_where = (options.data, options.output, _sources(options))
    if options.name == "kinds":
        from .workflows.kind_tuning import KindTuning, tune_kinds
        from .workflows.kind_tuning_card import as_text as words_on_kinds

        tuning = replace(KindTuning(), **given)
        print(words_on_kinds(tune_kinds(*from_where, tuning, options.model, options.device, command)))
    else:
        from .workflows.fine_tuning import FineTuning, fine_tune
        from .workflows.fine_tuning_card import as_text

        parameters = replace(FineTuning(), **given)
        print(as_text(fine_tune(*from_where, parameters, options.model or options.name, options.device, command)))
    return 0


def _not_tuned_so(options: argparse.Namespace) -> tuple[str, str] | None:
    """Return why a model is not fine-tuned with these options, and the option that mends it; None where it is."""
    if options.name == "kinds" and options.simulated_images is not None:
        sentence = (
            "Fine-tuning of the kinds draws patches, as many simulated ones as corrected ones: it takes no simulated"
            " images."
        )
        return sentence, "without --simulated-images"
    if options.name == "hdogreg-fpn" and not options.model:
        sentence = "No weights of hdogreg-fpn ship with Microcalc: give a model to start from, imported or trained."
        return sentence, "--model FOLDER"
    if options.name == "hdogreg-fpn" and options.steps is not None:
        sentence = "The network hdogreg-fpn sees every patch once an epoch: its fine-tuning takes no steps."
        return sentence, "without --steps"
    return None


def _export(options: argparse.Namespace) -> int:
    from MicrocalcCADLib.errors import ModelError

    from .model_folders import export_model, known_models

    folder = Path(options.model) if options.model else None
    models = known_models((folder,) if folder and folder.is_dir() else ())
    chosen = [one for one in models if one.name == options.model or (folder and one.folder == folder.resolve())]
    if not chosen:
        names = ", ".join(model.name for model in models if model.shipped)
        raise ModelError(f"There is no model {options.model!r}: give the folder of a bundle, or one of {names}.")
    print(export_model(chosen[0], options.output))
    return 0


def _evaluate(options: argparse.Namespace) -> int:
    from MicrocalcCADLib.console import silenced_warnings
    from MicrocalcCADLib.errors import InputError

    from .datasets.labelled_folder import labelled_folder
    from .datasets.stored_images import is_store, labelled_images
    from .workflows.evaluation import checked_systems, evaluate_all
    from .workflows.evaluation_report import write_report

    for given in (options.folder, options.kinds):
        if given is not None and given.resolve() == options.output.resolve():
            raise InputError(
                f"{given} is what is evaluated, and would get the files of its evaluation: choose another folder.",
                option="-o",
            )
    if options.kinds or options.truth:
        return _evaluate_kinds(options)
    if options.rating:
        return _evaluate_ratings(options)
    if options.folder is None:
        raise InputError(
            "A set to evaluate is missing: give the folder of a labelled set, or of findings to judge their kinds.",
            option="--kinds DIR",
        )
    systems = checked_systems(options.method, options.model, options.outlines_at)
    images = (
        labelled_images(options.folder, options.split) if is_store(options.folder) else labelled_folder(options.folder)
    )
    with silenced_warnings():
        evaluations = evaluate_all(images, systems, options.output, options.outlines_at, options.device, options.named)
    facts = {
        "set": options.folder.resolve().name,
        "outlines_at": options.outlines_at,
        **({"named": "yes"} if options.named else {}),
    }
    print(write_report(options.output, evaluations, facts), end="")
    return 1 if any(image.failure for one in evaluations for image in one.images) else 0


def _evaluate_kinds(options: argparse.Namespace) -> int:
    from MicrocalcCADLib.errors import InputError
    from MicrocalcCADLib.files import prepared_folder, sha256_of

    from .workflows.kinds_evaluation import evaluate_kinds
    from .workflows.kinds_report import write_kinds_report

    if options.folder or not (options.kinds and options.truth):
        text = (
            "Kinds are judged from a folder of findings and a list of things of known kind, both, and from no other"
            " folder: give these two."
        )
        raise InputError(text, option="--kinds DIR --truth kinds-dev.json")
    evaluation = evaluate_kinds(options.kinds, options.truth)
    prepared_folder(options.output)
    facts = {
        "findings": options.kinds.resolve().name,
        "truth": options.truth.name,
        "truth_sha256": sha256_of(options.truth),
    }
    print(write_kinds_report(options.output, evaluation, facts), end="")
    return 0


def _evaluate_ratings(options: argparse.Namespace) -> int:
    from MicrocalcCADLib.console import silenced_warnings
    from MicrocalcCADLib.kinds import system

    from .workflows.evaluation import checked_systems
    from .workflows.ratings_evaluation import checked_ratings, evaluate_ratings
    from .workflows.ratings_report import write_ratings_report

    systems = checked_systems(options.method, options.model, options.outlines_at)
    checked_ratings(options.folder, options.rating, systems, options.outlines_at)
    detector = system.create(systems[0].method, systems[0].model, options.device)
    with silenced_warnings():
        evaluation = evaluate_ratings(
            options.folder, options.split, systems[0], detector, options.rating, options.output, options.outlines_at
        )
    facts = {
        "set": options.folder.resolve().name,
        "split": options.split,
        "method": systems[0].name,
        "reported_at": options.outlines_at,
    }
    print(write_ratings_report(options.output, evaluation, facts), end="")
    return 1 if evaluation.failures else 0


def _recorded(options: argparse.Namespace) -> list[str]:
    parts = ["train", options.name, "-o", "DIR"]
    parts += ["--data", "DATASET"] if options.data else []
    parts += ["--backgrounds", options.backgrounds.name] if options.backgrounds else []
    for option in OPTIONS:
        value = getattr(options, option.name)
        parts += option.written(value) if value is not None and option != WORKERS else []
    return parts


if __name__ == "__main__":
    sys.exit(main())
