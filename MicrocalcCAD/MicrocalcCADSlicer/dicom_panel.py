"""The tab *DICOM*: results as files and to a PACS, marks of reports and segmentations into the scene."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import qt
import slicer
from MicrocalcCADLib.dicom_child import echo_request, export_request, receive_request, send_request
from MicrocalcCADLib.dicom_peer import Peer
from MicrocalcCADLib.dicom_receiver import LOOPBACK, Receiver, titles
from MicrocalcCADLib.errors import InputError, MicrocalcError
from slicer.i18n import tr as _

from .counted import counted
from .dicom_exchange import loadDicom, resultsToWrite
from .dicom_names import stemFor
from .dicom_process import DicomListener, DicomProcess
from .library_words import said
from .packages import ensureListed
from .remedies import DICOM, revealRemedy, toldWithRemedy

SETTINGS = {
    "dicomHostEdit": "Host",
    "dicomTitleEdit": "Title",
    "dicomOurTitleEdit": "OurTitle",
    "dicomFolderEdit": "Folder",
    "dicomCallersEdit": "Callers",
}
PORTS = {"dicomPortSpinBox": "Port", "dicomReceivePortSpinBox": "ReceivePort"}
FORMATS = {
    "dicomSegCheckBox": "dicom-seg",
    "dicomSrCheckBox": "cad-sr",
    "dicomGspsCheckBox": "gsps",
    "dicomCaptureCheckBox": "capture",
}
EVERYWHERE = "0.0.0.0"
FILTER = "DICOM (*.dcm *.DCM);;(*)"


class DicomPanel:
    """Connects the widgets of the tab; addresses and the folder are remembered in Slicer's settings.

    Parameters
    ----------
    startProcess
        What starts the work; replaced in tests.
    """

    def __init__(self, ui, requirementsPath: str, startProcess: Callable[..., DicomProcess] = DicomProcess) -> None:
        self.ui, self._requirementsPath, self._startProcess = ui, requirementsPath, startProcess
        self._process: DicomProcess | None = None
        self._receiver: DicomProcess | None = None
        self._restore()
        ui.dicomFolderButton.connect("clicked()", self.onChooseFolder)
        ui.dicomExportButton.connect("clicked()", lambda: self.onExport(send=False))
        ui.dicomSendButton.connect("clicked()", lambda: self.onExport(send=True))
        ui.dicomLoadButton.connect("clicked()", self.onLoad)
        ui.dicomTestButton.connect("clicked()", self.onTest)
        ui.dicomSendFilesButton.connect("clicked()", self.onSendFiles)
        ui.dicomReceiveButton.connect("clicked()", self.onReceiveOrStop)

    def cleanup(self) -> None:
        """Stop what runs before the panel goes."""
        for process in (self._process, self._receiver):
            if process is not None:
                process.cancel()
        self._process = self._receiver = None

    # What the user does ---------------------------------------------------------------------------------------------

    def onChooseFolder(self) -> None:
        """Ask for the folder of the files."""
        folder = qt.QFileDialog.getExistingDirectory(None, _("Folder for DICOM files"), self.ui.dicomFolderEdit.text)
        if folder:
            self.ui.dicomFolderEdit.text = folder

    def onExport(self, send: bool) -> None:
        """Write the results of the chosen mammogram, and send them if asked to; stop the work that runs."""
        if self._process is not None:
            self._stop()
            return
        self._attempt(self._export, send)

    def onLoad(self) -> None:
        """Ask for files and load their marks."""
        files = qt.QFileDialog.getOpenFileNames(
            None, _("DICOM segmentations and CAD reports"), self.ui.dicomFolderEdit.text, FILTER
        )
        self.load(files)

    def load(self, files) -> None:
        """Load marks from files, and say what came of each that could not be loaded."""
        sentences, nodes = [], 0
        for path in files:
            try:
                nodes += len(loadDicom(path, lambda sentence: sentences.append(said(sentence))))
            except MicrocalcError as error:
                sentences.append(said(error))
        if files:
            self._say(" ".join([counted(nodes, _("1 node loaded."), _("{count} nodes loaded.")), *sentences]))

    def onTest(self) -> None:
        """Ask whether the node answers."""
        self._attempt(
            lambda: self._begin(
                partial(echo_request, peer=self.peer()), lambda _done: _("{node} answers.").format(node=self.peer())
            )
        )

    def onSendFiles(self) -> None:
        """Ask for files and send them."""
        files = qt.QFileDialog.getOpenFileNames(None, _("DICOM files to send"), self.ui.dicomFolderEdit.text, FILTER)
        self.sendFiles(files)

    def sendFiles(self, files) -> None:
        """Send DICOM files to the node."""
        if files:
            self._attempt(
                lambda: self._begin(
                    partial(send_request, peer=self.peer(), files=list(files)),
                    lambda count: _("{files} sent to {node}.").format(
                        files=counted(count, _("1 file"), _("{count} files")), node=self.peer()
                    ),
                )
            )

    def onReceiveOrStop(self) -> None:
        """Accept what other nodes send, or stop it."""
        if self._receiver is not None:
            self._receiver.cancel()
            self._showReceiving(None)
            self._say(_("Receiving was stopped: what arrived is in the folder."))
            return
        self._attempt(self._receive)

    def peer(self) -> Peer:
        """Return the node that is written in the fields; raises `InputError` if it is none."""
        host, title, ourTitle = (
            self._written(name) for name in ("dicomHostEdit", "dicomTitleEdit", "dicomOurTitleEdit")
        )
        return Peer(host, self.ui.dicomPortSpinBox.value, title, ourTitle)

    # How it is done -------------------------------------------------------------------------------------------------

    def _export(self, send: bool) -> None:
        volumeNode = self.ui.volumeSelector.currentNode()
        formats = [name for box, name in FORMATS.items() if getattr(self.ui, box).checked]
        if volumeNode is None:
            raise InputError(_("No mammogram is chosen: choose one in the tab Mammogram."))
        if not formats:
            raise InputError(_("No format is chosen: tick one."))
        peer, folder = self.peer() if send else None, self._folder()
        results = resultsToWrite(volumeNode, formats)
        ensureListed(self._requirementsPath)
        request = partial(
            export_request,
            results=results,
            output=folder,
            stem=stemFor(volumeNode, folder, results[2].source.sop_instance_uid),
            formats=formats,
            peer=peer,
        )

        def sentence(paths: list[str]) -> str:
            names = ", ".join(Path(path).name for path in paths)
            if peer:
                return _("{names} written to {folder} and sent to {node}.").format(
                    names=names, folder=folder, node=peer
                )
            return _("{names} written to {folder}.").format(names=names, folder=folder)

        self._begin(request, sentence)

    def _receive(self) -> None:
        folder = self._folder()
        ensureListed(self._requirementsPath)
        ui = self.ui
        address = EVERYWHERE if ui.dicomOtherMachinesCheckBox.checked else LOOPBACK
        receiver = Receiver(
            address,
            ui.dicomReceivePortSpinBox.value,
            self._written("dicomOurTitleEdit"),
            titles(ui.dicomCallersEdit.text),
        )
        self._remember()
        listener = DicomListener(
            lambda _fraction, text: self._say(text), self._onReceivingEnded, self._onReceivingEnded, self.onArrived
        )
        self._showReceiving(self._startProcess(partial(receive_request, output=folder, receiver=receiver), listener))

    def onArrived(self, path: Path) -> None:
        """Tell what has arrived; it is loaded when the user asks for it, since anybody who is let in may send."""
        self._say(
            _("{name} arrived in the folder: click Load SEG or CAD SR... to show its marks.").format(name=path.name)
        )

    def _onReceivingEnded(self, result) -> None:
        self._showReceiving(None)
        if isinstance(result, MicrocalcError):
            self._fail(result)
        else:
            self._say(_("Receiving has ended."))

    def _begin(self, request: Callable[[Path], Path], sentence: Callable[..., str]) -> None:
        if self._process is not None:
            raise InputError(_("Something is being written or sent already: wait for it, or click Cancel."))
        ensureListed(self._requirementsPath)
        self._remember()

        def finished(done) -> None:
            self._show(None)
            self._say(sentence(done))

        def failed(error: MicrocalcError) -> None:
            self._show(None)
            self._fail(error)

        self._show(self._startProcess(request, DicomListener(self.onProgress, finished, failed)))
        self._say(_("Starting"))

    def onProgress(self, fraction: float, text: str) -> None:
        """Show how far it is."""
        self.ui.dicomProgressBar.setValue(int(1000 * fraction))
        self._say(_("Working: {text}").format(text=said(text)))

    # Small things ---------------------------------------------------------------------------------------------------

    def _stop(self) -> None:
        self._process.cancel()
        self._show(None)
        self._say(_("Cancelled: what was written before is in the folder."))

    def _show(self, process: DicomProcess | None) -> None:
        self._process = process
        ui, running = self.ui, process is not None
        ui.dicomExportButton.text = _("Cancel") if running else _("Export")
        ui.dicomProgressBar.setValue(0)
        ui.dicomProgressBar.setVisible(running)
        for button in (ui.dicomSendButton, ui.dicomTestButton, ui.dicomSendFilesButton):
            button.setEnabled(not running)

    def _showReceiving(self, process: DicomProcess | None) -> None:
        self._receiver = process
        self.ui.dicomReceiveButton.text = _("Stop receiving") if process is not None else _("Receive")

    def _written(self, name: str) -> str:
        """Return what is written in a field, its grey hint where it is empty."""
        edit = getattr(self.ui, name)
        return edit.text.strip() or edit.placeholderText

    def _folder(self) -> Path:
        folder = self.ui.dicomFolderEdit.text.strip()
        if not folder:
            raise InputError(_("No folder for the files is chosen: click the button beside Folder."))
        return Path(folder).absolute()

    def _restore(self) -> None:
        settings = slicer.app.userSettings()
        for widget, key in SETTINGS.items():
            value = settings.value(f"MicrocalcCAD/Dicom{key}")
            if value:
                getattr(self.ui, widget).text = str(value)
        for widget, key in PORTS.items():
            value = str(settings.value(f"MicrocalcCAD/Dicom{key}") or "")
            if value.isdigit():
                getattr(self.ui, widget).setValue(int(value))

    def _remember(self) -> None:
        settings = slicer.app.userSettings()
        for widget, key in SETTINGS.items():
            settings.setValue(f"MicrocalcCAD/Dicom{key}", getattr(self.ui, widget).text)
        for widget, key in PORTS.items():
            settings.setValue(f"MicrocalcCAD/Dicom{key}", str(getattr(self.ui, widget).value))

    def _attempt(self, work: Callable, *arguments) -> None:
        try:
            work(*arguments)
        except MicrocalcError as error:
            self._fail(error)

    def _fail(self, error: MicrocalcError) -> None:
        """Say what an error says, and show the field that mends it."""
        self._say(toldWithRemedy(error, DICOM))
        revealRemedy(error, self.ui, DICOM)

    def _say(self, sentence: str) -> None:
        self.ui.dicomStatusLabel.text = said(sentence)
