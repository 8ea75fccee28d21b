"""What trainers take along: slides, a show of hands, chosen situations on paper, and widgets in the pages of others."""

from __future__ import annotations

import io
import re
import unicodedata
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from browser.survey import examine, expect_sound
from browser.test_paper import PAGE_OBJECT
from browser.test_sorting import ids, place, shown
from browser.visitor import DESKTOP, NARROW, PHONE
from browser.widgets import USES
from playwright.sync_api import expect
from sitegen.kinds.sorting import dealt
from sitegen.language.typography import polish
from sitegen.show.addressed import decks, embeds

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from browser.visitor import Visitor
    from playwright.sync_api import Page
    from sitegen.course.course import Course
    from sitegen.kinds.quiz import graph

PROJECTOR = {"width": 1024, "height": 768}

# Slides ---------------------------------------------------------------------------------------------------------------

TOO_LARGE = """() => [...document.querySelectorAll(".slide")]
  .filter((slide) => slide.getBoundingClientRect().height > innerHeight + 1 || slide.scrollWidth > innerWidth)
  .map((slide) => slide.id)"""
SMALL = """() => {
  const small = new Set(), texts = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const { data, parentElement } = texts.currentNode;
    if (!data.trim() || parentElement.closest("svg") || !parentElement.checkVisibility()) continue;
    if (parseFloat(getComputedStyle(parentElement).fontSize) < 24) small.add(parentElement.outerHTML.slice(0, 99));
  }
  return [...small];
}"""


def first_deck(course: Course, lang: str) -> str:
    return f"{lang}/{next(iter(decks(course)))}"


def test_no_slide_overflows_a_projector_or_a_telephone(visitor: Visitor, course: Course, lang: str) -> None:
    for address in decks(course):
        page = visitor.open(f"{lang}/{address}")
        page.set_viewport_size(PROJECTOR)  # type: ignore[arg-type]
        assert page.evaluate(TOO_LARGE) == [], address
        assert page.evaluate(SMALL) == [], address
        page.set_viewport_size(PHONE)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], address


def test_an_answer_never_stands_beside_its_question_alone(visitor: Visitor, course: Course, lang: str) -> None:
    """The slide of a question is followed by that of its answer, which repeats it; it says nothing of the answer."""
    found = 0
    for address in decks(course):
        slides = visitor.open(f"{lang}/{address}").locator(".slide").all()
        for slide, following in pairwise(slides):
            if "question" in str(slide.get_attribute("class")).split():
                found += 1
                asked = str(slide.locator(".asked").text_content())
                assert str(slide.locator(".shown").text_content()).strip() == asked
                assert slide.locator("details").count() == 0 or asked not in str(
                    slide.locator("details").text_content()
                )
                expect(following.locator(".asked")).to_have_text(asked)
                assert following.locator(".shown > *").count() > 1
    assert found


@pytest.mark.one_language
def test_keys_lead_through_the_slides(visitor: Visitor, course: Course, lang: str) -> None:
    page = visitor.open(first_deck(course, lang))
    slides = page.locator(".slide")
    for key, at in (("ArrowRight", 1), ("PageDown", 2), (" ", 3), ("ArrowDown", 4), ("PageUp", 3), ("ArrowLeft", 2)):
        page.keyboard.press(key)
        expect(slides.nth(at)).to_be_focused()
        expect(slides.nth(at)).to_be_in_viewport(ratio=0.9)
    assert page.url.endswith("#s3")
    page.keyboard.press("End")
    expect(slides.last).to_be_focused()
    page.keyboard.press("Home")
    expect(slides.first).to_be_focused()
    expect(page.locator(".first .start")).to_be_hidden()
    page.keyboard.press("Escape")
    expect(page.locator(".first .start")).to_be_visible()
    page.keyboard.press("b")
    assert page.evaluate("getComputedStyle(document.body, '::after').backgroundColor") == "rgb(0, 0, 0)"
    page.keyboard.press("ArrowRight")
    expect(slides.first).to_be_focused()
    assert page.evaluate("getComputedStyle(document.body, '::after').content") == "none"
    notes = page.locator(".slide details > p").first
    expect(notes).to_be_hidden()
    page.keyboard.press("n")
    expect(notes).to_be_visible()
    page.keyboard.press("Escape")
    expect(notes).to_be_hidden()
    page.keyboard.press("f")
    page.wait_for_function("document.fullscreenElement")
    page.keyboard.press("f")
    page.wait_for_function("!document.fullscreenElement")


