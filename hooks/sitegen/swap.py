"""Publishing all or nothing: a new site is built beside the old one and takes its place in one step.

A build that fails, or is killed, leaves the published site as it was; what it leaves behind is cleared by the next.
One build at a time: another one waits.
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
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from filelock import BaseFileLock

_HERE = -100
"""AT_FDCWD on Linux: paths are relative to the working directory."""
_EXCHANGE = 2
"""RENAME_EXCHANGE on Linux, and RENAME_SWAP on macOS."""

_ATTEMPTS = itertools.count()
"""Numbers the attempts of this process: the end of one must never remove what another is building."""


class Publication:
    """One attempt at replacing the folder `site`."""

    def __init__(self, site: Path, tell: Callable[[str], None]) -> None:
        """Wait until no other process builds here, and clear what killed ones left; `tell` takes lines for people.

        Raises `NotPublishedError` when nothing can be built beside `site`.
        """
        self.site = site
        try:
            lock = _hold(site, tell)
        except OSError as error:
            raise NotPublishedError(f"nothing can be built beside {site}: {_reason(error)}") from error
        self.staging = next(name for name in _names(site) if not os.path.lexists(name))
        """Where to build: beside `site`, so that renaming is enough."""
        self.discard = weakref.finalize(self, _end, site, self.staging, lock, tell)
        """Remove what was built and let others build; also happens by itself at the end of the attempt."""

    def publish(self) -> None:
        """Put the new site in place of the old one, in one step where the system can.

        Hidden files stay, as MkDocs leaves them alone: the folder may be a Git working tree. Raises `NotPublishedError`
        when the system refuses; the old site is there as before.
        """
        try:
            for path in self.site.glob(".*"):
                _copy(path, self.staging / path.name)
            _flush(self.staging)
            self._replace()
        except OSError as error:
            raise NotPublishedError(_refusal(error, self.site)) from error
        self.discard()

    def _replace(self) -> None:
        """Let the two folders change places; what cannot be brought to an end is undone."""
        with ExitStack() as undo:
            if self.site.exists() and _exchange(self.staging, self.site):
                undo.callback(_exchange, self.staging, self.site)
            else:
                if self.site.exists():
                    old = _aside(self.staging)
                    self.site.rename(old)
                    undo.callback(old.rename, self.site)
                self.staging.rename(self.site)
                undo.callback(self.site.rename, self.staging)
            _flush_one(self.site.parent)
            undo.pop_all()


class NotPublishedError(Exception):
    """No site can be built here, or the new one could not take the place of the old one; why and what to do."""


def _refusal(error: OSError, site: Path) -> str:
    message = f"the new site cannot take the place of {site}, and the old one stays"
    if error.errno in {errno.EBUSY, errno.EXDEV}:
        return f"{message}: {mounted(site)}"
    return f"{message}: {_reason(error)}"


def mounted(site: Path) -> str:
    """Say what to do about a folder whose place no other can take."""
    return (
        "this folder is a mount point, or another program holds it; "
        f"name a folder inside it instead, as site_dir: {site / 'public'}"
    )


def _reason(error: OSError) -> str:
    return " ".join(str(error).split())


def _hold(site: Path, tell: Callable[[str], None]) -> BaseFileLock:
    """Return the lock that keeps other processes from building here, all that killed ones have left being cleared.

    The system frees it when a process is killed.
    """
    site.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(site.with_name(f".{site.name}.lock"), is_singleton=True, thread_local=False)
    try:
        lock.acquire(blocking=False)
    except Timeout:
        tell(f"Another build is running for {site}; waiting until it is done.")
        lock.acquire()
    with ExitStack() as undo:
        undo.callback(lock.release)
        _clear_leftovers(site, tell)
        undo.pop_all()
    return lock


def _end(site: Path, staging: Path, lock: BaseFileLock, tell: Callable[[str], None]) -> None:
    """Remove what an attempt has built, or the old site that stands there now, and free the lock."""
    _clear(staging, tell)
    if site.exists():
        _clear(_aside(staging), tell)
    if lock.lock_counter == 1:  # no other attempt of this process goes on; who waits for the file sees that it is gone
        with suppress(OSError):
            os.unlink(lock.lock_file)  # noqa: PTH108 (it may be a text)
    lock.release()


def _names(site: Path) -> Iterator[Path]:
    """Yield names for what is built, each for one attempt."""
    return (site.with_name(f".{site.name}.{os.getpid()}.{number}.new") for number in _ATTEMPTS)


def _aside(staging: Path) -> Path:
    """Return where the old site waits while the new one takes its place, if that takes two steps."""
    return staging.with_suffix(".old")


def _clear_leftovers(site: Path, tell: Callable[[str], None]) -> None:
    """Remove what killed builds left, of whatever kind, and put back a site that one of them had set aside.

    Whoever holds the lock builds alone: all that has such a name is left over.
    """
    pattern = re.compile(rf"\.{re.escape(site.name)}\.\d+\.\d+\.(new|old)")
    for path in sorted(site.parent.iterdir()):
        match = pattern.fullmatch(path.name)
        if match and match[1] == "old" and not os.path.lexists(site) and path.is_dir() and not path.is_symlink():
            path.rename(site)
        elif match:
            _clear(path, tell)


def _clear(path: Path, tell: Callable[[str], None]) -> None:
    """Remove a file, a link (never what it leads to) or a whole folder, and tell of what stays."""
    try:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)  # as much as can be
            if path.exists():
                shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    except OSError as error:
        tell(f"{path} is left over from a build and cannot be removed; remove it by hand: {_reason(error)}")


def _flush(folder: Path) -> None:
    """Have all below a folder written to the disk, so that no loss of power empties what was published."""
    for place, folders, names in os.walk(folder, topdown=False):
        for name in (*names, *folders):
            _flush_one(Path(place, name))
    _flush_one(folder)


def _flush_one(path: Path) -> None:
    """Have a file, or the names in a folder, written to the disk; a link is one of these names."""
    if sys.platform == "win32" or path.is_symlink():  # Windows opens no folder, and a file only to change it
        return
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    except OSError as error:
        if error.errno not in {errno.EINVAL, errno.ENOTSUP}:  # a file system that has no such step
            raise
    finally:
        os.close(opened)


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
