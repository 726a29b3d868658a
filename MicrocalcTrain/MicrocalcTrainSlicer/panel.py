"""The panel: four pages, and the review queue on the first, that know of each other's folders and models."""

from __future__ import annotations

from pathlib import Path

from MicrocalcCADLib import RESEARCH_ONLY
from MicrocalcTrainLib.datasets.store_file import FILE
from MicrocalcTrainLib.evaluation_results import written_at
from MicrocalcTrainLib.model_folders import KnownModel, described
from MicrocalcTrainLib.runs import COMMAND_LINE
from slicer.i18n import tr as _

from .data_set_page import CASES, DataSetPage
from .evaluate_page import EvaluatePage
from .models_page import ModelsPage
from .page_guides import PageGuides
from .queue_page import QueuePage
from .train_page import TrainPage


class Panel:
    """Connects the pages of the ``.ui`` file.

    No parameter node keeps its choices: a training outlives the scene, whose end would reset them, and a scene that is
    handed on would have folders of this computer in it. Folders are kept in the settings of the application, the
    options of a training in its own folder.

    Parameters
    ----------
    entry
        What child processes call; replaced in tests.
    """

    def __init__(self, ui, requirementsPath: str, entry: str = COMMAND_LINE) -> None:
        self.ui = ui
        ui.researchLabel.text = _(RESEARCH_ONLY)
        self.dataSet = DataSetPage(ui, requirementsPath, entry)
        self.train = TrainPage(ui, requirementsPath, entry)
        self.evaluate = EvaluatePage(ui, requirementsPath, entry)
        self.queue = QueuePage(ui, requirementsPath, self._casesFolder, entry)
        self.models = ModelsPage(ui, self._trainingFolder, self._offer)
        self.guides = PageGuides(ui, (self._hasDataSet, self._hasModel, self._hasEvaluation), self._onNext)
        for page in (self.dataSet, self.train, self.evaluate):
            page.changed = self.guides.refresh
        ui.tabs.connect("currentChanged(int)", self.onPageChanged)

    def enter(self) -> None:
        """Look again at what may have changed while another module was shown."""
        for page in (self.dataSet, self.queue, self.train, self.evaluate):
            page.enter()
        self.models.refresh()

    def cleanup(self) -> None:
        """Let go of what runs, which goes on."""
        for page in (self.dataSet, self.queue, self.train, self.evaluate):
            page.cleanup()

    def onPageChanged(self, _index: int = 0) -> None:
        """List the models that were trained meanwhile; a data set just imported is the one to learn from and to
        evaluate on.
        """
        self.models.refresh()
        for edit in (self.ui.trainDataEdit, self.ui.evaluateSetEdit):
            if not edit.text.strip() and (Path(self.ui.dataSetOutputEdit.text.strip()) / FILE).is_file():
                edit.text = self.ui.dataSetOutputEdit.text
        self.guides.refresh()

    def _onNext(self, page: str) -> None:
        """Hand over what a page has made before the next one is shown."""
        if page == "dataSetTab":
            self.ui.trainDataEdit.text = self.ui.evaluateSetEdit.text = self.ui.dataSetOutputEdit.text

    def _hasDataSet(self) -> bool:
        return (Path(self.ui.dataSetOutputEdit.text.strip()) / FILE).is_file()

    def _hasModel(self) -> bool:
        folder = self._trainingFolder()
        return folder is not None and folder.is_dir() and any(described(one) for one in sorted(folder.iterdir()))

    def _hasEvaluation(self) -> bool:
        return written_at(Path(self.ui.evaluateFolderEdit.text.strip())) > 0

    def _offer(self, models: tuple[KnownModel, ...]) -> None:
        self.evaluate.offer(models)
        self.queue.offer(models)

    def _casesFolder(self) -> Path | None:
        folder = Path(self.ui.dataSetOutputEdit.text.strip()) / CASES
        return folder if folder.is_dir() else None

    def _trainingFolder(self) -> Path | None:
        text = self.ui.trainFolderEdit.text.strip()
        return Path(text) if text else None