@pytest.mark.one_language
def test_a_click_leads_on_and_back_but_not_one_that_is_for_something_else(
    visitor: Visitor, course: Course, lang: str
) -> None:
    page = visitor.open(first_deck(course, lang))
    slides = page.locator(".slide")
    expect(page.locator(".first .start")).to_be_visible()
    width, height = DESKTOP["width"], DESKTOP["height"]
    for part, at in ((0.9, 1), (0.6, 2), (0.1, 1)):
        page.mouse.click(width * part, height / 2)
        expect(slides.nth(at)).to_be_focused()
        expect(slides.nth(at)).to_be_in_viewport(ratio=0.9)
    page.keyboard.press("n")
    before = page.url
    notes = page.locator(".slide:has(.notes)").first
    notes.locator("summary").click()
    assert page.url == before
    expect(notes.locator(".notes > p").first).to_be_hidden()


@pytest.mark.one_language
def test_a_question_stays_where_it_is_when_its_answer_comes(visitor: Visitor, course: Course, lang: str) -> None:
    place = """slide => {
      const { x, y, height } = slide.querySelector(".asked").getBoundingClientRect();
      return [x, y - slide.getBoundingClientRect().y, height];
    }"""
    for address in decks(course):
        page = visitor.open(f"{lang}/{address}")
        for slide in page.locator(".slide.question").all():
            following = slide.locator("xpath=following-sibling::section[1]")
            assert slide.evaluate(place) == pytest.approx(following.evaluate(place), abs=1), address


@pytest.mark.one_language
def test_without_script_slides_scroll_and_each_is_printed_on_a_sheet(
    visitor_without_script: Visitor, course: Course, lang: str
) -> None:
    page = visitor_without_script.open(first_deck(course, lang))
    slides = page.locator(".slide")
    page.locator(".slide summary").first.click()
    expect(page.locator(".slide details > p").first).to_be_visible()
    assert len(PAGE_OBJECT.findall(page.pdf(prefer_css_page_size=True))) == slides.count()


@pytest.mark.one_language
def test_slides_have_a_permanent_address_and_stand_in_no_list(
    visitor: Visitor, course: Course, lang: str, site: Path
) -> None:
    for address, chapter in decks(course).items():
        page = visitor.open(f"c/{address}")
        page.wait_for_url(visitor.url(f"{lang}/{address}"))
        expect(page.locator("meta[name=robots]")).to_have_attribute("content", "noindex")
        expect(page.locator(".first h1")).to_have_text(polish(course.pages[lang][chapter].title, lang))
        page.locator(".first .deck-ways a").first.click()
        page.wait_for_url(visitor.url(f"{lang}/{course.address(lang, chapter)}"))
        page.locator(".slides-link a").click()
        page.wait_for_url(visitor.url(f"{lang}/{address}"))
    assert not re.search(r"/(?:slides|embed)/", (site / "sitemap.xml").read_text("utf-8"))
    index = (site / lang / "search" / "search_index.json").read_text("utf-8")
    assert not re.search(r'"(?:slides|embed)/', index)


def test_slides_break_no_rule(visitor: Visitor, course: Course, lang: str) -> None:
    for address in list(decks(course))[:2]:
        page = visitor.open(f"{lang}/{address}")
        for look in LOOKS:
            examine_all(page, *look)


# With a group ---------------------------------------------------------------------------------------------------------

KEPT = "() => [localStorage.length, sessionStorage.length, document.cookie]"


@pytest.fixture
def address(course: Course, lang: str) -> str:
    return place(course, lang)


