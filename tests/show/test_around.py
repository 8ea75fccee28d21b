"""What the theme's templates are given."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urljoin

import pytest
from courses import MINIMAL, course_of
from sitegen.show import around

if TYPE_CHECKING:
    from sitegen.course.course import Course

ROOT = "https://dough.example/sub/"


@pytest.fixture(scope="module")
def course() -> Course:
    return course_of(MINIMAL)


@pytest.mark.parametrize("path", ["index.md", "dough.md", "outcomes/bake.md"])
def test_page_context_links_to_the_counterparts(course: Course, path: str) -> None:
    here = f"{ROOT}fr/{course.address('fr', path)}"
    context = around.page_context(course, "fr", path, ROOT)
    (other,) = context["counterparts"]
    assert (other["lang"], other["name"]) == ("en", "English")
    assert urljoin(here, other["href"]) == f"{ROOT}en/{course.address('en', path)}"
    assert urljoin(here, context["root"]) == ROOT


def test_page_context_links_to_the_permanent_address(course: Course) -> None:
    here = f"{ROOT}fr/{course.address('fr', 'dough.md')}"
    permanent = around.page_context(course, "fr", "dough.md", ROOT)["permanent"]
    assert urljoin(here, permanent["href"]) == permanent["shown"] == f"{ROOT}c/dough/"
    assert around.page_context(course, "fr", "dough.md", "")["permanent"]["shown"] == "c/dough/"
    assert around.page_context(course, "fr", "quiz.md", ROOT)["permanent"] is None  # that one is not made known


def test_section_links_start_at_the_permanent_address(course: Course) -> None:
    here = f"{ROOT}fr/{course.address('fr', 'dough.md')}"
    assert urljoin(here, around.section_links(course, "fr", "dough.md")["href"]) == f"{ROOT}c/dough/"
    assert around.section_links(replace(course, permanent={}), "fr", "dough.md")["href"] == ""
    labels = [around.section_links(course, lang, "dough.md")["label"] for lang in course.languages]
    assert len(set(labels)) == len(labels)
    assert all("{title}" in label for label in labels)


@pytest.mark.parametrize("home", ["/sub/fr", "/sub/fr/"])
def test_error_context_links_from_any_depth(course: Course, home: str) -> None:
    context = around.error_context(course, "fr", home)
    there = f"{ROOT}fr/no/such/page/"
    assert urljoin(there, context["counterparts"][0]["href"]) == f"{ROOT}en/"
    assert urljoin(there, context["root"]) == ROOT


def test_words_are_in_the_language_of_the_page(course: Course) -> None:
    french, english = around.words(course, "fr")["words"], around.words(course, "en")["words"]
    assert french.keys() == english.keys()
    assert all(french[key] != english[key] for key in french)
    assert around.labels(course, "fr") != around.labels(course, "en")


@pytest.mark.parametrize(("lang", "said"), [("en", "en"), ("es", "es"), ("eo", "fr")])
def test_a_notice_is_in_one_language_even_where_the_interface_is_borrowed(course: Course, lang: str, said: str) -> None:
    name = course.interface(said).name("fr")
    assert around.section_notice(course, lang)["lang"] == said
    assert f" {name}" in around.section_notice(course, lang)["text"]


def test_sections_are_offered_in_the_language_they_lead_to(course: Course) -> None:
    offered = {
        lang: around.page_context(course, lang, "dough.md", ROOT)["counterparts"][0]["section"]
        for lang in course.languages
    }
    assert offered["fr"] == "Read this section in English"
    assert offered["en"] != offered["fr"]
