"""Run by test_installed.py in a fresh process: the module from the unpacked archive, without a network, on the sample.

``python installed_detection.py MODULE_FOLDER TESTING_FOLDER TEMPORARY_FOLDER`` prints one JSON object.
"""

from __future__ import annotations

import json
import sys
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace


def main(modules: Path, testing: Path, temporary: Path) -> dict[str, object]:
    """Start the stand-in application, load the modules as Slicer does, detect in the sample, and say what
    came of it.
    """
    sys.addaudithook(_without_network)
    sys.path[:0] = [str(modules), str(testing)]
    from Host import start

    application = start(temporary)
    from Host.modules import module_parent
    from Host.segment_editor import EffectFactory

    names = sorted(path.stem for path in modules.glob("*.py"))
    for name in names:
        module = import_module(name)
        getattr(module, name)(SimpleNamespace(path=module.__file__))
    application.complete_startup()
    # the DICOM plugin is a module without a panel
    panels = {name: getattr(sys.modules[name], f"{name}Widget", None) for name in names}
    widgets = {name: panel(module_parent()) for name, panel in panels.items() if panel is not None}
    for widget in widgets.values():
        widget.setup()
    import SampleData

    volume = SampleData.SampleDataLogic().downloadSample("SimulatedMammogram")
    detection = widgets["MicrocalcCAD"].logic.detect(volume, device="cpu")
    for widget in widgets.values():
        widget.cleanup()
    best = max(detection.findings.clusters, key=lambda cluster: cluster.score)
    loaded = {name: module.__file__ for name, module in sys.modules.items() if getattr(module, "__file__", None)}
    return {
        "modules": names,
        "effects": sorted(type(effect.self()).__name__ for effect in EffectFactory.instance().effects.values()),
        "files": sorted(str(Path(file).resolve()) for name, file in loaded.items() if name.startswith("Microcalc")),
        "model": detection.findings.model.name,
        "segmentation": detection.nodes.segmentation.GetSegmentation().GetNumberOfSegments(),
        "best_cluster": [best.row, best.column],
    }


def _without_network(event: str, arguments: tuple[object, ...]) -> None:
    if event == "urllib.Request" and str(arguments[0]).startswith("file:"):  # the sample is a file of the package
        return
    if event in {"socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "urllib.Request"}:
        raise PermissionError(f"the network was asked for: {event} {arguments[1:]}")


if __name__ == "__main__":
    print(json.dumps(main(*map(Path, sys.argv[1:]))))
