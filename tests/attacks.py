"""What somebody may write to script, style, frame, load, send or lead away; and every text of a course as its place."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from itertools import cycle, product
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import yaml
from babel.messages.pofile import read_po, write_po
from courses import PROJECT, TESTS
from sitegen.check.embedded import texts
from sitegen.course.base import Markdown, Text
from sitegen.course.yamlfile import parse
from sitegen.language import catalogues

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.course.course import Course

_KINDS: dict[str, list[str]] = yaml.safe_load((TESTS / "cases" / "attacks.yml").read_text(encoding="utf-8"))
_GAPS = ((" ", ""), (" ", '"'), ("/", "'"), ("\n", '"'), ("\t", ""), ("\f", "'"), (" x=1 ", "`"))
INNOCENT = "A < B & R&D <pain>"
INNOCENT_PAGE = "cost.md"
SETTING = f"<img src=x onerror=pwn()>'> {INNOCENT}"


def payloads(count: int = 2000) -> list[str]:
    """Return so many attacks, the same every time; number `n` calls `pwn(n)`, or loads `canary.example/n`."""
    handled = zip(product(_KINDS["elements"], _KINDS["handlers"]), cycle(_GAPS), strict=False)
    carried = product(_KINDS["carriers"], _KINDS["addresses"], ("", '"', "'"))
    forms = [
        *(f"<{element}{gap}{handler}={quote}{{run}}{quote}>w{{n}}" for (element, handler), (gap, quote) in handled),
        *(carrier.replace("{q}", quote).replace("{to}", address) for carrier, address, quote in carried),
        *map("".join, product(_KINDS["breaks"], _KINDS["runs"])),
    ]
    chosen = [*_KINDS["runs"], *Random(11).sample(forms, count - len(_KINDS["runs"]))]
    return [_filled(form, number) for number, form in enumerate(chosen)]


def _filled(form: str, number: int) -> str:
    known = {"{run}": f"pwn({number})", "{away}": f"https://canary.example/{number}", "{n}": str(number)}
    return re.sub("|".join(map(re.escape, known)), lambda match: known[match[0]], form)


BLOCKS = (
    "<!-- a comment: {line} -->",
    "Words {text} words.",
    "{text}",
    "- {text}\n- words",
    "> {text}",
    "| a | b |\n|---|---|\n| {line} | words |",
    "## Title {line} {{#attack-{n}}}",
    '!!! note "{line}"\n\n    Words.',
    "[{line}](index.md)",
    '[words](index.md "{line}")',
    "![{line}](assets/logo.svg)",
    "`{line}`",
    "```\n{text}\n```",
    'Words.\n{{: title="{line}" }}',
    '<span title="{line}">words</span>',
)
"""Places on a page; `line` has no line breaks."""


class Planting:
    """Writes attacks into every text of a project, and takes back those that are refused."""

    def __init__(self, course: Course, project: Path) -> None:
        """Lay a copy of the project, whose `course` is given, out in the empty folder `project`."""
        self.course, self.project = course, project
        places = [*self._wording(), *self._messages(), *self._pages()]
        attacks = [_SIGNS.sub(" ", attack) for attack in Random(7).sample(payloads(), 2000)]
        self.accepted: dict[tuple[str, Any], str] = dict(zip(places, cycle(attacks), strict=False))
        """File and place -> the attack that stands there."""
        for lang, key in product(course.languages, ("title", "description")):
            self.accepted[f"content/{lang}/{INNOCENT_PAGE}", key] = f"{INNOCENT} {lang}"
        self.lines: dict[tuple[str, int], list[tuple[str, Any]]] = {}
        for name in ("content", "docs", "hooks", "overrides"):
            shutil.copytree(PROJECT / name, project / name, ignore=shutil.ignore_patterns("__pycache__"))
        settings = (PROJECT / "mkdocs.yml").read_text(encoding="utf-8")
        told = re.sub(r"(?m)^    (name|address|contact|director|host):$", rf"\g<0> {json.dumps(SETTING)}", settings)
        (project / "mkdocs.yml").write_text(told, encoding="utf-8")
        shutil.copy(PROJECT / "LICENSE", project)
        self._write({file for file, _ in places})

    def _wording(self) -> Iterator[tuple[str, Any]]:
        for lang, words in self.course.wording.items():
            for name, value in {"course": words.course, **words.kinds}.items():
                for kind in (Text, Markdown):
                    yield from ((f"content/{lang}/{name}.yml", loc) for loc, _ in texts(value, kind))

    def _messages(self) -> Iterator[tuple[str, Any]]:
        for lang in self.course.languages:
            for message in catalogues.read(lang):
                if message.id:
                    yield catalogues.shown(lang), message.id

    def _pages(self) -> Iterator[tuple[str, Any]]:
        for pages in self.course.pages.values():
            for page in pages.values():
                if not page.generated:
                    yield page.file, "title"
                    yield page.file, "description"
                    yield from ((page.file, number) for number in range(len(BLOCKS)))

    def settle(self) -> None:
        """Put back whatever is refused, until nothing is."""
        for _ in range(8):
            said = subprocess.run(
                [sys.executable, "-c", _LOAD],
                cwd=self.project,
                env=os.environ | {"PYTHONPATH": "hooks"},
                capture_output=True,
                text=True,
                encoding="utf-8",
                check=False,
            )
            assert said.returncode == 0, said.stderr
            if not (findings := json.loads(said.stdout)):
                return
            self._take_back(findings)
        raise AssertionError(findings)

    def _take_back(self, findings: list[tuple[str, int, str]]) -> None:
        files, before = set(), set(self.accepted)
        for file, line, rule in findings:
            places = self.lines.get((file, line), ())
            if before.isdisjoint(places):  # what another line has swallowed, perhaps in the other language
                name = re.sub(r"^content/\w+", "", file) if rule == "parity/headings" else file
                places = [place for place in self.accepted if place[0].endswith(name)]
            for place in self.accepted.keys() & set(places):
                del self.accepted[place]
                files.add(place[0])
        self._write(files)

    def _write(self, files: set[str]) -> None:
        for file in files:
            self.lines = {known: places for known, places in self.lines.items() if known[0] != file}
            write = {".md": self._write_page, ".po": self._write_catalogue, ".yml": self._write_data}
            write[Path(file).suffix](file, self.project / file)

    def _write_data(self, file: str, path: Path) -> None:
        data = yaml.safe_load((PROJECT / file).read_text(encoding="utf-8"))
        for (other, loc), attack in self.accepted.items():
            if other == file:
                holder = data
                for part in loc[:-1]:
                    holder = holder[part]
                if not isinstance(holder, dict) or loc[-1] in holder:
                    holder[loc[-1]] = " ".join([attack, *_GAP.findall(holder[loc[-1]])])
        path.write_text(
            yaml.dump(data, Dumper=_Quoting, allow_unicode=True, width=10**9, sort_keys=False), encoding="utf-8"
        )
        document = parse(path.read_text(encoding="utf-8"), file)
        for place in self.accepted:
            if place[0] == file:
                self.lines.setdefault((file, document.line(*place[1])), []).append(place)

    def _write_catalogue(self, file: str, path: Path) -> None:
        with (PROJECT / file).open("rb") as original:
            catalogue = read_po(original)
        for message in catalogue:
            if attack := self.accepted.get((file, message.id)):
                forms = message.string if isinstance(message.string, tuple) else (message.string,)
                told = tuple(f"{attack.replace('%', '%%')} {' '.join(_GAP.findall(form))}" for form in forms)
                message.string = told if isinstance(message.string, tuple) else told[0]
        with path.open("wb") as made:
            write_po(made, catalogue, width=0)
        with path.open("rb") as made:
            for message in read_po(made):
                self.lines.setdefault((file, message.lineno or 0), []).append((file, message.id))

    def _write_page(self, file: str, path: Path) -> None:
        lines = (PROJECT / file).read_text(encoding="utf-8").rstrip("\n").split("\n")
        for key, begins, form in (("description", "description: ", "description: {}"), ("title", "# ", "# {} {{#{}}}")):
            if attack := self.accepted.get((file, key)):
                at = next(number for number, line in enumerate(lines) if line.startswith(begins))
                ident = lines[at].rpartition("{#")[2].removesuffix("}")
                written = _line(attack) if key == "title" else json.dumps(_line(attack))
                lines[at] = form.format(written, ident)
                self.lines[file, at + 1] = [(file, key)]
        for number, block in enumerate(BLOCKS):
            attack = self.accepted.get((file, number), "words")
            added = block.format(text=attack, line=_line(attack), n=number).split("\n")
            self.lines |= {(file, len(lines) + 2 + line): [(file, number)] for line in range(len(added))}
            lines += ["", *added]
        path.write_text("\n".join([*lines, ""]), encoding="utf-8")


_LOAD = """
import json
from pathlib import Path
from sitegen import findings
from sitegen.findings import ContentError
from sitegen.load import load
findings.MOST_ALIKE = 100_000  # each is wanted with its line
found = ()
try:
    load(Path("content"), Path("docs"))
except ContentError as error:
    found = error.findings
print(json.dumps([(each.path, each.line, each.rule) for each in found]))
"""
_SIGNS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
"""Signs that no file of the content may hold."""
_GAP = re.compile(r"%\(\w+\)s|\{\w+\}")


def _line(text: str) -> str:
    return " ".join(text.split())


class _Quoting(yaml.SafeDumper):
    pass


_Quoting.add_representer(str, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"'))
