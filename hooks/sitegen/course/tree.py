"""The files of a folder, as the host finds them: what is checked and what is built must be the same."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import MutableMapping
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGES = (".md", ".markdown", ".mdown", ".mkdn", ".mkd")
TEXTS = (*PAGES, ".yml", ".yaml")
"""Ends of names, in small letters, that a host may take for pages, or an author for data."""

_KEPT_BACK = "templates/"
"""Folder at the top that the host never publishes."""

_LEFT_BY_EDITOR = re.compile(r".*~|#.*#|~\$.*|4913|.*___jb_(?:tmp|old)___")
"""Backups, locks and trials that editors put beside a file: Emacs and many others, Office, Vim, JetBrains."""

_NO_NAME = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
"""Control characters; and the bytes of names that are not UTF-8, as Python has them."""


def files(folder: Path) -> list[str]:
    """Return the path inside `folder` of every file below it, in links to other folders too.

    Hidden files and what editors leave are nobody's content. A link to a folder that it stands in counts as a file: it
    has no end. Raises `OSError` where a folder cannot be listed: what lies there would be missing unnoticed.
    """
    return sorted(composed(path) for path in _below(folder) if is_named(path))


class Folder(MutableMapping[str, bytes]):
    """What stands in a folder, as path -> content; each file is read when it is asked for, written when it is set."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._paths = dict.fromkeys(files(root))

    def __getitem__(self, path: str) -> bytes:
        if path not in self._paths:
            raise KeyError(path)
        return Path(self._root, path).read_bytes()

    def __setitem__(self, path: str, content: bytes) -> None:
        file = Path(self._root, path)
        if path not in self._paths:
            file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
        self._paths[path] = None

    def __delitem__(self, path: str) -> None:
        del self._paths[path]
        Path(self._root, path).unlink()

    def __contains__(self, path: object) -> bool:
        return path in self._paths

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)


def unnamed(folder: Path) -> list[str]:
    """Return the paths of those whose names nobody can write, as they are shown."""
    return sorted(shown(path) for path in _below(folder) if not is_named(path))


def is_named(path: str) -> bool:
    """Tell whether a path has a name that can be written in a text: of characters that are seen, in UTF-8."""
    return _NO_NAME.search(path) is None


def is_unicode(text: str) -> bool:
    """Tell whether a text from outside could be read: Python keeps bytes that are no UTF-8 as halves of characters."""
    return re.search(r"[\ud800-\udfff]", text) is None


def shown(path: str) -> str:
    """Return a path with escapes for what cannot be written."""
    return _NO_NAME.sub(lambda match: repr(os.fsencode(match[0]))[2:-1], path)


def _below(folder: Path) -> Iterator[str]:
    for place, folders, names in os.walk(folder, onerror=_unlisted, followlinks=True):
        endless = [name for name in folders if _leads_back(Path(place, name))]
        folders[:] = [name for name in folders if name not in endless and not name.startswith(".")]
        inside = Path(place).relative_to(folder).as_posix()
        above = "" if inside == "." else f"{inside}/"
        yield from (f"{above}{name}" for name in (*names, *endless) if not _is_passed_over(name))


def composed(text: str) -> str:
    """Return a text with each accent in one sign with its letter; macOS, and what is copied from there, parts them."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def real(folder: Path, path: str) -> Path:
    """Return the file below `folder` that has this name, however its accents are spelt there."""
    file = folder / path
    parted = folder / unicodedata.normalize("NFD", path)
    return parted if not path.isascii() and not _exists(file) and _exists(parted) else file


def _exists(file: Path) -> bool:
    return os.path.exists(file)  # noqa: PTH110 (never raises, also where a name is too long)


def published(path: str) -> bool:
    """Tell whether a file at this place is published, if there is one."""
    name = path.rpartition("/")[2]
    return not path.startswith(_KEPT_BACK) and "/." not in f"/{path}" and not _is_passed_over(name)


def is_text(path: str) -> bool:
    """Tell whether a file has the name of a page or of data, however misspelt: linking does not make it read."""
    return path.lower().endswith(TEXTS)


def _unlisted(error: OSError) -> None:
    if not isinstance(error, FileNotFoundError | NotADirectoryError):  # none was there, or it is gone meanwhile
        raise error


def _is_passed_over(name: str) -> bool:
    return name.startswith(".") or _LEFT_BY_EDITOR.fullmatch(name) is not None


def _leads_back(folder: Path) -> bool:
    return folder.is_symlink() and folder.resolve() in {parent.resolve() for parent in folder.absolute().parents}
