"""The licences that the host's settings name, and the files that must say the same as these."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import yaml

from sitegen.course import yamlfile
from sitegen.findings import ContentError, Finding, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

FILE = "LICENSE"
README = "README.md"

_BLOCK = re.compile(r"(?<=<!-- license -->\n).*?(?=<!-- /license -->)", re.DOTALL)
"""What the read-me says of licences."""
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+-]*")
_YEAR = re.compile(r"[0-9]{4}(-[0-9]{4})?")
_NOT_YET = (
    "Besides what the law allows anyway, you may read these files, print them for your own use, link to them, and "
    "change a copy to propose a contribution; until a licence is chosen, all other rights stay with the authors, and "
    "whoever sends in a contribution agrees that it may be published here, under the licence that the owner chooses."
)


@dataclass(frozen=True)
class Rights:
    """What the owner has decided; what is empty is yet to be decided."""

    code: str = ""
    """SPDX id of the licence of everything but the content."""
    content: str = ""
    """SPDX id of the licence of the content."""
    holder: str = ""
    """Who has the rights."""
    year: str = ""


def rights(given: object) -> Rights:
    """Return what the host's setting `extra.license` says."""
    said = given.items() if isinstance(given, Mapping) else ()
    known = {key: value for key, value in said if not isinstance(value, Mapping | list)}
    return Rights(**{each.name: str(known.get(each.name) or "") for each in fields(Rights)})


def decided(text: str) -> Rights:
    """Return what the text of the host's settings says."""
    found = _setting(text)
    return rights(_said(found[1])) if found else Rights()


def check(text: str, path: str, project: Path, folder: str) -> list[Finding]:
    """Return what is wrong with `extra.license` in the host's settings, the file `path`, and which files say other.

    `folder` is the name of that with the content. Nothing is asked of a project whose settings have no such key.
    """
    if wrong := settings(text, path):
        return wrong
    return list(_differences(decided(text), project, folder, f"extra.license in {path}")) if _setting(text) else []


def settings(text: str, path: str) -> list[Finding]:
    """Return what is wrong with `extra.license` itself."""
    found = _setting(text)
    if not found:
        return []
    start, node = found
    lines = _lines(node)
    return [Finding(path, lines.get(key, start), "license/setting", said) for key, said in problems(_said(node))]


def written(known: Rights, folder: str, text_of: Callable[[str], str]) -> dict[str, str]:
    """Return path -> text of each file of a licence; `text_of` gives that of a licence by its SPDX id."""
    return {
        place: _opening(known, place, folder) + (_filled(text_of(name), known) if name else "")
        for place, name in _places(known, folder).items()
    }


def readme(known: Rights, text: str) -> str:
    """Return the text of the read-me with what it says of licences."""
    return _BLOCK.sub(lambda _: f"{_sentence(known)}\n", text)


def superfluous(known: Rights, project: Path, folder: str) -> list[Path]:
    """Return the files of licences that have no place any more: one licence for everything stands in one file."""
    place = f"{folder}/{FILE}"
    return [project / place] if place not in _places(known, folder) and (project / place).is_file() else []


def _places(known: Rights, folder: str) -> dict[str, str]:
    """Return path -> SPDX id of each file, empty while nothing is decided."""
    if known.code == known.content:
        return {FILE: known.code}
    return {FILE: known.code, f"{folder}/{FILE}": known.content}


def _opening(known: Rights, place: str, folder: str) -> str:
    """Return how a file of a licence begins; while nothing is decided, all that it says."""
    places = _places(known, folder)
    of_content = place != FILE
    below = (
        f"This is about {folder}/ alone." if of_content else f"This is about all but {folder}/: see {folder}/{FILE}."
    )
    scope = f"{below}\n\n" if len(places) > 1 else ""
    others = "What the site publishes and others have made keeps its own licences: docs/assets/licenses.txt\n\n"
    if not places[place]:
        key = "extra.license" if len(places) == 1 else f"extra.license.{'content' if of_content else 'code'}"
        remedy = f"The owner chooses one by {key} in mkdocs.yml and the command 'make license'.\n"
        return f"No licence has been chosen yet.\n\n{scope}{textwrap.fill(_NOT_YET, 80)}\n\n{others}{remedy}"
    tags = f"SPDX-License-Identifier: {places[place]}\nSPDX-FileCopyrightText: {known.year} {known.holder}\n\n"
    return f"{tags}{scope}{others}"


