"""*Split / merge clusters*: the calcifications of the selected segment grouped by another linking distance."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from MicrocalcCADLib.errors import InputError
from MicrocalcCADSlicer.counted import counted
from MicrocalcCADSlicer.segment_names import CLUSTERS
from slicer.i18n import tr as _

from .apply_buttons import ApplyButtons
from .base import MicrocalcEffect
from .options import NumberOption
from .view_regions import viewsOf

if TYPE_CHECKING:
    from MicrocalcCADLib.analysis import Candidates
    from MicrocalcCADLib.regrouping import Regrouping

LINKING, FEW = "LinkingDistanceMm", "Fewest"


class RegroupClustersEffect(MicrocalcEffect):
    """Outlines the groups that a linking distance gives, counts and measures them, and draws them on Apply."""

    def __init__(self, scriptedEffect) -> None:
        super().__init__(
            scriptedEffect, "Split / merge clusters", _("Split / merge clusters"), _options, perSegment=False
        )
        self.buttons = ApplyButtons(
            scriptedEffect, self.onApply, self.onPreview, _("Draw the groups into the segment Clusters."), _("Preview")
        )
        self._candidates: Candidates | None = None
        self.regrouping: Regrouping | None = None

    def helpText(self) -> str:
        """Return what the editor shows above the options."""
        return _(
            "<html>Select the segment that holds the calcifications. The outlines show how they group; a smaller"
            " linking distance splits clusters, a larger one merges them. <i>Apply</i> draws the groups into the"
            " segment <i>Clusters</i>, brings the list of clusters to them, and changes no calcification;"
            " <i>Preview</i> looks again after other edits.<p>Research only.</html>"
        )

    def setupOptionsFrame(self) -> None:
        """Build the sliders, the buttons and the line for messages."""
        super().setupOptionsFrame()
        self.buttons.build()
        self.buttons.enable(True)

    def activate(self) -> None:
        """Show the groups at once."""
        super().activate()
        self.onPreview()

    def sourceVolumeNodeChanged(self) -> None:
        """The groups belong to another image."""
        super().sourceVolumeNodeChanged()
        self._candidates = self.regrouping = None

    def onPreview(self) -> None:
        """Look at the segment again."""
        self._candidates = self.regrouping = None
        self.preview.clear()
        self.attempt(self._show)

    def onOptionsChanged(self) -> None:
        """Group anew."""
        self.attempt(self._show)

    def onApply(self) -> None:
        """Draw the groups, as one step that can be undone."""
        self.attempt(self._apply)

    def _show(self) -> None:
        from MicrocalcCADLib.clusters import ClusterParameters
        from MicrocalcCADLib.regrouping import (
            regroup,
            segment_candidates,
        )  # brings SciPy, which Slicer's start must not wait for

        mammogram = self.image.mammogram()
        if self._candidates is None:
            self._candidates = segment_candidates(self._calcifications(), mammogram)
        parameters = ClusterParameters(self.options.value(LINKING), few=round(self.options.value(FEW)))
        self.regrouping = regroup(self._candidates, mammogram, parameters)
        for view in viewsOf(self.image.volumeNode):
            self.preview.show(
                view, self.image.volumeNode, [np.array([*c.outline, c.outline[0]]) for c in self.regrouping.clusters]
            )
        self.say(_sentence(self.regrouping))

    def _apply(self) -> None:
        from MicrocalcCADLib.regrouping import cluster_areas
        from MicrocalcCADSlicer.session import keepGrouping, setGrouping

        self._candidates = None
        self._show()
        areas = cluster_areas(self.regrouping.clusters, self.image.mammogram().shape)
        segmentationNode = self.scriptedEffect.parameterSetNode().GetSegmentationNode()
        keepGrouping(segmentationNode)
        self.image.replaceDerived(CLUSTERS, areas)
        setGrouping(segmentationNode, self.options.value(LINKING), round(self.options.value(FEW)))
        self.preview.clear()
        self.say(_("Drawn. {summary}").format(summary=_sentence(self.regrouping)))

    def _calcifications(self):
        if self.scriptedEffect.parameterSetNode().GetSelectedSegmentID() == CLUSTERS:
            raise InputError(
                _("The segment Clusters holds areas: select the segment of the calcifications themselves.")
            )
        return self.image.selectedOnImage()


def _options() -> tuple[NumberOption, ...]:
    from MicrocalcCADLib.clusters import ClusterParameters

    defaults = ClusterParameters()
    return (
        NumberOption(
            LINKING,
            _("Linking distance (mm):"),
            0.5,
            20.0,
            defaults.linking_distance_mm,
            _("Calcifications at most this far apart belong together: less splits clusters, more merges them."),
            0.5,
            1,
        ),
        NumberOption(FEW, _("Fewest calcifications:"), 2, 20, defaults.few, _("Smallest group that is shown."), 1, 0),
    )


def _sentence(regrouping: Regrouping) -> str:
    groups = [
        _("{count} on {area:.0f} mm² ({density:.0f} in a cm²)").format(
            count=c.count, area=c.area_mm2, density=c.density_per_cm2
        )
        for c in regrouping.clusters
    ]
    number = counted(len(groups), _("1 group of calcifications"), _("{count} groups of calcifications"))
    return _("{number}: {groups}; {alone} alone.").format(
        number=number, groups=", ".join(groups) or _("none"), alone=regrouping.alone
    )
