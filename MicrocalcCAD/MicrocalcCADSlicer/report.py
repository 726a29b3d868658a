"""The button *Report*: the findings of all images of the exam as pages that open in the browser, and as
text to paste.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from itertools import count
from pathlib import Path

import qt
import slicer
from MicrocalcCADLib.errors import InputError, MicrocalcError
from MicrocalcCADLib.exam import View, exams, shown_date
from MicrocalcCADLib.files import file_name
from MicrocalcCADLib.reporting import write
from MicrocalcCADLib.reporting.exam_page import ImageReport, to_text
from MicrocalcCADLib.reporting.exam_page import write as writePage
from slicer.i18n import tr as _

from .counted import counted
from .dicom_exchange import resultsToWrite
from .exam_images import examViews
from .library_words import said
from .result_nodes import resultsOf

PAGE = "report.html"
# In the settings: whether reports are written in the language of Slicer.
TRANSLATED, YES, NO = "MicrocalcCAD/ReportTranslated", "yes", "no"


class ReportButton:
    """Writes the report of the exam that the chosen mammogram belongs to.

    Parameters
    ----------
    say
        Shows a sentence to the user.
    openPage
        Opens a file in the browser; replaced in tests, as is `folder`, in which reports are written.
    """

    def __init__(self, ui, say: Callable[[str], None], openPage: Callable[[Path], object] | None = None) -> None:
        self.ui, self._say = ui, say
        self.openPage, self.folder = openPage or _openPage, reportsFolder()
        settings = slicer.app.userSettings()
        ui.reportLanguageCheckBox.checked = settings.value(TRANSLATED) != NO
        ui.reportLanguageCheckBox.connect(
            "toggled(bool)", lambda wanted: settings.setValue(TRANSLATED, YES if wanted else NO)
        )
        ui.reportButton.connect("clicked()", self.onReport)

    def onReport(self) -> None:
        """Write the pages, open the first one, and put the text on the clipboard."""
        volumeNode = self.ui.volumeSelector.currentNode()
        try:
            title, views = _examOf(volumeNode)
            folder = _freeFolder(self.folder / file_name(title))
            say = said if self.ui.reportLanguageCheckBox.checked else str
            images = [self._written(number, view, folder) for number, view in enumerate(views, 1)]
            writePage(title, images, folder / PAGE, say)
        except MicrocalcError as error:
            self._say(str(error))
            return
        except Exception as error:  # the edge: slots must not raise, and the user must know
            logging.exception("Microcalc: the report could not be written")
            self._say(_("The report could not be written ({error}).").format(error=said(error)))
            return
        qt.QApplication.clipboard().setText(to_text(title, images, say))
        self.openPage(folder / PAGE)
        views = counted(len(images), _("1 image"), _("{count} images"))
        self._say(
            _("Report of {views} written to {folder}; its text can be pasted.").format(views=views, folder=folder)
        )

    def _written(self, number: int, view: View, folder: Path) -> ImageReport:
        self._say(_("Working: report of {view}").format(view=view.title))
        slicer.app.processEvents()
        volumeNode = slicer.mrmlScene.GetNodeByID(view.key)
        findings, analysis, mammogram = resultsToWrite(volumeNode, ("html",))
        path = write(findings, analysis, mammogram, folder, file_name(f"{number} {view.title}"), ("html",))["html"]
        return ImageReport(view.title, findings, path.name)


def reportsFolder() -> Path:
    """Return the folder of the reports in the user's documents."""
    documents = qt.QStandardPaths.writableLocation(qt.QStandardPaths.DocumentsLocation)
    return (Path(documents) if documents else Path.home() / "Documents") / "Microcalc" / "Reports"


def _freeFolder(folder: Path) -> Path:
    """Return a folder, or its name with the first number from 2 on that is free where an earlier report is in it: each
    is kept.
    """
    numbers, free = count(2), folder
    while (free / PAGE).exists():
        free = folder.with_name(f"{folder.name} ({next(numbers)})")
    return free


def _examOf(volumeNode) -> tuple[str, list[View]]:
    """Return title and images of the exam that a mammogram belongs to, in the order in which they hang; images without
    findings are left out.
    """
    for exam in exams(examViews()) if volumeNode is not None else ():
        views = [*exam.hung, *exam.others]
        if volumeNode.GetID() in [view.key for view in views]:
            found = [view for view in views if resultsOf(slicer.mrmlScene.GetNodeByID(view.key)) is not None]
            if not found:
                break
            return (
                " ".join(filter(None, (exam.patient or exam.name, shown_date(exam.date)))) or volumeNode.GetName(),
                found,
            )
    raise InputError(_("Nothing has been detected yet: click Detect calcifications first."))


def _openPage(path: Path) -> None:
    qt.QDesktopServices.openUrl(qt.QUrl.fromLocalFile(str(path)))
