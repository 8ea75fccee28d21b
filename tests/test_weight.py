"""What a page weighs for a reader, compressed as a host sends it."""

from __future__ import annotations

import gzip
import re
from typing import TYPE_CHECKING

import pytest
from conftest import PROJECT
from courses import course_of

if TYPE_CHECKING:
    from pathlib import Path

    from sitegen.course.course import Course

ENTRY = "quiz/quiz.js"
SCRIPT_LIMIT = 8_500
"""Of seven files, each compressed by itself; as one file they would take some 1,400 bytes less."""
BESIDE = {"mend.js": 2_000, "section.js": 1_000}
"""What mends its links beside them, and those of other widgets; and what every page loads."""
DATA_LIMIT = 15_000
"""Words, nearly all of it: some forty situations with advice of their own; a terser form of the graph saves nothing."""
STYLES_LIMIT = 12_000

DATA = re.compile(r'<script type="application/json" id="quiz-data">(.*?)</script>', re.DOTALL)
STYLES = re.compile(r'<link rel="stylesheet" href="([^"]*assets/styles/[^"]*)"')
MENTION = re.compile(r"\bquiz(?:-data|/\w+\.js)\b")
IMPORT = re.compile(r"""(?:from|import)\s*\(?\s*["']([^"']*)["']""")


@pytest.fixture(scope="module")
def course() -> Course:
    return course_of(PROJECT)


def weight(content: bytes) -> int:
    return len(gzip.compress(content, 9))


def own_styles(page: Path) -> int:
    """Return what a page's style sheets weigh together, those of the theme aside."""
    links = STYLES.findall(page.read_text(encoding="utf-8"))
    assert links
    return sum(weight((page.parent / link).read_bytes()) for link in links)


def quiz_pages(site: Path, course: Course) -> dict[str, Path]:
    """Return language -> the file of its page with the quiz."""
    place = course.place_of("quiz")
    assert place
    return {lang: site / lang / course.address(lang, place) / "index.html" for lang in course.languages}


def assets(site: Path, lang: str) -> Path:
    return (site / lang / "assets").resolve()


def scripts(site: Path, lang: str) -> dict[Path, str]:
    """Return path -> text of all the scripts that the quiz loads."""
    waiting, found = [assets(site, lang) / ENTRY], {}
    while waiting:
        path = waiting.pop()
        found[path] = path.read_text(encoding="utf-8")
        imported = {(path.parent / name).resolve() for name in IMPORT.findall(found[path])}
        waiting += imported - found.keys()
    return found


def test_the_scripts_are_light(site: Path, course: Course) -> None:
    for lang in course.languages:
        weights = {path.name: weight(text.encode()) for path, text in scripts(site, lang).items()}
        assert sum(weights.values()) <= SCRIPT_LIMIT, weights


def test_the_scripts_beside_them_are_light(site: Path, course: Course) -> None:
    for lang in course.languages:
        weights = {name: weight((assets(site, lang) / name).read_bytes()) for name in BESIDE}
        assert {name: size for name, size in weights.items() if size > BESIDE[name]} == {}


def test_the_scripts_load_nothing_else(site: Path, course: Course) -> None:
    for lang in course.languages:
        loaded = scripts(site, lang)
        assert [path for path in loaded if not path.is_relative_to(assets(site, lang))] == []
        assert not re.search(r"\b(fetch|XMLHttpRequest|importScripts)\b", "\n".join(loaded.values()))
        assert loaded.keys() >= set((assets(site, lang) / "quiz").iterdir())  # none is published in vain


def test_the_data_are_light(site: Path, course: Course) -> None:
    for lang, page in quiz_pages(site, course).items():
        found = DATA.findall(page.read_text(encoding="utf-8"))
        assert len(found) == 1
        assert weight(found[0].encode()) <= DATA_LIMIT, lang


def test_only_the_page_of_the_quiz_loads_them(site: Path, course: Course) -> None:
    mentions = {path: set(MENTION.findall(path.read_text(encoding="utf-8"))) for path in site.rglob("*.html")}
    loading = {path: found for path, found in mentions.items() if found}
    assert loading == {page: {"quiz-data", ENTRY} for page in quiz_pages(site, course).values()}
    other_scripts = {path for path in site.rglob("*.js") if path.parent.name != "quiz" and path.name not in BESIDE}
    assert other_scripts
    assert [path for path in other_scripts if MENTION.search(path.read_text(encoding="utf-8"))] == []


def test_the_styles_of_a_page_are_light(site: Path, course: Course) -> None:
    for lang in course.languages:
        weights = {str(page): own_styles(page) for page in (site / lang).rglob("index.html")}
        assert len(weights) >= len(course.pages[lang])
        assert {page: size for page, size in weights.items() if size > STYLES_LIMIT} == {}
