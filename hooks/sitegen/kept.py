"""Results kept between runs: what was made of the same arguments, by the same code, is not made again.

Only functions are kept whose result follows from their arguments alone. Each result lies in a file of its own, which
counts where it is whole and made by this generator with these packages. Anything else that lies there, or a folder that
cannot be read or written, costs the time to make it again and nothing more; so does what another process writes or
removes meanwhile.
"""

from __future__ import annotations

import marshal
import os
import pickle
import sys
from contextlib import suppress
from functools import cache, wraps
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from sitegen import boundary

if TYPE_CHECKING:
    from collections.abc import Callable

P = ParamSpec("P")
R = TypeVar("R")
Q = TypeVar("Q")
A = TypeVar("A")

FOLDER = ".kept_cache"
"""Beside the content folder, in a project that a host builds."""

_PACKAGE = Path(__file__).parent
_SEAL = sha256().digest_size

_folder: Path | None = None
_rests = False

used: set[str] = set()
"""The files of all results that were asked for since the beginning; who works in another process adds to them here."""


def begin(folder: Path | None) -> None:
    """Keep results in a folder, which need not exist, from now on; without one, keep none."""
    global _folder, _rests
    _folder, _rests = folder, False
    used.clear()
    if folder:
        with suppress(OSError):
            folder.mkdir(exist_ok=True)


def rest() -> None:
    """Keep no more results until the next beginning; those that are kept are still found."""
    global _rests
    _rests = True


def tidy() -> None:
    """Remove what nobody has asked for since the beginning, of those functions of which any result was asked for."""
    asked, found = {_function(name) for name in used}, list[Path]()
    with suppress(OSError):
        found += _folder.iterdir() if _folder else ()
    for file in found:
        if file.name not in used and _function(file.name) in asked:
            with suppress(OSError):
                file.unlink()


def result(
    name: str, arguments: tuple[Any, ...], make: Callable[[], R], fits: Callable[[R], bool] = lambda _: True
) -> R:
    """Return what `make` makes of some arguments, which are texts, numbers, and tuples, lists and dicts of those.

    `name` stands for what is made. What was kept counts only where it `fits`. The result is never the same object
    twice, and an error is not kept.
    """
    if _folder is None:
        return make()
    file = _folder / f"{name}-{digest(arguments).hex()}"
    used.add(file.name)
    if content := _read(file):
        found: R = pickle.loads(content)
        if fits(found):
            return found
    made = make()
    if not _rests:
        _write(file, pickle.dumps(made))
    return made


def traced(name: str, arguments: tuple[Any, ...], make: Callable[[Callable[[Q], A]], R], answer: Callable[[Q], A]) -> R:
    """Return what `make` makes of some arguments, and of the answers to what it asks.

    What was kept counts as long as the same questions have the same answers.
    """
    asked: dict[Q, A] = {}

    def ask(question: Q) -> A:
        asked[question] = answer(question)
        return asked[question]

    def fits(found: tuple[R, dict[Q, A]]) -> bool:
        return all(answer(question) == given for question, given in found[1].items())

    return result(name, arguments, lambda: (make(ask), asked), fits)[0]


def digest(data: Any) -> bytes:
    """Return what stands for some data, as for `result`."""
    return sha256(marshal.dumps(data, 2)).digest()


def kept(function: Callable[P, R]) -> Callable[P, R]:
    """Make a function keep its results; its arguments are as for `result`."""
    name = f"{function.__module__.removeprefix('sitegen.')}.{function.__name__}"

    @wraps(function)
    def call(*arguments: P.args, **named: P.kwargs) -> R:
        return result(name, (arguments, named), lambda: function(*arguments, **named))

    return call


def _read(file: Path) -> bytes:
    """Return what a file holds; nothing where that does not count."""
    with suppress(OSError):
        sealed = boundary.read(file)
        if sealed[:_SEAL] == _seal(file.name, sealed[_SEAL:]):
            return sealed[_SEAL:]
    return b""


def _write(file: Path, content: bytes) -> None:
    """Put a result in its place in one step; where that cannot be, it will be made again."""
    unfinished = file.with_name(f"{file.name}.{os.getpid()}")
    with suppress(OSError):
        unfinished.write_bytes(_seal(file.name, content) + content)
        unfinished.replace(file)


def _function(name: str) -> str:
    return name.partition("-")[0]


def _seal(name: str, content: bytes) -> bytes:
    return sha256(b"\n".join((_generator(), name.encode(), content))).digest()


@cache
def _generator() -> bytes:
    """Return what stands for the code by which anything is made: ours, and that of all packages by their versions."""
    digest = sha256(f"{sys.version} {_packages()}".encode())
    for file in sorted(file for file in _PACKAGE.rglob("*") if file.suffix in {".py", ".j2", ".js", ".po"}):
        content = file.read_bytes()
        digest.update(f"{file.relative_to(_PACKAGE).as_posix()} {len(content)} ".encode() + content)
    return digest.digest()


def _packages() -> list[str]:
    """Return the folders that say which version of each package is installed."""
    found: list[str] = []
    for folder in sys.path:
        with suppress(OSError):
            found += [path.name for path in Path(folder).iterdir() if path.suffix in {".dist-info", ".egg-info"}]
    return sorted(found)
