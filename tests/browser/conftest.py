"""Readers' browsers for the tests on the real built site.

Every test with `lang` runs in each of its languages; under the mark `one_language` in the source language alone.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from browser.quizpage import QuizPage
from browser.survey import Sight
from browser.survey import survey as look_around
from browser.visitor import DESKTOP, Visitor
from courses import PROJECT, course_of
from sitegen.kinds.quiz import QUIZ, graph

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from browser.survey import Survey
    from conftest import Once, ServeDirectory
    from playwright.sync_api import Browser, Page
    from sitegen.course.course import Course
    from sitegen.kinds.quiz.shape import QuizFile


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "lang" in metafunc.fixturenames:
        course = course_of(PROJECT)
        one = metafunc.definition.get_closest_marker("one_language")
        metafunc.parametrize("lang", [course.source] if one else course.languages)


@pytest.fixture(scope="session")
def course() -> Course:
    return course_of(PROJECT)


@pytest.fixture(scope="session")
def quiz(course: Course) -> QuizFile:
    assert QUIZ.of(course)
    return QUIZ.of(course)


@pytest.fixture(scope="session")
def paths(quiz: QuizFile) -> tuple[graph.Path, ...]:
    """Every complete path of the quiz."""
    return tuple(graph.paths(quiz))


@pytest.fixture(scope="session")
def shortest(paths: tuple[graph.Path, ...]) -> dict[str, graph.Path]:
    """Outcome -> a shortest path to it."""
    found: dict[str, graph.Path] = {}
    for path in sorted(paths, key=lambda path: len(path.steps)):
        found.setdefault(str(path.outcome), path)
    return found


@pytest.fixture(scope="session")
def longest(paths: tuple[graph.Path, ...]) -> graph.Path:
    return max(paths, key=lambda path: len(path.steps))


@pytest.fixture
def other(course: Course, lang: str) -> str:
    """Another language than `lang`."""
    return next(other for other in course.languages if other != lang)


@pytest.fixture(scope="session")
def base_url(site: Path, serve_directory: ServeDirectory) -> Iterator[str]:
    """Address of the real site's root."""
    with serve_directory(site) as url:
        yield url


@pytest.fixture(scope="session")
def regulars(browser: Browser, base_url: str) -> Iterator[Callable[..., Visitor]]:
    """`regulars(lang)`: one visitor for many tests, who has forgotten all; opening a browser window takes its time."""
    known: dict[tuple[str, bool, str], Visitor] = {}

    def regular(lang: str, *, scripts: bool = True, site_url: str = base_url) -> Visitor:
        kind = (lang, scripts, site_url)
        if kind not in known:
            context = browser.new_context(locale=lang, viewport=DESKTOP, java_script_enabled=scripts)
            known[kind] = Visitor(context, site_url)
        known[kind].begin_again()
        return known[kind]

    yield regular
    for visitor in known.values():
        visitor.context.close()


@pytest.fixture
def visitor(regulars: Callable[..., Visitor], lang: str) -> Iterator[Visitor]:
    """A reader of one language, without a past."""
    visitor = regulars(lang)
    yield visitor
    visitor.check()


@pytest.fixture
def visitor_without_script(regulars: Callable[..., Visitor], lang: str) -> Iterator[Visitor]:
    visitor = regulars(lang, scripts=False)
    yield visitor
    visitor.check()


@pytest.fixture
def new_visitor(browser: Browser, base_url: str) -> Iterator[Callable[..., Visitor]]:
    """`new_visitor(locale="fr", …)` opens a browser of its own, with Playwright's options for a context."""
    visitors: list[Visitor] = []

    def new(site_url: str = base_url, **options: Any) -> Visitor:
        visitors.append(Visitor(browser.new_context(viewport=DESKTOP, **options), site_url))
        return visitors[-1]

    yield new
    for visitor in visitors:
        visitor.context.close()
    for visitor in visitors:
        visitor.check()


@pytest.fixture
def page(visitor: Visitor) -> Page:
    return visitor.page


@pytest.fixture
def quiz_page(visitor: Visitor, course: Course, lang: str) -> QuizPage:
    return QuizPage(visitor, course, lang)


@pytest.fixture(scope="session")
def survey(once: Once, request: pytest.FixtureRequest) -> Survey:
    """What every page of the site showed."""

    def look(file: Path) -> None:
        seen = _survey(*map(request.getfixturevalue, ("browser", "base_url", "course")))
        file.write_text(json.dumps(seen, default=vars), encoding="utf-8")

    seen = json.loads(once("survey", look).read_text(encoding="utf-8"))
    return {lang: {path: Sight(**sight) for path, sight in pages.items()} for lang, pages in seen.items()}


def _survey(browser: Browser, base_url: str, course: Course) -> Survey:
    visitors = {
        lang: Visitor(browser.new_context(locale=lang, viewport=DESKTOP), base_url) for lang in course.languages
    }
    pages = course.pages[course.source]
    written = {path: "article" for path, page in pages.items() if not page.generated}
    generated = {path.split("/")[0]: path for path, page in pages.items() if page.generated}  # one of each kind
    entire = ["index.md", course.file.chapters[0].page, str(course.place_of("quiz"))]
    accessible = written | dict.fromkeys(generated.values(), "article") | dict.fromkeys(entire, "document")
    seen = look_around(visitors, course, accessible)
    for visitor in visitors.values():
        visitor.context.close()
    return seen
