"""Sessions in the browser: a plan of one's own by its address, by keyboard and on paper; and the sheets to hand out."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING
from unicodedata import normalize

import pytest
import zxingcpp
from browser.survey import expect_sound
from browser.visitor import NARROW
from PIL import Image
from playwright.sync_api import expect
from pypdf import PdfReader
from sitegen.kinds.cards import CARDS
from sitegen.kinds.sessions import BUILDER, FOLDER, SESSIONS
from sitegen.kinds.sessions.plan import fragment, timed
from sitegen.show import sheet

if TYPE_CHECKING:
    from collections.abc import Callable

    from browser.visitor import Visitor
    from playwright.sync_api import Browser, Page
    from sitegen.course.course import Course
    from sitegen.kinds.sessions.shape import SessionsFile

FRAGMENTS = 10_000
READ_ALL = """async ({ module, known, count }) => {
  const { read, write, total, timed } = await import(module);
  const ids = [...Object.keys(known), "gone", "constructor", "__proto__", "", "É", "a.b"];
  const numbers = ["", ".0", ".1", ".7", ".240", ".241", ".-3", ".9e9", ".x", ".1.2", ".07", "%2E8", ".12 "];
  const joins = [",", ",", ",", "%2C", ";", "&", ",,", " , ", "&plan="];
  let seed = 1;
  const pick = (of) => of[(seed = (seed * 48271) % 2147483647) % of.length];
  const wrong = [];
  for (let turn = 0; turn < count; turn += 1) {
    let text = pick(["plan=", "plan=", "plan=", "#plan=", "plan", "", "plan%3D"]);
    for (let part = turn % 20; part > 0; part -= 1) text += pick(ids) + pick(numbers) + pick(joins);
    const { steps, lost } = read(text, known);
    const sum = steps.reduce((all, { minutes }) => all + minutes, 0);
    const fits = ({ id, minutes }) => Object.hasOwn(known, id) && minutes >= 1 && minutes <= 240 && minutes % 1 === 0;
    const again = read(write(steps), known);
    const sound =
      steps.every(fits) &&
      new Set(steps.map(({ id }) => id)).size === steps.length &&
      lost.every((part) => typeof part === "string") &&
      total(steps) === sum &&
      (timed(steps).at(-1)?.end ?? 0) === sum &&
      again.lost.length === 0 &&
      JSON.stringify(again.steps) === JSON.stringify(steps);
    if (!sound) wrong.push(text);
  }
  return wrong;
}"""
VISIT_ALL = """async (fragments) => {
  const seen = [];
  for (const fragment of fragments) {
    const turned = new Promise((resolve) => addEventListener("hashchange", resolve, { once: true }));
    location.hash = fragment;
    await turned;
    const ticked = [...document.querySelectorAll(".plan-steps > li[data-chosen]")];
    const minutes = ticked.map((item) => Number(item.querySelector("[type=number]").value));
    const rows = document.querySelectorAll(".plan-agenda tbody tr").length;
    const said = document.querySelector(".plan-total").textContent;
    seen.push([ticked.map((item) => item.dataset.step), minutes, rows, said]);
  }
  return seen;
}"""


@pytest.fixture(scope="session")
def sessions(course: Course) -> SessionsFile:
    file = SESSIONS.of(course)
    assert file
    return file


@pytest.fixture
def address(course: Course, lang: str) -> str:
    return place(course, lang)


def place(course: Course, lang: str) -> str:
    return f"{lang}/{course.address(lang, str(course.place_of(BUILDER)))}"


def ticked(page: Page) -> list[tuple[str, int]]:
    found: list[tuple[str, int]] = page.locator(".plan-steps > li[data-chosen]").evaluate_all(
        "(items) => items.map((item) => [item.dataset.step, Number(item.querySelector('[type=number]').value)])"
    )
    return [(step, minutes) for step, minutes in found]


def first_number(page: Page) -> int:
    return int(re.findall(r"\d+", page.locator(".plan-total").inner_text())[0])


# The address ----------------------------------------------------------------------------------------------------------


@pytest.mark.one_language
def test_any_fragment_gives_a_plan_with_the_right_total(visitor: Visitor, sessions: SessionsFile, address: str) -> None:
    page = visitor.open(address)
    known = {step.id: step.minutes for step in sessions.steps}
    sent = {"module": visitor.module("plan.js"), "known": known, "count": FRAGMENTS}
    assert page.evaluate(READ_ALL, sent) == []


@pytest.mark.one_language
def test_any_fragment_gives_a_page_that_works(visitor: Visitor, sessions: SessionsFile, address: str) -> None:
    ids = [step.id for step in sessions.steps]
    plans = [[(ids[(at * 7 + part * 3) % len(ids)], at % 50 + part + 1) for part in range(at % 6)] for at in range(100)]
    plans = [list(dict(plan).items()) for plan in plans]
    page = visitor.open(address)
    fragments = [f"plan=gone.{at},{','.join(f'{ident}.{of}' for ident, of in plan)}" for at, plan in enumerate(plans)]
    for plan, (steps, minutes, rows, said) in zip(plans, page.evaluate(VISIT_ALL, fragments), strict=True):
        assert list(zip(steps, minutes, strict=True)) == plan
        assert rows == len(plan)
        if plan:
            assert re.findall(r"\d+", said)[0] == str(sum(minutes))
    expect(page.locator(".link-notice")).to_contain_text("gone.99")


@pytest.mark.one_language
def test_a_plan_is_kept_in_the_other_language(
    visitor: Visitor, course: Course, sessions: SessionsFile, lang: str, other: str, address: str
) -> None:
    last, first = sessions.steps[-1].id, sessions.steps[0].id
    page = visitor.open(f"{address}#plan={last}.9,{first}.31")
    assert ticked(page) == [(last, 9), (first, 31)]
    assert first_number(page) == 40
    page.locator("header a[data-twin]").first.click()
    page.wait_for_url(f"**/{place(course, other)}#plan={last}.9,{first}.31")
    assert ticked(page) == [(last, 9), (first, 31)]


@pytest.mark.one_language
def test_what_no_step_is_called_is_told(visitor: Visitor, sessions: SessionsFile, address: str) -> None:
    known = sessions.steps[0].id
    page = visitor.open(f"{address}#plan={known}.8,gone.9,{known}.3")
    assert ticked(page) == [(known, 8)]
    expect(page.locator(".link-notice")).to_contain_text("gone.9")
    page.locator(".plan-steps > li").nth(1).locator("[type=checkbox]").check()
    expect(page.locator(".link-notice")).to_be_empty()


@pytest.mark.one_language
def test_each_session_leads_to_its_plan(visitor: Visitor, course: Course, sessions: SessionsFile, lang: str) -> None:
    for session in sessions.sessions:
        page = visitor.open(f"{lang}/{course.address(lang, f'{FOLDER}{session.id}.md')}")
        steps = timed(sessions, session)
        rows = page.locator("#agenda ~ :has(tbody)").first.locator("tbody tr")
        assert rows.count() == len(steps)
        page.locator(f"article a[href$='{fragment(steps)}']").click()
        expect(page.locator(".plan-total")).to_be_visible()
        assert ticked(page) == [(each.step.id, each.minutes) for each in steps]
        assert first_number(page) == session.minutes
        expect(page.locator(".plan")).to_be_focused()
        expect(page.locator(".plan-presets")).to_be_in_viewport()
        named = page.locator(f"[data-plan='{fragment(steps)}']").inner_text()
        expect(page.locator(".plan-table caption")).to_contain_text(named)


# The form -------------------------------------------------------------------------------------------------------------


@pytest.mark.one_language
def test_steps_are_ticked_timed_and_moved_by_keyboard(visitor: Visitor, sessions: SessionsFile, address: str) -> None:
    first, second = (step.id for step in sessions.steps[:2])
    page = visitor.open(f"{address}#plan={first}.5")
    row = page.locator(f"[data-step={second}]")
    row.locator("[type=checkbox]").focus()
    page.keyboard.press("Space")
    assert [step for step, _ in ticked(page)] == [first, second]
    page.keyboard.press("Tab")
    page.keyboard.insert_text("17")
    page.keyboard.press("End")
    field = row.locator("[type=number]")
    field.fill("17")
    assert first_number(page) == 22
    page.keyboard.press("Tab")
    expect(row.locator("[data-move=up]")).to_be_focused()
    page.keyboard.press("Enter")
    assert ticked(page) == [(second, 17), (first, 5)]
    expect(row.locator("[data-move=down]")).to_be_focused()  # the other is of no use at the top
    assert page.url.endswith(f"#plan={second}.17,{first}.5")
    field.fill("0")
    expect(field).to_have_attribute("aria-invalid", "true")
    assert first_number(page) == 22
    field.blur()
    expect(field).to_have_value("17")
    expect(field).to_have_attribute("aria-invalid", "false")


@pytest.mark.one_language
def test_a_long_talk_is_told(visitor: Visitor, sessions: SessionsFile, address: str) -> None:
    talk = next(step.id for step in sessions.steps if step.kind.value == "listen")
    page = visitor.open(f"{address}#plan={talk}.15")
    expect(page.locator(".plan-warning")).to_have_count(0)
    page.locator(f"[data-step={talk}] [type=number]").fill("16")
    expect(page.locator(".plan-warning")).to_be_visible()


@pytest.mark.one_language
def test_a_step_before_one_that_it_follows_is_told(visitor: Visitor, sessions: SessionsFile, address: str) -> None:
    step = next(step for step in sessions.steps if step.after)
    page = visitor.open(f"{address}#plan={step.after[0]},{step.id}")
    expect(page.locator(".plan-warning")).to_have_count(0)
    page.locator(f"[data-step={step.id}] [data-move=up]").click()
    assert [name for name, _ in ticked(page)] == [step.id, step.after[0]]
    expect(page.locator(".plan-warning")).to_be_visible()


@pytest.mark.one_language
@pytest.mark.parametrize("minutes", ["0", "7.5", "241"])
def test_minutes_that_no_step_takes_are_told(
    visitor: Visitor, sessions: SessionsFile, address: str, minutes: str
) -> None:
    first = sessions.steps[0].id
    page = visitor.open(f"{address}#plan={first}.9")
    field = page.locator(f"[data-step={first}] [type=number]")
    field.fill(minutes)
    field.blur()
    expect(field).to_have_value("9")
    expect(page.locator(".plan-warning")).to_contain_text(minutes)
    field.fill("8")
    expect(page.locator(".plan-warning")).to_have_count(0)


@pytest.mark.one_language
def test_a_step_that_is_left_out_stays_where_it_is(visitor: Visitor, sessions: SessionsFile, address: str) -> None:
    ids = [step.id for step in sessions.steps]
    page = visitor.open(f"{address}#plan={','.join(ids)}")
    page.locator(f"[data-step={ids[2]}] [type=checkbox]").uncheck()
    page.reload()
    expect(page.locator(f"[data-step={ids[2]}] [type=checkbox]")).not_to_be_checked()
    items = page.locator(".plan-steps > li").evaluate_all("(items) => items.map((item) => item.dataset.step)")
    assert items == ids


@pytest.mark.one_language
def test_a_beginning_and_a_group_are_kept_in_the_address(
    visitor: Visitor, course: Course, sessions: SessionsFile, other: str, address: str
) -> None:
    step = next(step for step in sessions.steps if "cards" in step.needs)
    page = visitor.open(f"{address}#plan={step.id}.25")
    expect(page.locator(".plan-table td").first).to_have_text("0–25")
    page.locator(".plan-fields [type=time]").fill("23:50")
    page.locator(".plan-fields [type=number]").fill("11")
    page.wait_for_url(f"**#plan={step.id}.25&start=2350&people=11")
    page.locator("header a[data-twin]").first.click()
    page.wait_for_url(f"**/{place(course, other)}#plan={step.id}.25&start=2350&people=11")
    expect(page.locator(".plan-table td").first).to_have_text("23:50–00:15")
    expect(page.locator(".plan-agenda li strong").first).to_have_text("6 ×")
    for wrong in ("start=2460", "start=9", "people=0", "people=x"):
        visitor.open(f"{address}#plan={step.id}.25&{wrong}")
        expect(page.locator(".plan-table td").first).to_have_text("0–25")
        expect(page.locator(".plan-agenda li strong")).to_have_count(0)


@pytest.mark.one_language
def test_the_link_that_is_copied_opens_the_plan(
    new_visitor: Callable[..., Visitor], course: Course, lang: str, other: str, address: str, sessions: SessionsFile
) -> None:
    visitor = new_visitor(locale=lang, permissions=["clipboard-read", "clipboard-write"])
    page = visitor.open(f"{address}#plan={sessions.steps[0].id}.8")
    page.locator("[data-action=copy]").click()
    expect(page.locator(".plan-copied")).to_have_text(re.compile(r"\w"))
    link = page.evaluate("navigator.clipboard.readText()")
    reader = new_visitor(locale=other)
    reader.page.goto(link)
    reader.page.wait_for_url(reader.url(f"{place(course, other)}#plan={sessions.steps[0].id}.8"))
    assert ticked(reader.page) == [(sessions.steps[0].id, 8)]


def test_the_form_is_sound_on_a_narrow_screen(visitor: Visitor, address: str) -> None:
    page = visitor.open(address)
    page.set_viewport_size(NARROW)
    expect_sound(page)


@pytest.mark.one_language
def test_without_script_there_are_the_sessions_and_all_steps(
    visitor_without_script: Visitor, course: Course, sessions: SessionsFile, lang: str, address: str
) -> None:
    page = visitor_without_script.open(address)
    for session in sessions.sessions:
        href = course.href(lang, str(course.place_of(BUILDER)), f"{FOLDER}{session.id}.md")
        expect(page.locator(f"article a[href='{href}']")).to_be_visible()
    assert page.locator(".plan-steps > li:visible").count() == len(sessions.steps)
    assert page.locator(".plan :is(input, button):visible").count() == 0


# Paper ----------------------------------------------------------------------------------------------------------------


def printed(page: Page) -> list[str]:
    """Return the letters on each sheet."""
    return [letters(each.extract_text()) for each in PdfReader(BytesIO(page.pdf(format="A4"))).pages]


def letters(text: str) -> str:
    """Return a text without what stands between its letters: on paper, lines end elsewhere."""
    return "".join(re.findall(r"\w", normalize("NFKC", text).lower()))


def test_an_agenda_of_all_steps_fits_on_a_sheet(visitor: Visitor, sessions: SessionsFile, address: str) -> None:
    page = visitor.open(f"{address}#plan={','.join(step.id for step in sessions.steps)}")
    (text,) = printed(page)
    titles = page.locator(".plan-agenda tbody th").all_inner_texts()
    page.emulate_media(media="print")
    assert len(titles) == len(sessions.steps)
    assert all(letters(title) in text for title in titles)
    assert page.locator(".plan :is(input, button):visible").count() == 0


def sheets(course: Course, lang: str) -> list[str]:
    return [
        path
        for path, page in course.pages[lang].items()
        if any(directive.name == "sheet_foot" for directive in page.directives)
    ]


def test_sheets_to_hand_out_are_one_each(visitor: Visitor, course: Course, lang: str) -> None:
    keys = {course.place_of("answer_sheet")}
    for path in {*sheets(course, lang)} - keys:
        page = visitor.open(f"{lang}/{course.address(lang, path)}")
        assert len(printed(page)) == 1, path


def test_answers_are_never_on_a_sheet_with_the_cards(visitor: Visitor, course: Course, lang: str) -> None:
    told = CARDS.words(course, lang)
    assert told
    key = str(course.place_of("cards_key"))
    assert key != course.place_of("cards")
    answers = [letters(card.because.partition("[")[0]) for card in told.cards.values()]
    for path in sheets(course, lang):
        shown = "".join(printed(visitor.open(f"{lang}/{course.address(lang, path)}")))
        found = [answer for answer in answers if answer in shown]
        assert (found == answers) == (path == key), path
        assert bool(found) == (path == key), path


def test_each_sheet_is_one_click_from_the_page_of_trainers(visitor: Visitor, course: Course, lang: str) -> None:
    home = next(entry.page for entry in course.file.pages if entry.id == "trainers")
    page = visitor.open(f"{lang}/{course.address(lang, home)}")
    for path in sheets(course, lang):
        assert page.locator(f"article a[href='{course.href(lang, home, path)}']").count(), path


@pytest.mark.one_language
def test_a_sheet_is_printed_by_its_button(visitor: Visitor, course: Course, lang: str) -> None:
    for path in sheets(course, lang):
        page = visitor.open(f"{lang}/{course.address(lang, path)}")
        page.evaluate("() => { window.print = () => document.body.toggleAttribute('data-printed'); }")
        page.locator(".sheet-print").click()
        expect(page.locator("body[data-printed]")).to_have_count(1)
        page.emulate_media(media="print")
        expect(page.locator(".sheet-print")).to_be_hidden()
        page.emulate_media(media="screen")


@pytest.mark.one_language
def test_sheets_are_counted_for_any_group(visitor: Visitor, course: Course, sessions: SessionsFile, lang: str) -> None:
    page = visitor.open(f"{lang}/{course.address(lang, f'{FOLDER}{sessions.sessions[0].id}.md')}")
    counts = page.locator("[data-copies=person], [data-copies=pair]")
    assert {int(count) for count in counts.all_inner_texts()} == {10, 5}
    page.locator(".people input").fill("7")
    assert {int(count) for count in counts.all_inner_texts()} == {7, 4}
    page.locator(".people input").fill("0")
    assert {int(count) for count in counts.all_inner_texts()} == {7, 4}


def test_the_empty_table_lies_in_its_width(visitor: Visitor, course: Course, lang: str) -> None:
    page = visitor.open(f"{lang}/{course.address(lang, str(course.place_of('cards_table')))}")
    (sheet_,) = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True))).pages
    assert sheet_.mediabox.width > sheet_.mediabox.height


def test_a_telephone_reads_the_code(browser: Browser) -> None:
    for target in ("https://a.org/c/cards/", "https://school.example.org/a/long/way/to/the/site/c/exit_slip/"):
        page = browser.new_page()
        style = ".qr{background:#fff;fill:#000;width:19mm}"
        page.set_content(f"<style>{style}</style>{sheet.qr(target)}")
        (read,) = zxingcpp.read_barcodes(Image.open(BytesIO(page.screenshot())))
        assert read.text == target
        page.close()
