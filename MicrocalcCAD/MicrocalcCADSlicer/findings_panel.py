"""The lower part of the panel: operating point, marks, the list of clusters and their review."""

from __future__ import annotations

from dataclasses import replace

import qt
from MicrocalcCADLib.analysis import Analysis
from MicrocalcCADLib.clusters import ClusterParameters
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.findings import Cluster, Findings
from MicrocalcCADLib.operating_point import DEFAULT, NAMES, operating_point
from slicer.i18n import tr as _

from .cluster_table import fillClusterTable
from .heat_map import showHeatMap
from .rating import rated
from .record import State
from .results import ResultNodes, createResults, resultsOf, settle, stored, update
from .review import ACCEPTED, OPEN, REJECTED, Review
from .segmentation import CALCIFICATIONS
from .slice_views import jumpToCluster

SETTLE_MS = 400
CUSTOM = "custom"


class FindingsPanel:
    """Shows the results of one volume, and changes them when the user moves the operating point or decides."""

    def __init__(self, ui) -> None:
        self.ui = ui
        self._nodes: ResultNodes | None = None
        self._analysis: Analysis | None = None
        self._state = State()
        self._findings: Findings | None = None
        self._settleTimer = qt.QTimer()
        self._settleTimer.setSingleShot(True)
        self._settleTimer.setInterval(SETTLE_MS)
        self._settleTimer.connect("timeout()", self._settle)
        for name, title in zip((*NAMES, CUSTOM), (_("sensitive"), _("balanced"), _("specific"), _("custom")), strict=True):
            ui.operatingPointSelector.addItem(title, name)
        self._selectPoint(DEFAULT)
        self._connect()
        self.clear()

    def _connect(self) -> None:
        ui = self.ui
        ui.operatingPointSelector.connect("currentIndexChanged(int)", self.onOperatingPointChosen)
        ui.thresholdSlider.connect("valueChanged(double)", self.onThresholdChanged)
        for box in (ui.linkingDistanceSpinBox, ui.densitySpinBox):
            box.connect("valueChanged(double)", self.onGroupingChanged)
        ui.fewSpinBox.connect("valueChanged(int)", self.onGroupingChanged)
        for box in (ui.calcificationsCheckBox, ui.outlinesCheckBox, ui.heatMapCheckBox):
            box.connect("toggled(bool)", self.onVisibilityChanged)
        ui.clusterTable.connect("cellClicked(int,int)", self.onClusterClicked)
        ui.acceptButton.connect("clicked()", lambda: self.decideCluster(ACCEPTED))
        ui.rejectButton.connect("clicked()", lambda: self.decideCluster(REJECTED))
        ui.undecideButton.connect("clicked()", lambda: self.decideCluster(OPEN))

    # What is shown --------------------------------------------------------------------------------------------------

    def show(self, volumeNode) -> None:
        """Show the results that a volume has in the scene; raises `InputError` if they cannot be read."""
        self._settleNow()
        self._hideHeatMap()
        self.clear()
        nodes = resultsOf(volumeNode)
        kept = stored(nodes) if nodes else None
        if kept:
            self._nodes, (self._analysis, self._state) = nodes, kept
            self._findings = rated(volumeNode, self._analysis, self._state.findings(self._analysis))
            self._showState()
            self._fillTable()

    def store(self, volumeNode, analysis: Analysis, text: str, show: bool) -> Findings:
        """Put a finished analysis into the scene under the settings of the panel, and return its findings."""
        state = State(self._chosenPoint(), self._grouping(), self._reviewFor(volumeNode, analysis))
        findings = state.findings(analysis)
        createResults(volumeNode, analysis, state, text)
        if show:
            self.show(volumeNode)
            self.onVisibilityChanged()
        return findings

    def clear(self) -> None:
        """Show nothing; the scene keeps what it has."""
        self._settleTimer.stop()
        self._nodes = self._analysis = self._findings = None
        self._state = replace(self._state, review=Review())
        fillClusterTable(self.ui.clusterTable, None, {})
        self.ui.noticesLabel.text = ""
        self._enable()

    def onNodeRemoved(self, node) -> None:
        """Go on with what is left of the results."""
        if self._nodes is None:
            return
        if node is self._nodes.volume:
            self.clear()
        elif node in self._nodes.all():
            gone = {role: None for role, value in vars(self._nodes).items() if value is node}
            self._nodes = replace(self._nodes, outlines=tuple(n for n in self._nodes.outlines if n is not node), **gone)

    def cleanup(self) -> None:
        """Write what is still to be written."""
        self._settleNow()

    def choices(self) -> tuple[str | float, ClusterParameters]:
        """Return the chosen operating point and grouping."""
        return self._chosenPoint(), self._grouping()

    # What the user does ---------------------------------------------------------------------------------------------

    def onOperatingPointChosen(self, _index: int = 0) -> None:
        """Move the slider to a named operating point."""
        name = self._chosenName()
        if self._analysis is None or name == CUSTOM:
            return
        self._setSlider(operating_point(name, self._analysis.operating_points).threshold)
        self._change(replace(self._state, operatingPoint=name))

    def onThresholdChanged(self, value: float) -> None:
        """Show at once what another lowest score reports."""
        if self._analysis is not None:
            self._selectPoint(CUSTOM)
            self._change(replace(self._state, operatingPoint=float(value)))

    def onGroupingChanged(self, _value: float = 0) -> None:
        """Group again with other distances and sizes."""
        if self._analysis is not None:
            self._change(replace(self._state, clusters=self._grouping()))

    def onVisibilityChanged(self, _checked: bool = False) -> None:
        """Show or hide calcifications, outlines and heat map."""
        if self._nodes is None:
            return
        segmentation = self._nodes.segmentation
        if segmentation is not None and segmentation.GetDisplayNode():
            segmentation.GetDisplayNode().SetSegmentVisibility(CALCIFICATIONS, self.ui.calcificationsCheckBox.checked)
        for outline in self._nodes.outlines:
            outline.SetDisplayVisibility(self.ui.outlinesCheckBox.checked)
        showHeatMap(self._nodes.volume, self._nodes.heatMap, self.ui.heatMapCheckBox.checked)

    def onClusterClicked(self, row: int, _column: int = 0) -> None:
        """Go to the cluster in the slice views."""
        cluster = self._clusterInRow(row)
        if cluster is not None:
            jumpToCluster(self._nodes.volume, cluster)
        self._enable()

    def decideCluster(self, state: str) -> None:
        """Give the chosen cluster a state of review."""
        row = self.ui.clusterTable.currentRow()
        cluster = self._clusterInRow(row)
        if cluster is not None:
            self._change(replace(self._state, review=self._state.review.decided(self._findings, cluster, state)))
            self.ui.clusterTable.selectRow(row)
            self._enable()

    def step(self, offset: int) -> None:
        """Choose the cluster so many rows further, from the last to the first, and go to it; the first one if none is chosen."""
        table = self.ui.clusterTable
        if table.rowCount:
            row = (table.currentRow() + offset) % table.rowCount if table.currentRow() >= 0 else 0
            table.selectRow(row)
            self.onClusterClicked(row)

    def decideAndGoOn(self, state: str) -> None:
        """Give the chosen cluster a state of review and go to the next one; the last one stays chosen."""
        row = self.ui.clusterTable.currentRow()
        self.decideCluster(state)
        if 0 <= row < self.ui.clusterTable.rowCount - 1:
            self.step(1)

    # How it follows -------------------------------------------------------------------------------------------------

    def _change(self, state: State) -> None:
        self._state = state
        self._findings = state.findings(self._analysis)
        self._nodes = update(self._nodes, self._analysis, state, self._findings)
        self._fillTable()
        self.onVisibilityChanged()
        self._settleTimer.start()

    def _settle(self) -> None:
        if self._nodes is not None:
            self._findings = rated(self._nodes.volume, self._analysis, self._findings)
            self._fillTable()
            settle(self._nodes, self._findings)

    def _settleNow(self) -> None:
        if self._settleTimer.active:
            self._settleTimer.stop()
            self._settle()

    def _fillTable(self) -> None:
        fillClusterTable(self.ui.clusterTable, self._findings, self._state.review.states(self._findings))
        self._enable()

    def _showState(self) -> None:
        """Set the widgets to the state of the volume without acting on them."""
        point, clusters = self._findings.operating_point, self._state.clusters
        self._setSlider(point.threshold)
        self._selectPoint(point.name if point.name in NAMES else CUSTOM)
        pairs = (
            ("linkingDistanceSpinBox", clusters.linking_distance_mm),
            ("densitySpinBox", clusters.more_than_per_cm2),
            ("fewSpinBox", clusters.few),
        )
        for name, value in pairs:
            _setQuietly(getattr(self.ui, name), "setValue", value)
        self.ui.noticesLabel.text = " ".join(self._findings.notices)

    def _enable(self) -> None:
        has = self._analysis is not None
        for widget in (self.ui.thresholdSlider, self.ui.clusterTable):
            widget.setEnabled(has)
        self.ui.heatMapCheckBox.setEnabled(has and self._nodes.heatMap is not None)
        for button in (self.ui.acceptButton, self.ui.rejectButton, self.ui.undecideButton):
            button.setEnabled(has and self._clusterInRow(self.ui.clusterTable.currentRow()) is not None)

    def _hideHeatMap(self) -> None:
        if self._nodes is not None:
            showHeatMap(self._nodes.volume, self._nodes.heatMap, False)

    def _reviewFor(self, volumeNode, analysis: Analysis) -> Review:
        """Decisions hold on if the same candidates were found again; what cannot be read any more holds none."""
        nodes = resultsOf(volumeNode)
        try:
            kept = stored(nodes) if nodes else None
        except InputError:
            kept = None
        if kept and kept[0].candidates.measures.tolist() == analysis.candidates.measures.tolist():
            return kept[1].review
        return Review()

    def _clusterInRow(self, row: int) -> Cluster | None:
        clusters = self._findings.reported_clusters if self._findings else ()
        return clusters[row] if 0 <= row < len(clusters) else None

    def _grouping(self) -> ClusterParameters:
        ui = self.ui
        return ClusterParameters(ui.linkingDistanceSpinBox.value, ui.densitySpinBox.value, ui.fewSpinBox.value)

    def _chosenName(self) -> str:
        return self.ui.operatingPointSelector.itemData(self.ui.operatingPointSelector.currentIndex) or DEFAULT

    def _chosenPoint(self) -> str | float:
        name = self._chosenName()
        return self.ui.thresholdSlider.value if name == CUSTOM else name

    def _selectPoint(self, name: str) -> None:
        _setQuietly(self.ui.operatingPointSelector, "setCurrentIndex", self.ui.operatingPointSelector.findData(name))

    def _setSlider(self, threshold: float) -> None:
        _setQuietly(self.ui.thresholdSlider, "setValue", threshold)


def _setQuietly(widget, setter: str, value) -> None:
    blocked = widget.blockSignals(True)
    getattr(widget, setter)(value)
    widget.blockSignals(blocked)
