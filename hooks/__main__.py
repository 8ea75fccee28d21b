"""`python hooks build` and `python hooks serve`: MkDocs, whose settings are checked before it reads them.

What MkDocs reads before it knows of any hook, no hook can say in words for authors.
"""

from __future__ import annotations

import sys
from pathlib import Path

from sitegen import boundary


def run() -> int:
    """Run MkDocs with the arguments of this process; return its exit code."""
    return boundary.guard(_host)


def _host() -> int:
    from sitegen.check import host

    if boundary.SETTINGS.exists():
        host.expect_fit(boundary.text(boundary.SETTINGS), boundary.SETTINGS.name, Path.cwd())
    from mkdocs.__main__ import cli

    cli(prog_name="mkdocs")
    return 0


if __name__ == "__main__":
    sys.exit(run())
