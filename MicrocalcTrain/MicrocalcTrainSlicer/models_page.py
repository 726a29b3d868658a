"""The Models page: list, card, compare, keep, export, import, use in MicrocalcCAD, delete."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import qt
import slicer.util
from MicrocalcCADLib.assessment.choice import RATINGS
from MicrocalcCADLib.detectors import METHODS
from MicrocalcCADLib.errors import InputError, MicrocalcError
from MicrocalcCADLib.kinds.naming import METHOD as KINDS
from MicrocalcCADSlicer.user_models import removeOwnModel, wantModel
from MicrocalcTrainLib.model_figures import change_of, compared
from MicrocalcTrainLib.model_folders import (
    KnownModel,
    card_of,
    delete_model,
    export_model,
    import_model_zip,
    keep_model,
    known_models,
    verified,
)
from slicer.i18n import tr as _

from .forms import chosenOf, connectFolderButton, fillChoices, fillTable, folderOf, pathOf, rememberText, wrapTexts
from .library_words import said
from .model_texts import beforeAndAfter, factTitle, shownCard

CAD_MODULE = "MicrocalcCAD"


class ModelsPage:
    """Connects the widgets of the Models tab.

    Parameters
    ----------
    trainingFolder
        Returns the folder of the Train page, whose model is listed too; None if there is none.
    changed
        Called with the models when there are others.
    selectModule
        What shows another module; replaced in tests.
    """

    def __init__(
        self,
        ui,
        trainingFolder: Callable[[], Path | None],
        changed: Callable[[tuple[KnownModel, ...]], None],
        selectModule: Callable[[str], object] = slicer.util.selectModule,
    ) -> None:
        self.ui, self._trainingFolder, self._changed, self._selectModule = ui, trainingFolder, changed, selectModule
        self._models: tuple[KnownModel, ...] = ()
        connectFolderButton(ui.modelsFolderButton, ui.modelsFolderEdit, _("Folder of own models"))
        rememberText(ui.modelsFolderEdit, str(Path.home() / "MicrocalcModels"))
        ui.modelsFolderEdit.connect("textChanged(QString)", self.refresh)
        ui.modelsTable.connect("itemSelectionChanged()", self.onChosen)
        ui.modelsCompareSelector.connect("currentIndexChanged(int)", self.onCompare)
        for name in ("Use", "Keep", "Export", "Import", "Delete"):
            getattr(ui, f"models{name}Button").connect("clicked()", getattr(self, f"on{name}"))
        self.refresh()

    def refresh(self, _text: str = "") -> None:
        """List the models that are there now."""
        chosen, problem = self._chosenOrNone(), ""
        folders = [Path(self.ui.modelsFolderEdit.text.strip() or "."), self._trainingFolder()]
        try:
            self._models = known_models([folder for folder in folders if folder is not None])
        except MicrocalcError as error:
            self._models, problem = (), str(error)
        rows = [
            [m.name, m.version, m.method, _("ships with Microcalc") if m.shipped else str(m.folder)]
            for m in self._models
        ]
        fillTable(self.ui.modelsTable, [_("Model"), _("Version"), _("Method"), _("Where")], rows, long=(0, 3))
        none = [(_("no other model"), None)]
        fillChoices(
            self.ui.modelsCompareSelector, [*none, *((f"{m.name} {m.version}", str(m.folder)) for m in self._models)]
        )
        self._changed(self._models)
        self._choose(chosen.folder if chosen else None)
        if problem:
            self._say(problem)

    # What the user does ---------------------------------------------------------------------------------------------

    def onChosen(self) -> None:
        """Show the card of the chosen model, and what can be done with it; what was said was of the one before."""
        self._say("")
        model = self._chosenOrNone()
        self.ui.modelsCard.setMarkdown(shownCard(card_of(model)) if model else "")
        self.ui.modelsUseButton.setEnabled(model is not None and model.method in (*METHODS, *RATINGS, KINDS))
        self.ui.modelsExportButton.setEnabled(model is not None)
        own = model is not None and not model.shipped
        self.ui.modelsKeepButton.setEnabled(
            own and model.folder.parent != Path(self.ui.modelsFolderEdit.text.strip()).resolve()
        )
        self.ui.modelsDeleteButton.setEnabled(own)
        self.onCompare()

    def onCompare(self, _index: int = 0) -> None:
        """Show the chosen model beside the second one in place of its card; the card alone where there is none."""
        other = next((m for m in self._models if str(m.folder) == chosenOf(self.ui.modelsCompareSelector)), None)
        model = self._chosenOrNone()
        both = model is not None and other is not None
        self.ui.modelsCompareTable.setVisible(both)
        self.ui.modelsCard.setVisible(not both)
        if both:
            rows = [[factTitle(key), *texts] for key, texts in compared([model, other]).items()]
            fillTable(self.ui.modelsCompareTable, ["", model.name, other.name], rows, long=(0, 1, 2))
            wrapTexts(self.ui.modelsCompareTable)

    def onUse(self) -> None:
        """Choose the model in MicrocalcCAD and go there."""
        self._try(self._use)

    def onKeep(self) -> None:
        """Copy the model into the folder of own models."""
        self._try(lambda: self._showNew(keep_model(self._chosen(), self._ownFolder())))

    def onExport(self) -> None:
        """Write the model into a zip file that the user names."""
        model = self._chosenOrNone()
        path = pathOf(
            qt.QFileDialog.getSaveFileName(None, _("Export the model"), f"{model.name}.zip" if model else "", "*.zip")
        )
        if path:
            self._try(lambda: self._say(_("Exported to {path}.").format(path=export_model(self._chosen(), Path(path)))))

    def onImport(self) -> None:
        """Take a model from a zip file that the user chooses."""
        path = pathOf(qt.QFileDialog.getOpenFileName(None, _("Import a model"), "", "*.zip"))
        if path:
            self._try(lambda: self._showNew(import_model_zip(Path(path), self._ownFolder())))

    def onDelete(self) -> None:
        """Delete the model after the user has agreed."""
        model = self._chosenOrNone()
        if model is None:
            return
        question = _("Delete the model {name} in {folder}?").format(name=model.name, folder=model.folder)
        if slicer.util.confirmOkCancelDisplay(question):
            self._try(lambda: self._delete(model))

    # Small things ---------------------------------------------------------------------------------------------------

    def _use(self) -> None:
        change = change_of(self._chosen())
        if (
            change is not None
            and (not change.better or change.notes)
            and not slicer.util.confirmOkCancelDisplay("\n".join([beforeAndAfter(change), _("Use it all the same?")]))
        ):
            return
        model = self._chosen() if self._chosen().shipped else verified(self._chosen().folder)
        wantModel(model.method, model.name if self._chosen().shipped else str(model.folder))
        self._selectModule(CAD_MODULE)
        self._say(_("{name} is chosen in Microcalc CAD.").format(name=model.name))

    def _delete(self, model: KnownModel) -> None:
        delete_model(model)
        removeOwnModel(model.folder)
        self.refresh()
        self._say(_("{name} was deleted.").format(name=model.name))

    def _showNew(self, model: KnownModel) -> None:
        self.refresh()
        self._choose(model.folder)
        self._say(_("{name} is in {folder}.").format(name=model.name, folder=model.folder))

    def _ownFolder(self) -> Path:
        return folderOf(self.ui.modelsFolderEdit, _("own models"))

    def _chosen(self) -> KnownModel:
        model = self._chosenOrNone()
        if model is None:
            raise InputError(_("No model is chosen: click one in the list."))
        return model

    def _chosenOrNone(self) -> KnownModel | None:
        row = self.ui.modelsTable.currentRow()
        return self._models[row] if 0 <= row < len(self._models) else None

    def _choose(self, folder: Path | None) -> None:
        row = next(
            (i for i, model in enumerate(self._models) if folder is not None and model.folder == folder.resolve()), 0
        )
        self.ui.modelsTable.setCurrentCell(row, 0)
        self.onChosen()

    def _try(self, act: Callable[[], object]) -> None:
        try:
            act()
        except MicrocalcError as error:
            self._say(str(error))

    def _say(self, sentence: str) -> None:
        self.ui.modelsStatusLabel.text = said(sentence)