def _sentence(known: Rights) -> str:
    if not known.code and not known.content:
        return _NOT_YET
    named = {"the code": known.code, "the content": known.content}
    said = [
        f"{what} is published under {name}" if name else f"{what} has no licence yet" for what, name in named.items()
    ]
    stands = "; ".join(said)
    return (
        f"{stands[0].upper()}{stands[1:]} (see [{FILE}]({FILE})), © {known.year} {known.holder}; "
        "whoever sends in a contribution agrees that it is published under the same terms."
    )


def _filled(text: str, known: Rights) -> str:
    """Return the text of a licence with its blanks filled in."""
    for blank, value in {"year": known.year, "copyright holders": known.holder, "owner": known.holder}.items():
        text = text.replace(f"<{blank}>", value)
    return f"{text.strip()}\n"


def _differences(known: Rights, project: Path, folder: str, named: str) -> Iterator[Finding]:
    remedy = f"it does not say what {named} says; run 'make license'"
    for place, name in _places(known, folder).items():
        file, opening = project / place, _opening(known, place, folder)
        text = file.read_text(encoding="utf-8", errors="replace") if file.is_file() else ""
        wanted = len(text) > len(opening) and text.startswith(opening) if name else text in ("", opening)
        if not wanted:
            yield Finding(place, 1, "license/file", remedy)
    for file in superfluous(known, project, folder):
        place = file.relative_to(project).as_posix()
        yield Finding(place, 1, "license/file", f"{named} says the same of everything, in {FILE}; run 'make license'")
    file = project / README
    text = file.read_text(encoding="utf-8", errors="replace") if file.is_file() else ""
    if (block := _BLOCK.search(text)) and block[0] != f"{_sentence(known)}\n":
        yield Finding(README, text.count("\n", 0, block.start()) + 1, "license/file", remedy)


def problems(given: object) -> Iterator[tuple[str, str]]:
    """Yield key, empty for the whole, and what is wrong with it, of what the host's setting `extra.license` says."""
    names = [each.name for each in fields(Rights)]
    if given is None or given == "":
        return
    if not isinstance(given, Mapping):
        yield "", f"expected lines of their own below license: {', '.join(names)}"
        return
    for key, value in given.items():
        if key not in names:
            yield key, f"'{key}' is not known here; expected {', '.join(names)}{did_you_mean(str(key), names)}"
        elif isinstance(value, Mapping | list):
            yield key, f"'{key}' takes one text"
        elif key in ("code", "content") and value and not _ID.fullmatch(str(value)):
            yield key, f"'{value}' is no SPDX id of a licence, as MIT or CC-BY-4.0"
        elif key == "year" and value and not _YEAR.fullmatch(str(value)):
            yield key, f"'{value}' is no year, as 2026 or 2024-2026"
    known = rights(given)
    if (known.code or known.content) and not (known.holder and known.year):
        yield "", "a licence needs its holder and its year; fill in both"


def _said(node: yaml.Node) -> object:
    """Return what the setting says, each value as it is written."""
    if isinstance(node, yaml.MappingNode):
        return {str(key.value): _said(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_said(each) for each in node.value]
    return None if node.tag.endswith(":null") else str(node.value)


def _lines(node: yaml.Node) -> dict[str, int]:
    pairs = node.value if isinstance(node, yaml.MappingNode) else ()
    return {str(key.value): int(key.start_mark.line) + 1 for key, _ in pairs}


def _setting(text: str) -> tuple[int, yaml.Node] | None:
    """Return line and node of `extra.license`; None where there is none, or the settings cannot be read."""
    try:
        node = yamlfile.compose(text, "")
    except ContentError:  # told where the navigation is read
        return None
    line = 0
    for name in ("extra", "license"):
        pairs = node.value if isinstance(node, yaml.MappingNode) else ()
        key, node = next(((key, below) for key, below in pairs if key.value == name), (None, None))
        line = int(key.start_mark.line) + 1 if key else 0
    return (line, node) if node else None
