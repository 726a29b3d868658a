"""The widgets of operating point and grouping."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from MicrocalcCADLib.clusters import ClusterParameters
from MicrocalcCADLib.findings import OperatingPoint
from MicrocalcCADLib.operating_point import DEFAULT, NAMES, operating_point
from slicer.i18n import tr as _

CUSTOM = "custom"


class SettingsWidgets:
    """Reads and sets the widgets; what it sets makes no signal."""

    def __init__(self, ui) -> None:
        self.ui = ui
        for name, title in zip(
            (*NAMES, CUSTOM), (_("sensitive"), _("balanced"), _("specific"), _("custom")), strict=True
        ):
            ui.operatingPointSelector.addItem(title, name)
        self.select(DEFAULT)

    def connect(self, onPoint: Callable, onThreshold: Callable, onGrouping: Callable) -> None:
        """Call back when the user chooses a named point, moves the slider, or changes the grouping."""
        ui = self.ui
        ui.operatingPointSelector.connect("currentIndexChanged(int)", onPoint)
        ui.thresholdSlider.connect("valueChanged(double)", onThreshold)
        for box in (ui.linkingDistanceSpinBox, ui.densitySpinBox):
            box.connect("valueChanged(double)", onGrouping)
        ui.fewSpinBox.connect("valueChanged(int)", onGrouping)

    def name(self) -> str:
        """Return the name of the chosen operating point."""
        return self.ui.operatingPointSelector.itemData(self.ui.operatingPointSelector.currentIndex) or DEFAULT

    def point(self) -> str | float:
        """Return the chosen operating point: its name, or the lowest score."""
        return self.ui.thresholdSlider.value if self.name() == CUSTOM else self.name()

    def grouping(self) -> ClusterParameters:
        """Return the chosen grouping."""
        ui = self.ui
        return ClusterParameters(ui.linkingDistanceSpinBox.value, ui.densitySpinBox.value, ui.fewSpinBox.value)

    def select(self, name: str) -> None:
        """Show the name of an operating point."""
        setQuietly(self.ui.operatingPointSelector, "setCurrentIndex", self.ui.operatingPointSelector.findData(name))

    def moveTo(self, name: str, named: Mapping[str, float]) -> None:
        """Move the slider to a named operating point."""
        setQuietly(self.ui.thresholdSlider, "setValue", operating_point(name, named).threshold)

    def show(self, point: OperatingPoint, clusters: ClusterParameters) -> None:
        """Show an operating point and a grouping."""
        setQuietly(self.ui.thresholdSlider, "setValue", point.threshold)
        self.select(point.name if point.name in NAMES else CUSTOM)
        setQuietly(self.ui.linkingDistanceSpinBox, "setValue", clusters.linking_distance_mm)
        setQuietly(self.ui.densitySpinBox, "setValue", clusters.more_than_per_cm2)
        setQuietly(self.ui.fewSpinBox, "setValue", clusters.few)


def setQuietly(widget, setter: str, value) -> None:
    """Set a widget without its signals."""
    blocked = widget.blockSignals(True)
    getattr(widget, setter)(value)
    widget.blockSignals(blocked)
