"""A batch when things go wrong: damaged images, dying and greedy workers, cancelling, full disks, two runs at once."""

from __future__ import annotations

import errno
import itertools
import json
import os
import stat
import subprocess
import threading
import time
from pathlib import Path

import pytest
import SimpleITK as sitk
from batch_material import (
    command,
    environment,
    fake_start,
    findings_without_timings,
    journal,
    names_told,
    run,
    write_plain,
)
from breast_pictures import breast_picture, stored
from dicom_files import write_mammogram
from MicrocalcCADLib import __main__ as command_line
from MicrocalcCADLib.batch import local
from MicrocalcCADLib.batch import worker as worker_module
from MicrocalcCADLib.batch.items import DONE, Outcome
from MicrocalcCADLib.batch.lock import locked
from MicrocalcCADLib.batch.page import _link
from MicrocalcCADLib.batch.run import _remove_unfinished, check_folder
from MicrocalcCADLib.batch.summary import PARQUET, parquet_missing
from MicrocalcCADLib.errors import Cancelled, InputError, MicrocalcError, OutputError
from MicrocalcCADLib.findings import Findings
from MicrocalcCADLib.progress import Progress
from MicrocalcCADLib.reporting import tables
from MicrocalcCADLib.spreadsheet import harmless

NAMES = ("a", "b", "c", "d")


@pytest.fixture
def images(tmp_path: Path) -> Path:
    write_plain(tmp_path / "in", *NAMES)
    return tmp_path / "in"


@pytest.fixture
def detector_does(monkeypatch: pytest.MonkeyPatch):
    """A function that gives the workers a detector which does some lines first."""
    return lambda *lines: monkeypatch.setattr(local, "START", fake_start(*lines))


@pytest.fixture(autouse=True)
def _fast(detector_does) -> None:
    detector_does()


def test_every_image_has_results_and_a_line_in_the_journal(images: Path, tmp_path: Path) -> None:
    result = run(images, tmp_path / "out", formats=("json", "csv", "html"), workers=2)
    assert (result.done, result.failed, result.left_out) == (NAMES, {}, 0)
    assert {p.name for p in (tmp_path / "out").glob("a.*")} == {
        "a.findings.json",
        "a.calcifications.csv",
        "a.clusters.csv",
        "a.vessels.csv",
        "a.html",
    }
    events = [entry["event"] for entry in journal(tmp_path / "out")]
    assert events == ["start", *["image"] * 4, "end"]
    assert result.table.is_file() and 'href="a.html"' in result.page.read_text()
    assert (tmp_path / "out" / PARQUET).is_file() == (not parquet_missing())


def test_one_damaged_image_and_one_defect_do_not_stop_the_others(
    images: Path, tmp_path: Path, detector_does, capsys
) -> None:
    detector_does("if name == 'c': raise ZeroDivisionError('by zero')")
    (images / "bad.png").write_bytes(b"no picture")
    assert command_line.main(["batch", str(images), "-o", str(tmp_path / "out"), "--quiet", "--workers", "2"]) == 1
    captured = capsys.readouterr()
    assert (
        "failed: bad: " in captured.err
        and "failed: c: Unexpected ZeroDivisionError (by zero) in <string>, line" in captured.err
    )
    assert len(captured.out.splitlines()) == 3 + 1
    assert "3 images done, 2 failed" in captured.out
    assert sorted(findings_without_timings(tmp_path / "out")) == [
        "a.findings.json",
        "b.findings.json",
        "d.findings.json",
    ]


def test_a_worker_that_dies_costs_only_the_image_that_killed_it(images: Path, tmp_path: Path, detector_does) -> None:
    detector_does("if name == 'b': os._exit(9)")
    result = run(images, tmp_path / "out", workers=1)
    assert result.done == ("a", "c", "d")
    assert result.failed == {"b": "The worker process ended 2 times on this image (exit status 9)."}


