"""The site of another time, which is shown until the present one is built: that of a build, or what was served last."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = ".served_cache"
"""Where in a project the site is kept that was served last."""


def find(project: Path, site: Path) -> Path:
    """Return where the site lies that was built last: in `site`, or in what was kept; there may be none."""
    return max(site, project / FOLDER, key=_built)


def _built(site: Path) -> float:
    try:
        return (site / "index.html").stat().st_mtime
    except OSError:
        return 0.0


def keep(site: Path, project: Path) -> None:
    """Put a site that is served no longer in the place of the one that was kept, as far as the system allows."""
    kept = project / FOLDER
    shutil.rmtree(kept, ignore_errors=True)
    try:
        shutil.move(site, kept)
    except OSError:  # half a site is none
        shutil.rmtree(kept, ignore_errors=True)
