"""Lays out a project from two hands: the code of this checkout, and the content of a commit that nobody has read yet.

`overlay.py <commit> <folder>`, in the checkout of code that is trusted. Nothing of the commit is checked out, run or
followed: its files are read from the objects of git, and those that are content are written as plain files.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path, PurePosixPath

import yaml
from sitegen import boundary
from sitegen.check import settings
from sitegen.course import meant
from sitegen.findings import ContentError

SETTINGS = "mkdocs.yml"
CODE = ("docs", "hooks", "overrides")
LARGEST, MOST = 20_000_000, 5_000
"""Bytes of a file, and files, that are content; whoever needs more asks for it."""
_PLAIN_FILE = re.compile(r"100(?:644|755) blob ([0-9a-f]{40,64}) +(\d+)\t(.+)", re.DOTALL)


def main() -> None:
    commit, folder = sys.argv[1], Path(sys.argv[2])
    _copy_code(folder)
    found = {path: name for path, name in blobs(commit).items() if is_content(path)}
    settings_name = found.pop(SETTINGS, None)
    for path, name in found.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(_git("cat-file", "blob", name))
    if settings_name:
        _propose_settings(folder, _git("cat-file", "blob", settings_name))


def _copy_code(folder: Path) -> None:
    """Copy what is trusted, without its content; hidden files are no part of a project that is built."""
    folder.mkdir(parents=True)
    for path in Path().iterdir():
        if path.is_file() and not path.name.startswith("."):
            shutil.copy(path, folder)
    for name in CODE:
        shutil.copytree(name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for path in (folder / "docs").rglob("*"):
        if path.is_file() and is_content(path.relative_to(folder).as_posix()):
            path.unlink()


def _propose_settings(folder: Path, proposed: bytes) -> None:
    """Write the settings with what is taken of those proposed; of those that cannot be read, a review tells."""
    file = folder / SETTINGS
    try:
        text = boundary.decoded(proposed)
        told = with_navigation(file.read_text(encoding="utf-8"), text)
    except UnicodeDecodeError:
        return
    except ContentError:
        told = text
        shutil.rmtree(folder / "hooks")  # nothing must be built by them
    file.write_text(told, encoding="utf-8")


def blobs(commit: str) -> dict[str, str]:
    """Return path -> object of the plain files of a commit; links, modules and what is too large are left out."""
    listed = _git("ls-tree", "-r", "-l", "-z", "--full-tree", commit, "--", "content", "docs", SETTINGS)
    matches = [_PLAIN_FILE.fullmatch(line) for line in listed.decode(errors="surrogateescape").split("\0")]
    return {match[3]: match[1] for match in matches[:MOST] if match and int(match[2]) <= LARGEST}


def is_content(path: str) -> bool:
    """Tell whether a file is taken from the commit: content, pictures and documents, and the navigation; no code."""
    top, *below = PurePosixPath(path).parts
    if path == SETTINGS:
        return True
    if str(PurePosixPath(path)) != path or any(part.startswith(".") or "\\" in part for part in below):
        return False
    return bool(below) and (top == "content" or (top == "docs" and bool(meant.beside_pages(path))))


def with_navigation(trusted: str, proposed: str) -> str:
    """Return trusted settings with the navigation of proposed ones; raises `ContentError` where those are wrong."""
    here, there = _navigation(yaml.compose(trusted)), _navigation(settings.read(proposed, SETTINGS))
    if here is None or there is None:
        return trusted
    before, after = trusted.split("\n"), proposed.split("\n")
    lines = after[slice(*there)]
    if not _is_navigation("\n".join(lines)):
        return trusted
    return "\n".join([*before[: here[0]], *lines, *before[here[1] :]])


def _navigation(root: yaml.Node | None) -> tuple[int, int] | None:
    """Return the first line of the navigation, and the one behind it, counted from 0."""
    for key, value in root.value if isinstance(root, yaml.MappingNode) else ():
        if key.value == "nav":
            end = value.end_mark
            return key.start_mark.line, end.line + bool(end.column)
    return None


def _is_navigation(text: str) -> bool:
    """Tell whether lines that were cut out hold a navigation, and nothing else."""
    try:
        found = yaml.safe_load(text)
    except yaml.YAMLError:
        return False
    return isinstance(found, dict) and list(found) == ["nav"] and _is_list(found["nav"])


def _is_list(found: object) -> bool:
    return isinstance(found, list) and all(isinstance(entry, str) or _is_entry(entry) for entry in found)


def _is_entry(found: object) -> bool:
    return isinstance(found, dict) and all(isinstance(below, str) or _is_list(below) for below in found.values())


def _git(*arguments: str) -> bytes:
    return subprocess.run(["git", *arguments], check=True, capture_output=True).stdout


if __name__ == "__main__":
    main()
