"""Addresses: localised, relative to each other, and equal in both directions."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urljoin

import pytest
from courses import MINIMAL, PROJECT, course_of
from hypothesis import given
from hypothesis import strategies as st
from sitegen.course.resolve import relative

if TYPE_CHECKING:
    from sitegen.course.course import Course

ADDRESSES = st.lists(st.sampled_from(["a", "b", "c"]), max_size=3).map(lambda parts: "".join(f"{p}/" for p in parts))


@pytest.fixture(scope="module")
def course() -> Course:
    return course_of(MINIMAL)


@pytest.mark.parametrize(
    ("lang", "path", "address"),
    [
        ("fr", "index.md", ""),
        ("fr", "dough.md", "la-pate/"),
        ("en", "dough.md", "dough/"),
        ("fr", "outcomes/bake.md", "outcomes/cuire/"),
        ("en", "examples/kitchen.md", "examples/kitchen/"),
    ],
)
def test_address(course: Course, lang: str, path: str, address: str) -> None:
    assert course.address(lang, path) == address


@pytest.mark.parametrize(
    ("start", "target", "href"),
    [
        ("index.md", "dough.md", "la-pate/"),
        ("dough.md", "index.md", "../"),
        ("dough.md", "quiz.md#words", "../questionnaire/#words"),
        ("dough.md", "dough.md#rising", "./#rising"),
        ("outcomes/bake.md", "dough.md", "../../la-pate/"),
    ],
)
def test_href(course: Course, start: str, target: str, href: str) -> None:
    assert course.href("fr", start, target) == href


def test_counterpart_is_the_same_page_in_the_other_language(course: Course) -> None:
    assert course.counterpart("fr", "dough.md", "en") == "../../en/dough/"
    assert course.counterpart("fr", "index.md", "en") == "../en/"


def test_place_of(course: Course) -> None:
    assert course.place_of("quiz") == "quiz.md"
    assert course.place_of("example", "kitchen") == "dough.md"
    assert course.place_of("example", "bakery") is None


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_pages_lie_below_the_page_that_lists_them(lang: str) -> None:
    course = course_of(PROJECT)
    below = [path for path in course.pages[lang] if path.startswith(("outcomes/", "examples/"))]
    assert below
    for path in below:
        page = course.pages[lang][path]
        assert course.address(lang, path) == course.address(lang, f"{path.partition('/')[0]}.md") + f"{page.meta.slug}/"


@given(ADDRESSES, ADDRESSES, st.sampled_from(["https://a.example/", "https://a.example/sub/path/"]))
def test_relative_leads_there_from_everywhere(start: str, target: str, root: str) -> None:
    assert urljoin(root + start, relative(start, target)) == root + target