def test_a_worker_that_dies_once_costs_nothing(images: Path, tmp_path: Path, detector_does) -> None:
    flag = tmp_path / "died"
    detector_does(
        f"flag = Path({str(flag)!r})", "if name == 'b' and not flag.exists():", "    flag.touch(); os._exit(9)"
    )
    result = run(images, tmp_path / "out", workers=2)
    assert result.done == NAMES and flag.exists()


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory in use is told by Linux only")
def test_an_image_that_needs_more_memory_than_the_cap_fails_and_the_others_do_not(
    images: Path, tmp_path: Path, detector_does
) -> None:
    # what a worker takes by itself depends on the build of PyTorch (250 MB for the processor, 590 MB with CUDA): asked
    # at the second image, when all that the first needed is loaded
    told = tmp_path / "idle"
    detector_does(f"Path({str(told)!r}).write_text(str(worker.memory_mb()))")
    run([images / "a.nrrd", images / "c.nrrd"], tmp_path / "alone", workers=1)
    idle_mb = float(told.read_text())
    detector_does("if name == 'b': hoard = b'x' * 600_000_000; time.sleep(5)")
    result = run(images, tmp_path / "out", workers=1, memory_mb=idle_mb + 300)
    assert result.done == ("a", "c", "d")
    assert "more memory than the cap: give it more" in result.failed["b"]


def test_a_detector_that_cannot_be_loaded_ends_the_run_with_its_sentence(
    images: Path, tmp_path: Path, monkeypatch
) -> None:
    failing = "worker.loaded_detector = lambda choice: (_ for _ in ()).throw(InputError('No CUDA here: choose cpu.'))"
    start = fake_start().replace("os._exit(", f"from MicrocalcCADLib.errors import InputError\n{failing}\nos._exit(")
    monkeypatch.setattr(local, "START", start)
    with pytest.raises(MicrocalcError, match=r"No CUDA here: choose cpu\."):
        run(images, tmp_path / "out")


def test_a_worker_that_cannot_start_is_told(images: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local, "START", "raise SystemExit(3)")
    with pytest.raises(local.WorkerError, match=r"exit status 3.*microcalc check"):
        run(images, tmp_path / "out")


@pytest.mark.parametrize(
    "line", ["for step in range(600): progress(step / 600, 'step'); time.sleep(0.1)", "time.sleep(60)"]
)
def test_cancel_ends_the_run_within_two_seconds_also_where_a_worker_is_deaf(
    images: Path, tmp_path: Path, detector_does, line: str
) -> None:
    detector_does(f"Path({str(tmp_path)!r}, 'began-' + name).touch()", line)
    asked: list[float] = []

    def cancelled() -> bool:
        if any(tmp_path.glob("began-*")):
            asked.append(time.monotonic())
        return bool(asked)

    with pytest.raises(Cancelled, match="the run can go on"):
        run(images, tmp_path / "out", progress=Progress(cancelled=cancelled), workers=2)
    assert time.monotonic() - asked[0] < 2.0
    assert findings_without_timings(tmp_path / "out") == {}
    assert "waiting" in (tmp_path / "out" / "summary.html").read_text()


def test_what_was_done_before_a_cancel_is_not_done_again(images: Path, tmp_path: Path) -> None:
    told: list[Outcome] = []
    with pytest.raises(Cancelled, match="the run can go on"):
        run(images, tmp_path / "out", told.append, Progress(cancelled=lambda: len(told) >= 2))
    assert not (tmp_path / "out" / PARQUET).exists()
    assert names_told(images, tmp_path / "out", resume=True) == sorted(set(NAMES) - {outcome.name for outcome in told})


def reading(log: Path, seconds: float = 0.0) -> str:
    """Return the beginning of a worker that takes so long to read an image, and logs both ends."""
    return (
        f"read = worker.read_item\ndef reading(item, options):\n    open({str(log)!r}, 'a').write(f'read"
        f" {{item.name}}\\n')\n    time.sleep({seconds})\n    image = read(item, options)\n    open({str(log)!r},"
        " 'a').write(f'has {item.name}\\n')\n    return image\nworker.read_item = reading\n"
    )


def start_with(monkeypatch: pytest.MonkeyPatch, beginning: str) -> None:
    monkeypatch.setattr(
        local, "START", local.START.replace("worker.loaded_detector", beginning + "worker.loaded_detector", 1)
    )


