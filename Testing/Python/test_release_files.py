"""What a release and its repository consist of: attributions, citation, recipe, workflows, forms; each checked against
its schema or its source.
"""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "tools"))
import fill_recipe  # noqa: E402

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
NOTICE = (ROOT / "NOTICE").read_text(encoding="utf-8")
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
FORMS = sorted(path for path in (ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.yml") if path.name != "config.yml")
SCHEMAS = {
    "github-workflows": WORKFLOWS,
    "github-issue-forms": FORMS,
    "github-issue-config": [ROOT / ".github" / "ISSUE_TEMPLATE" / "config.yml"],
    "citation-file-format": [ROOT / "CITATION.cff"],
}


@pytest.mark.parametrize("schema", sorted(SCHEMAS))
def test_the_files_are_as_their_schemas_want_them(schema: str) -> None:
    if importlib.util.find_spec("check_jsonschema") is None:
        pytest.skip("check-jsonschema is not installed")
    assert SCHEMAS[schema]
    call = [
        sys.executable,
        "-m",
        "check_jsonschema",
        "--builtin-schema",
        f"vendor.{schema}",
        *map(str, SCHEMAS[schema]),
    ]
    done = subprocess.run(call, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def targets() -> set[str]:
    return set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_workflows_call_targets_that_exist(path: Path) -> None:
    text = re.sub(r"#.*|install make", "", path.read_text(encoding="utf-8"))
    called = set(re.findall(r"\bmake ([a-z][a-z-]+)", text))
    assert called and called <= targets()


def test_the_workflows_run_the_tests_on_three_systems_and_check_the_wheel() -> None:
    tests, wheel, slicer = (
        (ROOT / ".github" / "workflows" / f"{name}.yml").read_text(encoding="utf-8")
        for name in ("tests", "wheel", "slicer")
    )
    assert (
        all(system in tests for system in ("ubuntu", "windows", "macos"))
        and "make test" in tests
        and ".ci/run" in tests
    )
    assert "make dist-check" in wheel and "make wheelhouse-check" in wheel
    assert "make slicer-test" in slicer and "make source-test" in slicer


def test_every_target_of_make_is_explained() -> None:
    shown = set(re.findall(r'@echo "make ([a-z-]+)', (ROOT / "Makefile").read_text(encoding="utf-8")))
    assert targets() - shown == {"help", "clean"}


def sources_of_models() -> Iterator[tuple[str, str, str]]:
    """Yield model, data set and licence, as the models' descriptions state them."""
    for path in sorted((ROOT / "Resources" / "Models").glob("*/configs/metadata.json")):
        text = json.loads(path.read_text(encoding="utf-8"))["microcalc"]["training_data"]
        for name, licence in re.findall(
            r"\b([A-Z][A-Z-]{2,})\b(?:[' ][\w ]+)? \((?:[^()]*, )?(CC BY \d\.\d|Apache-2\.0|BSD[\w-]*)\)", text
        ):
            yield path.parents[1].name, name, licence


def test_the_notice_names_the_data_and_licence_of_every_model_that_ships() -> None:
    found = list(sources_of_models())
    models = {
        entry["name"]
        for entry in json.loads((ROOT / "Resources" / "Models" / "catalog.json").read_text(encoding="utf-8"))["models"]
    }
    assert {model for model, _, _ in found} == models
    sections = {section.split("\n")[0]: section for section in re.split(r"^\d+\. ", NOTICE, flags=re.MULTILINE)[1:]}
    for model, data, licence in found:
        assert data in sections, f"{model} was made with {data}"
        assert f"Licence: {licence}, https://" in sections[data]
        assert "all shipped networks" in sections[data] or model in sections[data], f"{data} for {model}"


def test_version_and_licence_stand_in_one_place() -> None:
    from MicrocalcCADLib import __version__

    assert "version" in PROJECT["project"]["dynamic"] and PROJECT["project"]["license"] == "Apache-2.0"
    for path in (
        ROOT / "CITATION.cff",
        ROOT / "packaging" / "conda-forge" / "recipe.yaml",
        ROOT / "Makefile",
        ROOT / "CMakeLists.txt",
        ROOT / "Microcalc.json",
    ):
        assert __version__ not in path.read_text(encoding="utf-8"), path.name
    assert "license: Apache-2.0" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")


def section(text: str, head: str) -> list[str]:
    """Return the entries of a list of the recipe."""
    return re.findall(
        r"^    - (.+)$", re.search(rf"^  {head}:\n((?:    - .+\n)+)", text, re.MULTILINE)[1], re.MULTILINE
    )


def test_the_recipe_asks_for_what_pyproject_asks_for() -> None:
    recipe = fill_recipe.RECIPE.read_text(encoding="utf-8")
    run = {canonicalize_name(line.split()[0]): line.split()[1] for line in section(recipe, "run")}
    floor = re.search(r'python_min: "([\d.]+)"', recipe)[1]
    assert run.pop("python") == ">=${{" and f">={floor}" == PROJECT["project"]["requires-python"]
    assert run == {
        canonicalize_name(one.name): str(one.specifier) for one in map(Requirement, PROJECT["project"]["dependencies"])
    }
    host = {line.split()[0]: line.split()[1] for line in section(recipe, "host") if line.startswith("hatch")}
    assert host == {one.name: str(one.specifier) for one in map(Requirement, PROJECT["build-system"]["requires"])}
    assert dict(re.findall(r"- ([\w-]+) = ([\w.]+:\w+)", recipe)) == PROJECT["project"]["scripts"]


def test_the_recipe_is_filled_with_version_and_hash_of_the_sdist(tmp_path: Path) -> None:
    import hashlib

    sdist = tmp_path / "slicer_microcalc-9.8.7.tar.gz"
    sdist.write_bytes(b"content")
    filled = fill_recipe.filled(fill_recipe.RECIPE.read_text(encoding="utf-8"), sdist)
    assert 'version: "9.8.7"' in filled and hashlib.sha256(b"content").hexdigest() in filled and "@" not in filled
    with pytest.raises(ValueError, match="not one"):
        fill_recipe.filled(filled, sdist)


def test_links_of_the_first_page_lead_to_the_repository_where_it_stands_alone() -> None:
    rules = PROJECT["tool"]["hatch"]["metadata"]["hooks"]["fancy-pypi-readme"]["substitutions"]
    page = (ROOT / "README.md").read_text(encoding="utf-8")
    for rule in rules:
        page = re.sub(rule["pattern"], rule["replacement"], page)
    assert re.findall(r"\]\((?!https?://|#)[^)]*\)", page) == []
    assert "](https://raw.githubusercontent.com/Microcalc/SlicerMicrocalc/main/Docs/screenshots/panel.png)" in page
    assert "](https://github.com/Microcalc/SlicerMicrocalc/blob/main/Docs/tutorial.md)" in page


def test_the_bug_form_asks_for_the_environment_and_the_findings_and_for_no_patient_data() -> None:
    form = (ROOT / ".github" / "ISSUE_TEMPLATE" / "bug.yml").read_text(encoding="utf-8")
    assert "microcalc check" in form and "findings.json" in form and "no patient data" in form
    assert re.search(r"id: privacy\n.*?required: true", form, re.DOTALL)


def test_the_index_suggests_the_extension_for_mammograms_and_for_the_marks_that_our_plugin_loads() -> None:
    source = (ROOT / "MicrocalcCAD" / "MicrocalcCADSlicer" / "dicom_series.py").read_text(encoding="utf-8")
    report = re.search(r'MAMMOGRAPHY_CAD = "([\d.]+)"', source).group(1)
    rule = json.loads((ROOT / "Microcalc.json").read_text(encoding="utf-8"))["dicom_support_rule"]
    assert rule == f"Modality == 'MG' or SOPClassUID == '{report}'"
