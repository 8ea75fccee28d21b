"""Publishing all or nothing: a new site is built beside the old one and takes its place in one step.

A build that fails, or is killed, leaves the published site as it was; what it leaves behind is cleared by the next, on
Windows by hand.
"""

from __future__ import annotations

import ctypes
import errno
import itertools
import os
import re
import shutil
import sys
import weakref
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_HERE = -100
"""AT_FDCWD on Linux: paths are relative to the working directory."""
_EXCHANGE = 2
"""RENAME_EXCHANGE on Linux, and RENAME_SWAP on macOS."""

_ATTEMPTS = itertools.count()
"""Numbers the attempts of this process: the end of one must never remove what another is building."""


class Publication:
    """One attempt at replacing the folder `site`."""

    def __init__(self, site: Path) -> None:
        self.site = site
        self.staging = site.with_name(f".{site.name}.{os.getpid()}.{next(_ATTEMPTS)}.new")
        """Where to build: beside `site`, so that renaming is enough."""
        _clear_leftovers(site)
        self.discard = weakref.finalize(self, shutil.rmtree, self.staging, ignore_errors=True)
        """Remove what was built; also happens by itself at the end of the attempt."""

    def publish(self) -> None:
        """Put the new site in place of the old one, in one step where the system can.

        Hidden files stay, as MkDocs leaves them alone: the folder may be a Git working tree. Raises `NotPublishedError`
        when the system refuses; the old site is there as before.
        """
        try:
            for path in self.site.glob(".*"):
                _copy(path, self.staging / path.name)
            self._replace()
        except OSError as error:
            raise NotPublishedError(_refusal(error, self.site)) from error
        self.discard()

    def _replace(self) -> None:
        if not self.site.exists():
            self.staging.rename(self.site)
        elif not _exchange(self.staging, self.site):
            old = _set_aside(self.site)
            self.site.rename(old)
            try:
                self.staging.rename(self.site)
            except OSError:
                old.rename(self.site)
                raise
            shutil.rmtree(old, ignore_errors=True)


class NotPublishedError(Exception):
    """The new site is built, but could not take the place of the old one; in one line, why and what to do."""


def _refusal(error: OSError, site: Path) -> str:
    message = f"the new site cannot take the place of {site}, and the old one stays"
    if error.errno in {errno.EBUSY, errno.EXDEV}:
        return (
            f"{message}: this folder is a mount point, or another program holds it; "
            f"name a folder inside it instead, as site_dir: {site / 'public'}"
        )
    return f"{message}: {error}"


def _copy(path: Path, target: Path) -> None:
    """Copy a file or a whole folder; links stay links, wherever they lead."""
    if path.is_dir() and not path.is_symlink():
        shutil.copytree(path, target, symlinks=True)
    else:
        shutil.copy2(path, target, follow_symlinks=False)


def _exchange(one: Path, other: Path) -> bool:
    """Swap two folders in one step; return False where the system has no such step."""
    names = os.fsencode(one), os.fsencode(other)
    if sys.platform == "win32":
        return False
    libc = ctypes.CDLL(None)
    if hasattr(libc, "renameat2"):
        return bool(libc.renameat2(_HERE, names[0], _HERE, names[1], _EXCHANGE) == 0)
    if hasattr(libc, "renamex_np"):
        return bool(libc.renamex_np(*names, _EXCHANGE) == 0)
    return False


def _set_aside(site: Path) -> Path:
    return site.with_name(f".{site.name}.{os.getpid()}.{next(_ATTEMPTS)}.old")


def _clear_leftovers(site: Path) -> None:
    """Remove what killed builds left, and put back a site that one of them had set aside."""
    pattern = re.compile(rf"\.{re.escape(site.name)}\.(\d+)\.\d+\.(new|old)")
    for path in site.parent.iterdir() if site.parent.is_dir() else ():
        match = pattern.fullmatch(path.name)
        if match and match[2] == "old" and not site.exists():
            path.rename(site)
        elif match and (int(match[1]) == os.getpid() or not _alive(int(match[1]))):
            shutil.rmtree(path, ignore_errors=True)


def _alive(pid: int) -> bool:
    """Tell whether a process lives; on Windows, where asking may end it, every one is taken to."""
    if sys.platform == "win32":
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
