"""Files of the content folder that nothing reads: what is written there would be missing from the site unnoticed."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from sitegen.course import tree
from sitegen.findings import Finding, closest

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

_PROCESSED = {".doc", ".docx", ".odt", ".pages", ".rtf"}


def check(
    root: Path,
    languages: Collection[str],
    names: Collection[str],
    folders: Collection[str],
    read: set[str],
    further: Collection[str] = (),
) -> list[Finding]:
    """Return the files that are none of those `read` (paths inside `root`).

    `names` are those that a YAML file may have, and the one that was probably meant is named; `folders` are those of
    other files that are read, `further` those of YAML files, as `quizzes/`.
    """
    found = dict(_unread(root, languages, [*folders, *(folder.rstrip("/") for folder in further)], read))
    named = {path: _named(path, further) for path in found}
    meant = {path: _meant(path, named[path], names) for path in found}
    misspelt = {name for path, name in meant.items() if named[path] != name}
    return [
        Finding(f"{root.name}/{path}", 1, "file/unknown", message or _message(named[path], meant[path], root, folders))
        for path, message in found.items()
        if message or named[path] != meant[path] or meant[path] not in misspelt
    ]


def _named(path: str, further: Collection[str]) -> str:
    """Return a file's name, with its folder where that is one of the `further` ones in the folder of a language."""
    inside = path.partition("/")[2]
    return inside if inside.startswith(tuple(further)) else PurePosixPath(path).name


def _unread(
    root: Path, languages: Collection[str], folders: Collection[str], read: set[str]
) -> Iterator[tuple[str, str]]:
    """Yield path and, for whole folders, message of what nothing reads."""
    for path in tree.files(root):
        folder, inside, below = path.partition("/")
        known = folder in (*languages, *folders)
        if folder in languages and inside and not tree.published(below):
            yield f"{folder}/{below.partition('/')[0]}", "nothing in a folder of this name is published; rename it"
        elif not read.isdisjoint(_ways(path)):
            continue
        elif inside and not known:
            yield folder, "nothing reads this folder; a language's folder is named under 'languages' in course.yml"
        else:
            yield path, ""


def _ways(path: str) -> list[str]:
    return [path, *(str(parent) for parent in PurePosixPath(path).parents)]


def _meant(path: str, named: str, names: Collection[str]) -> str:
    """Return the name that was probably meant; that of the file itself, where only its counterpart is missing."""
    file = PurePosixPath(path)
    if file.suffix.lower() in tree.PAGES:
        return f"{file.stem}.md"
    if file.suffix.lower() not in tree.TEXTS:
        return ""
    if "/" in named:
        return closest(named, [name for name in names if "/" in name]) or named
    return closest(named, names)


def _message(named: str, meant: str, root: Path, folders: Collection[str]) -> str:
    if named == meant and meant.removesuffix(".yml") in folders:
        return f"nothing reads this file while nothing is in the folder {root.name}/{meant.removesuffix('.yml')}"
    if named == meant:
        return f"nothing reads this file while {root.name}/{meant} is missing"
    if PurePosixPath(named).suffix.lower() in _PROCESSED:
        return (
            "nothing reads a file of a word processor; put its text into the .md file of a page, or into the words of "
            "your pull request if it is a note to others, and remove this one"
        )
    hint = f"; did you mean '{meant}'?" if meant else ""
    return f"nothing reads this file; pages end in .md, data in .yml, and pictures are linked from a page{hint}"
