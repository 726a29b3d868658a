"""What Slicer is asked to install when a package is first needed: by version, never in silence, and only by what Slicer
5.12 has for it.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

pytest_plugins = ["slicer_fixtures"]
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def listed(tmp_path: Path) -> Any:
    """A function that writes a list of requirements and returns its path."""

    def write(*lines: str) -> str:
        path = tmp_path / "requirements.txt"
        path.write_text("# Installed when needed.\n" + "\n".join(lines) + "\n", encoding="utf-8")
        return str(path)

    return write


@pytest.fixture
def asked(application: Any, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """What Slicer was asked to install; it does so only if the test replaces `pip_check`."""
    import slicer

    found: list[list[str]] = []
    monkeypatch.setattr(
        slicer.packaging,
        "pip_ensure",
        lambda requirements, constraints, requester: found.append([str(one) for one in requirements]),
    )
    return found


def test_what_is_installed_in_a_good_version_is_not_asked_for(asked: list, listed: Any) -> None:
    from MicrocalcCADSlicer.packages import ensureListed

    ensureListed(listed("pytest>=7", "numpy>=1.20"))
    assert asked == []


def test_a_package_of_too_low_a_version_is_asked_for_as_a_missing_one_is(asked: list, listed: Any) -> None:
    from MicrocalcCADSlicer.packages import PackageError, ensureListed

    with pytest.raises(
        PackageError,
        match=(
            r"^The Python packages numpy>=999 are missing: click Install what is missing in the tab Installation .*,"
            r" and agree\.$"
        ),
    ):
        ensureListed(listed("pytest>=7", "numpy>=999"))
    assert asked == [["pytest>=7", "numpy>=999"]]


def test_what_was_installed_is_enough(asked: list, listed: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    import slicer
    from MicrocalcCADSlicer.packages import ensureListed

    monkeypatch.setattr(slicer.packaging, "pip_check", lambda requirements: bool(asked))
    ensureListed(listed("no-such-package-of-ours>=1"))
    assert len(asked) == 1


def test_what_slicer_brings_is_left_at_its_version_unless_it_is_asked_for(
    application: Any, listed: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    import numpy
    import slicer
    from MicrocalcCADSlicer.packages import PackageError, ensureListed

    kept: list[list[str]] = []
    monkeypatch.setattr(
        slicer.packaging,
        "pip_ensure",
        lambda requirements, constraints, requester: kept.append(
            Path(constraints).read_text(encoding="utf-8").splitlines()
        ),
    )
    for line in ("no-such-package-of-ours>=1", "pydicom>=999"):
        with pytest.raises(PackageError):
            ensureListed(listed(line))
    other, pydicom = kept
    assert f"numpy=={numpy.__version__}" in other and any(line.startswith("pydicom==") for line in other)
    assert other == [line for line in other if "==" in line] and not any(line.startswith("pydicom") for line in pydicom)


def test_a_user_who_declines_and_a_failing_pip_end_in_a_sentence(declining: list[str], listed: Any) -> None:
    from MicrocalcCADSlicer.packages import PackageError, ensureListed

    with pytest.raises(
        PackageError,
        match=r"package-of-ours>=1 were not installed \(User declined .*\): check the network, then click Install",
    ):
        ensureListed(listed("no-such-package-of-ours>=1"))
    assert declining == ["- no-such-package-of-ours>=1"]


@pytest.mark.parametrize(
    ("fails", "sentence"),
    [(True, r"not installed \(pip ended with 1\): check the network"), (False, r"not installed: install it in")],
    ids=["pip fails", "user declines"],
)
def test_pytorch_that_is_not_installed_is_one_sentence(
    application: Any, listed: Any, monkeypatch: pytest.MonkeyPatch, fails: bool, sentence: str
) -> None:
    """The extension PyTorch returns None for a user who declines, and raises whatever pip raises."""
    from MicrocalcCADSlicer.packages import PackageError, ensureForTraining

    class Logic:
        def installTorch(self, askConfirmation: bool, torchVersionRequirement: str) -> None:
            assert askConfirmation and torchVersionRequirement.startswith(">=")
            if fails:
                raise RuntimeError("pip ended with 1")

    monkeypatch.setitem(sys.modules, "PyTorchUtils", SimpleNamespace(PyTorchUtilsLogic=Logic))
    monkeypatch.setattr("MicrocalcCADSlicer.packages.find_spec", lambda _name: None)
    with pytest.raises(PackageError, match=sentence):
        ensureForTraining(listed("numpy>=1.20"))


def test_an_older_slicer_is_told_which_one_is_needed(
    application: Any, listed: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    import slicer
    from MicrocalcCADSlicer.packages import PackageError, ensureListed

    monkeypatch.delattr(slicer, "packaging")
    monkeypatch.setitem(sys.modules, "slicer.packaging", None)
    with pytest.raises(PackageError, match=r"needs 3D Slicer 5\.12 or newer"):
        ensureListed(listed("numpy>=1.20"))


def test_pages_and_sentences_name_one_version_of_slicer() -> None:
    paths = [
        ROOT / "README.md",
        *(ROOT / "Docs").glob("*.md"),
        *(ROOT / "MicrocalcCAD" / "MicrocalcCADSlicer").glob("*.py"),
    ]
    found = {
        version for path in paths for version in re.findall(r"(5\.\d+)\)? or newer", path.read_text(encoding="utf-8"))
    }
    assert found == {"5.12"}
