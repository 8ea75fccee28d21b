"""What a page costs a reader who comes for the first time; and that what is left out of the sheets shows nowhere."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from typing import TYPE_CHECKING

import material
import pytest
import yaml
from browser.visitor import DESKTOP, PHONE
from builtsite import joined
from conftest import PROJECT
from sitegen.show import styles

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from browser.visitor import Visitor
    from playwright.sync_api import Page
    from sitegen.course.course import Course

BUDGETS = {"home": (30_000, 7), "chapter": (35_000, 6), "quiz": (58_000, 8)}
"""Bytes as a host compresses them, and requests."""
NEXT = 12_000
"""Bytes of the page that is read next: all else is there."""
SWITCH = 13_500
"""Bytes of the same page in another language."""


@pytest.fixture
def places(course: Course) -> dict[str, str]:
    """Name in `BUDGETS` -> page."""
    quiz = course.place_of("quiz")
    assert quiz
    return {"home": "index.md", "chapter": course.file.chapters[1].page, "quiz": quiz}


@pytest.fixture
def fetched(
    new_visitor: Callable[..., Visitor], base_url: str, site: Path
) -> Iterator[Callable[[str], dict[str, int]]]:
    """`fetched(address)`: what a page fetches that no page before it has fetched, with its bytes."""
    visitor = new_visitor(base_url)
    asked: list[str] = []
    visitor.context.on("request", lambda request: asked.append(request.url))

    def fetch(address: str) -> dict[str, int]:
        known = set(asked)
        asked.clear()
        visitor.page.goto(visitor.url(address))
        visitor.page.wait_for_load_state("networkidle")
        new = {url for url in asked if url not in known}
        asked.extend(known)
        return {url.removeprefix(base_url): weight(file_at(site, url.removeprefix(base_url))) for url in new}

    yield fetch
    visitor.check()


def file_at(site: Path, path: str) -> Path:
    return site / path / "index.html" if path.endswith("/") else site / path


def weight(file: Path) -> int:
    return len(gzip.compress(file.read_bytes(), 6))


@pytest.mark.parametrize("name", BUDGETS)
def test_a_first_view_keeps_within_its_budget(
    fetched: Callable[[str], dict[str, int]], places: dict[str, str], course: Course, lang: str, name: str
) -> None:
    found = fetched(f"{lang}/{course.address(lang, places[name])}")
    size, requests = BUDGETS[name]
    assert sum(found.values()) <= size, found
    assert len(found) <= requests, found


def test_the_next_page_and_the_other_language_fetch_the_page_alone(
    fetched: Callable[[str], dict[str, int]], course: Course, lang: str, other: str
) -> None:
    first, following = (each.page for each in course.file.chapters[1:3])
    fetched(f"{lang}/{course.address(lang, first)}")
    for address, limit in (
        (f"{lang}/{course.address(lang, following)}", NEXT),
        (f"{other}/{course.address(other, first)}", SWITCH),
    ):
        found = fetched(address)
        assert found.keys() == {address}
        assert found[address] <= limit


LOOKS = r"""(open) => {
  const sum = (text) => {
    let made = 7;
    for (let at = 0; at < text.length; at += 1) made = (made * 31 + text.charCodeAt(at)) | 0;
    return made;
  };
  const say = (element, pseudo) => {
    const style = getComputedStyle(element, pseudo);
    if (pseudo && style.content === "none") return 0;
    const names = [...style].filter((name) => !name.startsWith("--"));
    return sum(names.map((name) => `${name}:${style.getPropertyValue(name)}`).join(";"));
  };
  const looks = {};
  for (const id of ["__drawer", "__search"]) document.getElementById(id).checked = id === open;
  document.body.getBoundingClientRect();
  for (const each of document.getAnimations()) each.finish();
  for (const [number, element] of document.querySelectorAll("body, body *").entries()) {
    if (!element.checkVisibility()) continue;
    const name = `${number} ${element.tagName}.${element.getAttribute("class")}`;
    looks[name] = [null, "::before", "::after"].map((pseudo) => say(element, pseudo));
  }
  return looks;
}"""
"""Visible element -> the sum of all that it looks like, before and after it too, with the menu or the search open.

A property of the site's own shows only in what reads it.
"""


@pytest.fixture(scope="module")
def whole(site: Path) -> str:
    """What the sheet of all pages is made from, with nothing left out: sheets of the theme and the site, and icons."""
    folder = Path(material.__file__).parent / "templates" / "assets" / "stylesheets"
    theme = [
        styles.below(next(folder.glob(f"{name}.*.css")).read_text(encoding="utf-8")) for name in ("main", "palette")
    ]
    paths = yaml.load((PROJECT / "mkdocs.yml").read_text(encoding="utf-8"), yaml.BaseLoader)["extra_css"]
    own = joined(site, [Path(path).name for path in paths])
    texts = [(PROJECT / "docs" / path).read_text(encoding="utf-8") for path in paths if Path(path).name in own]
    [published] = (site / "assets" / "styles").glob("site.*.css")
    icons = published.read_text(encoding="utf-8").partition("}}")[0] + "}}"
    return "".join([icons, *(text.removeprefix('@charset "UTF-8";') for text in (*theme, *texts))])


def look(page: Page, size: str, scheme: str, media: str, opened: str) -> dict[str, list[int]]:
    page.set_viewport_size(PHONE if size == "phone" else DESKTOP)
    page.emulate_media(media="print" if media == "print" else "screen", reduced_motion="reduce")
    page.evaluate("(scheme) => document.body.setAttribute('data-md-color-scheme', scheme)", scheme)
    page.evaluate("document.activeElement.blur()")
    page.mouse.move(0, 0)
    page.evaluate(FRAMES)  # the page has seen its new size
    looks: dict[str, list[int]] = page.evaluate(LOOKS, opened)
    return looks


FRAMES = """() => new Promise((done) =>
  requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(done))))"""
SETTINGS = [
    ("desktop", "default", "screen", ""),
    ("desktop", "default", "print", ""),
    ("phone", "slate", "screen", "__drawer"),
    ("phone", "slate", "screen", "__search"),
]


@pytest.mark.one_language
def test_no_visible_element_looks_other_for_what_is_left_out(
    new_visitor: Callable[..., Visitor], base_url: str, course: Course, lang: str, whole: str
) -> None:
    """With the menu and the search closed and open."""
    visitors = [new_visitor(base_url), new_visitor(base_url)]
    visitors[1].context.route(
        re.compile(r"/assets/styles/site\.\w+\.css$"), lambda route: route.fulfill(body=whole, content_type="text/css")
    )
    for visitor in visitors:
        visitor.context.add_init_script("Math.random = () => 0.5;")  # cards are shuffled
    for path in one_of_each(course):
        pages = [visitor.open(f"{lang}/{course.address(lang, path)}") for visitor in visitors]
        for page in pages:
            page.wait_for_load_state("networkidle")
        for setting in SETTINGS:
            assert unlike(*(look(page, *setting) for page in pages)) == [], (path, setting)


def unlike(one: dict[str, list[int]], other: dict[str, list[int]]) -> list[str]:
    """Return the elements that look different, or are seen on one page alone."""
    assert one
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


def one_of_each(course: Course) -> list[str]:
    """Return a page for each sort of part that pages have: those of the widgets, a chapter, terms, the home page."""
    widgets = {
        place
        for name in ("quiz", "sorting", "calculator", "before_after", "examples")
        if (place := course.place_of(name))
    }
    return sorted({"index.md", "glossary.md", course.file.chapters[1].page, *widgets})
