"""Drawings as readers meet them: named and described, no words over others or outside, on paper and in the dark."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from browser.survey import SCHEMES, wear
from browser.visitor import DESKTOP, NARROW, PHONE
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Iterator

    from browser.visitor import Visitor
    from playwright.sync_api import Locator, Page, ViewportSize
    from sitegen.course.course import Course

SMALLEST = 12
"""Pixels, on a phone."""
CONTRAST = 4.5

TABLET: ViewportSize = {"width": 768, "height": 1024}

LETTERS = """(figure) => [...figure.querySelectorAll("text")].map((text) =>
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


@pytest.fixture
def drawings(visitor: Visitor, course: Course, lang: str, illustrated: list[str]) -> Iterator[Locator]:
    """The drawings of each page that has some, while it is open."""

    def opened(path: str) -> Locator:
        return visitor.open(f"{lang}/{course.address(lang, path)}").locator("figure.illustration")

    return map(opened, illustrated)


def told(figures: Locator, script: str) -> list[str]:
    """Return what the script finds in each drawing of the open page."""
    assert figures.count()
    return [said for figure in figures.all() for said in figure.evaluate(script)]


def test_drawings_are_named_and_their_words_can_be_read(drawings: Iterator[Locator], page: Page) -> None:
    for figures in drawings:
        expect_names(figures)
        text = page.locator("article p:not([class])").first
        for size in (PHONE, NARROW, TABLET, DESKTOP):
            page.set_viewport_size(size)
            assert told(figures, STRAY_WORDS) == [], (page.url, size)
            letters = [float(letter) for letter in told(figures, LETTERS)]
            if size == PHONE:
                assert min(letters) >= SMALLEST
            if size in (TABLET, DESKTOP):
                assert max(letters) <= text.evaluate("(p) => parseFloat(getComputedStyle(p).fontSize)")
                assert max(float(off) for off in told(figures, OFF_CENTRE)) <= 1


def expect_names(figures: Locator) -> None:
    for drawing in figures.locator("> svg").all():
        expect(drawing).to_have_role("img")
        expect(drawing).to_have_accessible_name(re.compile(r"\w+ \w+"))
        expect(drawing).to_have_accessible_description(re.compile(r"(\w+\W+){10}"))


@pytest.mark.one_language
def test_words_stand_out(drawings: Iterator[Locator], page: Page) -> None:
    for figures in drawings:
        for scheme in SCHEMES:
            wear(page, scheme)
            for media in ("screen", "print"):
                page.emulate_media(media=media, color_scheme=scheme)  # type: ignore[arg-type]
                assert told(figures, FAINT_WORDS % CONTRAST) == [], (page.url, scheme, media)
                for drawing in figures.locator("> svg").all():
                    expect(drawing).to_be_visible()
            page.emulate_media(media="screen")
