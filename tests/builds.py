"""What builds and checks cost, in CPU of all their processes: against the plain theme, warm, and as a course grows."""

from __future__ import annotations

import os
import re
import shutil
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import yaml
from conftest import PROJECT
from courses import writes
from grown import grow
from sitegen.load import load

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from sitegen.course.course import Course

ROUNDS = 1
SIZES = (100, 140)
"""Rounds, and pages a language, if nobody asks for others: `make bench ROUNDS=3 SIZES="100 500 2000"`."""


@dataclass(frozen=True)
class Figure:
    """Something measured."""

    what: str
    found: float
    goal: float
    """What it should be at most."""
    unit: str = ""
    more: str = ""

    @property
    def reached(self) -> str:
        """Whether the goal is, in a word."""
        return "reached" if self.found <= self.goal else "MISSED"

    def __str__(self) -> str:
        told = f"{self.what}: {self.found:.2f}{self.unit}{self.more and f' ({self.more})'}"
        return f"{told}; goal, at most {self.goal:.4g}{self.unit}: {self.reached}"


@dataclass(frozen=True)
class Cost:
    """What a process and those that it waited for took."""

    seconds: float
    """Of CPU."""
    wall: float
    """In seconds, too."""
    megabytes: float
    """At most at a time, of the largest of them."""


_ENVIRONMENT = {"PYTHONPATH": "hooks", "NO_MKDOCS_2_WARNING": "1", "PYTHONDONTWRITEBYTECODE": ""}
"""Python keeps its compiled modules, as it does for whoever has not told it otherwise."""


def cost(project: Path, *arguments: str) -> Cost:
    """Run Python in a project's folder; end with what it says where it fails."""
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *arguments],
        cwd=project,
        env=os.environ | _ENVIRONMENT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    said = process.stderr.read() if process.stderr else ""
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(said)
    megabytes = usage.ru_maxrss / (1024 if sys.platform == "linux" else 1024 * 1024)
    return Cost(usage.ru_utime + usage.ru_stime, wall, megabytes)


def compared(folder: Path, rounds: int) -> Iterator[Figure | str]:
    """Yield what a build costs without anything kept, against plain ones in turns, and with all that is kept."""
    project, course = folder / "project", load(PROJECT / "content", PROJECT / "docs")
    grow(project, 0)
    plain = _Plain(folder, course)
    pairs = [(cold(project), plain.build()) for _ in range(rounds)]
    ours = statistics.median(own.seconds for own, _ in pairs)
    ratio = statistics.median(own.seconds / theirs.seconds for own, theirs in pairs)
    yield Figure("build, nothing kept, to plain mkdocs-material on the same pages", ratio, 1.1, more=f"{ours:.1f} s")
    chapter = project / "content" / course.source / course.file.chapters[0].page
    for name, sentences in (("nothing changed", [""] * rounds), ("one sentence edited", _sentences(rounds))):
        warm = []
        for sentence in sentences:
            chapter.write_text(_told_more(chapter.read_text(encoding="utf-8"), sentence), encoding="utf-8")
            warm.append(build(project).seconds)
        middle = statistics.median(warm)
        yield Figure(f"build again, {name}, to one with nothing kept", middle / ours, 0.35, more=f"{middle:.1f} s")
    checks = [cost(project, *_CHECK).seconds for _ in range(rounds)]
    yield f"check of what was built: {statistics.median(checks):.1f} s"


_BUILD = ("-m", "mkdocs", "build", "--quiet")
_CHECK = ("-m", "sitegen", "check")


def _sentences(count: int) -> list[str]:
    return [f"Sentence {number} is added here." for number in range(count)]


def _told_more(text: str, sentence: str) -> str:
    """Return a page whose first paragraph has one more sentence."""
    return re.sub(r"^(\w.*\.)$", rf"\1\n{sentence}", text, count=1, flags=re.MULTILINE) if sentence else text


def build(project: Path) -> Cost:
    """Build a project."""
    return cost(project, "hooks", "build", "--quiet")


def cold(project: Path) -> Cost:
    """Build a project with nothing kept of earlier times."""
    forget(project)
    return build(project)


