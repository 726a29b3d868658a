"""The network's proximity map as a volume that lies over the mammogram."""

from __future__ import annotations

import numpy as np
import slicer
import slicer.util
from MicrocalcCADLib.analysis import Analysis

from .geometry import matrixOf

COLOR_NODE_ID = "vtkMRMLColorTableNodeFileInferno.txt"
FALLBACK_COLOR_NODE_ID = "vtkMRMLColorTableNodeRed"
LOWEST_SHOWN_PERCENT = 5


def fillHeatMapNode(node, volumeNode, analysis: Analysis) -> None:
    """Give a new scalar volume node the map in percent (uint8), on its own coarser grid."""
    percent = np.round(np.nan_to_num(analysis.score_map.astype(np.float32)) * 100).clip(0, 100).astype(np.uint8)
    slicer.util.updateVolumeFromArray(node, percent[np.newaxis])
    node.SetIJKToRASMatrix(slicer.util.vtkMatrixFromArray(_matrixOfMap(volumeNode, analysis)))
    node.CreateDefaultDisplayNodes()
    display = node.GetDisplayNode()
    known = slicer.mrmlScene.GetNodeByID(COLOR_NODE_ID)
    display.SetAndObserveColorNodeID(COLOR_NODE_ID if known else FALLBACK_COLOR_NODE_ID)
    display.SetAutoWindowLevel(False)
    display.SetWindowLevelMinMax(0, 100)
    display.SetApplyThreshold(True)
    display.SetLowerThreshold(LOWEST_SHOWN_PERCENT)
    display.SetUpperThreshold(100)


def _matrixOfMap(volumeNode, analysis: Analysis) -> np.ndarray:
    """Both grids cover the same field, so the map's first pixel centre lies half a map pixel inside it."""
    rows, columns = (
        analysis.image.rows / analysis.score_map.shape[0],
        analysis.image.columns / analysis.score_map.shape[1],
    )
    mapToImage = np.diag([columns, rows, 1.0, 1.0])
    mapToImage[:2, 3] = (columns - 1) / 2, (rows - 1) / 2
    return matrixOf(volumeNode) @ mapToImage
