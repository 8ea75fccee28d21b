"""Pages on paper: where their sheets end, and the quiz with all its questions on three sheets at most."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from browser.resultpage import ResultPage, lines_of
from playwright.sync_api import expect

if TYPE_CHECKING:
    from browser.visitor import Visitor
    from playwright.sync_api import Page
    from sitegen.course import Course
    from sitegen.models import QuizFile

MILLIMETRE = 96 / 25.4
SHEETS = 3
SMALLEST = 8.5
"""Points."""
MARGIN = dict.fromkeys(("top", "bottom", "left", "right"), "1cm")
PAGE_OBJECT = re.compile(rb"/Type\s*/Page\b(?!s)")
DESTINATION = re.compile(rb"/([\w-]+) \[(\d+) 0 R /XYZ ")
PAIRS = """(pairs) => {
  const shown = (element) => element?.checkVisibility();
  const near = (element, way) => {
    do element = element?.[way]; while (element && !shown(element));
    return element;
  };
  const leaf = (element, child, way) => {
    for (let inner = element; inner; ) {
      element = inner;
      inner = shown(element[child]) ? element[child] : near(element[child], way);
    }
    return element;
  };
  const first = (element) => element && leaf(element, "firstElementChild", "nextElementSibling");
  const last = (element) => element && leaf(element, "lastElementChild", "previousElementSibling");
  const select = (selector) => [...document.querySelectorAll(selector)].filter(shown);
  let count = 0;
  const name = (element) => (element.id ||= `place-${count++}`);
  const found = [
    ...select("article :is(h1, h2, h3, .side-title)")
      .map((title) => [title, first(near(title, "nextElementSibling"))]),
    ...select("article :is(.side, .card, .sorting-card, .admonition, tr, .cut)")
      .map((whole) => [first(whole), last(whole)]),
    ...select("article > .permanent").map((foot) => [last(near(foot, "previousElementSibling")), foot]),
  ].filter(([one, other]) => one && other).map((pair) => pair.map(name));
  document.body.insertAdjacentHTML("beforeend", found.flat().map((id) => `<a href="#${id}">.</a>`).join(" "));
  return found;
}"""
"""Names what must stand on one sheet: title and what follows, start and end of a whole, the foot and what precedes."""


@pytest.fixture
def paper(visitor_without_script: Visitor, course: Course, lang: str) -> ResultPage:
    found = ResultPage(visitor_without_script, course, lang)
    found.open()
    found.page.emulate_media(media="print")
    return found


def sheets(page: Page) -> int:
    """Count the sheets with the margins that the site asks for, and with a printer's own; return the larger number."""
    printed = page.pdf(format="A4"), page.pdf(format="A4", margin=MARGIN)  # type: ignore[arg-type]
    return max(len(PAGE_OBJECT.findall(pdf)) for pdf in printed)


# Any page -------------------------------------------------------------------------------------------------------------


def written(course: Course, lang: str) -> list[str]:
    return [path for path, page in course.pages[lang].items() if not page.generated]


def test_no_sheet_ends_at_a_wrong_place(visitor: Visitor, course: Course, lang: str) -> None:
    """A link to each place makes the PDF say on which sheet it is."""
    parted = {}
    for path in written(course, lang):
        page = visitor.open(f"{lang}/{course.address(lang, path)}")
        page.emulate_media(media="print")
        pairs = page.evaluate(PAIRS)
        sheet = {name.decode(): number for name, number in DESTINATION.findall(page.pdf(format="A4"))}
        assert pairs
        if wrong := [pair for pair in pairs if sheet[pair[0]] != sheet[pair[1]]]:
            parted[path] = wrong
    assert parted == {}


def test_cards_to_cut_out_are_large(visitor: Visitor, course: Course, lang: str) -> None:
    path = next(path for path in written(course, lang) if 'class="cut"' in course.pages[lang][path].body)
    page = visitor.open(f"{lang}/{course.address(lang, path)}")
    cards = page.locator(".cut li")
    tops = cards.evaluate_all("cards => cards.map((card) => card.getBoundingClientRect().top)")
    assert len(set(tops)) < len(tops)  # on a screen, cards lie side by side too
    page.emulate_media(media="print")
    for card in cards.all():
        box = card.bounding_box()
        assert box
        assert box["height"] >= 40 * MILLIMETRE
        assert float(card.evaluate("card => parseFloat(getComputedStyle(card).fontSize)")) >= 12 * 96 / 72


