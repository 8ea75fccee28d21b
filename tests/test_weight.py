"""What a page weighs for a reader, compressed as a host sends it."""

from __future__ import annotations

import gzip
import re
from typing import TYPE_CHECKING

import pytest
from conftest import PROJECT
from courses import course_of
from sitegen.show.addressed import embeds

if TYPE_CHECKING:
    from pathlib import Path

    from sitegen.course.course import Course

ENTRY = "quiz/quiz.js"
LIMITS = {
    ENTRY: 9_850,
    "section.js": 1_000,
    "site.js": 3_550,
    "calculator.js": 3_250,
    "examples.js": 3_850,
    "sorting.js": 6_000,
    "group.js": 4_700,
    "slides.js": 1_400,
    "framed.js": 400,
    "snippet.js": 600,
    "copies.js": 450,
    "before-after.js": 5_750,
}
"""Each with what it imports; what mends links, 1,700 of it, is in four of them."""
SEARCH_LIMIT = 4_600
"""The script of the search, which loads the index and nothing else."""
INDEX_LIMIT = 78_000
DATA_LIMIT = 15_000
"""Words, nearly all of it: some forty situations with advice of their own; a terser form of the graph saves nothing."""
STYLES_LIMIT = 19_000
"""The theme's among them."""

DATA = re.compile(r'<script type="application/json" id="quiz-data">(.*?)</script>', re.DOTALL)
STYLES = re.compile(r'<link rel="stylesheet" href="([^"]*assets/styles/[^"]*)"')
MENTION = re.compile(r"\bquiz(?:-data|/\w+\.js)\b")


@pytest.fixture(scope="module")
def course() -> Course:
    return course_of(PROJECT)


def weight(content: bytes) -> int:
    return len(gzip.compress(content, 9))


def shown(page: Path) -> bool:
    """Tell whether it is a page to read, and not one that leads on from a retired address."""
    return 'http-equiv="refresh"' not in page.read_text(encoding="utf-8")


def styles(page: Path) -> int:
    """Return what a page's style sheets weigh together."""
    links = STYLES.findall(page.read_text(encoding="utf-8"))
    assert links
    return sum(weight((page.parent / link).read_bytes()) for link in links)


def quiz_pages(site: Path, course: Course) -> dict[str, Path]:
    """Return language -> the file of its page with the quiz."""
    place = course.place_of("quiz")
    assert place
    return {lang: site / lang / course.address(lang, place) / "index.html" for lang in course.languages}


def assets(site: Path) -> Path:
    return (site / "assets").resolve()


def test_the_scripts_are_light_and_load_nothing_else(site: Path) -> None:
    texts = {name: (assets(site) / name).read_text(encoding="utf-8") for name in LIMITS}
    weights = {name: weight(text.encode()) for name, text in texts.items()}
    assert {name: size for name, size in weights.items() if size > LIMITS[name]} == {}
    assert not re.search(r"\b(fetch|XMLHttpRequest|importScripts|import)\b", "\n".join(texts.values()))
    assert [path.name for path in (assets(site) / "quiz").iterdir()] == ["quiz.js"]


def test_the_search_is_light(site: Path, course: Course) -> None:
    for lang in course.languages:
        script = (assets(site) / "search.js").read_text(encoding="utf-8")
        assert weight(script.encode()) <= SEARCH_LIMIT
        assert len(re.findall(r"\b(?:fetch|XMLHttpRequest|importScripts|import)\b", script)) == 1
        assert weight((site / lang / "search" / "search_index.json").read_bytes()) <= INDEX_LIMIT, lang


def test_the_data_are_light(site: Path, course: Course) -> None:
    for lang, page in quiz_pages(site, course).items():
        found = DATA.findall(page.read_text(encoding="utf-8"))
        assert len(found) == 1
        assert weight(found[0].encode()) <= DATA_LIMIT, lang


def test_only_the_page_of_the_quiz_loads_them(site: Path, course: Course) -> None:
    mentions = {path: set(MENTION.findall(path.read_text(encoding="utf-8"))) for path in site.rglob("*.html")}
    loading = {path: found for path, found in mentions.items() if found}
    framed = [address for address, (name, _) in embeds(course).items() if name == "quiz"]
    alone = [site / lang / address / "index.html" for lang in course.languages for address in framed]
    assert loading == {page: {"quiz-data", ENTRY} for page in (*quiz_pages(site, course).values(), *alone)}


def test_the_styles_of_a_page_are_light(site: Path, course: Course) -> None:
    for lang in course.languages:
        weights = {str(page): styles(page) for page in (site / lang).rglob("index.html") if shown(page)}
        assert len(weights) >= len(course.pages[lang])
        assert {page: size for page, size in weights.items() if size > STYLES_LIMIT} == {}
