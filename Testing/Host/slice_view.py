"""A slice view that is drawn off screen by Slicer's own displayable managers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import slicer
import vtk

MANAGERS = (
    "vtkMRMLVolumeGlyphSliceDisplayableManager",
    "vtkMRMLModelSliceDisplayableManager",
    "vtkMRMLSegmentationsDisplayableManager2D",
    "vtkMRMLMarkupsDisplayableManager",
)


class SliceView:
    """A slice view, axial, as Slicer shows an image of one slice; drawn when a picture is wanted.

    As in Slicer it follows the scene from the start, whether a layout shows it or not: what it draws over what depends
    on when each node came.
    """

    def __init__(self, application_logic: Any, width: int = 700, height: int = 820, name: str = "Red") -> None:
        self._application_logic, self._size, self._name = application_logic, (width, height), name
        self._logic = slicer.vtkMRMLSliceLogic()
        self._logic.SetMRMLApplicationLogic(application_logic)
        self.corners = vtk.vtkCornerAnnotation()
        application_logic.GetSliceLogics().AddItem(self._logic)
        self.attach()
        self._build()

    @property
    def logic(self) -> Any:
        return self._logic

    @property
    def node(self) -> Any:
        return self._logic.GetSliceNode()

    @property
    def composite(self) -> Any:
        return self._logic.GetSliceCompositeNode()

    def attach(self) -> None:
        """Make sure that the scene has the nodes of this view."""
        self._logic.SetMRMLScene(slicer.mrmlScene)
        if self._logic.GetSliceNode() is None:
            self._logic.AddSliceNode(self._name)
        self.node.SetOrientation("Axial")
        self.node.SetDimensions(*self._size, 1)
        self.node.SetMappedInLayout(True)

    def close(self) -> None:
        """Take the view and its nodes away; it follows nothing any more."""
        self.managers.SetMRMLDisplayableNode(None)
        del self.managers, self._interactor, self.window
        for node in (self.node, self.composite):
            slicer.mrmlScene.RemoveNode(node)
        self._application_logic.GetSliceLogics().RemoveItem(self._logic)
        self._logic.SetMRMLScene(None)

    def shows(self, node: Any) -> bool:
        """Return whether a segmentation or markup is shown in this view, as its displayable manager decides it."""
        displays = [node.GetNthDisplayNode(i) for i in range(node.GetNumberOfDisplayNodes())]
        return any(display.GetVisibility() and display.IsDisplayableInView(self.node.GetID()) for display in displays)

    def fit(self) -> None:
        """Show the whole background volume."""
        self._logic.FitSliceToBackground()

    def save_picture(self, path: Path, over: Sequence[Any] = ()) -> None:
        """Draw the view into a PNG file, with more actors over it."""
        renderer = self.window.GetRenderers().GetFirstRenderer()
        for actor in over:
            renderer.AddViewProp(actor)
        self.render()
        grabber = vtk.vtkWindowToImageFilter()
        grabber.SetInput(self.window)
        grabber.ReadFrontBufferOff()
        writer = vtk.vtkPNGWriter()
        writer.SetFileName(str(path))
        writer.SetInputConnection(grabber.GetOutputPort())
        writer.Write()
        for actor in over:
            renderer.RemoveViewProp(actor)

    def render(self) -> None:
        """Draw the view off screen."""
        self._logic.UpdatePipeline()
        image = self._logic.GetImageDataConnection()
        self._image.SetVisibility(image is not None)
        self._image.GetMapper().SetInputConnection(image)
        self.window.Render()

    def _build(self) -> None:
        renderer, self.window = vtk.vtkRenderer(), vtk.vtkRenderWindow()
        self.window.SetOffScreenRendering(True)
        self.window.SetSize(*self._size)
        self.window.AddRenderer(renderer)
        self._image = _image_actor()
        renderer.AddViewProp(self._image)  # first, so that the marks are drawn over it
        renderer.AddViewProp(self.corners)
        self._interactor = vtk.vtkRenderWindowInteractor()
        self._interactor.SetRenderWindow(self.window)
        factory = slicer.vtkMRMLSliceViewDisplayableManagerFactory.GetInstance()
        factory.SetMRMLApplicationLogic(self._application_logic)
        for name in MANAGERS:
            if not factory.IsDisplayableManagerRegistered(name):
                factory.RegisterDisplayableManager(name)
        self.managers = factory.InstantiateDisplayableManagers(renderer)
        self.managers.UnRegister(None)  # it comes owned by the caller, and would follow the scene for ever
        self.managers.SetMRMLDisplayableNode(self.node)


def _image_actor() -> Any:
    mapper = vtk.vtkImageMapper()
    mapper.SetColorWindow(255)
    mapper.SetColorLevel(127.5)
    actor = vtk.vtkActor2D()
    actor.SetMapper(mapper)
    actor.GetProperty().SetDisplayLocationToBackground()
    return actor
