"""The command line as a user meets it: what it prints, what it writes, and its exit status."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from bundles import write_bundle, write_catalog
from MicrocalcCADLib import __main__ as command_line
from MicrocalcCADLib.analysis import Analysis
from MicrocalcCADLib.console import one_line
from MicrocalcCADLib.detection import stems
from MicrocalcCADLib.errors import ModelError
from MicrocalcCADLib.kinds import system
from MicrocalcCADLib.mammogram import Mammogram
from MicrocalcCADLib.notices import of_image, of_installation, of_model
from MicrocalcCADLib.progress import Progress
from PIL import Image
from report_material import make_analysis, make_mammogram, make_spots

REPOSITORY = Path(__file__).parents[2]


class _FakeDetector:
    """Finds a cluster of 9 and a faint one that only the sensitive operating point reports."""

    def analyse(self, mammogram: Mammogram, progress: Progress) -> Analysis:
        progress(0.5, "looking")
        spots = [*make_spots([(250, 120)], 9, 20), *make_spots([(400, 120)], 9, 20)]
        return make_analysis(mammogram, spots, [0.95] * 9 + [0.3] * 9)


@pytest.fixture
def created(monkeypatch: pytest.MonkeyPatch) -> list[tuple]:
    """Replace the detectors by the fake; the list receives the arguments of each creation."""
    calls: list[tuple] = []

    def create(*arguments: object, **options: object) -> _FakeDetector:
        calls.append(arguments)
        return _FakeDetector()

    monkeypatch.setattr(system, "create", create)
    return calls


@pytest.fixture
def image(tmp_path: Path) -> Path:
    return write_image(tmp_path / "in" / "case.png")


def write_image(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray((make_mammogram().pixels * 65535).astype(np.uint16)).save(path)
    return path


def detect(*arguments: object) -> int:
    return command_line.main(["detect", *map(str, arguments), "--spacing", "0.1"])


def test_one_line_a_result_with_counts_and_path(
    created: list, image: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert detect(image, "-o", tmp_path / "out") == 0
    (line,) = capsys.readouterr().out.splitlines()
    name, clusters, calcifications, seconds, path = line.split("\t")
    assert (name, clusters, calcifications) == (str(image), "1 cluster", "9 calcifications")
    assert seconds.endswith(" s") and float(seconds[:-2]) >= 0
    content = json.loads(Path(path).read_text())
    assert content["image"]["spacing_mm"] == [0.1, 0.1]
    assert content["image"]["spacing_from"] == "given"
    assert content["timings_s"].keys() == {"reading", "blobs"}


def test_what_must_be_known_of_an_image_is_told_and_what_holds_for_the_model_is_not_repeated(
    created: list, image: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    plain, notices = (
        _FakeDetector.analyse,
        (
            *of_image("It is trained: cut off at black."),
            *of_model("Simulated only."),
        ),
    )
    monkeypatch.setattr(_FakeDetector, "analyse", lambda *arguments: replace(plain(*arguments), notices=notices))
    assert detect(image, "-o", tmp_path / "out", "--quiet") == 0
    assert capsys.readouterr().err.splitlines() == [f"note: {image}: {notices[0].text}"]


def test_what_holds_for_the_installation_is_said_once_for_many_images(
    created: list, image: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    plain, notices = _FakeDetector.analyse, of_installation("This processor computes coarsely.")
    monkeypatch.setattr(_FakeDetector, "analyse", lambda *arguments: replace(plain(*arguments), notices=notices))
    assert detect(image, write_image(tmp_path / "in" / "other.png"), "-o", tmp_path / "out", "--quiet") == 0
    assert capsys.readouterr().err.splitlines() == ["note: This processor computes coarsely."]


@pytest.mark.parametrize("by", ["suspicion", "score"])
def test_what_the_operating_point_acts_on_is_in_the_file(created: list, image: Path, tmp_path: Path, by: str) -> None:
    assert detect(image, "-o", tmp_path / "out", "--by", by, "--quiet") == 0
    content = json.loads((tmp_path / "out" / "case.findings.json").read_text())
    assert content["operating_point"] == {"name": "balanced", "threshold": 0.5, "by": by}


def test_only_json_is_written_unless_more_is_asked_for(created: list, image: Path, tmp_path: Path) -> None:
    detect(image, "-o", tmp_path / "out")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["case.findings.json"]
    detect(image, "-o", tmp_path / "more", "--save", "html,labels")
    assert sorted(path.name for path in (tmp_path / "more").iterdir()) == [
        "case.findings.json",
        "case.html",
        "case.labels.nrrd",
    ]


def test_the_operating_point_decides_what_is_reported(
    created: list, image: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for point, expected in (("sensitive", 18), ("0.99", 0), ("specific", 9)):
        assert detect(image, "-o", tmp_path / "out", "--operating-point", point) == 0
        assert f"\t{expected} calcifications" in capsys.readouterr().out


def test_the_linking_distance_reaches_the_grouping(
    created: list, image: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    detect(image, "-o", tmp_path, "--linking-distance", "0.1")
    assert "\t0 clusters" in capsys.readouterr().out


def test_a_bad_image_does_not_stop_the_rest(
    created: list, image: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "in" / "broken.png"
    broken.write_bytes(b"no picture")
    other = write_image(tmp_path / "in" / "other.png")
    assert detect(broken, image, tmp_path / "missing.png", other, "-o", tmp_path / "out") == 1
    captured = capsys.readouterr()
    assert len(captured.out.splitlines()) == 2
    assert f"failed: {broken}: " in captured.err
    assert f"2 of 4 images failed: {broken}, {tmp_path / 'missing.png'}" in captured.err
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["case.findings.json", "other.findings.json"]


def test_a_defect_in_one_image_is_told_and_does_not_stop_the_rest(
    created: list, image: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    analyse = _FakeDetector.analyse

    def fails_once(self: _FakeDetector, mammogram: Mammogram, progress: Progress) -> Analysis:
        monkeypatch.setattr(_FakeDetector, "analyse", analyse)
        raise ZeroDivisionError("by zero")

    monkeypatch.setattr(_FakeDetector, "analyse", fails_once)
    assert detect(image, image, "-o", tmp_path / "out") == 1
    captured = capsys.readouterr()
    assert "unexpected ZeroDivisionError (by zero): please report it" in captured.err
    assert len(captured.out.splitlines()) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
@pytest.mark.parametrize(
    "name",
    [b"M\xfcller.png", b"new\nline.png", b"\x1b[31mred.png", "\u5de6.png".encode()],
    ids=["latin", "line", "escape", "han"],
)
def test_a_name_in_any_bytes_costs_no_result_and_no_line(
    created: list, image: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: bytes
):
    given = tmp_path / "in" / os.fsdecode(name)
    image.rename(given)
    assert detect(given, "-o", tmp_path / "out", "--save", "json,csv,html,overlay,pdf,labels,seg", "--quiet") == 0
    (line,) = capsys.readouterr().out.splitlines()
    assert len(line.split("\t")) == 5 and "\x1b" not in line
    (stored,) = (tmp_path / "out").glob("*.findings.json")
    assert json.loads(stored.read_text("utf-8"))["source"]["path"] == str(given)
    assert len(list((tmp_path / "out").iterdir())) == 9


def test_a_name_that_turns_the_rest_of_the_line_round_does_not() -> None:
    assert one_line("a\u202egnp.exe\u2066\tb\n") == "a?gnp.exe??b?"
    assert one_line("\u05e9\u05e8\u05d4 é") == "\u05e9\u05e8\u05d4 é"


def run_with(code: str, stdout: int, **environment: str) -> subprocess.CompletedProcess:
    paths = {"PYTHONPATH": os.pathsep.join([str(REPOSITORY / "MicrocalcCAD"), os.environ.get("PYTHONPATH", "")])}
    return subprocess.run(
        [sys.executable, "-c", code],
        stdout=stdout,
        stderr=subprocess.PIPE,
        env={**os.environ, **paths, **environment},
        check=False,
        timeout=60,
    )


def test_a_console_of_few_letters_gets_those_that_it_has() -> None:
    code = (
        "from MicrocalcCADLib.console import to_any_console\nprint(to_any_console(lambda: print(chr(0x5DE6),"
        " chr(0xDCFF)) or 0))"
    )
    done = run_with(code, subprocess.PIPE, PYTHONIOENCODING="ascii")
    assert (done.stdout.split(), done.stderr) == ([b"\\u5de6", b"\\udcff", b"0"], b"")


@pytest.mark.skipif(os.name != "posix", reason="pipes end otherwise elsewhere")
def test_a_reader_that_goes_away_ends_the_command_without_a_traceback() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    try:
        done = run_with("import sys\nfrom MicrocalcCADLib.__main__ import main\nsys.exit(main(['methods']))", writer)
    finally:
        os.close(writer)
    assert (done.returncode, done.stderr) == (141, b"")


def test_the_detector_is_made_once_for_all_images(created: list, image: Path, tmp_path: Path) -> None:
    detect(image, image, image, "-o", tmp_path / "out", "--model", "some-model", "--device", "cpu")
    assert created == [("hdogreg", "some-model", "cpu")]


def test_images_of_one_stem_do_not_overwrite_each_other(created: list, tmp_path: Path) -> None:
    images = [
        write_image(tmp_path / folder / name) for folder, name in (("a", "x.png"), ("b", "x.png"), ("c", "x-2.png"))
    ]
    assert detect(*images, "-o", tmp_path / "out") == 0
    sources = {path.name: json.loads(path.read_text())["source"]["path"] for path in (tmp_path / "out").iterdir()}
    assert sources == {
        "x.findings.json": str(images[0]),
        "x-3.findings.json": str(images[1]),
        "x-2.findings.json": str(images[2]),
    }


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["a.dcm", "b.dcm"], ["a", "b"]),
        (["1/a.dcm", "2/a.dcm", "3/a.png"], ["a", "a-2", "a-3"]),
        (["1/a.dcm", "2/A.dcm"], ["a", "A-2"]),
        (["1.2.840.1", "1.2.840.2", "1.2.840.3.dcm", "IM0001"], ["1.2.840.1", "1.2.840.2", "1.2.840.3", "IM0001"]),
        (["1/a.x", "2/a.x", "a-2.x", "a-3.x"], ["a", "a-4", "a-2", "a-3"]),
    ],
)
def test_stems_are_distinct_and_stable(names: list[str], expected: list[str]) -> None:
    assert stems(map(Path, names)) == expected


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--save", "json,docx"], "'docx' is no format"),
        (["--operating-point", "best"], "'best' is no operating point"),
        (["--operating-point", "1.5"], "'1.5' is no operating point"),
        (["--spacing", "1.0"], "pixel spacing of 1 mm"),
        (["--full-scale", "0"], "full scale of 0"),
        (["--linking-distance", "0"], "linking distance of 0 mm"),
        (["--method", ""], "'' is no method"),
        (["--linking-distance", "inf"], "linking distance of inf mm"),
        (["--method", "magic"], "'magic' is no method"),
    ],
)
def test_wrong_usage_is_status_2_and_one_sentence(
    arguments: list[str], sentence: str, image: Path, tmp_path: Path, capsys
) -> None:
    assert command_line.main(["detect", str(image), "-o", str(tmp_path / "out"), *arguments]) == 2
    captured = capsys.readouterr()
    assert sentence in captured.err
    assert len(captured.err.splitlines()) == 1
    assert captured.out == ""


@pytest.mark.parametrize(
    "arguments", [[], ["detect"], ["detect", "a.png"], ["detect", "a.png", "-o", "x", "--device", "tpu"], ["fly"]]
)
def test_usage_that_argparse_refuses_is_status_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as exit_:
        command_line.main(arguments)
    assert exit_.value.code == 2


def test_a_model_that_is_missing_is_told_before_any_image(
    image: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys
) -> None:
    def create(*arguments: object, **options: object) -> None:
        raise ModelError("There is no model 'x': give another.")

    monkeypatch.setattr(system, "create", create)
    assert detect(image, "-o", tmp_path / "out") == 2
    assert capsys.readouterr().err == "microcalc detect: There is no model 'x': give another.\n"


def test_an_output_folder_that_is_a_file_is_told_at_once(
    created: list, image: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "out").write_text("")
    assert detect(image, "-o", tmp_path / "out") == 2
    assert "choose another (-o)." in capsys.readouterr().err
    assert created == []


def test_interrupting_leaves_what_was_written(
    created: list, image: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    analyse = _FakeDetector.analyse
    count = []

    def interrupted_the_second_time(self: _FakeDetector, mammogram: Mammogram, progress: Progress) -> Analysis:
        count.append(1)
        if len(count) == 2:
            raise KeyboardInterrupt
        return analyse(self, mammogram, progress)

    monkeypatch.setattr(_FakeDetector, "analyse", interrupted_the_second_time)
    assert detect(image, image, image, "-o", tmp_path / "out") == 130
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["case.findings.json"]
    assert "Interrupted" in capsys.readouterr().err


@pytest.mark.skipif(os.name != "posix", reason="SIGINT is sent to a process only on POSIX")
def test_ctrl_c_ends_the_process_with_a_sentence_and_no_trace(image: Path, tmp_path: Path) -> None:
    code = (
        "import signal, sys, time\nfrom MicrocalcCADLib.kinds import system\nfrom MicrocalcCADLib.__main__ import"
        " main\n"
        # which a shell's background job inherits as ignored
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "class Slow:\n    def analyse(self, mammogram, progress):\n        progress(0.1, 'sleeping')\n       "
        " time.sleep(60)\n"
        "system.create = lambda *arguments, **options: Slow()\nsys.exit(main(sys.argv[1:]))"
    )
    environment = os.environ | {"PYTHONPATH": str(REPOSITORY / "MicrocalcCAD")}
    arguments = [sys.executable, "-c", code, "detect", str(image), "-o", str(tmp_path / "out"), "--spacing", "0.1"]
    with subprocess.Popen(arguments, env=environment, stderr=subprocess.PIPE, text=True) as process:
        seen = ""
        while "sleeping" not in seen:
            seen = process.stderr.readline()
            assert seen, "the process ended before it slept"
        process.send_signal(signal.SIGINT)
        rest = process.stderr.read()
    assert process.returncode == 130
    assert "Interrupted" in rest and "Traceback" not in rest
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("quiet", [False, True])
def test_progress_goes_to_the_error_output(
    created: list, image: Path, tmp_path: Path, quiet: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    detect(image, "-o", tmp_path / "out", *["--quiet"] * quiet)
    captured = capsys.readouterr()
    assert ("[1/1] case.png looking" in captured.err) is not quiet
    assert "looking" not in captured.out


def test_methods_and_models_are_listed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command_line.main(["methods"]) == 0
    assert "hdogreg\t" in capsys.readouterr().out
    write_catalog(tmp_path, write_bundle(tmp_path / "tiny"))
    monkeypatch.setenv("MICROCALC_MODELS", str(tmp_path))
    assert command_line.main(["models"]) == 0
    assert "tiny 0.3.0\thdogreg\t1.5 s CPU\tApache-2.0\tsha256 " in capsys.readouterr().out


def test_check_names_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write_catalog(tmp_path, write_bundle(tmp_path / "tiny"))
    monkeypatch.setenv("MICROCALC_MODELS", str(tmp_path))
    assert command_line.main(["check"]) == 0
    assert capsys.readouterr().out.endswith("Ready.\n")
    (tmp_path / "tiny" / "models" / "model.pt").write_bytes(b"altered")
    assert command_line.main(["check"]) == 1
    assert "Not ready, see tiny above." in capsys.readouterr().out


def _run(arguments: list[str], **options: object) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": str(REPOSITORY / "MicrocalcCAD")}
    return subprocess.run(
        [sys.executable, *arguments], env=environment, capture_output=True, text=True, check=True, **options
    )


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys\nfrom MicrocalcCADLib.__main__ import main\ntry:\n    main(['detect', '--help'])\nexcept"
        " SystemExit:\n    pass\nheavy = {'numpy', 'scipy', 'torch', 'SimpleITK', 'skimage', 'numba', 'monai', 'PIL',"
        " 'pydicom'} & set(sys.modules)\nassert not heavy, heavy"
    )
    assert "--operating-point" in _run(["-c", code]).stdout


def test_help_answers_within_half_a_second() -> None:
    def seconds(run: Callable[[], object]) -> float:
        start = time.perf_counter()
        run()
        return time.perf_counter() - start

    assert min(seconds(lambda: _run(["-m", "MicrocalcCADLib", "--help"])) for _ in range(3)) < 0.5


@pytest.mark.parametrize("arguments", [["--kinds", "nosuch"], ["--spacing", "7"]])
def test_an_error_right_after_the_model_is_loaded_is_one_sentence_and_no_trace(
    image: Path, tmp_path: Path, arguments: list[str]
) -> None:
    command = [
        sys.executable,
        "-m",
        "MicrocalcCADLib",
        "detect",
        str(image),
        "-o",
        str(tmp_path / "out"),
        "--quiet",
        *arguments,
    ]
    environment = os.environ | {"PYTHONPATH": str(REPOSITORY / "MicrocalcCAD")}
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert ended.returncode != 0
    assert "Traceback" not in ended.stderr and "Exception in thread" not in ended.stderr


@pytest.mark.parametrize("existed", [False, True])
def test_a_folder_made_for_results_goes_where_there_are_none(
    created: list[tuple], tmp_path: Path, existed: bool
) -> None:
    black, out = tmp_path / "black.png", tmp_path / "new" / "out"
    Image.new("L", (300, 300)).save(black)
    if existed:
        out.mkdir(parents=True)
    assert command_line.main(["detect", str(black), "-o", str(out), "--spacing", "0.07", "--quiet"]) == 1
    assert out.exists() == existed and out.parent.exists() == existed
    good = write_image(tmp_path / "good.png")
    assert command_line.main(["detect", str(black), str(good), "-o", str(out), "--spacing", "0.07", "--quiet"]) == 1
    assert (out / "good.findings.json").is_file()
