"""What a scheduler, `kill` or a closed terminal ends goes as by Ctrl-C: no file is left unfinished."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from MicrocalcCADLib.ending import ended_as_by_ctrl_c, status_of

REPOSITORY = Path(__file__).resolve().parents[2]
BEGINNING = """
import signal, sys, time
from pathlib import Path
from MicrocalcCADLib.files import written_whole
def slowly(*_):
    with written_whole(Path(sys.argv[-1]) / "a.txt"):
        print("writing", flush=True)
        time.sleep(60)
"""
COMMANDS = {
    "MicrocalcCADLib": "import MicrocalcCADLib.__main__ as m\nm._methods = slowly\nsys.exit(m.main(['methods']))",
    "MicrocalcTrainLib": (
        "import MicrocalcTrainLib.__main__ as m\nm._export = slowly\nsys.exit(m.main(['export', 'x', '-o', 'x.zip']))"
    ),
}
pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals are sent to a process only on POSIX")


@pytest.mark.parametrize("library", COMMANDS)
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_command_that_is_ended_leaves_no_unfinished_file(
    tmp_path: Path, library: str, number: signal.Signals
) -> None:
    places = os.pathsep.join(str(REPOSITORY / module) for module in ("MicrocalcCAD", "MicrocalcTrain"))
    arguments = [sys.executable, "-c", BEGINNING + COMMANDS[library], str(tmp_path)]
    with subprocess.Popen(
        arguments, env=os.environ | {"PYTHONPATH": places}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout.readline() == "writing\n"
        process.send_signal(number)
        said = process.stderr.read()
    assert process.returncode == 128 + number
    assert "Traceback" not in said
    assert "Interrupted" in said or "Stopped: the same command begins again." in said
    assert list(tmp_path.iterdir()) == []


def test_a_process_that_is_forked_ends_by_the_signal_itself() -> None:
    with ended_as_by_ctrl_c():
        child = os.fork()
        if not child:
            try:
                os.kill(os.getpid(), signal.SIGTERM)
            finally:
                os._exit(0)
        assert os.WTERMSIG(os.waitpid(child, 0)[1]) == signal.SIGTERM


def test_who_handles_a_signal_already_goes_on_to_do_so() -> None:
    seen: list[int] = []
    before = signal.signal(signal.SIGTERM, lambda number, _: seen.append(number))
    try:
        with ended_as_by_ctrl_c():
            os.kill(os.getpid(), signal.SIGTERM)
    finally:
        signal.signal(signal.SIGTERM, before)
    assert seen == [signal.SIGTERM]


def test_what_fails_because_of_the_signal_is_no_error_of_its_own() -> None:
    with pytest.raises(KeyboardInterrupt) as ended, ended_as_by_ctrl_c():
        try:
            os.kill(os.getpid(), signal.SIGTERM)
        finally:
            raise RuntimeError("DataLoader worker is killed by signal: Terminated.")
    assert status_of(ended.value) == 143
    with pytest.raises(RuntimeError, match="another one"), ended_as_by_ctrl_c():
        raise RuntimeError("another one")


def test_the_status_is_that_of_a_shell() -> None:
    assert (status_of(KeyboardInterrupt()), status_of(KeyboardInterrupt(15))) == (130, 143)
