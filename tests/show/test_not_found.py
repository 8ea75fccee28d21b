"""What a page about a missing page is given; what its script makes of it is told in browser/test_not_found.py."""

from __future__ import annotations

import json

import pytest
from courses import MINIMAL, course_of
from sitegen.show import around, moved, neutral, not_found

REDIRECTS = {"fr/vieux/": "fr/dough/#rising"}


def test_the_data_name_every_page_in_every_language() -> None:
    course = course_of(MINIMAL)
    data = not_found.data(course, "/sub/", REDIRECTS)
    assert (data["root"], data["languages"], data["redirects"]) == ("/sub/", course.languages, REDIRECTS)
    assert [page["id"] for page in data["pages"]] == [
        course.permanent_address(path) or "" for path in course.pages["fr"]
    ]
    for lang in course.languages:
        addresses = [page["in"][lang][0] for page in data["pages"]]
        assert addresses == [course.address(lang, path) for path in course.pages["fr"]]
        assert all(page["in"][lang][1] for page in data["pages"])


@pytest.mark.parametrize(("home", "root"), [("/sub/fr", "/sub/"), ("/sub/fr/", "/sub/"), ("/fr/", "/"), ("/", "/")])
def test_the_page_of_a_language_knows_the_root(home: str, root: str) -> None:
    assert around.error_context(course_of(MINIMAL), "fr", home)["not_found"]["data"]["root"] == root


def test_the_words_are_those_of_the_language() -> None:
    french, english = (not_found.words(course_of(MINIMAL), lang) for lang in ("fr", "en"))
    assert all(french[name] != english[name] for name in french)


def test_the_page_of_the_root_holds_data_and_script() -> None:
    course = course_of(MINIMAL)
    html = neutral.files(course, "https://dough.example/sub/", moved.Look("assets/logo.svg"))["404.html"]
    data = html.partition('id="not-found-data">')[2].partition("</script>")[0]
    assert json.loads(data) == json.loads(json.dumps(not_found.data(course, "/sub/", {})))
    assert not_found.script() in html
