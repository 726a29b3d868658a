"""The buttons that plot: distributions of the chosen cluster, and the curve of the model."""

from __future__ import annotations

from collections.abc import Callable

from MicrocalcCADLib.errors import InputError, MicrocalcError
from MicrocalcCADLib.listed import SINGLE
from slicer.i18n import tr as _

from .findings_panel import FindingsPanel
from .layouts import showChart
from .plots import plotCurve, plotDistributions
from .slice_views import showVolume


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
        if cluster is None or cluster.kind == SINGLE:
            raise InputError(_("No cluster is chosen: click one in the list, then plot its distributions."))
        self._show(
            session, plotDistributions(session.nodes, session.findings, cluster)[0]
        )  # the others are chosen in the plot view

    def _plotCurve(self) -> None:
        session = self._session()
        self._show(session, plotCurve(session.nodes, session.findings))

    def _show(self, session, chart) -> None:
        showChart(chart)
        showVolume(session.nodes.volume)

    def _session(self):
        if self._findings.session is None:
            raise InputError(_("Nothing has been detected in this volume: click Detect calcifications first."))
        return self._findings.session

    def _attempt(self, work: Callable[[], None]) -> None:
        try:
            work()
        except MicrocalcError as error:
            self._say(str(error))
        else:
            self._say("")