@pytest.mark.one_language
def test_a_group_votes_by_hand_and_then_sees_the_answer(visitor: Visitor, address: str, course: Course) -> None:
    page = visitor.open(f"{address}#seed=12")
    before = page.evaluate(KEPT)
    round_ = ids(page)
    page.locator("[data-action=class]").click()
    assert page.url.endswith("#seed=12&class")
    box = page.locator(".sorting-class")
    expect(box.locator(".class-story")).to_be_focused()
    expect(shown(page)).to_have_count(0)
    assert page.locator(".md-header:visible, .md-footer:visible, article > h1:visible").count() == 0
    fields = box.locator("input")
    fields.nth(0).fill("3")
    fields.nth(1).fill("1")
    expect(box.locator(".class-bar").first).to_be_hidden()
    box.locator("[data-action=votes]").click()
    expect(box.locator("[data-action=votes]")).to_be_disabled()
    shares = [re.sub(r"\D", "", said) for said in box.locator(".class-share").all_inner_texts()]
    assert shares[:3] == ["75", "25", "0"]
    widths = box.locator(".class-bar").evaluate_all("bars => bars.map((bar) => bar.getBoundingClientRect().width)")
    assert widths[0] == pytest.approx(3 * widths[1], rel=0.05)
    assert widths[2] == 0
    assert box.locator("[data-right]").count() == box.locator(".class-answer:visible").count() == 0
    box.locator("[data-action=answer]").click()
    known = {card.id: card.group for card in dealt(course)}
    expect(box.locator("tr[data-right]")).to_have_attribute("data-choice", known[round_[0]])
    expect(box.locator(".class-answer")).to_be_focused()
    expect(box.locator(".class-answer .sorting-belongs")).to_be_visible()
    box.locator("[data-action=next]").click()
    assert [field.input_value() for field in fields.all()] == [""] * fields.count()
    assert box.locator("[data-right]").count() == 0
    page.keyboard.press("ArrowLeft")
    assert fields.nth(0).input_value() == "3"
    page.keyboard.press("PageDown")
    page.keyboard.press("PageDown")
    expect(box.locator("[data-right]")).to_have_attribute("data-choice", known[round_[1]])
    assert page.evaluate(KEPT) == before
    page.reload()
    assert [field.input_value() for field in fields.all()] == [""] * fields.count()
    box.locator("[data-action=leave]").click()
    assert ids(page) == round_
    assert page.url.endswith("#seed=12")
    page.go_back()
    expect(box).to_be_visible()


@pytest.mark.one_language
@pytest.mark.parametrize("asked", ["?class#seed=12", "#class&seed=12", "#seed=12&class", "?class"])
def test_a_link_opens_it_for_a_group(visitor: Visitor, address: str, asked: str) -> None:
    page = visitor.open(f"{address}{asked}")
    expect(page.locator(".sorting-class")).to_be_visible()
    expect(page.locator(".link-notice")).to_be_empty()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".class-place")).to_contain_text("2")


@pytest.mark.one_language
def test_chosen_situations_are_shown_to_a_group_in_their_order(visitor: Visitor, address: str, course: Course) -> None:
    chosen = [card.id for card in dealt(course)][3:0:-1]
    page = visitor.open(f"{address}#cards={fragment(chosen)}&class")
    for ident in chosen:
        story = page.locator(f'[data-card="{ident}"] > div').nth(1).text_content()
        expect(page.locator(".class-story > div").nth(1)).to_have_text(str(story))
        page.locator("[data-action=next]").click(force=True)
    expect(page.locator("[data-action=next]")).to_be_disabled()


