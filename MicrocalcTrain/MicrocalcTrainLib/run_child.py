"""The child process of a run: does a command of `microcalc-train` and records how it ended."""

from __future__ import annotations

import json
import signal
import sys
import time
from importlib import import_module
from pathlib import Path

from MicrocalcCADLib.files import write_text


def main(arguments: list[str]) -> int:
    """Run ``END ENTRY ARGUMENTS...``: the file for the end, ``module:function``, and what the function gets.

    Returns
    -------
    int
        What the function returned; 130 if it was interrupted.
    """
    end, entry, *rest = arguments
    # A parent that ignores Ctrl+C hands that down; Stop needs it.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    status = 1
    try:
        module, _, function = entry.partition(":")
        status = getattr(import_module(module), function)(rest)
    except KeyboardInterrupt:
        status = 130
    except SystemExit as error:
        status = error.code if isinstance(error.code, int) else 1
    finally:
        write_text(Path(end), json.dumps({"status": status, "ended": time.time()}))
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
