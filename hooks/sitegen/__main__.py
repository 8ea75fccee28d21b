"""`python -m sitegen`: runs a command, and ends with its exit code."""

from __future__ import annotations

import gc
import os
import sys


def run() -> int:
    """Run one command; without a collector, since it ends before there is garbage worth collecting."""
    gc.disable()
    from sitegen.command import main  # all that it imports is garbage to nobody

    try:
        code = main()
        sys.stdout.flush()
    except BrokenPipeError:  # whoever reads has seen enough, as in `make check | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return code


if __name__ == "__main__":
    sys.exit(run())