def test_a_worker_on_a_processor_has_at_most_three_images(
    images: Path, tmp_path: Path, detector_does, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = tmp_path / "log"
    detector_does("if name == 'a': time.sleep(2)", f"open({str(log)!r}, 'a').write(f'computed {{name}}\\n')")
    start_with(monkeypatch, reading(log))
    run(images, tmp_path / "out", workers=1)
    lines = log.read_text().split("\n")
    assert sorted(lines[: lines.index("computed a")]) == ["has a", "has b", "has c", "read a", "read b", "read c"]
    assert "computed d" in lines


def test_a_graphics_card_is_fed_from_several_readers(
    tmp_path: Path, detector_does, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_plain(tmp_path / "in", *"abcdefghij")
    log = tmp_path / "log"
    detector_does()
    start_with(monkeypatch, reading(log, 0.5))
    monkeypatch.setattr(
        local, "START", local.START.replace("class Detector:\n", "class Detector:\n    device = 'cuda:0'\n")
    )
    assert len(run(tmp_path / "in", tmp_path / "out", workers=1).done) == 10
    at_once, most = 0, 0
    for line in log.read_text().splitlines():
        at_once += 1 if line.startswith("read") else -1
        most = max(most, at_once)
    assert most == worker_module.READERS


def test_the_next_image_is_read_while_one_is_computed(
    images: Path, tmp_path: Path, detector_does, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = tmp_path / "log"
    detector_does(
        f"log = open({str(log)!r}, 'a'); log.write(f'begin {{name}}\\n'); log.flush(); time.sleep(0.6); log.write(f'end"
        " {name}\\n'); log.flush()",
    )
    start_with(monkeypatch, reading(log))
    run(images, tmp_path / "out", workers=1)
    lines = log.read_text().split("\n")
    assert lines.index("read b") < lines.index("end a")
    assert lines.index("read c") < lines.index("end b")


def test_an_image_is_written_while_the_next_is_computed_and_never_more_than_one_waits(
    images: Path, tmp_path: Path, detector_does, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = tmp_path / "log"
    detector_does(f"open({str(log)!r}, 'a').write(f'compute {{name}}\\n')")
    slow = (
        f"done = worker.written\ndef writing(item, found, options):\n    open({str(log)!r}, 'a').write(f'write"
        f" {{item.name}}\\n')\n    time.sleep(0.5)\n    outcome = done(item, found, options)\n    open({str(log)!r},"
        " 'a').write(f'written {item.name}\\n')\n    return outcome\nworker.written = writing\n"
    )
    start_with(monkeypatch, slow)
    run(images, tmp_path / "out", workers=1)
    lines = log.read_text().split("\n")
    for one, next_one in itertools.pairwise(NAMES):
        assert lines.index(f"compute {next_one}") < lines.index(f"written {one}")
    for one, next_but_one in zip(NAMES, NAMES[2:], strict=False):
        assert lines.index(f"written {one}") < lines.index(f"compute {next_but_one}")


# Full disk, two runs, resuming


def test_a_full_disk_stops_the_run_and_what_was_done_is_kept(images: Path, tmp_path: Path, detector_does) -> None:
    detector_does(
        "def write(path, *content, real=Path.write_text, **options):",
        f"    if path.name.endswith(('c.findings.json', 'd.findings.json')): raise OSError({errno.ENOSPC}, 'No space"
        " left on device')",
        "    return real(path, *content, **options)",
        "if name == 'a': Path.write_text = write",
    )
    with pytest.raises(OutputError, match="No space left on device"):
        run(images, tmp_path / "out", workers=1)
    out = tmp_path / "out"
    assert sorted(findings_without_timings(out)) == ["a.findings.json", "b.findings.json"]
    assert not list(out.glob(".[0-9a-f]*"))
    detector_does()
    assert names_told(images, out, resume=True) == ["c", "d"]
    run(images, tmp_path / "straight")
    assert findings_without_timings(out) == findings_without_timings(tmp_path / "straight")


def test_a_second_run_on_a_folder_is_refused_and_changes_nothing(images: Path, tmp_path: Path, capsys) -> None:
    run(images, tmp_path / "out")
    before = {path: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    with locked(tmp_path / "out"):
        second = subprocess.run(
            command(images, "-o", tmp_path / "out", "--resume"),
            env=environment(),
            capture_output=True,
            text=True,
            check=False,
        )
    assert second.returncode == 2
    assert second.stderr.splitlines()[-1].startswith("microcalc batch: Another run works in")
    assert before == {path: path.read_bytes() for path in (tmp_path / "out").iterdir()}


def test_two_runs_started_together_end_with_one_set_of_whole_results(
    images: Path, tmp_path: Path, detector_does
) -> None:
    detector_does("time.sleep(0.3)")
    ends: list[object] = []

    def one() -> None:
        try:
            ends.append(run(images, tmp_path / "out", resume=True))
        except OutputError as error:
            ends.append(str(error))

    threads = [threading.Thread(target=one) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(isinstance(end, str) and "Another run works in" in end for end in ends) == 1
    assert len(findings_without_timings(tmp_path / "out")) == 4
    assert [entry["event"] for entry in journal(tmp_path / "out")].count("image") == 4


def test_an_earlier_run_is_not_mixed_with_another_unless_asked(images: Path, tmp_path: Path) -> None:
    run(images, tmp_path / "out")
    with pytest.raises(OutputError, match="holds an earlier run: go on with it"):
        run(images, tmp_path / "out")


def test_resuming_redoes_what_is_missing_cut_short_or_changed_and_nothing_else(images: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run(images, out)
    assert names_told(images, out, resume=True) == []
    (out / "a.findings.json").unlink()
    os.truncate(out / "b.findings.json", 10)
    changed, times = images / "c.nrrd", (images / "c.nrrd").stat()
    content = bytearray(changed.read_bytes())
    content[-1] ^= 1
    changed.write_bytes(content)
    os.utime(changed, ns=(times.st_atime_ns, times.st_mtime_ns))
    write_plain(images, *NAMES, "e")[2].write_bytes(content)
    assert names_told(images, out, resume=True) == ["a", "b", "c", "e"]
    assert names_told(images, out, resume=True) == []


@pytest.mark.parametrize("table", ["calcifications", "clusters", "vessels"])
def test_resuming_redoes_an_image_whose_table_is_missing(images: Path, tmp_path: Path, table: str) -> None:
    out, formats = tmp_path / "out", ("json", "csv")
    run(images, out, formats=formats)
    (out / f"a.{table}.csv").unlink()
    assert names_told(images, out, resume=True, formats=formats) == ["a"]


def test_resuming_redoes_an_image_whose_pixels_in_another_file_changed(tmp_path: Path) -> None:
    image = sitk.ReadImage(str(write_plain(tmp_path, "a")[0]))
    sitk.WriteImage(image, str(tmp_path / "in.mhd"))
    run([tmp_path / "in.mhd"], tmp_path / "out")
    sitk.WriteImage(sitk.Flip(image, (False, True, False)[: image.GetDimension()]), str(tmp_path / "other.mhd"))
    (tmp_path / "other.raw").replace(tmp_path / "in.raw")
    assert names_told([tmp_path / "in.mhd"], tmp_path / "out", resume=True) == ["in"]


def test_resuming_with_other_settings_redoes_all_and_with_another_number_of_workers_none(
    images: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    run(images, out)
    assert names_told(images, out, resume=True, workers=2) == []
    assert names_told(images, out, resume=True, choice="sensitive") == list(NAMES)


def test_what_other_settings_wrote_goes_once_the_image_is_done_again(images: Path, tmp_path: Path) -> None:
    out, tables = tmp_path / "out", ("json", "csv")
    run(images, out, formats=tables, choice="sensitive")
    kept = out / "b.clusters.csv"
    kept.write_text("a reader's own table")
    run(images, out, resume=True, choice="specific")
    assert [path.name for path in out.glob("*.csv") if path.name != "images.csv"] == [kept.name], "only what is ours"
    run(images, out, resume=True, choice="specific", formats=tables)
    run(images, out, resume=True, choice="specific")
    assert (out / "a.calcifications.csv").exists(), "another format of the same findings stays"


def test_a_journal_that_names_files_elsewhere_removes_none(images: Path, tmp_path: Path) -> None:
    out, private = tmp_path / "out", tmp_path / "a.calcifications.csv"
    run(images, out)
    private.write_text("private")
    journal = out / "journal.jsonl"
    lines = [json.loads(line) for line in journal.read_text().splitlines()]
    planted = next(line for line in lines if line["event"] == "image")
    planted |= {"outputs": {"../a.calcifications.csv": 7, str(private): 7}, "answer": "other"}
    with journal.open("a") as stream:
        stream.write(json.dumps(planted) + "\n")
    run(images, out, resume=True, choice="specific")
    assert private.read_text() == "private"


def test_failed_images_are_tried_again(images: Path, tmp_path: Path, detector_does) -> None:
    detector_does("if name == 'b': raise ValueError('once')")
    run(images, tmp_path / "out")
    detector_does()
    assert names_told(images, tmp_path / "out", resume=True) == ["b"]
    assert run(images, tmp_path / "out", resume=True).failed == {}


def test_temporary_files_of_a_killed_run_are_removed_by_the_next(images: Path, tmp_path: Path) -> None:
    run(images, tmp_path / "out")
    left = tmp_path / "out" / f".{'0' * 32}a.findings.json"
    left.write_text("half")
    run(images, tmp_path / "out", resume=True)
    assert not left.exists()


# Progress, privacy, permissions


def test_progress_tells_rate_and_remaining_time(images: Path, tmp_path: Path) -> None:
    texts: list[tuple[float, str]] = []
    run(images, tmp_path / "out", progress=Progress(lambda fraction, text: texts.append((fraction, text))))
    assert [fraction for fraction, _ in texts] == sorted(fraction for fraction, _ in texts)
    assert any(text.startswith("2 of 4 images, ") and " a minute, about " in text for _, text in texts)
    assert texts[-1][0] == 1.0


def write_secret(folder: Path) -> None:
    pixels = stored(breast_picture((160, 128)), 12)
    folder.mkdir(parents=True)
    write_mammogram(
        folder / "Secret_1.dcm",
        pixels,
        SOPInstanceUID="1.2.840.77.1",
        PatientBirthDate="19500607",
        AccessionNumber="ACC0815",
    )
    write_mammogram(folder / "two.dcm", pixels, SOPInstanceUID="1.2.840.77.2", ImagerPixelSpacing=None)
    write_mammogram(folder / "SECRET-ID.dcm", pixels, SOPInstanceUID="1.2.840.77.3", Modality="CT")


def written_text(folder: Path) -> str:
    return "\n".join(
        f"{path.relative_to(folder)}\n{path.read_text(errors='replace')}"
        for path in folder.rglob("*")
        if path.is_file()
    ).lower()


def test_nothing_that_names_a_patient_is_written_or_printed_unless_asked(tmp_path: Path, capfd) -> None:
    write_secret(tmp_path / "in" / "SECRET-ID")
    arguments = ["batch", str(tmp_path / "in"), "--save", "json,csv,html"]
    assert command_line.main([*arguments, "-o", str(tmp_path / "out")]) == 1
    captured = capfd.readouterr()
    text = written_text(tmp_path / "out") + (captured.out + captured.err).lower().replace(str(tmp_path).lower(), "")
    assert "does not say its pixel spacing" in text
    for word in ("secret", "1.2.840.77", "1950", "acc0815", str(tmp_path / "in").lower()):
        assert word not in text, word
    assert command_line.main([*arguments, "-o", str(tmp_path / "named"), "--identifiers", "--quiet"]) == 1
    named = written_text(tmp_path / "named")
    assert "secret_1" in named and "1.2.840.77.1" in named and str(tmp_path / "in").lower() in named


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_files_have_the_permissions_that_the_user_gives_them(images: Path, tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        run(images, tmp_path / "out", formats=("json", "csv"))
    finally:
        os.umask(before)
    for path in (tmp_path / "out").rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--workers", "0"], "0 workers can do nothing"),
        (["--memory", "-1"], "memory cap of -1024 MB"),
        (["--save", "docx"], "'docx' is no format"),
        (["--model", "magic"], "magic"),
        (["--method", "magic"], "magic"),
    ],
)
def test_wrong_usage_is_status_2_and_one_sentence(
    arguments: list[str], sentence: str, images: Path, tmp_path: Path, capsys
) -> None:
    assert command_line.main(["batch", str(images), "-o", str(tmp_path / "out"), "--quiet", *arguments]) == 2
    error = capsys.readouterr().err
    assert sentence in error and len(error.splitlines()) == 1


def test_a_folder_without_mammograms_is_refused(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "notes.txt").write_text("no image")
    with pytest.raises(InputError, match="No mammogram was found"):
        run(tmp_path / "in", tmp_path / "out")


def test_workers_end_with_the_run_also_where_the_journal_cannot_be_written(
    images: Path, tmp_path: Path, detector_does, monkeypatch
) -> None:
    from MicrocalcCADLib.batch.journal import Journal

    detector_does(f"Path({str(tmp_path)!r}, f'pid-{{os.getpid()}}').touch()", "if name != 'a': time.sleep(60)")
    add = Journal.add

    def full(self: Journal, event: str, content: dict) -> None:
        if event == "image":
            raise OutputError("The journal cannot be written: free some disk space.")
        add(self, event, content)

    monkeypatch.setattr(Journal, "add", full)
    with pytest.raises(OutputError, match="The journal cannot be written"):
        run(images, tmp_path / "out", workers=2)
    pids = [int(path.name.removeprefix("pid-")) for path in tmp_path.glob("pid-*")]
    assert pids
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def test_what_libraries_say_about_headers_is_not_printed(capfd, recwarn) -> None:
    import logging
    import warnings

    from MicrocalcCADLib.console import quiet_readers

    with quiet_readers():
        warnings.warn("Invalid value for VR DA: '19500607x'", stacklevel=1)
        logging.getLogger("pydicom").warning("the value 'Secret' is odd")
    assert len(recwarn) == 0 and "odd" not in capfd.readouterr().err


@pytest.mark.parametrize("name", ["journal.jsonl", "images.csv", "images.parquet", "summary.html"])
def test_files_of_the_user_in_the_folder_of_the_results_stay(tmp_path: Path, name: str) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / name).write_text("mine")
    hidden = out / f".{'0' * 32}-notes.txt"
    hidden.write_text("mine too")
    with pytest.raises(OutputError, match=f"holds {name}, which no run of Microcalc has written"):
        check_folder(out)
    assert (out / name).read_text() == "mine"
    (out / name).unlink()
    _remove_unfinished(out)
    assert hidden.read_text() == "mine too"


@pytest.mark.parametrize("name", ["journal.jsonl", "images.csv", "summary.html", ".microcalc-batch.lock"])
def test_no_file_of_a_run_is_written_through_a_link(tmp_path: Path, name: str) -> None:
    target = tmp_path / "private.txt"
    target.write_text("private")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / name).symlink_to(target)
    with pytest.raises(OutputError, match="is a link to another place"):
        check_folder(tmp_path / "out")
    assert target.read_text() == "private"


def test_cells_begin_no_formula_in_any_table() -> None:
    texts = ["=1+1", "+x", "-x", "@x", "\t=1", "a\nb", "plain", -1.5, "  =1", "'=1", "a  b", "'a"]
    cells = ["'=1+1", "'+x", "'-x", "'@x", "' =1", "a b", "plain", -1.5, "'  =1", "''=1", "a  b", "'a"]
    assert [harmless(value) for value in texts] == cells


def test_the_name_of_an_image_begins_no_formula_in_its_tables(findings: Findings, tmp_path: Path) -> None:
    tables.write(findings, None, None, tmp_path / "=cmd.calcifications.csv")
    filled = [path for path in tmp_path.glob("*.csv") if not path.name.endswith(".vessels.csv")]  # there are no vessels
    assert len(filled) == 2
    for path in filled:
        assert {line.split(",")[0] for line in path.read_text().splitlines()[1:]} == {"'=cmd"}


def test_links_of_the_page_stay_on_this_machine() -> None:
    outcome = Outcome("x", DONE, outputs={"//evil.example/x.html": 1})
    assert 'href="evil.example/x.html"' in _link(outcome)