def forget(project: Path) -> None:
    """Remove the site and all that is kept beside it."""
    for kept in (*project.glob(".*_cache"), project / "site"):
        shutil.rmtree(kept, ignore_errors=True)


class _Plain:
    """The pages of a course, directives written out, as projects without our hooks and templates."""

    def __init__(self, folder: Path, course: Course) -> None:
        self.projects = [_plain(folder / lang, course, lang) for lang in course.languages]

    def build(self) -> Cost:
        """Build all languages, one after another."""
        costs = [cost(project, *_BUILD) for project in self.projects]
        seconds, wall = (sum(getattr(each, name) for each in costs) for name in ("seconds", "wall"))
        return Cost(seconds, wall, max(each.megabytes for each in costs))


def _plain(project: Path, course: Course, lang: str) -> Path:
    writer = writes(course, lang)
    for path, page in course.pages[lang].items():
        target = project / "docs" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(writer.expand(page.body), encoding="utf-8")
    settings: dict[str, Any] = {
        "site_name": "plain",
        "theme": {"name": "material", "language": lang, "font": False, "features": ["navigation.tabs"]},
        "plugins": ["search"],
        "markdown_extensions": ["admonition", "attr_list", "md_in_html", "tables", "pymdownx.details"],
        "validation": {"links": {"absolute_links": "relative_to_docs"}},
    }
    (project / "mkdocs.yml").write_text(yaml.safe_dump(settings), encoding="utf-8")
    return project


@dataclass(frozen=True)
class Grown:
    """A course of so many pages a language, and what its work costs with nothing kept."""

    pages: int
    build: Cost
    check: Cost
    again: Cost
    """A check of what was checked before."""
    chapter: int
    """Bytes of a chapter's HTML."""

    @property
    def each(self) -> float:
        """Seconds a page pair takes to be built."""
        return self.build.seconds / self.pages


def growth(folder: Path, sizes: Sequence[int]) -> Iterator[Figure | str]:
    """Yield what grown courses cost, each against the smallest one, and that against plain builds."""
    grown: list[Grown] = []
    for size in sorted(sizes):
        each, plain = _grown(folder / f"{size}", size, plain=not grown)
        grown.append(each)
        if plain:
            ratio, wall = each.build.seconds / plain.seconds, each.build.wall / plain.wall
            yield Figure(f"{each.pages} pages: build, nothing kept, to plain mkdocs-material", ratio, 1.1)
            yield Figure(f"{each.pages} pages: the same, by the clock", wall, 0.6, more=f"{each.build.wall:.1f} s")
        more = f"{1000 * each.each:.0f} ms, {each.build.seconds:.1f} s in all"
        ratio = each.each / grown[0].each
        yield Figure(f"{each.pages} pages: CPU of a page pair to that at {grown[0].pages}", ratio, 1.2, more=more)
        yield Figure(f"{each.pages} pages: memory of the build", each.build.megabytes, 400, " MB")
        yield Figure(f"{each.pages} pages: HTML of a chapter", each.chapter / 1000, 45, " kB")
        yield f"{each.pages} pages: check {each.check.seconds:.1f} s, {each.check.megabytes:.0f} MB"
    for less, more in pairwise(grown):
        for name, first, then in (("", less.check, more.check), (" again", less.again, more.again)):
            pair = 1000 * (then.seconds - first.seconds) / (more.pages - less.pages)
            yield Figure(f"check{name} of each page pair from {less.pages} to {more.pages}", pair, 20, " ms")


def _grown(project: Path, size: int, *, plain: bool) -> tuple[Grown, Cost | None]:
    """Return a grown course, and perhaps what plain builds of it cost."""
    grow(project, size)
    course = load(project / "content", project / "docs")
    cost(project, "-m", "sitegen", "ledger")
    forget(project)
    checks = [cost(project, *_CHECK), cost(project, *_CHECK)]
    chapter = project / "site" / course.source / course.address(course.source, course.file.chapters[-1].page)
    made = cold(project)
    grown = Grown(len(course.pages[course.source]), made, *checks, (chapter / "index.html").stat().st_size)
    return grown, _Plain(project / "plain", course).build() if plain else None
