"""Results kept between runs: what was made of the same arguments, by the same code, is not made again.

Only functions are kept whose result follows from their arguments alone. Results lie in one file for each function,
which counts where it is whole and made by this generator with these packages. Anything else that lies there, or a
folder that cannot be read or written, costs the time to make all again and nothing more; of several processes that
write at once, the last one is right, as all of them are.
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


class _Shelf:
    """The results of one function: key -> result, pickled."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.known = _read(file)
        self.kept = set(self.known)
        """Keys of what lies in the file as it is known."""
        self.used: set[bytes] = set()

    def begin(self) -> None:
        """Forget what was not used since the last time."""
        if self.used:
            self.known = {key: self.known[key] for key in self.used}
        self.used = set()

    def result(self, key: bytes, make: Callable[[], R], fits: Callable[[R], bool]) -> R:
        if key in self.known:
            found: R = pickle.loads(self.known[key])
            if fits(found):
                self.used.add(key)
                return found
        made = make()
        self.known[key] = pickle.dumps(made)
        self.kept.discard(key)
        self.used.add(key)
        return made

    def write(self) -> None:
        """Keep what was used; where that cannot be, it will be made again."""
        if not self.used or self.used == self.kept:
            return
        content = pickle.dumps({key: self.known[key] for key in sorted(self.used)})
        unfinished = self.file.with_suffix(f".{os.getpid()}")
        try:
            self.file.parent.mkdir(exist_ok=True)
            unfinished.write_bytes(_seal(self.file.name, content) + content)
            unfinished.replace(self.file)
        except OSError:
            with suppress(OSError):
                unfinished.unlink()
        self.kept = set(self.used)


_shelves: dict[str, _Shelf] = {}
_folder: Path | None = None


def begin(folder: Path | None) -> None:
    """Keep results in a folder, which need not exist, from now on; without one, keep none.

    Whoever makes all anew says so again: of a folder that is known, what was used since the last time stays known.
    """
    global _folder
    if folder != _folder:
        _shelves.clear()
        _folder = folder
    for shelf in _shelves.values():
        shelf.begin()


def write() -> None:
    """Put into the folder what was made since the beginning, and out of it what nobody has asked for again."""
    for shelf in _shelves.values():
        shelf.write()


def result(
    name: str, arguments: tuple[Any, ...], make: Callable[[], R], fits: Callable[[R], bool] = lambda _: True
) -> R:
    """Return what `make` makes of some arguments, which are texts, numbers, and tuples, lists and dicts of those.

    `name` stands for what is made. What was kept counts only where it `fits`. The result is never the same object
    twice, and an error is not kept.
    """
    if _folder is None:
        return make()
    if name not in _shelves:
        _shelves[name] = _Shelf(_folder / name)
    return _shelves[name].result(digest(arguments), make, fits)


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


def _read(file: Path) -> dict[bytes, bytes]:
    with suppress(OSError):
        content = boundary.read(file)
        if content[:_SEAL] == _seal(file.name, content[_SEAL:]):
            known: dict[bytes, bytes] = pickle.loads(content[_SEAL:])
            return known
    return {}


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
