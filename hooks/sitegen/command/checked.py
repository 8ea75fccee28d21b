"""Checks, and what is counted and measured of the content."""

from __future__ import annotations

import os
import sys
from contextlib import redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING

from sitegen import boundary
from sitegen.check import reading as ease_of_pages
from sitegen.check import unfinished
from sitegen.check.unmeant import THEME
from sitegen.command import quizzes
from sitegen.command.recorded import UNRECORDED
from sitegen.findings import ContentError
from sitegen.kinds.quiz import graph, several
from sitegen.language import ease
from sitegen.load import SETTINGS, load, standing
from sitegen.show import listed, status
from sitegen.show.formats import FORMATS
from sitegen.show.review import Side

if TYPE_CHECKING:
    from sitegen.course.course import Course


def check(folder: Path, form: str) -> int:
    """Check the content; another form than text goes to standard output, and the text beside it."""
    if form == "text":
        return _told(load(folder, folder.parent / "docs"))
    try:
        course = load(folder, folder.parent / "docs")
    except Exception as error:
        if found := boundary.findings(error):
            print(FORMATS[form](found), end="")
        raise
    print(FORMATS[form](course.warnings), end="")
    with redirect_stdout(sys.stderr):
        return _told(course)


def _told(course: Course) -> int:
    """Tell what was found and counted, in words."""
    for warning in course.warnings:
        print(warning, file=sys.stderr)
    print(f"{len(course.pages[course.source])} pages in each of {', '.join(course.languages)}.")
    if course.file.points:
        print(f"{len(course.file.points)} points, each taught in a section.")
    for quiz in several.quizzes(course):
        quizzes.print_figures(quiz, graph.figures(quiz.file))
    begun = unfinished.said(course)
    for lang, found in course.translations.items():
        print(begun.get(lang) or status.line(lang, found))
    print("How the translations stand: make status. How easily the pages read: make reading")
    return _stopped(course)


def _stopped(course: Course) -> int:
    """Return the exit code of a check: what stops a strict build stops it too."""
    stopping = sum(warning.stops for warning in course.warnings)
    if stopping:
        print(f"\n{stopping} to correct.", file=sys.stderr)
    return int(bool(stopping))


def side(project: Path) -> Side:
    """Return a project as a review compares it; what is wrong with its content stops nothing.

    Of links that are not recorded it says nothing: that is done where they are published.
    """
    try:
        course = load(project / "content", project / "docs")
    except Exception as error:
        if not (found := boundary.findings(error)):
            raise
        return Side(_texts_of(project), None, found, standing(project / "content", found))
    return Side(_texts_of(project), course, tuple(found for found in course.warnings if found.rule != UNRECORDED))


def _texts_of(project: Path) -> dict[str, bytes]:
    """Return path -> content of the files that readers, or the navigation, are made of."""
    found = [project / SETTINGS] if (project / SETTINGS).is_file() else []
    for top in ("content", "docs"):
        found += [Path(place, name) for place, _, names in os.walk(project / top) for name in names]
    return {
        path.relative_to(project).as_posix(): boundary.read(path)
        for path in found
        if path.is_file() and not path.is_symlink()
    }


def files(folder: Path) -> int:
    """List the files that are published as they lie, to be looked at, and compared with an earlier list."""
    docs = folder.parent / "docs"
    try:
        course = load(folder, docs)
    except ContentError as error:
        print(error, file=sys.stderr)
        return 1
    for path, sort in sorted(listed.sources(folder, course.languages, docs, folder.parent / THEME)):
        print(f"{path}  ({sort})")
    return 0


def reading(folder: Path) -> int:
    """Print how easily each page reads, and which ones read less easily than their language asks."""
    course = load(folder, folder.parent / "docs")
    for lang in course.languages:
        _print_reading(course, lang)
    hard = ease_of_pages.check(course)
    for finding in hard:
        print(finding, file=sys.stderr)
    return int(bool(hard))


def _print_reading(course: Course, lang: str) -> None:
    scale, wanted = ease.scale(lang), course.wording[lang].course.reading_ease
    if scale:
        asked = f", at least {wanted}" if wanted is not None else ""
        print(f"\n{lang}: reading ease of the written prose ({scale.source}, syllables by pyphen{asked})")
        for found in ease_of_pages.measure(course, lang):
            print(f"{found.path:<24}{found.words:>6} words  {'-' if found.ease is None else round(found.ease):>3}")
