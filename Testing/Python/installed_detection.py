"""Run by test_installed.py in a fresh process: the module from the unpacked archive, without a network, on the sample.

``python installed_detection.py MODULE_FOLDER TESTING_FOLDER TEMPORARY_FOLDER`` prints one JSON object.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from types import SimpleNamespace


def main(modules: Path, testing: Path, temporary: Path) -> dict[str, object]:
    """Start the stand-in application, load the module as Slicer does, detect in its sample, and say what came of it."""
    sys.addaudithook(_without_network)
    sys.path[:0] = [str(modules), str(testing)]
    from Host import start

    application = start(temporary)
    import slicer

    import MicrocalcCAD

    MicrocalcCAD.MicrocalcCAD(SimpleNamespace())
    application.complete_startup()
    widget = MicrocalcCAD.MicrocalcCADWidget(slicer.qMRMLWidget())
    widget.setup()
    import SampleData

    volume = SampleData.SampleDataLogic().downloadSample("SimulatedMammogram")
    detection = widget.logic.detect(volume, device="cpu")
    widget.cleanup()
    best = max(detection.findings.clusters, key=lambda cluster: cluster.score)
    return {
        "files": sorted({str(Path(module.__file__).resolve()) for name, module in sys.modules.items() if name.startswith("MicrocalcCAD")}),
        "model": detection.findings.model.name,
        "segmentation": detection.nodes.segmentation.GetSegmentation().GetNumberOfSegments(),
        "best_cluster": [best.row, best.column],
    }


def _without_network(event: str, arguments: tuple[object, ...]) -> None:
    if event in {"socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "urllib.Request"}:
        raise PermissionError(f"the network was asked for: {event} {arguments[1:]}")


if __name__ == "__main__":
    print(json.dumps(main(*map(Path, sys.argv[1:]))))
