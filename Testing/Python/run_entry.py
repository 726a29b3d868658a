"""What the child process of a run calls in tests: trainings that end, wait, fail or ignore that they shall stop."""

from __future__ import annotations

import json
import logging
import os
import signal
import sys
import time
from pathlib import Path

from MicrocalcCADLib.files import written_whole


def main(arguments: list[str]) -> int:
    """Do ``FOLDER EPOCHS HOW``, an epoch at a time, going on where the curves end."""
    folder, epochs, how = Path(arguments[0]), int(arguments[1]), arguments[2]
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stderr)
    if how == "deaf":
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    if how == "fails":
        print("The images have no calcifications: choose others.", file=sys.stderr)
        return 1
    file = folder / "region" / "curves.json"
    rows = json.loads(file.read_text())["curves"] if file.exists() else []
    while len(rows) < epochs:
        rows.append({"epoch": len(rows) + 1, "loss": 1 / (len(rows) + 1), "validation_loss": 0.5})
        with written_whole(file) as temporary:
            temporary.write_text(json.dumps({"parameters": {"epochs": epochs}, "curves": rows}))
        logging.info("epoch %d", len(rows))
        if how == "waits":
            (folder / "region" / "progress.json").write_text(
                json.dumps({"epoch": len(rows) + 1, "step": 9, "steps": 20})
            )
        if how in ("waits", "deaf"):
            with written_whole(folder / "region" / "checkpoint.pt") as temporary:
                temporary.write_text("half")
                time.sleep(60)
    return 0


def training(arguments: list[str]) -> int:
    """Do a command line of `microcalc-train train`; the environment variable RUN_ENTRY says how."""
    folder, epochs = arguments[arguments.index("-o") + 1], arguments[arguments.index("--epochs") + 1]
    return main([folder, epochs, os.environ.get("RUN_ENTRY", "ends")])


def evaluating(arguments: list[str]) -> int:
    """Write results as `microcalc-train evaluate` does: of two images one is half found, the other cannot be read."""
    folder, method = (
        Path(arguments[arguments.index("-o") + 1]),
        arguments[arguments.index("--method") + 1].partition("=")[0],
    )
    curve = {"threshold": [0.9, 0.5], "fp_per_image": [0.0, 1.0], "true_positive_rate": [0.5, 0.75]}
    row = {"method": method, "model": "tiny 1", "images": 2, "sensitivity_at_1_fp_per_image": 0.75, "pauc": None}
    curves = {
        "froc": None,
        "cluster_froc": curve,
        "roc": None,
        "reliability": {"score": [0.2, 0.8], "share_real": [0.1, 0.9]},
    }
    system = {**row, "failures": {"b": "It is damaged."}, **curves}
    lines = [
        "method,image,clusters,clusters_hit_at_any_score,false_clusters_at_any_score,calcifications,calcifications_found,failure"
    ]
    lines += [f"{method},a,2,1,3,9,5,", f"{method},b,1,0,0,,,It is damaged."]
    (folder / "images.csv").write_text("\n".join(lines) + "\n")
    with written_whole(folder / "evaluation.json") as temporary:
        temporary.write_text(json.dumps({"set": "small", "systems": [system], "paired_wilcoxon": []}))
    return 1


def tuning(arguments: list[str]) -> int:
    """Do a command line of `microcalc-train fine-tune` in miniature, on backgrounds in the folder that RUN_BACKGROUNDS
    names.
    """
    import MicrocalcTrainLib.__main__ as command_line
    from corrected_material import TINY
    from MicrocalcTrainLib.simulation.backgrounds import BackgroundSource
    from MicrocalcTrainLib.workflows import fpn_tuning, kind_tuning
    from test_fine_tuning import small_recipe

    paths = sorted(Path(os.environ["RUN_BACKGROUNDS"]).glob("*.png"))
    command_line._sources = lambda _options: [BackgroundSource(path, 0.1, path == paths[-1]) for path in paths]
    kind_tuning.KindTuning = lambda: TINY
    recipe = small_recipe()
    fpn_tuning.FpnRecipe = lambda: recipe
    return command_line.main_of_a_run(arguments)