@pytest.mark.one_language
def test_after_the_last_situation_comes_what_the_group_answered(visitor: Visitor, address: str, course: Course) -> None:
    known = {card.id: card.group for card in dealt(course)}
    chosen = list(known)[:2]
    page = visitor.open(f"{address}#cards={fragment(chosen)}&class")
    box = page.locator(".sorting-class")
    answers = [str(row.get_attribute("data-choice")) for row in box.locator(".class-body tbody tr").all()]
    labels = box.locator(".class-body tbody th").all_inner_texts()
    right = answers.index(known[chosen[0]])
    wrong = (right + 1) % len(answers)
    size, total = box.locator(".class-size input"), box.locator(".class-total")
    size.fill("4")
    fields = box.locator("tbody input")
    fields.nth(right).fill("1")
    fields.nth(wrong).fill("3")
    expect(total).not_to_have_attribute("data-over", "")
    fields.nth(wrong).fill("4")
    expect(total).to_have_attribute("data-over", "")
    fields.nth(wrong).fill("3")
    fields.nth(wrong).blur()
    for _ in chosen:
        page.keyboard.press("PageDown")
        page.keyboard.press("PageDown")
    expect(box.locator(".class-summary h3")).to_be_focused()
    expect(box.locator(".class-body")).to_be_hidden()
    first, last = box.locator(".class-summary tbody tr").all()
    expect(first.locator("td").nth(0)).to_have_text(labels[wrong])
    expect(first.locator("td").nth(1)).to_have_text(labels[right])
    expect(first.locator("td").nth(2)).to_contain_text("25")
    expect(last.locator("td").nth(2)).not_to_contain_text(re.compile(r"\d"))
    page.keyboard.press("PageUp")
    expect(box.locator(".class-summary")).to_be_hidden()
    fields.nth(0).focus()
    page.keyboard.press("Escape")
    expect(box).to_be_hidden()
    assert ids(page) == chosen


def test_with_a_group_all_is_seen_at_once(visitor: Visitor, address: str, course: Course) -> None:
    page = visitor.open(f"{address}#cards={fragment([card.id for card in dealt(course)])}&class")
    page.set_viewport_size(PROJECTOR)  # type: ignore[arg-type]
    for _ in dealt(course):
        assert page.evaluate("document.documentElement.scrollHeight") <= PROJECTOR["height"]
        expect(page.locator("[data-action=leave]")).to_be_in_viewport(ratio=1)
        page.locator("[data-action=next]").dispatch_event("click")


def test_with_a_group_no_rule_is_broken(visitor: Visitor, address: str) -> None:
    page = visitor.open(f"{address}#seed=5&class")
    page.locator(".sorting-class input").first.fill("4")
    page.locator("[data-action=answer]").click()
    expect_sound(page)


# Chosen situations ----------------------------------------------------------------------------------------------------


def fragment(chosen: list[str]) -> str:
    return ",".join(ident.replace("/", ".") for ident in chosen)


@pytest.fixture
def chosen(course: Course) -> list[str]:
    """Six situations, not in the order of the list."""
    return [card.id for card in dealt(course)][12:0:-2]


@pytest.mark.one_language
def test_a_link_gives_exactly_these_in_this_order_and_tells_what_is_not_there(
    visitor: Visitor, course: Course, lang: str, other: str, address: str, chosen: list[str]
) -> None:
    page = visitor.open(f"{address}#cards={fragment(chosen)},nobody.there,{fragment(chosen[:1])}")
    assert ids(page) == chosen
    expect(page.locator(".link-notice")).to_contain_text("nobody.there")
    page.locator("header a[data-twin]").first.click()
    page.wait_for_url(f"**/{place(course, other)}#cards={fragment(chosen)}")
    assert ids(page) == chosen
    page.reload()
    expect(page.locator(".link-notice")).to_be_empty()
    page.locator("[data-action=renew]").click()
    assert ids(page) != chosen
    page.go_back()
    expect(shown(page)).to_have_count(len(chosen))
    assert ids(page) == chosen


@pytest.mark.one_language
@pytest.mark.parametrize("harm", ["%2C", "%252C", ", "])
def test_a_link_that_mail_has_changed_is_put_right(
    visitor: Visitor, address: str, chosen: list[str], harm: str
) -> None:
    page = visitor.open(f"{address}#cards={fragment(chosen).replace(',', harm)}.")
    assert ids(page) == chosen


