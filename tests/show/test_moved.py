"""Links that are gone lead on: from pages of their own, from marks in pages, and by rules for hosts."""

from __future__ import annotations

import json
import re
import shutil
from typing import TYPE_CHECKING
from urllib.parse import urljoin

import pytest
from builtsite import read_page
from courses import MINIMAL
from sitegen.load import load
from sitegen.show import moved, neutral

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.course.course import Course

ROOTS = ["https://dough.example/", "https://dough.example/sub/path/"]
LOOK = moved.Look("assets/logo.svg", "assets/icon.svg", "#0a5c36")
RECORD = """
addresses:
  crust.md: [c/crust/, fr/la-croute/, en/crust/, it/crosta/]
sections:
  crust.md: [crust, rising, kneading, baking, cooling]
terms: {}
"""
RETIRED = """
retired:
  - {page: crust, now: dough}
  - {section: crust.md#kneading, now: dough.md#rising}
  - {section: crust.md#baking, now: practice.md#sorting}
  - {section: crust.md#cooling, now: dough.md#rising}
  - {address: en/old/, now: dough.md#rising}
  - {address: it/pasta/, now: dough.md}
  - {address: en/lost/}
  - {section: dough.md#resting, now: dough.md#rising}
  - {section: dough.md#sorting, now: practice.md#sorting}
  - {section: dough.md#lost}
  - {term: rest, now: proving}
"""


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """The minimal course, with links that are gone."""
    content = tmp_path_factory.mktemp("moved") / "content"
    shutil.copytree(MINIMAL / "content", content)
    (content / "published.yml").write_text(RECORD, encoding="utf-8")
    file = content / "course.yml"
    file.write_text(file.read_text(encoding="utf-8") + RETIRED, encoding="utf-8")
    return load(content)


def pages(course: Course, root: str) -> Iterator[tuple[str, str, str]]:
    """Yield address, language and HTML of all pages that lead on."""
    for lang in (None, *course.languages):
        for path, html in moved.files(course, root, LOOK, lang).items():
            yield path.removesuffix("index.html"), lang or course.source, html


def test_each_retired_address_has_a_page_where_something_stands_for_it(course: Course) -> None:
    assert {address: lang for address, lang, _ in pages(course, ROOTS[0])} == {
        "fr/la-croute/": "fr",
        "en/crust/": "en",
        "en/old/": "en",
        "it/crosta/": "fr",
        "it/pasta/": "fr",
    }
    assert course.redirects == {
        "fr/la-croute/": "fr/la-pate/",
        "en/crust/": "en/dough/",
        "en/old/": "en/dough/#rising",
        "it/crosta/": "c/dough/",
        "it/pasta/": "c/dough/",
    }
    assert "it/pasta/index.html" in neutral.files(course, ROOTS[0], LOOK)


@pytest.mark.parametrize("root", ROOTS)
def test_pages_lead_on_with_and_without_script(course: Course, root: str) -> None:
    for address, lang, html in pages(course, root):
        page, target = read_page(address, root + address, html), root + course.redirects[address]
        assert page.lang == lang
        (refresh,) = page.all("meta", **{"http-equiv": "refresh"})
        assert urljoin(page.url, refresh["content"].removeprefix("0; url=")) == target
        assert [urljoin(page.url, link["href"]) for link in page.all("a")] == [target]
        assert [link["href"] for link in page.all("link", rel="canonical")] == [target.partition("#")[0]]
        assert page.all("meta", name="robots", content="noindex")
        assert page.all("meta", **{"http-equiv": "Content-Security-Policy"})
        assert [urljoin(page.url, image["src"]) for image in page.all("img")] == [f"{root}fr/{LOOK.logo}"]
        (named,) = re.findall(r'target = new URL\("([^"]+)", location\)', html)
        assert urljoin(page.url, named) == target


def test_pages_know_the_sections_that_stand_elsewhere(course: Course) -> None:
    for address, dough, practice in (
        ("en/crust/", "en/dough/", "en/exercises/"),
        ("it/crosta/", "c/dough/", "c/practice/"),
    ):
        html = next(html for known, _, html in pages(course, ROOTS[0]) if known == address)
        (sections,) = re.findall(r"sections = (\{.*?\})", html)
        assert {ident: urljoin(address, href) for ident, href in json.loads(sections).items()} == {
            "crust": dough,
            "rising": f"{dough}#rising",
            "kneading": f"{dough}#rising",
            "baking": f"{practice}#sorting",
            "cooling": f"{dough}#rising",
        }


HTML = '<h1 id="dough">A</h1><h2 id="kneading">B</h2><h2 id="rising-more">C</h2><h2 class="x" id="rising">C</h2>'


def test_marks_stand_where_the_section_is_now(course: Course) -> None:
    html = moved.marks(HTML, course, "en", "dough.md")
    (marks,) = re.findall(r'<h2 class="x" id="rising">((?:<span id="\w+"></span>)*)C</h2>', html)
    assert sorted(re.findall(r'id="(\w+)"', marks)) == ["cooling", "resting"]
    left = read_page("", ROOTS[0] + "en/dough/", html).all("a")
    assert [urljoin("en/dough/", link["href"]) for link in left] == ["en/exercises/#sorting"] * 2
    assert sorted(re.findall(r'<p class="moved" id="(\w+)" data-search-exclude="">', html)) == ["baking", "sorting"]
    assert "lost" not in html


def test_other_pages_have_no_marks(course: Course) -> None:
    assert moved.marks(HTML, course, "en", "index.md") == HTML
    assert moved.marks('<h2 id="sorting">E</h2>', course, "en", "practice.md") == '<h2 id="sorting">E</h2>'


@pytest.mark.parametrize(("root", "path"), [(ROOTS[0], ""), (ROOTS[1], "/sub/path")])
def test_hosts_get_a_rule_for_each(course: Course, root: str, path: str) -> None:
    rules = neutral.files(course, root, LOOK)["_redirects"].splitlines()
    wanted = {"c/crust/": "c/dough/", "c/terms/rest/": "c/terms/proving/", **course.redirects}
    assert sorted(rules) == sorted(f"{path}/{old} {path}/{new} 301" for old, new in wanted.items())


def test_retired_permanent_addresses_lead_on_and_name_their_successors(course: Course) -> None:
    files = neutral.files(course, ROOTS[0], LOOK)
    for address, successor in {"c/crust/": "c/dough/", "c/terms/rest/": "c/terms/proving/"}.items():
        html = files[f"{address}index.html"]
        assert f'<link rel="canonical" href="{ROOTS[0]}{successor}">' in html
        assert '<meta name="robots" content="noindex">' in html
        assert 'hreflang="x-default"' not in html
    ids = re.findall(r'<ul class="section" id="([^"]+)">', files["c/crust/index.html"])
    assert set(ids) == {
        "dough",
        "kneading",
        "example-kitchen",
        "rising",
        "analogy-seed",
        "resting",
        "sorting",
        "baking",
        "cooling",
    }


def test_sections_are_named_even_where_a_directive_brings_them(course: Course) -> None:
    assert moved.title(course, "fr", "quiz.md#kneading") == "pétrissage"
    assert moved.title(course, "en", "dough.md#rising") == "Rising"
    assert moved.title(course, "en", "dough.md") == "Kneading and rising"
