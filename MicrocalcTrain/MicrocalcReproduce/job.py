"""What a reproduction is given, and what it leaves behind."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from MicrocalcCADLib import RESEARCH_ONLY
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.files import read_json, through_json, write_text
from MicrocalcCADLib.findings import ModelIdentity
from MicrocalcCADLib.models import METADATA, SECTION, list_models
from MicrocalcTrainLib.datasets.stored_images import is_store
from MicrocalcTrainLib.simulation.backgrounds import BackgroundSource

from .tables import Table, as_csv, as_json, as_markdown, as_text

if TYPE_CHECKING:
    from matplotlib.figure import Figure

log = logging.getLogger(__name__)
SETTINGS, MODEL = "settings.json", "model.json"


@dataclass(frozen=True)
class Job:
    """Where to work and on what.

    Parameters
    ----------
    folder
        Gets everything; what is there of an earlier, interrupted run is taken up.
    sources
        Backgrounds for simulated lesions.
    data
        Data set of `microcalc-train import`, or a folder in the project's own layout; None for simulation.
    models
        Folder of bundles that come before the installed ones; None for these alone.
    command
        As it was typed, for the record.
    """

    folder: Path
    sources: tuple[BackgroundSource, ...] = ()
    data: Path | None = None
    models: Path | None = None
    device: str = "cpu"
    command: str = ""

    @property
    def material(self) -> str:
        """What the numbers were measured on, in words."""
        return f"the data set {self.data.resolve().name}" if self.data else "simulated lesions"

    def bundles(self, method: str) -> tuple[Path, ...]:
        """Return the bundles for a method in `models`, by name; raises `InputError` if that is no folder."""
        if self.models is None:
            return ()
        if not self.models.is_dir():
            raise InputError(
                f"There is no folder {self.models}: give one that holds bundles, each in a folder of its own."
            )
        found = [path.parent.parent for path in sorted(self.models.glob(f"*/{METADATA.as_posix()}"))]
        return tuple(folder for folder in found if _method_of(folder) == method)

    def model(self, method: str) -> Path | None:
        """Return the bundle of `models` for a method, None for the installed one.

        Raises
        ------
        InputError
            If `models` holds several for it.
        """
        found = self.bundles(method)
        if len(found) > 1:
            raise InputError(
                f"{self.models} holds several models for {method} ({', '.join(p.name for p in found)}): leave one of"
                " them there."
            )
        return found[0] if found else None

    def has_model(self, method: str) -> bool:
        """Return whether a method has weights, given or installed."""
        return bool(self.bundles(method)) or any(entry.method == method for entry in list_models())


@dataclass(frozen=True)
class Report:
    """Tables and figures of a reproduction; figures by the name of their file without suffix."""

    tables: tuple[Table, ...]
    figures: Mapping[str, Figure] = field(default_factory=dict)


@contextmanager
def kept_settings(
    folder: Path, name: str, recipe: Any, data: Path | None, sources: Sequence[BackgroundSource] = ()
) -> Iterator[None]:
    """Record what decides the numbers, so that a folder is taken up by the same run only; a run that is refused before
    it made anything leaves no trace.

    A data set of `microcalc-train import` counts by its content, backgrounds too; runs of older versions did not keep
    that, and are taken up without.

    Raises
    ------
    InputError
        If the folder holds another run.
    """
    from MicrocalcTrainLib.workflows.run_record import sources_facts

    place = str(data.resolve()) if data else None
    decides = {"backgrounds": sources_facts(sources)["sha256"], "data_sha256": _content(data)}
    wanted = through_json({"table": name, "data": place, "recipe": asdict(recipe), **decides}, str)
    path = folder / SETTINGS
    if path.is_file():
        try:
            stored = read_json(path)
        except ValueError as error:
            raise InputError(f"{path} cannot be read ({error}): give an empty folder.") from error
        if {**decides, **stored} != wanted:
            raise InputError(
                f"{folder} holds a run of {stored.get('table')} with other settings: give the same ones, or another"
                " folder."
            )
        yield
        return
    is_new = not folder.exists()
    write_text(path, json.dumps(wanted, indent=1))
    try:
        yield
    except InputError:
        if list(folder.iterdir()) == [path]:
            path.unlink()
            if is_new:
                folder.rmdir()
        raise


def _content(data: Path | None) -> str | None:
    from MicrocalcTrainLib.workflows.on_data.training_set import data_hash

    return data_hash(data) if data is not None and is_store(data) else None


def keep_model(folder: Path, identity: ModelIdentity | None) -> None:
    """Record which model a run starts from, so that what was measured of one is not taken for another's.

    Raises
    ------
    InputError
        If the folder holds a run of another model.
    """
    if identity is None:
        return
    wanted, path = through_json(asdict(identity), str), folder / MODEL
    stored = read_json(path) if path.is_file() else wanted
    if stored != wanted:
        raise InputError(
            f"{folder} holds a run of the model {stored.get('name')} {stored.get('version')}: give that one, or another"
            " folder."
        )
    write_text(path, json.dumps(wanted, indent=1))


def write_report(job: Job, name: str, report: Report) -> str:
    """Write ``<name>.txt``, ``.md`` and ``.json``, a CSV a table and a PNG a figure; return the text."""
    from MicrocalcTrainLib.metrics.figures import save_figure

    text = "\n".join([*(as_text(table) for table in report.tables), f"Measured on {job.material}. {RESEARCH_ONLY}", ""])
    markdown = "\n".join(
        [*(as_markdown(table) for table in report.tables), f"Measured on {job.material}, by `{job.command}`.", ""]
    )
    content = {
        "command": job.command,
        "material": job.material,
        "tables": {table.key: as_json(table) for table in report.tables},
    }
    files = {
        f"{name}.txt": text,
        f"{name}.md": markdown,
        f"{name}.json": json.dumps(content, indent=1, allow_nan=False) + "\n",
    }
    files |= {f"{table.key}.csv": as_csv(table) for table in report.tables}
    for file, written in files.items():
        write_text(job.folder / file, written)
    for figure, drawn in report.figures.items():
        save_figure(drawn, job.folder / f"{figure}.png")
    return text


def _method_of(folder: Path) -> str | None:
    try:
        section = read_json(folder / METADATA).get(SECTION, {})
        return section.get("method")
    except (OSError, ValueError, AttributeError) as error:
        log.warning("%s is no bundle (%s) and is left aside", folder, error)
        return None