def test_nothing_is_printed_larger_than_the_text(visitor: Visitor, course: Course, lang: str) -> None:
    larger = {}
    for path in written(course, lang):
        page = visitor.open(f"{lang}/{course.address(lang, path)}")
        page.emulate_media(media="print")
        parts = page.locator("article :is(td, .admonition, .admonition-title, summary, .label, figcaption):visible")
        larger[path] = parts.evaluate_all(
            """(parts) => {
              const size = (element) => parseFloat(getComputedStyle(element).fontSize);
              return parts.filter((part) => size(part) > size(part.closest("article"))).map((part) => part.textContent);
            }"""
        )
    assert {path: parts for path, parts in larger.items() if parts} == {}


@pytest.mark.one_language
def test_a_summary_is_printed_with_one_sign(visitor: Visitor, course: Course, lang: str) -> None:
    path = next(path for path in written(course, lang) if "\n??? " in course.pages[lang][path].body)
    page = visitor.open(f"{lang}/{course.address(lang, path)}")
    page.emulate_media(media="print")
    signs = page.locator("article summary").evaluate_all(
        """(summaries) => summaries.map((summary) => [
             getComputedStyle(summary).display === "list-item",
             ...["::before", "::after"].map((sign) => {
               const { content, display } = getComputedStyle(summary, sign);
               return content !== "none" && display !== "none";
             })])"""
    )
    assert signs
    assert {tuple(sign) for sign in signs} == {(False, True, False)}


# The key --------------------------------------------------------------------------------------------------------------


def test_the_key_fits_on_three_sheets(paper: ResultPage) -> None:
    assert 1 <= sheets(paper.page) <= SHEETS


def test_the_key_fits_on_three_sheets_with_the_script_too(visitor: Visitor, course: Course, lang: str) -> None:
    quiz_page = ResultPage(visitor, course, lang)
    quiz_page.open()
    quiz_page.page.emulate_media(media="print")
    assert 1 <= sheets(quiz_page.page) <= SHEETS


def test_the_key_is_not_made_to_fit_by_small_type(paper: ResultPage) -> None:
    sizes = paper.key.locator("*").evaluate_all(
        """(elements) => elements.filter((element) => element.innerText && element.getClientRects().length)
             .map((element) => parseFloat(getComputedStyle(element).fontSize))"""
    )
    assert min(sizes) >= SMALLEST * 96 / 72


def test_the_key_is_complete(paper: ResultPage, quiz: QuizFile) -> None:
    """Each node once, with its question and answers, and each answer with a number or a result."""
    ids = paper.key.locator("h3").evaluate_all("titles => titles.map((title) => title.id.replace('key-', ''))")
    numbers = {node: number for number, node in enumerate(ids, 1)}
    assert sorted(numbers) == sorted(quiz.nodes)
    assert ids[0] == quiz.start
    expected = []
    for name, number in numbers.items():
        node = quiz.nodes[name]
        expected.append(f"{number}. {paper.title(node.ask)}")
        if hint := paper.question(node.ask).hint:
            expected.append(paper.shown(hint))
        for option, target in node.goto.items():
            leads = numbers[target.node] if target.node else paper.outcome_title(str(target.outcome))
            assert not target.node or numbers[target.node] > number
            expected.append(f"{paper.label(node.ask, option)} → {leads}")
    printed = lines_of(paper.key)
    assert printed[printed.index(expected[0]) :] == expected


@pytest.mark.one_language
def test_numbers_stand_in_place_of_links(paper: ResultPage) -> None:
    looks = paper.key.locator("li a").evaluate_all(
        """(links) => links.map((link) => {
             const { color, textDecorationLine } = getComputedStyle(link);
             return [color === getComputedStyle(link.parentElement).color, textDecorationLine];
           })"""
    )
    assert looks
    assert {tuple(look) for look in looks} == {(True, "none")}


@pytest.mark.one_language
def test_nothing_but_the_key_is_printed(paper: ResultPage) -> None:
    expect(paper.key).to_be_visible()
    for other in ("nav", "header", "footer", ".quiz", "#quiz-key > summary", "#quiz-key ~ *"):
        for element in paper.page.locator(other).all():
            expect(element).to_be_hidden()
    title = paper.page.locator("h1")
    expect(title).to_be_visible()
    assert lines_of(paper.page.locator("article"))[0] == " ".join(title.inner_text().split())


def test_an_arrow_stays_with_what_it_leads_to(paper: ResultPage) -> None:
    targets = paper.key.locator(".quiz-target").all_text_contents()
    assert targets
    assert [target for target in targets if not re.fullmatch(r"→\u00a0\S.*", target)] == []
