"""What builds and checks cost, in CPU of all their processes: against the plain theme, warm, and as a course grows."""

from __future__ import annotations

import os
import re
import shutil
import statistics
import subprocess
import sys
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

ROUNDS = 3
SIZES = (100, 200)
"""Pages a language, if nobody asks for others: `make bench SIZES="100 500 2000"`."""


@dataclass(frozen=True)
class Cost:
    """What a process and those that it waited for took."""

    seconds: float
    """Of CPU."""
    megabytes: float
    """At most at a time, of the largest of them."""


def cost(project: Path, *arguments: str) -> Cost:
    """Run Python in a project's folder; end with what it says where it fails."""
    process = subprocess.Popen(
        [sys.executable, *arguments],
        cwd=project,
        env=os.environ | {"PYTHONPATH": "hooks", "NO_MKDOCS_2_WARNING": "1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    said = process.stderr.read() if process.stderr else ""
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(said)
    return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / (1024 if sys.platform == "linux" else 1024 * 1024))


def told(what: str, value: float, goal: float, unit: str = "", more: str = "") -> str:
    """Return a line with a figure, its goal, and whether that is reached."""
    reached = "reached" if value <= goal else "MISSED"
    return f"{what}: {value:.2f}{unit}{more and f' ({more})'}; goal, at most {goal:g}{unit}: {reached}"


def compared(folder: Path) -> Iterator[str]:
    """Yield what a build costs without anything kept, against plain ones in turns, and with all that is kept."""
    project, course = folder / "project", load(PROJECT / "content", PROJECT / "docs")
    grow(project, 0)
    plain = [_plain(folder / lang, lang) for lang in course.languages]
    pairs = [(cold(project), sum(cost(each, *_BUILD).seconds for each in plain)) for _ in range(ROUNDS)]
    ours = statistics.median(own.seconds for own, _ in pairs)
    ratio = statistics.median(own.seconds / theirs for own, theirs in pairs)
    yield told("build, nothing kept, to plain mkdocs-material on the same pages", ratio, 1.1, more=f"{ours:.1f} s")
    chapter = project / "content" / course.source / course.file.chapters[0].page
    for name, rounds in (("nothing changed", [""] * ROUNDS), ("one sentence edited", _SENTENCES)):
        warm = []
        for sentence in rounds:
            chapter.write_text(_told_more(chapter.read_text(encoding="utf-8"), sentence), encoding="utf-8")
            warm.append(build(project).seconds)
        middle = statistics.median(warm)
        yield told(f"build again, {name}, to one with nothing kept", middle / ours, 0.35, more=f"{middle:.1f} s")
    checks = [cost(project, *_CHECK).seconds for _ in range(ROUNDS)]
    yield f"check of what was built: {statistics.median(checks):.1f} s"


_BUILD = ("-m", "mkdocs", "build", "--quiet")
_CHECK = ("-m", "sitegen", "check")
_SENTENCES = [f"{word} is added here." for word in ("One sentence", "Another one", "A third one")]


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


def _plain(project: Path, lang: str) -> Path:
    """Write the pages of one language, directives written out, without our hooks and templates."""
    course = load(PROJECT / "content", PROJECT / "docs")
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


def growth(folder: Path, sizes: Sequence[int]) -> Iterator[str]:
    """Yield what grown courses cost, each against the smallest one."""
    grown = [_grown(folder / f"{size}", size) for size in sorted(sizes)]
    for each in grown:
        kilobytes, ratio = each.chapter / 1000, each.each / grown[0].each
        yield told(f"{each.pages} pages: CPU of a page pair to that at {grown[0].pages}", ratio, 1.2)
        yield f"{each.pages} pages: {1000 * each.each:.0f} ms of CPU a page pair, {each.build.seconds:.1f} s in all"
        yield told(f"{each.pages} pages: memory of the build", each.build.megabytes, 400, " MB")
        yield told(f"{each.pages} pages: HTML of a chapter", kilobytes, 45, " kB")
        yield f"{each.pages} pages: check {each.check.seconds:.1f} s, {each.check.megabytes:.0f} MB"
    for less, more in pairwise(grown):
        for name, first, then in (("", less.check, more.check), (" again", less.again, more.again)):
            pair = 1000 * (then.seconds - first.seconds) / (more.pages - less.pages)
            yield told(f"check{name} of each page pair from {less.pages} to {more.pages}", pair, 20, " ms")


def _grown(project: Path, size: int) -> Grown:
    grow(project, size)
    course = load(project / "content", project / "docs")
    cost(project, "-m", "sitegen", "ledger")
    forget(project)
    checks = [cost(project, *_CHECK), cost(project, *_CHECK)]
    chapter = project / "site" / course.source / course.address(course.source, course.file.chapters[-1].page)
    made = cold(project)
    written = len(course.pages[course.source])
    return Grown(written, made, *checks, (chapter / "index.html").stat().st_size)
