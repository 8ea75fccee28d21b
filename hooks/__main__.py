"""`python hooks build` and `python hooks serve`: MkDocs, whose settings are checked before it reads them.

What MkDocs reads before it knows of any hook, no hook can say in words for authors. Where ProperDocs is installed,
which continues MkDocs 1, it is the host, and answers to the name `mkdocs` in every import.
"""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path

from sitegen import boundary


def run() -> int:
    """Run MkDocs with the arguments of this process; return its exit code."""
    return boundary.guard(_host)


def _host() -> int:
    from sitegen.check import host

    if boundary.SETTINGS.exists():
        host.expect_fit(boundary.text(boundary.SETTINGS), boundary.SETTINGS.name, Path.cwd())
    if find_spec("properdocs"):
        from properdocs.__main__ import cli

        settings = {"config_file": str(boundary.SETTINGS)}  # else it asks for a file of another name
        cli(prog_name="properdocs", default_map={"build": settings, "serve": settings})
    else:
        from mkdocs.__main__ import cli

        cli(prog_name="mkdocs")
    return 0


if __name__ == "__main__":
    sys.exit(run())
