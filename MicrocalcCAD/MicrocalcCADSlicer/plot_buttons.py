"""The buttons that plot: distributions of the chosen cluster, and the curve of the model."""

from __future__ import annotations

from collections.abc import Callable

from MicrocalcCADLib.errors import InputError, MicrocalcError
from slicer.i18n import tr as _

from .findings_panel import FindingsPanel
from .plots import plotCurve, plotDistributions, showCharts


class PlotButtons:
    """Makes charts of what the list shows when a button is clicked.

    Parameters
    ----------
    say
        Shows a sentence to the user.
    """

    def __init__(self, ui, findings: FindingsPanel, say: Callable[[str], None]) -> None:
        self._findings, self._say = findings, say
        ui.distributionsButton.connect("clicked()", lambda: self._attempt(self._plotDistributions))
        ui.curveButton.connect("clicked()", lambda: self._attempt(self._plotCurve))

    def _plotDistributions(self) -> None:
        session, cluster = self._session(), self._findings.chosen()
        if cluster is None:
            raise InputError(_("No cluster is chosen: click one in the list, then plot its distributions."))
        showCharts(plotDistributions(session.nodes, session.findings, cluster))

    def _plotCurve(self) -> None:
        session = self._session()
        showCharts([plotCurve(session.nodes, session.findings)])

    def _session(self):
        if self._findings.session is None:
            raise InputError(_("Nothing has been detected in this volume: detect first."))
        return self._findings.session

    def _attempt(self, work: Callable[[], None]) -> None:
        try:
            work()
        except MicrocalcError as error:
            self._say(str(error))
        else:
            self._say("")
