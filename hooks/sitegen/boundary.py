"""Who can mend what stops a command or a build, and what they are told: no traceback for what is no fault of ours.

Faults of the content are findings; what the system refuses is one line that says what to do. The rest is a fault of
the generator: its traceback, and where to report it.
"""

from __future__ import annotations

import errno
import os
import re
import shutil
import stat
import sys
import traceback
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from sitegen.findings import ContentError, Finding

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

SETTINGS = Path("mkdocs.yml")
"""The host's settings, in the project's folder; their `repo_url` is where faults of the generator are reported."""

_REFUSALS = {
    errno.ENOSPC: "no room is left on the disk; free some, then run the same command again",
    errno.EDQUOT: "you may fill no more of this disk; delete something, then run the same command again",
    errno.EFBIG: "the system allows no file of this size here; try another disk, or raise the limit",
    errno.EACCES: "you have no permission for this; change its permissions or its owner",
    errno.EPERM: "you have no permission for this; change its permissions or its owner",
    errno.EROFS: "nothing can be written here; work in a folder that you may write to",
    errno.EISDIR: "this is a folder where a file belongs; rename it, or move it away",
    errno.ENOTDIR: "a file lies where a folder belongs; rename it, or move it away",
    errno.EEXIST: "something of this name is here already; rename it, or move it away",
    errno.ENOENT: "there is no such file or folder; put it there, or take out what names it",
    errno.ELOOP: "this link leads round in a circle; replace it by the file itself",
    errno.ENAMETOOLONG: "this name is too long; choose a shorter one",
    errno.ENXIO: "this is a pipe, a socket or a device where a file belongs; remove it",
    errno.EILSEQ: "this file is not UTF-8; save it again as UTF-8",
    errno.EMFILE: "too many files are open at once; close other programs, then run the same command again",
    errno.ENFILE: "too many files are open at once; close other programs, then run the same command again",
    errno.ENOMEM: "there is not enough memory; close other programs, then run the same command again",
    errno.EIO: "the disk does not answer as it should; copy the project to another one",
    errno.EBUSY: "another program holds this; close it, then run the same command again",
    errno.ETXTBSY: "another program holds this; close it, then run the same command again",
}
_UNKNOWN = "the system refuses it ({reason}); mend that, then run the same command again"

_REPOSITORY = re.compile(r"""^repo_url:\s*["']?(https?://[^\s"'#]+)""", re.MULTILINE)


def guard(run: Callable[[], int], settings: Path = SETTINGS) -> int:
    """Run something, and return its exit code; tell what stops it, which is 1."""
    try:
        return run()
    except (BrokenPipeError, KeyboardInterrupt):
        raise
    except Exception as error:
        print(told(error, settings), file=sys.stderr)
        return 1


def watch(settings: Path = SETTINGS) -> None:
    """Tell in the same way what will end this process, whoever runs it."""

    def tell(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if isinstance(error, Exception):
            print(told(error, settings), file=sys.stderr)
        else:
            sys.__excepthook__(kind, error, trace)

    sys.excepthook = tell


def told(error: BaseException, settings: Path = SETTINGS) -> str:
    """Return what to tell of an error."""
    if isinstance(error, ContentError):
        return f"{error}\n\n{len(error.findings)} to correct."
    return refused(error) or f"{''.join(traceback.format_exception(error))}{_report(settings)}"


def refused(error: BaseException) -> str:
    """Return in one line what the system refuses, and what to do; nothing where the error is none of the system's."""
    if isinstance(error, shutil.SpecialFileError):  # which names the file in its message alone
        return refused(OSError(errno.ENXIO, "", str(error).partition("`")[2].partition("`")[0]))
    if isinstance(error, OSError):
        found = error.filename if isinstance(error.filename, str | bytes) else ""
        name = os.fsdecode(found).encode(errors="backslashreplace").decode()
        reason = refusal(error)
        return f"{_shown(name)}: {reason}" if name else reason[:1].upper() + reason[1:]
    if isinstance(error, MemoryError):
        return refused(OSError(errno.ENOMEM, ""))
    if isinstance(error, ModuleNotFoundError) and not str(error.name).startswith("sitegen"):
        return f"The package '{error.name}' is not installed; 'make site' installs all that is needed"
    return ""


def findings(error: BaseException) -> tuple[Finding, ...]:
    """Return what an error says of files: the findings of the content, or the file that the system refuses."""
    if isinstance(error, ContentError):
        return error.findings
    if isinstance(error, OSError) and isinstance(error.filename, str | bytes):
        name = os.fsdecode(error.filename).encode(errors="backslashreplace").decode()
        return (Finding(_shown(name), 1, "file/unreadable", refusal(error)),)
    return ()


def refusal(error: OSError) -> str:
    """Return what the system refuses, and what to do, without the name of the file."""
    reason = " ".join(str(error.strerror or error).split())
    return _REFUSALS.get(error.errno or 0, _UNKNOWN.format(reason=reason))


def read(file: Path) -> bytes:
    """Return what a file holds; raises `OSError`, and never waits for what a pipe or a device might send."""
    _expect_file(file)
    return file.read_bytes()


def text(file: Path) -> str:
    """Return what a text file says, its lines ended by line feeds; raises `OSError`, also where it is not UTF-8."""
    try:
        return decoded(read(file))
    except UnicodeDecodeError:
        raise OSError(errno.EILSEQ, os.strerror(errno.EILSEQ), str(file)) from None


def decoded(content: bytes) -> str:
    """Return the text of a file, without the mark at its beginning, its lines ended by line feeds."""
    return content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")


def write(file: Path, said: str) -> None:
    """Put a text in place of a file in one step, so that what stood there stays where that fails; raises `OSError`."""
    target = file.resolve()
    unfinished = target.with_name(f".{target.name}.{os.getpid()}")
    _expect_file(target)
    try:
        unfinished.write_text(said, encoding="utf-8", newline="\n")
        unfinished.replace(target)
    except OSError as error:
        with suppress(OSError):
            unfinished.unlink()
        raise OSError(error.errno, error.strerror, str(file)) from None


def _expect_file(file: Path) -> None:
    try:
        mode = file.stat().st_mode
    except OSError:  # which is told by whoever reads or writes it
        return
    if not stat.S_ISREG(mode):
        number = errno.EISDIR if stat.S_ISDIR(mode) else errno.ENXIO
        raise OSError(number, os.strerror(number), str(file))


def _shown(name: str) -> str:
    """Return a file's name inside the working folder, where it is there; on one line."""
    with suppress(OSError, ValueError):
        name = Path(name).relative_to(Path.cwd()).as_posix()
    return name.replace("\n", "\\n")


def _report(settings: Path) -> str:
    """Return where to report a fault of the generator."""
    found = None
    with suppress(OSError):
        found = _REPOSITORY.search(text(settings))
    whom = f"at {found[1]}" if found else "to whoever maintains the generator"
    return f"This is a fault of the generator: report it {whom}, with these lines and the file that you changed last."
