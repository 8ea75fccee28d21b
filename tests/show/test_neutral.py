"""The files above the languages: they lead to the right page in every language, with and without script."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit
from xml.etree import ElementTree as ET

import pytest
from courses import MINIMAL, course_of, with_kind
from sitegen.kinds import KINDS
from sitegen.kinds.quiz import QUIZ
from sitegen.load import _complete
from sitegen.show import moved, neutral

if TYPE_CHECKING:
    from sitegen.course.course import Course

ROOTS = ["https://dough.example/", "https://dough.example/sub/path/"]
LOOK = moved.Look("assets/logo.svg", "assets/icon.svg", "#0a5c36")
SITEMAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
PERMANENT = {
    "c/dough/": "dough.md",
    "c/outcomes/bake/": "outcomes/bake.md",
    "c/outcomes/wait/": "outcomes/wait.md",
    "c/outcomes/discard/": "outcomes/discard.md",
    "c/examples/kitchen/": "examples/kitchen.md",
    "c/examples/bakery/": "examples/bakery.md",
}
UNLISTED = {"c/home/": "index.md", "c/practice/": "practice.md", "c/quiz/": "quiz.md"}
TERMS = {"c/terms/kneading/": "quiz.md#kneading", "c/terms/proving/": "quiz.md#proving"}
PLACES = {"": "index.md", **PERMANENT, **UNLISTED, **TERMS}


@pytest.fixture(scope="module")
def course() -> Course:
    return course_of(MINIMAL)


def test_permanent_addresses(course: Course) -> None:
    assert course.permanent == PERMANENT | UNLISTED
    assert course.landing.entries == TERMS
    assert {course.permanent_address(path) for path in course.listed} == course.permanent.keys()


def test_files(course: Course) -> None:
    assert neutral.files(course, ROOTS[0], LOOK).keys() == {"index.html", "404.html", "robots.txt", "sitemap.xml"} | {
        f"{address}index.html" for address in PLACES
    }


def test_every_page_has_its_policy(course: Course) -> None:
    pages = [html for path, html in neutral.files(course, ROOTS[0], LOOK).items() if path.endswith(".html")]
    assert all('<meta http-equiv="Content-Security-Policy"' in html for html in pages)


@pytest.mark.parametrize("root", ROOTS)
def test_choosers_lead_to_every_language_and_section(course: Course, root: str) -> None:
    files = neutral.files(course, root, LOOK)
    for address, place in PLACES.items():
        path, _, ident = place.partition("#")
        sections = (
            [""] if ident else [*course.landing.today.sections[path], *course.landing.today.terms.get(path, ()), ""]
        )
        assert [(lang, urljoin(root + address, href)) for lang, href in _links(files[f"{address}index.html"])["a"]] == [
            (lang, f"{root}{lang}/{course.address(lang, path)}" + (f"#{section or ident}" if section or ident else ""))
            for section in sections
            for lang in course.languages
        ]


@pytest.mark.parametrize("root", ROOTS)
def test_choosers_that_are_made_known_are_the_default_of_their_languages_and_no_others(
    course: Course, root: str
) -> None:
    files = neutral.files(course, root, LOOK)
    for address, place in PLACES.items():
        html = files[f"{address}index.html"]
        named = {lang: f"{root}{lang}/{course.address(lang, place.partition('#')[0])}" for lang in course.languages}
        known = address not in UNLISTED | TERMS
        assert dict(_links(html)["link"]) == (named | {"x-default": root + address} if known else {})
        assert ('<meta name="robots" content="noindex">' in html) != known
        assert f'<link rel="canonical" href="{root}{address}">' in html
        assert html.count('<meta name="description" content="') == 1


def test_choosers_say_each_language_in_itself(course: Course) -> None:
    chooser = neutral.files(course, ROOTS[0], LOOK)["index.html"].partition('<ul class="page">')[2]
    assert re.findall(r'<li lang="(\w+)"><a [^>]*><span>(\w+)<', chooser) == [("fr", "Français"), ("en", "English")]


def test_retired_addresses_lead_to_what_stands_for_them(course: Course) -> None:
    gone = [{"page": "crust", "now": "dough"}, {"example": "shop", "now": "kitchen"}, {"page": "crumb"}]
    data = course.file.model_dump(exclude_none=True) | {"retired": gone}
    retired, _ = _complete(replace(course, file=type(course.file).model_validate(data)), None, KINDS)
    moved = {"c/crust/": "dough.md", "c/examples/shop/": "examples/kitchen.md"}
    assert retired.permanent == PERMANENT | UNLISTED | moved
    assert QUIZ.of(course)
    outcomes = [{"outcome": "scorch", "now": "discard"}, {"outcome": "burn"}]
    quiz = type(QUIZ.of(course)).model_validate(QUIZ.of(course).model_dump(exclude_none=True) | {"retired": outcomes})
    retired, _ = _complete(with_kind(retired, QUIZ, quiz), None, KINDS)
    assert retired.permanent == PERMANENT | UNLISTED | moved | {"c/outcomes/scorch/": "outcomes/discard.md"}
    sitemaps = [neutral.files(each, ROOTS[0], LOOK)["sitemap.xml"] for each in (retired, course)]
    assert sitemaps[0] == sitemaps[1]


def test_choosers_remember_the_language_of_this_site_alone(course: Course) -> None:
    files = neutral.files(course, ROOTS[0], LOOK)
    for address in PLACES:
        (root,) = re.findall(r'new URL\("([^"]+)", location\)', files[f"{address}index.html"])
        assert urljoin(ROOTS[1] + address, root) == ROOTS[1]


@pytest.mark.parametrize("root", ROOTS)
def test_404_leads_home_from_any_depth(course: Course, root: str) -> None:
    """Wherever the site is served at the same path."""
    assert _links(neutral.files(course, root, LOOK)["404.html"])["a"] == [
        (lang, f"{urlsplit(root).path}{lang}/{course.address(lang, path)}")
        for lang in course.languages
        for path in ("index.md", "dough.md", "quiz.md")
    ]


@pytest.mark.parametrize("root", ROOTS)
def test_files_wear_the_logo_and_the_colour(course: Course, root: str) -> None:
    for path, html in neutral.files(course, root, LOOK).items():
        if path.endswith(".html"):
            here = f"{root}no/such/page" if path == "404.html" else root + path
            worn = re.findall(r'<(?:img src|link rel="icon" href)="([^"]+)"', html)
            assert [urljoin(here, path) for path in worn] == [f"{root}fr/{LOOK.favicon}", f"{root}fr/{LOOK.logo}"]
            assert f'<meta name="theme-color" content="{LOOK.colour}">' in html
            assert f"--night:{LOOK.colour};" in html


def test_files_have_titles_set_in_their_languages(course: Course) -> None:
    for path, html in neutral.files(course, ROOTS[0], LOOK).items():
        if path.endswith(".html"):
            assert re.search(r"<title>\S.* / \S.* - La pâte</title>", html), path
            assert not re.search(r"\w'\w|\w [;!?:]", re.sub(r"<(script|style)>.*?</\1>", "", html, flags=re.DOTALL)), (
                path
            )


@pytest.mark.parametrize("root", ROOTS)
def test_sitemap_names_each_page_with_all_its_languages(course: Course, root: str) -> None:
    sitemap = ET.fromstring(neutral.files(course, root, LOOK)["sitemap.xml"])
    defaults = {path: address for address, path in PERMANENT.items()} | {"index.md": ""}
    wanted = {}
    for path in (path for path, page in course.pages["fr"].items() if not page.meta.unlisted):
        languages = {lang: f"{root}{lang}/{course.address(lang, path)}" for lang in course.languages}
        default = {"x-default": root + defaults[path]} if path in defaults else {}
        wanted |= dict.fromkeys(languages.values(), languages | default)
    found = {
        url.findtext("s:loc", namespaces=SITEMAP): {
            link.attrib["hreflang"]: link.attrib["href"] for link in url.findall("x:link", SITEMAP)
        }
        for url in sitemap.findall("s:url", SITEMAP)
    }
    assert found == wanted


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, list[tuple[str, str]]] = {"a": [], "link": []}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if given.get("hreflang"):
            self.found[tag].append((str(given["hreflang"]), str(given["href"])))


def _links(html: str) -> dict[str, list[tuple[str, str]]]:
    parser = _Links()
    parser.feed(html)
    return parser.found
