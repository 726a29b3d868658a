"""Marks are shown where their own image is: in the slice views whose background it is, and in no other view.

All mammograms lie at the same place of the scene, so a mark that is shown everywhere lies on every other mammogram too.
Slicer knows for each display node in which views it is shown; that list follows the backgrounds of the slice views
here, for as long as Slicer runs and whichever module is open. What the user has hidden stays hidden.
"""

from __future__ import annotations

import slicer
import slicer.util
import vtk

from .result_nodes import ROLE_ATTRIBUTE, VOLUME_REFERENCE, displaysOf, moveWith, untold

OWN_VIEWS_ATTRIBUTE, OVERLAID_ATTRIBUTE = "Microcalc.OwnViews", "Microcalc.Overlaid"
# An empty list of views means all views, so a mark whose image is nowhere to be seen needs the name of a view that
# never is.
NOWHERE = "Microcalc.NoView"
OVERLAY_OPACITY = 0.55


def sliceViews() -> list[tuple]:
    """Return (slice node, composite node) of every slice view."""
    composites = {node.GetLayoutName(): node for node in slicer.util.getNodesByClass("vtkMRMLSliceCompositeNode")}
    nodes = slicer.util.getNodesByClass("vtkMRMLSliceNode")
    return [(node, composites[node.GetLayoutName()]) for node in nodes if node.GetLayoutName() in composites]


def showInOwnViews(node) -> None:
    """Show a mark only where its image is, now and from now on; the image is what its reference to a volume says."""
    node.SetAttribute(OWN_VIEWS_ATTRIBUTE, "1")
    _limit(node, _viewsOfMarks())


def hideMarks(hidden: bool) -> None:
    """Hide all marks and heat maps in every view, new ones too, or show again those that are visible by themselves."""
    follow()
    _followed[0].hide(hidden)


def marksAreHidden() -> bool:
    """Return whether all marks are hidden by `hideMarks`."""
    return bool(_followed) and _followed[0].hidden


def overlay(volumeNode, heatMapNode, visible: bool) -> None:
    """Lay a heat map over its volume in every slice view that shows it, or take it away; views follow from now on."""
    if heatMapNode is None:
        return
    heatMapNode.SetAttribute(OVERLAID_ATTRIBUTE, "1" if visible else None)
    for _node, composite in sliceViews():
        if visible and composite.GetBackgroundVolumeID() == volumeNode.GetID():
            _layOver(composite, heatMapNode)
        elif composite.GetForegroundVolumeID() == heatMapNode.GetID():
            composite.SetForegroundVolumeID(None)


class ViewMarks:
    """Follows the slice views of the scene; one is enough for an application, see `follow`."""

    def __init__(self, scene) -> None:
        self._scene, self.hidden = scene, False
        self._backgrounds: dict[object, str | None] = {}
        # Of each image that a view shows: the tag of its observer, and the name that is written into the corner.
        self._images: dict[object, tuple[int, str]] = {}
        scene.AddObserver(scene.NodeAddedEvent, self._onNodeAdded)
        scene.AddObserver(scene.NodeRemovedEvent, self._onNodeRemoved)
        for event in (scene.EndImportEvent, scene.EndBatchProcessEvent):
            scene.AddObserver(event, self._onSceneChanged)
        scene.AddObserver(scene.EndCloseEvent, self._onClosed)
        for _node, composite in sliceViews():
            self._observe(composite)
        self._refresh()

    def hide(self, hidden: bool) -> None:
        """Hide all marks, or end that."""
        if hidden != self.hidden:
            self.hidden = hidden
            self._refresh()

    def _observe(self, composite) -> None:
        if composite not in self._backgrounds:
            self._backgrounds[composite] = None
            composite.AddObserver(vtk.vtkCommand.ModifiedEvent, self._onComposite)

    @vtk.calldata_type(vtk.VTK_OBJECT)
    def _onNodeAdded(self, _scene, _event, node) -> None:
        if node.IsA("vtkMRMLSliceCompositeNode"):
            self._observe(node)

    def _onComposite(self, composite, _event) -> None:
        if composite.GetBackgroundVolumeID() != self._backgrounds.get(composite):
            self._refresh()

    @vtk.calldata_type(vtk.VTK_OBJECT)
    def _onNodeRemoved(self, _scene, _event, node) -> None:
        self._backgrounds.pop(node, None)
        if node.IsA("vtkMRMLVolumeNode"):
            self._refresh()

    def _onSceneChanged(self, _scene, _event) -> None:
        self._refresh()

    def _onClosed(self, _scene, _event) -> None:
        self.hidden = False
        self._refresh()

    def _refresh(self) -> None:
        if self._scene.IsClosing() or self._scene.IsBatchProcessing():
            return  # told again at the end
        views, overlaid = sliceViews(), _overlaid()
        shown = [] if self.hidden else views
        _limitAll(_marks(), shown)
        for _node, composite in views:
            background = composite.GetBackgroundVolumeID()
            isNew, self._backgrounds[composite] = background != self._backgrounds.get(composite), background
            _followBackground(composite, overlaid.get(background) if isNew else None)
            if isNew:
                _writeCorner(composite)
            if _isOwn(_foregroundOf(composite)):
                composite.SetForegroundOpacity(0.0 if self.hidden else OVERLAY_OPACITY)
        self._observeImages({_backgroundOf(composite) for _node, composite in views} - {None})

    def _observeImages(self, shown: set) -> None:
        for image in self._images.keys() - shown:
            image.RemoveObserver(self._images.pop(image)[0])
        for image in shown - self._images.keys():
            tag = image.AddObserver(vtk.vtkCommand.ModifiedEvent, self._onImage)
            self._images[image] = tag, image.GetName()

    def _onImage(self, image, _event) -> None:
        """Move the marks with an image that is put under another transform, and write the corners again once it is
        renamed: its name may say side and view.
        """
        if not (self._scene.IsClosing() or self._scene.IsBatchProcessing()):
            moveWith(image)
        tag, name = self._images.get(image, (0, image.GetName()))
        if image.GetName() != name:
            self._images[image] = tag, image.GetName()
            for _node, composite in sliceViews():
                if composite.GetBackgroundVolumeID() == image.GetID():
                    _writeCorner(composite)
            _labelViews(image)