@pytest.mark.one_language
def test_situations_are_chosen_in_a_list(
    visitor: Visitor, course: Course, lang: str, address: str, chosen: list[str]
) -> None:
    page = visitor.open(f"{address}#seed=12")
    page.locator(".sorting-chooser summary").click()
    use = page.locator("[data-action=choose]")
    expect(use).to_be_disabled()
    listed = str(page.locator(".sorting-chooser ul").inner_text())
    assert not [side for side in course.wording[lang].course.sides.values() if side in listed]
    page.set_viewport_size(PROJECTOR)  # type: ignore[arg-type]
    for number, ident in enumerate(chosen, 1):
        page.locator(f'.sorting-chooser [value="{fragment([ident])}"]').check()
        assert page.url.endswith(f"#cards={fragment(chosen[:number])}")
        expect(page.locator(".chosen-count")).to_be_in_viewport(ratio=1)
        expect(page.locator("[data-action=copy-chosen]")).to_be_in_viewport(ratio=1)
    expect(page.locator(".chosen-count")).to_contain_text(str(len(chosen)))
    page.go_back()
    assert page.url.endswith("#seed=12")
    page.go_forward()
    use.click()
    expect(shown(page)).to_have_count(len(chosen))
    assert ids(page) == chosen
    assert page.url.endswith(f"#cards={fragment(chosen)}")
    page.locator("[data-action=clear]").click()
    assert page.locator(".sorting-chooser :checked").count() == 0
    expect(use).to_be_disabled()
    page.locator(".sorting-chooser summary").evaluate("summary => { summary.parentElement.open = true }")
    expect_sound(page)


@pytest.mark.one_language
def test_no_sheet_has_both_a_story_and_an_answer(
    visitor: Visitor, course: Course, lang: str, address: str, chosen: list[str]
) -> None:
    page = visitor.open(f"{address}#cards={fragment(chosen)}")
    key = page.locator(".sorting-key")
    assert len(page_texts(page)) == 1
    page.locator(".sorting-keyed input").check()
    page.emulate_media(media="print")
    assert [item.get_attribute("data-card") for item in key.locator("li:visible").all()] == chosen
    assert key.locator("li:visible em").count() == len(chosen)
    answers = [str(item.inner_text()) for item in key.locator("li:visible").all()]
    stories = [" ".join(str(form.locator("> div").nth(1).inner_text()).split()) for form in shown(page).all()]
    texts = [" ".join(str(text).split()) for text in page_texts(page)]
    of_key = [at for at, text in enumerate(texts) if compact(answers[0]) in compact(text)]
    assert of_key == [len(texts) - 1] == [1]  # one sheet with six stories, and one with the key
    for answer in answers:
        assert compact(answer) in compact(texts[-1])
    for story in stories:
        assert compact(story[:40]) in compact("".join(texts[:-1]))
        assert compact(story[:40]) not in compact(texts[-1])
    assert page.locator(".sorting-class:visible, .sorting-chooser:visible").count() == 0


def compact(text: str) -> str:
    return re.sub(r"\W", "", unicodedata.normalize("NFKD", text))  # printed letters may be joined


def page_texts(page: Page) -> list[str]:
    """Return the text of each sheet as it is printed."""
    from pypdf import PdfReader

    return [sheet.extract_text() for sheet in PdfReader(io.BytesIO(page.pdf(format="A4"))).pages]


# In the pages of others -----------------------------------------------------------------------------------------------


