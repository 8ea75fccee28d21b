"""The sorting exercise in the browser: by keyboard, by a shared address, on paper, and without script."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from browser.drawn import draw
from browser.survey import expect_sound
from browser.visitor import NARROW, PHONE
from conftest import PROJECT
from hypothesis import strategies as st
from playwright.sync_api import expect
from sitegen.kinds.sorting import SORTING, dealt
from sitegen.kinds.sorting import cards as sorting

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from browser.visitor import Visitor
    from conftest import ServeDirectory
    from playwright.sync_api import Browser, Locator, Page
    from sitegen.course.course import Course

ROUND = 10
SHUFFLES = 100

DRAW_ALL = """async ({ address, sent }) => {
  const { draw, order } = await import(address);
  return JSON.stringify(JSON.parse(sent).map(({ cards, seed }) => ({
    order: order(cards.map(({ id }) => id), seed),
    drawn: draw(cards, seed),
  })));
}"""

# Order and draw -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def module_page(browser: Browser, serve_directory: ServeDirectory) -> Iterator[Page]:
    with serve_directory(PROJECT / "docs" / "assets") as url:
        page = browser.new_page()
        page.goto(f"{url}sorting.js")
        yield page
        page.close()


CARDS = st.fixed_dictionaries(
    {"id": st.from_regex(r"[a-z_]{1,8}/[a-z]{1,6}", fullmatch=True), "group": st.sampled_from("abcd")}
)
DECKS = st.fixed_dictionaries(
    {
        "cards": st.lists(CARDS, unique_by=lambda card: card["id"], max_size=25),
        "seed": st.from_regex(r"[A-Za-z0-9_-]{1,20}", fullmatch=True),
    }
)


def test_the_page_and_the_generator_agree_on_the_order(module_page: Page) -> None:
    decks: list[dict[str, Any]] = draw(DECKS, SHUFFLES)
    answer = module_page.evaluate(DRAW_ALL, {"address": module_page.url, "sent": json.dumps(decks)})
    for deck, found in zip(decks, json.loads(answer), strict=True):
        groups = {card["id"]: card["group"] for card in deck["cards"]}
        assert found["order"] == sorting.order(groups, deck["seed"])
        assert len(found["drawn"]) == min(ROUND, len(groups))
        assert found["drawn"] == [ident for ident in found["order"] if ident in found["drawn"]]
        assert {groups[ident] for ident in found["drawn"]} == set(groups.values())


# In the page ----------------------------------------------------------------------------------------------------------


def place(course: Course, lang: str) -> str:
    path = course.place_of("sorting")
    assert path
    return f"{lang}/{course.address(lang, path)}"


@pytest.fixture
def address(course: Course, lang: str) -> str:
    return place(course, lang)


def shown(page: Page) -> Locator:
    return page.locator("form.sorting-card:visible")


def ids(page: Page) -> list[str]:
    return [str(form.get_attribute("data-card")) for form in shown(page).all()]


def answer(form: Locator, *, right: bool) -> None:
    """Choose a right or a wrong group, and check."""
    group = form.get_attribute("data-group")
    wanted = f"[value={group}]" if right else f":not([value={group}])"
    form.locator(f"input{wanted}").first.check()
    form.get_by_role("button").click()


def numbers(page: Page) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", str(page.locator(".sorting-score").text_content()))]


@pytest.mark.one_language
def test_every_card_can_be_read_and_answered_without_script(
    visitor_without_script: Visitor, course: Course, address: str
) -> None:
    page = visitor_without_script.open(address)
    assert sorted(ids(page)) == sorted(card.id for card in dealt(course))
    expect(page.locator(".sorting-tools")).to_be_hidden()
    expect(page.locator(".sorting-score")).to_be_hidden()
    form = shown(page).first
    assert len(form.locator(".sorting-choices li").all()) == len(SORTING.of(course))
    expect(form.locator("details p").first).to_be_hidden()
    form.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(form.locator(".sorting-belongs")).to_be_visible()
    assert len(form.locator("details a").all()) == 3


@pytest.mark.one_language
def test_a_card_is_answered_by_keyboard_alone(visitor: Visitor, course: Course, address: str) -> None:
    page = visitor.open(f"{address}#seed=4827")
    form = shown(page).first
    expect(form.locator("details")).to_be_hidden()
    for _ in range(60):
        page.keyboard.press("Tab")
        if form.evaluate("form => form.contains(document.activeElement)"):
            break
    page.keyboard.press("Tab")
    expect(form.get_by_role("button")).to_be_focused()
    page.keyboard.press("Enter")
    expect(form.locator(".sorting-error")).to_have_text(re.compile(r"\w"))
    expect(form.get_by_role("radio").first).to_be_focused()
    choices = form.get_by_role("radiogroup")
    expect(choices).to_have_attribute("aria-invalid", "true")
    expect(choices).to_have_accessible_description(re.compile(str(form.locator(".sorting-error").text_content())))
    page.keyboard.press("Space")
    expect(choices).to_have_attribute("aria-invalid", "false")
    expect(form.locator(".sorting-error")).to_be_empty()
    groups = [group.id for group in SORTING.of(course)]
    for _ in range(groups.index(str(form.get_attribute("data-group")))):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    feedback = form.locator(".sorting-feedback")
    expect(feedback).to_be_focused()
    expect(feedback).to_be_in_viewport()
    expect(form).to_have_attribute("data-result", "right")
    expect(form.locator("details")).to_have_attribute("open", "")
    expect(form.locator(".sorting-error")).to_be_empty()
    assert numbers(page) == [1, 1, ROUND - 1]


@pytest.mark.one_language
def test_right_and_wrong_are_told_in_words_and_counted(visitor: Visitor, address: str) -> None:
    page = visitor.open(f"{address}#seed=12")
    forms = shown(page)
    for index in range(ROUND):
        answer(forms.nth(index), right=index % 3 > 0)
        expect(forms.nth(index).locator(".sorting-feedback")).to_be_focused()
        assert forms.nth(index).locator("input:enabled").count() == 0
    assert numbers(page) == [12, 6, ROUND]
    said = [str(each.text_content()).split()[0] for each in page.locator(".sorting-feedback:visible").all()]
    assert len(set(said[0::3])) == len({said[1], said[2]}) == 1
    assert said[0] != said[1]


@pytest.mark.one_language
def test_a_seed_gives_the_same_round_to_all_and_in_both_languages(
    visitor: Visitor, new_visitor: Callable[..., Visitor], course: Course, lang: str, other: str, address: str
) -> None:
    page = visitor.open(f"{address}#seed=class-3")
    first = ids(page)
    assert len(first) == ROUND
    assert first == [ident for ident in sorting.order([card.id for card in dealt(course)], "class-3") if ident in first]
    assert ids(new_visitor(locale=other).open(f"{address}#seed=class-3")) == first
    page.locator("header a[data-twin]").first.click()
    page.wait_for_url(f"**/{place(course, other)}#seed=class-3")
    assert ids(page) == first


@pytest.mark.one_language
def test_a_new_round_has_an_address_and_back_returns_to_the_last(visitor: Visitor, address: str) -> None:
    page = visitor.open(address)
    expect(page.locator(".sorting-score")).to_have_text(re.compile(r"\d"))
    assert re.search(r"#seed=\d+$", page.url)
    first, url = ids(page), page.url
    answer(shown(page).first, right=True)
    wrong = shown(page).nth(1)
    answer(wrong, right=False)
    left, said = marks(wrong), str(page.locator(".sorting-score").text_content())
    page.locator("[data-action=renew]").click()
    expect(page.locator(".sorting-score")).not_to_have_text(re.compile(rf"{url.partition('=')[2]}\b"))
    assert ids(page) != first
    assert numbers(page)[1:] == [ROUND]
    assert page.locator(".sorting input:checked").count() == 0
    page.go_back()
    expect(page.locator(".sorting-score")).to_have_text(said)
    assert ids(page) == first
    assert marks(wrong) == left
    assert shown(page).nth(2).locator("input:enabled").count()
    page.go_forward()
    expect(page.locator(".sorting [data-mark]")).to_have_count(0)
    assert numbers(page)[1:] == [ROUND]


@pytest.mark.one_language
def test_a_link_to_a_section_is_left_alone(visitor: Visitor, course: Course, lang: str, address: str) -> None:
    section = course.pages[lang][str(course.place_of("sorting"))].headings[-1].id
    page = visitor.open(f"{address}#{section}")
    assert len(ids(page)) == ROUND
    assert page.url.endswith(f"#{section}")


@pytest.mark.one_language
def test_the_link_that_is_copied_opens_the_round_in_the_language_of_its_reader(
    new_visitor: Callable[..., Visitor], course: Course, lang: str, other: str, address: str
) -> None:
    visitor = new_visitor(locale=lang, permissions=["clipboard-read", "clipboard-write"])
    page = visitor.open(f"{address}#seed=31")
    page.locator("[data-action=copy]").click()
    expect(page.locator(".sorting-copied")).to_have_text(re.compile(r"\w"))
    link = page.evaluate("navigator.clipboard.readText()")
    first = ids(page)
    reader = new_visitor(locale=other)
    reader.page.goto(link)
    reader.page.wait_for_url(reader.url(f"{other}/{course.address(other, str(course.place_of('sorting')))}#seed=31"))
    assert ids(reader.page) == first


@pytest.mark.one_language
def test_a_link_inside_the_page_begins_no_other_round(
    visitor: Visitor, course: Course, lang: str, other: str, address: str
) -> None:
    page = visitor.open(f"{address}#seed=31")
    first = ids(page)
    answer(shown(page).first, right=True)
    section = course.pages[lang][str(course.place_of("sorting"))].headings[-1].id
    page.evaluate("section => { location.hash = section }", section)
    expect(page.locator(f"#{section}")).to_be_in_viewport()
    assert ids(page) == first
    assert numbers(page) == [1, 1, ROUND - 1]
    page.click(f"header a[hreflang={other}]")
    page.wait_for_url(visitor.url(f"{other}/") + "**#seed=31")
    assert ids(page) == first


@pytest.mark.one_language
def test_paper_has_the_cards_and_the_answers_apart(visitor: Visitor, address: str) -> None:
    page = visitor.open(f"{address}#seed=8")
    answer(shown(page).first, right=False)
    page.emulate_media(media="print")
    assert page.locator(".sorting-answer:visible, .sorting-feedback:visible, .sorting-score:visible").count() == 0
    keys = page.locator(".sorting-key li:visible")
    assert keys.count() == 0
    page.emulate_media(media="screen")
    page.locator(".sorting-keyed input").check()
    page.emulate_media(media="print")
    assert [key.get_attribute("data-card") for key in keys.all()] == ids(page)
    assert [number.text_content() for number in page.locator(".sorting-number:visible").all()] == [
        str(number) for number in range(1, ROUND + 1)
    ]


@pytest.mark.one_language
def test_it_breaks_no_rule_and_fits_a_narrow_window(visitor: Visitor, address: str) -> None:
    page = visitor.open(f"{address}#seed=5")
    answer(shown(page).nth(0), right=True)
    answer(shown(page).nth(1), right=False)
    shown(page).nth(2).get_by_role("button").click()
    expect_sound(page)


@pytest.mark.one_language
def test_what_takes_the_focus_is_not_below_the_score(visitor: Visitor, address: str) -> None:
    page = visitor.open(f"{address}#seed=5")
    page.set_viewport_size(NARROW)
    covered = """() => {
      const score = document.querySelector(".sorting-score").getBoundingClientRect();
      const { top, bottom } = document.activeElement.getBoundingClientRect();
      return score.bottom >= innerHeight - 1 && bottom > score.top + 1 && top < score.bottom;
    }"""
    shown(page).first.get_by_role("radio").first.focus()
    for _ in range(12):
        page.keyboard.press("Tab")
        assert not page.evaluate(covered)


# After checking -------------------------------------------------------------------------------------------------------


def marks(form: Locator) -> dict[str, str]:
    """Return group -> the mark that its option has."""
    return {
        str(label.get_attribute("data-choice")): str(label.get_attribute("data-mark"))
        for label in form.locator("label[data-mark]").all()
    }


@pytest.mark.one_language
def test_the_right_option_and_the_readers_wrong_one_are_marked(visitor: Visitor, address: str) -> None:
    page = visitor.open(f"{address}#seed=12")
    right, wrong = shown(page).nth(0), shown(page).nth(1)
    answer(right, right=True)
    answer(wrong, right=False)
    chosen = str(wrong.locator("input:checked").get_attribute("value"))
    assert marks(right) == {right.get_attribute("data-group"): "right"}
    assert marks(wrong) == {wrong.get_attribute("data-group"): "right", chosen: "wrong"}
    colours = wrong.locator("label").evaluate_all("labels => labels.map(label => getComputedStyle(label).borderColor)")
    assert len(set(colours)) == 3
    said = [str(mark.text_content()) for mark in wrong.locator(".sorting-mark").all()]
    assert len(set(said)) == 2
    for label in wrong.locator("label[data-mark]").all():
        assert str(label.locator(".sorting-mark").text_content()) in label.get_by_role("radio").aria_snapshot()
    size = "element => getComputedStyle(element).fontSize"
    assert wrong.locator("details p").last.evaluate(size) == wrong.locator("> div").first.evaluate(size)
    page.locator("[data-action=renew]").click()
    expect(page.locator("[data-mark], .sorting-mark")).to_have_count(0)


@pytest.mark.one_language
def test_a_round_ends_with_what_was_hardest_and_where_to_read_it(
    visitor: Visitor, course: Course, lang: str, address: str
) -> None:
    page = visitor.open(f"{address}#seed=12")
    end = page.locator(".sorting-end")
    known = {card.id: card for card in dealt(course)}
    missed = [ident for ident in ids(page) if known[ident].group == SORTING.of(course)[0].id]
    assert missed
    for form in shown(page).all():
        expect(end).to_be_hidden()
        answer(form, right=form.get_attribute("data-card") not in missed)
    assert numbers(page) == [12, ROUND - len(missed), ROUND]
    heading = end.get_by_role("heading")
    expect(heading).to_contain_text(SORTING.words(course, lang)[SORTING.of(course)[0].id].label)
    chapters = {page.locator(f"[data-card='{ident}'] a[data-chapter]").get_attribute("href") for ident in missed}
    assert {link.get_attribute("href") for link in end.get_by_role("link").all()} == chapters
    end.get_by_role("button").press("Enter")
    expect(end).to_be_hidden()
    expect(shown(page).first.get_by_role("heading")).to_be_focused()
    assert numbers(page)[1:] == [ROUND]


@pytest.mark.one_language
def test_a_round_without_fault_names_no_group(visitor: Visitor, address: str) -> None:
    page = visitor.open(f"{address}#seed=12")
    for form in shown(page).all():
        answer(form, right=True)
    end = page.locator(".sorting-end")
    expect(end.get_by_role("heading")).to_have_text(re.compile(r"\w"))
    assert end.get_by_role("link").count() == end.locator("p:visible").count() == 0


def test_the_score_is_one_line_on_a_phone(visitor: Visitor, address: str) -> None:
    page = visitor.open(f"{address}#seed=4827")
    page.set_viewport_size(PHONE)
    answer(shown(page).first, right=True)
    lines = """score => {
      const { lineHeight, paddingTop, paddingBottom } = getComputedStyle(score);
      return (score.clientHeight - parseFloat(paddingTop) - parseFloat(paddingBottom)) / parseFloat(lineHeight);
    }"""
    assert page.locator(".sorting-score").evaluate(lines) == pytest.approx(1, abs=0.1)


@pytest.mark.one_language
def test_forced_colours_keep_the_radios(new_visitor: Callable[..., Visitor], lang: str, address: str) -> None:
    page = new_visitor(locale=lang, forced_colors="active").open(f"{address}#seed=5")
    assert (
        shown(page).first.get_by_role("radio").first.evaluate("radio => getComputedStyle(radio).appearance") == "auto"
    )
