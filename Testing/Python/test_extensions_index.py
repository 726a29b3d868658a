"""The rules of Slicer's Extensions Index that a program can check (its schema 1.0.2 and check_description_files.py)."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

REPOSITORY = Path(__file__).resolve().parents[2]
ENTRY = REPOSITORY / "Microcalc.json"
SCHEMA = (
    "https://raw.githubusercontent.com/Slicer/Slicer/main/Schemas/slicer-extension-catalog-entry-schema-v1.0.2.json#"
)
TYPES = {
    "$schema": str,
    "build_dependencies": list,
    "build_subdirectory": str,
    "category": str,
    "dicom_support_rule": str,
    "enabled": bool,
    "scm_revision": str,
    "scm_type": str,
    "scm_url": str,
    "tier": int,
}
LARGEST_PICTURE = 300_000
LICENCES = ("LICENSE", "LICENSE.txt", "License.txt", "LICENSE.md", "COPYING", "COPYING.txt")
LARGEST_CLONE_BYTES = 100_000_000
AT_FILE_SCOPE = {"numpy", "scipy", "SimpleITK", "vtk", "slicer", "qt", "ctk"}
STANDARD = set(sys.stdlib_module_names)


@pytest.fixture(scope="module")
def entry() -> dict:
    return json.loads(ENTRY.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def cmake() -> str:
    return (REPOSITORY / "CMakeLists.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def readme() -> str:
    return (REPOSITORY / "README.md").read_text(encoding="utf-8")


def tracked() -> list[Path]:
    """The files of a clone; skips outside a git checkout."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=REPOSITORY, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("no git checkout")
    return [path for name in listed.stdout.split("\0") if name and (path := REPOSITORY / name).is_file()]


def test_the_entry_has_the_keys_and_types_of_the_schema_and_no_others(entry: dict) -> None:
    assert entry["$schema"] == SCHEMA
    assert {"$schema", "category", "scm_url"} <= set(entry) <= set(TYPES)
    assert all(type(value) is TYPES[key] for key, value in entry.items())
    assert 1 <= entry["tier"] <= 5


def test_the_entry_is_text_with_unix_line_ends_and_a_last_one() -> None:
    content = ENTRY.read_bytes()
    assert b"\r" not in content
    assert content.endswith(b"}\n")


def test_the_extension_and_its_repository_are_named_as_the_index_wants(entry: dict) -> None:
    assert not ENTRY.stem.startswith("Slicer")
    assert re.fullmatch(r"Slicer([-_A-Z]\w*|Extension-\w+)", entry["scm_url"].rsplit("/", 1)[1])
    assert entry["scm_url"].startswith("https://")
    assert entry["category"] == "Segmentation"


def test_pytorch_is_built_first_as_the_build_file_says(entry: dict, cmake: str) -> None:
    assert (
        entry["build_dependencies"] == ["PyTorch"] == re.search(r'set\(EXTENSION_DEPENDS "([^"]*)"\)', cmake)[1].split()
    )


def test_the_project_is_named_like_the_entry_and_lives_where_the_entry_says(entry: dict, cmake: str) -> None:
    assert re.search(r"project\(\s*(\w+)", cmake)[1] == ENTRY.stem
    assert (REPOSITORY / entry["build_subdirectory"] / "CMakeLists.txt").is_file()
    assert re.search(r'set\(EXTENSION_HOMEPAGE "([^"]*)"\)', cmake)[1] == entry["scm_url"]


@pytest.mark.parametrize("name", ["EXTENSION_ICONURL", "EXTENSION_SCREENSHOTURLS"])
def test_icon_and_screenshots_are_links_without_parameters_to_pictures_of_the_repository(
    name: str, entry: dict, cmake: str
) -> None:
    root = entry["scm_url"].replace("github.com", "raw.githubusercontent.com") + f"/{entry['scm_revision']}/"
    links = re.search(rf'^set\({name} "([^"\n]+)"\)$', cmake, re.MULTILINE)[1].split()
    assert links
    for link in links:
        assert link.startswith(root), link
        assert not re.search(r"[?&]", link)
        with Image.open(REPOSITORY / link.removeprefix(root)) as picture:
            assert picture.format in {"PNG", "JPEG", "GIF"}