_followed: list[ViewMarks] = []


def follow() -> None:
    """Let all marks of the application's scene follow its slice views; once is enough, more does nothing."""
    if not _followed:
        _followed.append(ViewMarks(slicer.mrmlScene))


def _viewsOfMarks() -> list[tuple]:
    return [] if marksAreHidden() else sliceViews()


def _marks() -> list:
    """Return the marks of the scene; those of scenes that were saved before marks followed the views are known by their
    role.
    """
    nodes = [
        node
        for kind in ("vtkMRMLSegmentationNode", "vtkMRMLMarkupsNode", "vtkMRMLModelNode")
        for node in slicer.util.getNodesByClass(kind)
    ]
    return [node for node in nodes if node.GetAttribute(OWN_VIEWS_ATTRIBUTE) or node.GetAttribute(ROLE_ATTRIBUTE)]


def _overlaid() -> dict[str, object]:
    """Return the heat maps that are laid over, by the ID of their volume."""
    nodes = [
        node for node in slicer.util.getNodesByClass("vtkMRMLScalarVolumeNode") if node.GetAttribute(OVERLAID_ATTRIBUTE)
    ]
    return {node.GetNodeReferenceID(VOLUME_REFERENCE): node for node in nodes}


def _limit(node, views: list[tuple]) -> None:
    _setViews(node, _ownViews(node.GetNodeReferenceID(VOLUME_REFERENCE), views))


def _limitAll(nodes: list, views: list[tuple]) -> None:
    """Limit many marks; a view that has markups anew or no longer is told once, not by each of them."""
    changed, own = set(), {}
    for node in nodes:
        volumeID = node.GetNodeReferenceID(VOLUME_REFERENCE)
        if volumeID not in own:
            own[volumeID] = _ownViews(volumeID, views)
        before = _viewsOf(node)
        if before == {own[volumeID]}:
            continue
        if not node.IsA("vtkMRMLMarkupsNode") or () in before:  # one of no views is in all, the 3-D views too
            _setViews(node, own[volumeID])
            continue
        with untold(node):
            _setViews(node, own[volumeID])
        changed.update({view for views in before for view in views}.symmetric_difference(own[volumeID]))
    for identifier in changed - {NOWHERE}:
        view = slicer.mrmlScene.GetNodeByID(identifier)
        if view is not None:
            view.Modified()


def _ownViews(volumeID: str | None, views: list[tuple]) -> tuple[str, ...]:
    isThere = slicer.mrmlScene.GetNodeByID(volumeID or "") is not None
    own = [view.GetID() for view, composite in views if isThere and composite.GetBackgroundVolumeID() == volumeID]
    return tuple(own) or (NOWHERE,)


def _viewsOf(node) -> set[tuple[str, ...]]:
    """Return in which views the displays of a node are shown, an empty tuple for all views."""
    return {tuple(display.GetViewNodeIDs() or ()) for display in displaysOf(node)}


def _setViews(node, own: tuple[str, ...]) -> None:
    """Show all displays of a node in these views alone."""
    for display in displaysOf(node):
        if tuple(display.GetViewNodeIDs() or ()) != own:
            display.SetViewNodeIDs(own)


def _followBackground(composite, overlaid) -> None:
    """Take a heat map of another volume away; lay that of a volume which has just become the background over it."""
    foreground = _foregroundOf(composite)
    if _isOwn(foreground):
        volume = foreground.GetNodeReference(VOLUME_REFERENCE)
        if volume is None or volume.GetID() != composite.GetBackgroundVolumeID():
            composite.SetForegroundVolumeID(None)
    if overlaid is not None and not composite.GetForegroundVolumeID():
        _layOver(composite, overlaid)


def _layOver(composite, heatMapNode) -> None:
    composite.SetForegroundVolumeID(heatMapNode.GetID())
    composite.SetForegroundOpacity(0.0 if marksAreHidden() else OVERLAY_OPACITY)


def _writeCorner(composite) -> None:
    from .corner_text import showCornerText  # not at Slicer's start: it reads images

    showCornerText(composite.GetLayoutName(), _backgroundOf(composite))


def _labelViews(image) -> None:
    from .exam_layout import labelHung  # not at Slicer's start

    labelHung(image)


def _backgroundOf(composite):
    return slicer.mrmlScene.GetNodeByID(composite.GetBackgroundVolumeID() or "")


def _foregroundOf(composite):
    return slicer.mrmlScene.GetNodeByID(composite.GetForegroundVolumeID() or "")


def _isOwn(node) -> bool:
    return node is not None and bool(node.GetAttribute(ROLE_ATTRIBUTE))
