"""One cause, one finding: whatever one slip of an author breaks, few lines tell of it."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest
from courses import MINIMAL, findings_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("nothing_read_twice")

MOST = 3
"""Findings that one slip may give."""

FILES = sorted(
    [*MINIMAL.rglob("*.yml"), *MINIMAL.rglob("*.md")],
    key=lambda path: (path.stem == "before_after", path.suffix == ".md", path),
)
"""Whoever adds files adds them at the end: each slip is made at other lines where the order is another."""

ON_A_LINE: dict[str, tuple[str, Callable[[str], str]]] = {
    "line gone": (r"\S", lambda _: ""),
    "quotation mark gone": (r'"', lambda line: line.replace('"', "", 1)),
    "closing quotation mark gone": (r'"', lambda line: "".join(line.rsplit('"', 1))),
    "bracket gone": (r"[\]}]", lambda line: re.sub(r"[\]}]", "", line, count=1)),
    "opening bracket gone": (r"[\[{]", lambda line: re.sub(r"[\[{]", "", line, count=1)),
    "colon gone": (r": ", lambda line: line.replace(": ", " ", 1)),
    "further right": (r"\S", lambda line: f"  {line}"),
    "further left": (r"^  ", lambda line: line[2:]),
    "key misspelt": (r"^\s*(- )?\w+:", lambda line: re.sub(r"(\w+):", r"\1x:", line, count=1)),
    "id misspelt": (r"\bid: \w+", lambda line: re.sub(r"\bid: (\w+)", r"id: \1x", line, count=1)),
    "value gone": (r"^\s*(- )?\w+: \S", lambda line: re.sub(r": .*", ":", line)),
    "heading's id gone": (r"^#.*\{#", lambda line: re.sub(r" \{#.*", "", line)),
    "heading's id misspelt": (r"^#.*\{#", lambda line: line.replace("{#", "{#x-")),
    "another level": (r"^##", lambda line: f"#{line}"),
    "comment never closed": (r"^<!--", lambda line: line.replace("-->", "")),
    "fence never closed": (r"^\w", lambda line: f"```\n{line}"),
    "element never closed": (r"^\w", lambda line: f"<div>\n{line}"),
    "pasted often": (r"\S", lambda line: "\n".join([line] * 200)),
    "tab": (r"^  ", lambda line: f"\t{line[2:]}"),
}

OF_A_FILE: dict[str, Callable[[Path], object]] = {
    "emptied": lambda path: path.write_bytes(b""),
    "removed": lambda path: path.unlink(),
    "renamed": lambda path: path.rename(path.with_name(f"x{path.name}")),
    "named as a text": lambda path: path.rename(path.with_suffix(".txt")),
    "saved as UTF-16": lambda path: path.write_text(path.read_text(encoding="utf-8"), encoding="utf-16"),
    "saved with other line ends": lambda path: path.write_bytes(path.read_bytes().replace(b"\n", b"\r")),
    "cut": lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2]),
    "with a link to nowhere, pasted often": lambda path: path.write_text(
        path.read_text(encoding="utf-8") + "\n[a](gone.md)\n" * 200, encoding="utf-8"
    ),
}


@pytest.mark.parametrize("slip", ON_A_LINE)
def test_a_slip_on_a_line_is_told_in_few(slip: str, tmp_path: Path) -> None:
    pattern, change = ON_A_LINE[slip]
    content = shutil.copytree(MINIMAL / "content", tmp_path / "content")
    for number, file in enumerate(FILES[list(ON_A_LINE).index(slip) % 2 :: 2]):
        path, text = content.parent / file.relative_to(MINIMAL), file.read_text(encoding="utf-8")
        lines = text.split("\n")
        places = [place for place, line in enumerate(lines) if re.search(pattern, line)]
        if places:
            place = places[number * 7 % len(places)]
            changed = [*lines[:place], change(lines[place]), *lines[place + 1 :]]
            path.write_text("\n".join(changed), encoding="utf-8")
            found = findings_of(content)
            assert len(found) <= MOST, "\n".join([f"{path}:{place + 1}", *map(str, found)])
            path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize("slip", OF_A_FILE)
def test_a_slip_with_a_file_is_told_in_few(slip: str, tmp_path: Path) -> None:
    for number, file in enumerate(FILES[list(OF_A_FILE).index(slip) % 2 :: 2]):
        content = shutil.copytree(MINIMAL / "content", tmp_path / str(number) / "content")
        OF_A_FILE[slip](content.parent / file.relative_to(MINIMAL))
        found = findings_of(content)
        assert len(found) <= MOST, "\n".join([str(file), *map(str, found)])