def test_the_icon_is_square_and_of_the_size_that_the_manager_shows() -> None:
    with Image.open(REPOSITORY / "MicrocalcCAD" / "Resources" / "Icons" / "MicrocalcCAD.png") as icon:
        assert icon.width == icon.height >= 128


def test_the_description_has_a_sentence_and_says_research_only(cmake: str) -> None:
    description = re.search(r'set\(EXTENSION_DESCRIPTION "([^"]*)"\)', cmake)[1]
    assert description.endswith("Research only.")
    assert 40 < len(description) < 400


def test_the_licence_lies_in_the_root_and_is_named_on_the_first_page(readme: str) -> None:
    assert [name for name in LICENCES if (REPOSITORY / name).is_file()]
    assert "Apache-2.0" in readme


@pytest.mark.parametrize("section", ["Modules", "Tutorial", "Installing in Slicer", "Limits", "Citation", "Licence"])
def test_the_first_page_has_the_sections_that_a_reviewer_looks_for(section: str, readme: str) -> None:
    assert re.search(rf"^## {section}", readme, re.MULTILINE)


def test_the_first_page_begins_with_a_summary_shows_pictures_and_has_a_line_for_each_module(
    readme: str, cmake: str
) -> None:
    assert "3D Slicer" in readme.partition("## ")[0]
    assert re.search(r"!\[[^\]]+\]\(Docs/screenshots/\w+\.png\)", readme)
    for module in re.findall(r"^add_subdirectory\((\w+)\)", cmake, re.MULTILINE):
        assert f"**{module}**" in readme, module


def test_the_links_of_the_pages_lead_to_files_that_are_there() -> None:
    broken = []
    for page in (REPOSITORY / "README.md", *(REPOSITORY / "Docs").glob("*.md")):
        for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", page.read_text(encoding="utf-8")):
            if not (page.parent / target).exists():
                broken.append(f"{page.name}: {target}")
    assert broken == []


def test_a_clone_is_far_below_the_size_that_the_index_allows() -> None:
    assert sum(path.stat().st_size for path in tracked()) < 0.6 * LARGEST_CLONE_BYTES


def test_no_compiled_file_is_in_the_repository() -> None:
    assert [
        path.name for path in tracked() if path.suffix in {".so", ".dll", ".dylib", ".exe", ".pyd", ".pyc", ".whl"}
    ] == []


def test_the_module_files_import_at_file_scope_only_what_slicer_brings(cmake: str) -> None:
    for module in re.findall(r"^add_subdirectory\((\w+)\)", cmake, re.MULTILINE):
        tree = ast.parse((REPOSITORY / module / f"{module}.py").read_text(encoding="utf-8"))
        names = {node.module or "" for node in tree.body if isinstance(node, ast.ImportFrom)}
        names |= {alias.name for node in tree.body if isinstance(node, ast.Import) for alias in node.names}
        third = {name.partition(".")[0] for name in names} - AT_FILE_SCOPE - {"__future__"}
        assert {name for name in third if not name.startswith("Microcalc") and name not in STANDARD} == set()


def test_torch_is_never_installed_by_pip() -> None:
    for module in ("MicrocalcCAD", "MicrocalcTrain"):
        paths = sorted((REPOSITORY / module / "Resources").glob("*requirements*.txt"))
        assert paths
        lines = [line for path in paths for line in path.read_text(encoding="utf-8").splitlines()]
        assert [line for line in lines if re.match(r"(torch|torchvision)\b", line.strip(), re.IGNORECASE)] == []
    calls = [
        p.name
        for p in tracked()
        if p.suffix == ".py" and re.search(r"pip_install\([^)]*torch", p.read_text(encoding="utf-8"))
    ]
    assert [name for name in calls if name != Path(__file__).name] == []


def test_every_picture_is_shown_somewhere_and_small() -> None:
    texts = [
        path.read_text(encoding="utf-8")
        for path in (REPOSITORY / "README.md", REPOSITORY / "CMakeLists.txt", *(REPOSITORY / "Docs").glob("*.md"))
    ]
    pictures = sorted((REPOSITORY / "Docs" / "screenshots").iterdir())
    assert [p.name for p in pictures if not any(f"screenshots/{p.name}" in text for text in texts)] == []
    assert {p.name: p.stat().st_size for p in pictures if p.stat().st_size > LARGEST_PICTURE} == {}
