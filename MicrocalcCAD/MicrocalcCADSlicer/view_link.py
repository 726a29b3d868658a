"""Views that follow each other: what is done to pan, zoom and window of one is done to all.

Slicer's own link takes the place in the scene, which is another place of the breast in a mirrored view, and the same
grey values, which differ from film to film. Here a movement is that on the screen, mirrored between a right and a left
breast, and a window is kept in proportion to those that the views had when they were linked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
import slicer.util
import vtk

from .exam_images import viewOf


@dataclass
class _Start:
    """How a view was when it was linked: pose (4, 4), mm per point, window and level, and the side and view of its
    image.
    """

    sliceNode: object
    display: object
    pose: np.ndarray
    scale: float
    window: tuple[float, float]
    side: str | None
    view: str | None


class ViewLink:
    """Links views from `begin` to `end`."""

    def __init__(self) -> None:
        self._starts: list[_Start] = []
        self._tags: list[tuple] = []
        self._isFollowing = self._isJumping = False

    @property
    def isOn(self) -> bool:
        """Whether views are linked."""
        return bool(self._starts)

    def begin(self, views: Sequence[tuple]) -> None:
        """Link views, each a slice node and the volume that it shows."""
        self.end()
        for sliceNode, volumeNode in views:
            display, shown = volumeNode.GetDisplayNode(), viewOf(volumeNode)
            pose, scale = _poseOf(sliceNode), _scaleOf(sliceNode)
            self._starts.append(
                _Start(sliceNode, display, pose, scale, _windowOf(display), shown.laterality, shown.view)
            )
        for start in self._starts:
            self._observe(start.sliceNode, lambda _caller, _event, start=start: self._onMoved(start))
            self._observe(start.display, lambda _caller, _event, start=start: self._onWindow(start))

    def end(self) -> None:
        """Let each view be by itself."""
        for node, tag in self._tags:
            node.RemoveObserver(tag)
        self._starts, self._tags = [], []

    @contextmanager
    def jumping(self) -> Iterator[None]:
        """Let a jump to a finding take along only images of the same side and view, as those of the prior exam; the
        link goes on from there.
        """
        self._isJumping = True
        try:
            yield
        finally:
            self._isJumping = False
            self._goOn()

    @contextmanager
    def placing(self) -> Iterator[None]:
        """Place views, or set windows, one by one: none follows another; the link goes on from there."""
        before, self._isFollowing = self._isFollowing, True
        try:
            yield
        finally:
            self._isFollowing = before
            self._goOn()

    def _goOn(self) -> None:
        for start in self._starts:
            start.pose, start.scale = _poseOf(start.sliceNode), _scaleOf(start.sliceNode)
            start.window = _windowOf(start.display)

    def _follows(self, other: _Start, moved: _Start) -> bool:
        isSame = moved.side is not None and (other.side, other.view) == (moved.side, moved.view)
        return other is not moved and (isSame or not self._isJumping)

    def _observe(self, node, slot) -> None:
        if node is not None:
            self._tags.append((node, node.AddObserver(vtk.vtkCommand.ModifiedEvent, slot)))

    def _onMoved(self, moved: _Start) -> None:
        if self._isFollowing:
            return
        self._isFollowing = True
        try:
            pose, ratio = _poseOf(moved.sliceNode), _scaleOf(moved.sliceNode) / moved.scale
            shift = (pose[:3, 3] - moved.pose[:3, 3]) @ moved.pose[:3, :2] / moved.scale
            for other in self._starts:
                if self._follows(other, moved):
                    mirrored = None not in (moved.side, other.side) and moved.side != other.side
                    _move(other, shift * ((-1, 1) if mirrored else (1, 1)), ratio)
        finally:
            self._isFollowing = False

    def _onWindow(self, changed: _Start) -> None:
        if self._isFollowing:
            return
        self._isFollowing = True
        try:
            (width, level), (width0, level0) = _windowOf(changed.display), changed.window
            for other in self._starts:
                if other.display is not changed.display and other.display is not None:
                    own, ownLevel = other.window
                    wanted = (own * width / width0, ownLevel + (level - level0) * own / width0)
                    if not np.allclose(wanted, _windowOf(other.display)):
                        other.display.AutoWindowLevelOff()
                        other.display.SetWindowLevel(*wanted)
        finally:
            self._isFollowing = False


def _move(view: _Start, shift: np.ndarray, ratio: float) -> None:
    """Show a view as it was linked, shifted by so many points of the screen at that scale, and zoomed."""
    pose, node, scale = view.pose.copy(), view.sliceNode, view.scale * ratio
    pose[:3, 3] += view.pose[:3, :2] @ (shift * view.scale)
    width, height = node.GetDimensions()[:2]
    if np.allclose(pose, _poseOf(node)) and np.isclose(scale, _scaleOf(node)):
        return
    slicer.util.updateVTKMatrixFromArray(node.GetSliceToRAS(), pose)
    node.SetFieldOfView(width * scale, height * scale, node.GetFieldOfView()[2])
    node.UpdateMatrices()


def _poseOf(sliceNode) -> np.ndarray:
    return slicer.util.arrayFromVTKMatrix(sliceNode.GetSliceToRAS())


def _scaleOf(sliceNode) -> float:
    return sliceNode.GetFieldOfView()[0] / max(1, sliceNode.GetDimensions()[0])


def _windowOf(display) -> tuple[float, float]:
    return (max(display.GetWindow(), 1e-6), display.GetLevel()) if display is not None else (1.0, 0.0)
