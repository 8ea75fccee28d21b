"""Drawings as readers meet them: named and described, no words over others or outside, on paper and in the dark."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from browser.survey import SCHEMES, wear
from browser.visitor import DESKTOP, NARROW, PHONE
from playwright.sync_api import expect

if TYPE_CHECKING:
    from browser.visitor import Visitor
    from playwright.sync_api import Page
    from sitegen.course.course import Course

SMALLEST = 12
"""Pixels, on a phone."""
CONTRAST = 4.5

TABLET = {"width": 768, "height": 1024}

SIZES = """(figure) => [...figure.querySelectorAll("text")].map((text) =>
  parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a)"""

OFF_CENTRE = """(figure) => {
  const { marginLeft, marginRight } = getComputedStyle(figure);
  return [Math.abs(parseFloat(marginLeft) - parseFloat(marginRight))];
}"""

STRAY_WORDS = """(figure) => {
  const frame = figure.querySelector("svg").getBoundingClientRect();
  const boxes = [...figure.querySelectorAll("text")].map((text) => [text.textContent, text.getBoundingClientRect()]);
  const outside = (box) => box.left < frame.left - 1 || box.right > frame.right + 1
    || box.top < frame.top - 1 || box.bottom > frame.bottom + 1;
  const above = (one, other) => Math.min(one.right, other.right) - Math.max(one.left, other.left) > 1
    && Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > one.height / 4;
  return boxes.flatMap(([words, box], index) => [
    ...(outside(box) ? [`outside: ${words}`] : []),
    ...boxes.slice(index + 1).filter(([, other]) => above(box, other)).map(([other]) => `${words} over ${other}`),
  ]);
}"""

FAINT_WORDS = """(figure) => {
  const channels = (colour) => {
    const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data].map((channel) => channel / 255);
  };
  const luminance = (colour) => channels(colour).slice(0, 3)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, index) => sum + c * [0.2126, 0.7152, 0.0722][index], 0);
  const filled = (element) => channels(getComputedStyle(element).backgroundColor)[3] === 1;
  let behind = figure;
  while (!filled(behind)) behind = behind.parentElement;
  const grounds = [getComputedStyle(behind).backgroundColor,
    ...[...figure.querySelectorAll(".ground rect")].map((rect) => getComputedStyle(rect).fill)];
  const words = [...figure.querySelectorAll("text")].map((text) => [text.textContent, getComputedStyle(text).fill]);
  const caption = figure.querySelector("figcaption");
  if (caption) words.push([caption.textContent, getComputedStyle(caption).color]);
  const contrast = (one, other) => {
    const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  };
  return words.flatMap(([text, fill]) =>
    grounds.filter((ground) => contrast(fill, ground) < %s).map((ground) => `${text}: ${fill} on ${ground}`));
}"""


@pytest.fixture(scope="session")
def illustrated(course: Course) -> list[str]:
    """The pages with drawings."""
    names = {"illustration", "flow_overview"}
    pages = course.pages[course.source]
    return [path for path, found in pages.items() if names & {asked.name for asked in found.directives}]


def figures(visitor: Visitor, course: Course, lang: str, path: str, script: str) -> list[str]:
    """Open a page; return what the script finds in its drawings."""
    visitor.open(f"{lang}/{course.address(lang, path)}")
    drawn = visitor.page.locator("figure.illustration")
    assert drawn.count()
    return [said for number in range(drawn.count()) for said in drawn.nth(number).evaluate(script)]


def test_drawings_have_a_name_and_a_description(
    visitor: Visitor, course: Course, lang: str, illustrated: list[str]
) -> None:
    for path in illustrated:
        visitor.open(f"{lang}/{course.address(lang, path)}")
        for drawing in visitor.page.locator("figure.illustration > svg").all():
            expect(drawing).to_have_role("img")
            expect(drawing).to_have_accessible_name(re.compile(r"\w+ \w+"))
            expect(drawing).to_have_accessible_description(re.compile(r"(\w+\W+){10}"))


@pytest.mark.parametrize("size", [PHONE, NARROW, DESKTOP], ids=["phone", "narrow", "desktop"])
def test_no_words_leave_their_drawing_or_cover_others(
    visitor: Visitor, course: Course, lang: str, illustrated: list[str], size: dict[str, int], page: Page
) -> None:
    page.set_viewport_size(size)  # type: ignore[arg-type]
    stray = {path: figures(visitor, course, lang, path, STRAY_WORDS) for path in illustrated}
    assert {path: found for path, found in stray.items() if found} == {}


def test_words_are_large_enough_on_a_phone(
    visitor: Visitor, course: Course, lang: str, illustrated: list[str], page: Page
) -> None:
    page.set_viewport_size(PHONE)
    for path in illustrated:
        assert min(float(size) for size in figures(visitor, course, lang, path, SIZES)) >= SMALLEST


@pytest.mark.parametrize("size", [TABLET, DESKTOP], ids=["tablet", "desktop"])
def test_drawings_stand_in_the_middle_with_words_no_larger_than_the_text(
    visitor: Visitor, course: Course, lang: str, illustrated: list[str], size: dict[str, int], page: Page
) -> None:
    page.set_viewport_size(size)  # type: ignore[arg-type]
    for path in illustrated:
        sizes = figures(visitor, course, lang, path, SIZES)
        body = page.locator("article p:not([class])").first.evaluate("(p) => parseFloat(getComputedStyle(p).fontSize)")
        assert max(float(size) for size in sizes) <= body
        assert max(float(off) for off in figures(visitor, course, lang, path, OFF_CENTRE)) <= 1


@pytest.mark.own_browser
@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("media", ["screen", "print"])
def test_words_stand_out(
    visitor: Visitor, course: Course, lang: str, illustrated: list[str], page: Page, scheme: str, media: str
) -> None:
    visitor.open(f"{lang}/")
    wear(page, scheme)
    page.emulate_media(media=media, color_scheme=scheme)  # type: ignore[arg-type]
    for path in illustrated:
        assert figures(visitor, course, lang, path, FAINT_WORDS % CONTRAST) == []
        for drawing in page.locator("figure.illustration > svg").all():
            expect(drawing).to_be_visible()
