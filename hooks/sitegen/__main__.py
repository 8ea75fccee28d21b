"""`python -m sitegen`: runs a command, and ends with its exit code."""

from __future__ import annotations

import gc
import io
import os
import sys

from sitegen import boundary


def run() -> int:
    """Run one command; without a collector, since it ends before there is garbage worth collecting."""
    gc.disable()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # where a terminal knows fewer signs than a text
    try:
        code = boundary.guard(_command)
        print(end="", flush=True)
    except KeyboardInterrupt:
        return 130
    except OSError:  # told, or whoever reads has seen enough, as in `make check | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return code


def _command() -> int:
    from sitegen import kept
    from sitegen.command import main  # all that it imports is garbage to nobody

    code = main()
    kept.tidy()
    if code == 0:
        print(end="", flush=True)
    return code


if __name__ == "__main__":
    sys.exit(run())