def test_an_embedded_widget_works_in_a_frame_and_tells_its_height(
    new_visitor: Callable[..., Visitor], course: Course, lang: str, longest: graph.Path
) -> None:
    visitor = new_visitor(locale=lang)
    for address, (name, _) in embeds(course).items():
        page = visitor.open(f"{lang}/{address}")
        assert page.locator(".md-header, .md-footer, .md-nav, .md-search").count() == 0
        expect(page.locator("meta[name=robots]")).to_have_attribute("content", "noindex")
        assert page.locator(".quiz-privacy").count() == 0
        kept = page.evaluate(KEPT)
        USES[name](page, longest)
        assert page.evaluate(KEPT) == kept
        assert page.evaluate("document.documentElement.scrollWidth") <= DESKTOP["width"]
        page.set_viewport_size(NARROW)
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
        page.set_viewport_size(DESKTOP)
        frame = f"<iframe width=800 height=300 src='{lang}/{address}'></iframe>"
        show(page, visitor.url("around"), f"<!doctype html><link rel=icon href=data:,><script>{LISTEN}</script>{frame}")
        page.wait_for_function("window.heights?.length")
        assert page.evaluate("window.heights.at(-1)") > 300
        assert set(page.evaluate("window.kinds")) == {"height"}


def show(page: Page, url: str, html: str) -> None:
    """Show a page that is not there."""
    page.route(url, lambda route: route.fulfill(body=html, content_type="text/html"))
    page.goto(url)
    page.unroute(url)


LISTEN = """addEventListener("message", ({ data }) => {
  (window.heights ??= []).push(data.height);
  (window.kinds ??= []).push(data.type);
})"""


@pytest.mark.one_language
def test_a_link_of_an_embedded_widget_opens_beside_the_page_around_it(
    new_visitor: Callable[..., Visitor], course: Course, lang: str
) -> None:
    visitor = new_visitor(locale=lang)
    address = next(address for address, (name, _) in embeds(course).items() if name == "quiz")
    page = visitor.open(f"{lang}/{address}")
    link = page.locator(".permanent a")
    with page.expect_popup() as opened:
        link.click()
    opened.value.wait_for_url(f"**/{lang}/{course.address(lang, str(course.place_of('quiz')))}")
    assert page.url == visitor.url(f"{lang}/{address}")


def test_embedded_widgets_break_no_rule(visitor: Visitor, course: Course, lang: str) -> None:
    for address in embeds(course):
        page = visitor.open(f"{lang}/{address}")
        for look in LOOKS:
            examine_all(page, *look)


@pytest.mark.one_language
def test_the_lines_to_paste_name_what_is_there_and_hold_no_script(
    new_visitor: Callable[..., Visitor], course: Course, lang: str, site: Path
) -> None:
    visitor = new_visitor(locale=lang, permissions=["clipboard-read", "clipboard-write"])
    page = visitor.open(f"{lang}/{course.address(lang, str(course.place_of('embed')))}")
    snippets = page.locator(".snippets")
    expect(snippets.locator(".snippet").first).to_be_hidden()
    expect(snippets.locator("xpath=preceding-sibling::p[1]/a")).to_have_count(1 if course.place_of("publisher") else 0)
    snippets.locator("summary").click()
    for box, address in zip(page.locator(".snippet").all(), embeds(course), strict=True):
        box.get_by_role("button").click()
        expect(box.locator(".snippet-status")).to_have_text(re.compile(r"\w"))
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied == box.locator("code").inner_text()
        page_of_others = page.evaluate(
            """lines => {
          const { body } = new DOMParser().parseFromString(lines, "text/html");
          const { src, title, height } = body.firstChild;
          return [body.children.length, body.firstChild.localName, src, Boolean(title), Number(height) > 0];
        }""",
            copied,
        )
        assert page_of_others[:2] == [1, "iframe"]
        assert page_of_others[2].startswith("https://")
        assert page_of_others[2].endswith(f"/{lang}/{address}")
        assert page_of_others[3:] == [True, True]
        assert (site / lang / address / "index.html").is_file()


# Shared ---------------------------------------------------------------------------------------------------------------

LOOKS = [(size, scheme) for size in (DESKTOP, NARROW) for scheme in ("light", "dark")]


def examine_all(page: Page, size: dict[str, int], scheme: str) -> None:
    """Expect a whole page without a finding of axe; its colours follow the system's as it loads."""
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.set_viewport_size(size)  # type: ignore[arg-type]
    page.reload()
    assert examine(page) == []
