"""The two forms before and after a session: a link carries the answers, and what is right comes last."""

from __future__ import annotations

import io
import re
from itertools import groupby, pairwise
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest
from browser.survey import expect_sound
from browser.test_fragments import drawn
from browser.visitor import NARROW
from browser.widgets import addresses_of, fill_in
from playwright.sync_api import expect
from pypdf import PdfReader
from sitegen.kinds.before_after import BEFORE_AFTER

if TYPE_CHECKING:
    from collections.abc import Callable

    from browser.visitor import Visitor
    from playwright.sync_api import Locator, Page
    from sitegen.course.course import Course
    from sitegen.kinds.before_after.shape import Pair

FRAGMENTS = 10_000
KEPT = """() => [Object.keys(localStorage), Object.keys(sessionStorage), document.cookie].flat().filter(Boolean)"""


@pytest.fixture
def address(course: Course, lang: str) -> str:
    return addresses_of(course, lang)["before_after"]


@pytest.fixture
def pairs(course: Course) -> list[str]:
    return [pair.id for pair in BEFORE_AFTER.of(course)]


def app(page: Page) -> Locator:
    return page.locator("#before-after-app")


def fragment(course: Course, *, wrong: int = 0) -> str:
    """Return the answers to the first form, the first `wrong` of them wrong."""
    given = []
    for number, pair in enumerate(BEFORE_AFTER.of(course)):
        others = [choice for choice in pair.choices if choice != pair.before.group]
        given.append(f"{pair.id}={others[0] if number < wrong else pair.before.group}")
    return "&".join(given)


def answer_rightly(page: Page, form: str) -> None:
    for situation in app(page).locator(f"form[data-form={form}] [data-pair]").all():
        situation.locator(f"input[value={situation.get_attribute('data-group')}]").check()
    app(page).locator(f"form[data-form={form}] button").click()


def told(page: Page) -> list[tuple[str | None, str | None, str | None]]:
    rows = app(page).locator("tbody tr").all()
    return [
        (
            row.get_attribute("data-pair"),
            *(row.locator(f"[data-form={form}]").get_attribute("data-result") for form in ("before", "after")),
        )
        for row in rows
    ]


# In the page ----------------------------------------------------------------------------------------------------------


def test_the_shift_is_told_concept_by_concept(visitor: Visitor, course: Course, address: str, pairs: list[str]) -> None:
    page = visitor.open(address)
    fill_in(app(page), "before")
    expect(app(page).locator(".before-after-end h3")).to_be_focused()
    expect(app(page).locator(".before-after-mark, .before-after-why, .before-after-key")).to_have_count(1)
    expect(app(page).locator(".before-after-key")).to_be_hidden()
    app(page).locator(".before-after-onward a").click()
    expect(app(page).locator("form[data-form=after] h3")).to_be_focused()
    answer_rightly(page, "after")
    expect(app(page).locator(".before-after-result h3")).to_be_focused()
    expect(app(page).locator(".before-after-result h3")).to_be_in_viewport()
    first = {pair.id: pair.choices[0] == pair.before.group for pair in BEFORE_AFTER.of(course)}
    assert told(page) == [(pair, "right" if first[pair] else "wrong", "right") for pair in pairs]
    counted = [int(number) for number in re.findall(r"\d+", app(page).locator(".before-after-count").inner_text())]
    assert counted == [sum(first.values()), len(pairs), len(pairs), len(pairs)]
    assert app(page).locator(".before-after-why").count() == 2 * len(pairs)
    assert page.evaluate(KEPT) == []


@pytest.mark.one_language
def test_nothing_right_is_told_after_the_first_form(visitor: Visitor, address: str) -> None:
    page = visitor.open(address)
    answer_rightly(page, "before")
    assert app(page).locator("[data-mark], [data-result], .before-after-why").count() == 0
    expect(app(page).locator(".before-after-result, .before-after-key, form[data-form=after]")).to_have_count(3)
    for hidden in app(page).locator(".before-after-result, .before-after-key, form[data-form=after]").all():
        expect(hidden).to_be_hidden()


@pytest.mark.one_language
def test_a_form_with_gaps_is_refused(visitor: Visitor, address: str, pairs: list[str]) -> None:
    page = visitor.open(address)
    situations = app(page).locator("form[data-form=before] [data-pair]")
    situations.first.locator("input").first.check()
    app(page).locator("form[data-form=before] button").click()
    expect(situations.nth(1).locator("input").first).to_be_focused()
    group = situations.nth(1).get_by_role("radiogroup")
    expect(group).to_have_attribute("aria-invalid", "true")
    expect(group).to_have_accessible_description(re.compile(r"\w"))
    expect(situations.first.get_by_role("radiogroup")).to_have_attribute("aria-invalid", "false")
    expect(app(page).locator("form[data-form=before]").get_by_role("alert")).to_have_text(re.compile(r"2.*\d"))
    expect(app(page).locator(".before-after-end")).to_be_hidden()


@pytest.mark.one_language
def test_the_keyboard_alone_leads_through_both_forms(visitor: Visitor, address: str, pairs: list[str]) -> None:
    page = visitor.open(address)
    for form in ("before", "after"):
        app(page).locator(f"form[data-form={form}] input").first.focus()
        for _ in pairs:
            page.keyboard.press("Space")
            page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        if form == "before":
            for _ in range(3):
                page.keyboard.press("Tab")
            page.keyboard.press("Enter")
            expect(app(page).locator("form[data-form=after] h3")).to_be_focused()
    expect(app(page).locator(".before-after-result h3")).to_be_focused()


@pytest.mark.one_language
def test_the_copied_link_opens_the_second_form_in_the_language_of_its_reader(
    new_visitor: Callable[..., Visitor], course: Course, lang: str, other: str, address: str, pairs: list[str]
) -> None:
    visitor = new_visitor(locale=lang, permissions=["clipboard-read", "clipboard-write"])
    page = visitor.open(address)
    answer_rightly(page, "before")
    app(page).locator("[data-action=copy]").click()
    expect(app(page).locator(".before-after-copied")).to_have_text(re.compile(r"\w"))
    link = page.evaluate("navigator.clipboard.readText()")
    reader = new_visitor(locale=other)
    reader.page.goto(link)
    there = reader.url(f"{addresses_of(course, other)['before_after']}#{fragment(course)}")
    reader.page.wait_for_url(there)
    fill_in(app(reader.page), "after")
    assert [(pair, before) for pair, before, _ in told(reader.page)] == [(pair, "right") for pair in pairs]


@pytest.mark.one_language
def test_the_second_form_can_be_taken_alone(visitor: Visitor, address: str, pairs: list[str]) -> None:
    page = visitor.open(f"{address}#before-after-after")
    answer_rightly(page, "after")
    assert told(page) == [(pair, "none", "right") for pair in pairs]
    expect(app(page).locator("form[data-form=before]")).to_be_hidden()


@pytest.mark.one_language
def test_back_returns_to_the_first_form_as_it_was(visitor: Visitor, address: str, pairs: list[str]) -> None:
    page = visitor.open(address)
    answer_rightly(page, "before")
    app(page).locator(".before-after-onward a").click()
    expect(app(page).locator("form[data-form=after]")).to_be_visible()
    page.go_back()
    expect_first_form_done(page, pairs)
    expect(app(page).locator(".before-after-end h3")).to_be_focused()


@pytest.mark.one_language
def test_the_address_has_the_first_answers_as_soon_as_they_are_given(
    new_visitor: Callable[..., Visitor], course: Course, lang: str, other: str, address: str, pairs: list[str]
) -> None:
    """It shows the first form as it was left: who reloads the page, or opens a bookmark too early, sees nothing new."""
    visitor = new_visitor(locale=lang)
    page = visitor.open(address)
    length = page.evaluate("history.length")
    answer_rightly(page, "before")
    left = page.url
    assert left.partition("#")[2].startswith(fragment(course))
    assert page.evaluate("history.length") == length
    page.reload()
    expect_first_form_done(page, pairs)
    page.locator(f"header a[hreflang={other}]").click()
    page.wait_for_url(f"**/{other}/**")
    expect_first_form_done(page, pairs)
    later = new_visitor(locale=lang).page
    later.goto(left)
    expect_first_form_done(later, pairs)
    app(later).locator(".before-after-onward a").click()
    answer_rightly(later, "after")
    assert told(later) == [(pair, "right", "right") for pair in pairs]


@pytest.mark.one_language
def test_an_answer_that_is_changed_takes_the_link_away_until_the_form_is_finished_again(
    visitor: Visitor, course: Course, address: str
) -> None:
    page = visitor.open(address)
    answer_rightly(page, "before")
    first = BEFORE_AFTER.of(course)[0]
    wrong = next(choice for choice in first.choices if choice != first.before.group)
    app(page).locator(f"form[data-form=before] [data-pair={first.id}] input[value={wrong}]").check()
    expect(app(page).locator(".before-after-end")).to_be_hidden()
    app(page).locator("form[data-form=before] button").click()
    assert f"#{first.id}={wrong}&" in page.url
    expect(app(page).locator(".before-after-onward a")).to_have_attribute("href", re.compile(f"{first.id}={wrong}"))


@pytest.mark.one_language
def test_the_link_can_be_mailed_to_oneself(visitor: Visitor, course: Course, address: str) -> None:
    page = visitor.open(address)
    answer_rightly(page, "before")
    mail = urlsplit(str(app(page).locator("[data-action=mail]").get_attribute("href")))
    said = parse_qs(mail.query, strict_parsing=True)
    assert (mail.scheme, mail.path, sorted(said)) == ("mailto", "", ["body", "subject"])
    link = urlsplit(said["body"][0].split()[-1])
    assert link.path.endswith(f"/{course.permanent_address(str(course.place_of('before_after')))}")
    assert link.fragment == fragment(course)


@pytest.mark.one_language
def test_what_is_first_after_the_first_form_is_to_keep_its_link(visitor: Visitor, address: str) -> None:
    page = visitor.open(address)
    answer_rightly(page, "before")
    end = app(page).locator(".before-after-end")
    expect(end.locator(".md-button--primary")).to_have_count(1)
    expect(end.locator(".md-button--primary")).to_have_attribute("data-action", "copy")
    expect(end.locator(".before-after-onward .md-button")).to_have_count(0)


@pytest.mark.one_language
def test_a_link_to_a_section_leaves_the_answers_alone(
    visitor: Visitor, course: Course, lang: str, address: str
) -> None:
    section = course.pages[lang][str(course.place_of("before_after"))].headings[-1].id
    page = visitor.open(f"{address}#{fragment(course)}")
    second = app(page).locator("form[data-form=after]")
    second.locator("input").first.check()
    page.evaluate("section => { location.hash = section }", section)
    page.go_back()
    page.wait_for_url(f"**#{fragment(course)}")
    expect(second).to_be_visible()
    expect(second.locator("input").first).to_be_checked()
    page.goto("about:blank")
    visitor.open(f"{address}#{section}")
    expect(app(page).locator("form[data-form=before]")).to_be_visible()
    expect(second).to_be_hidden()


# Links that were harmed -----------------------------------------------------------------------------------------------


@pytest.mark.one_language
@pytest.mark.parametrize(
    "harm",
    [
        lambda link: link.replace("&", "&amp;"),
        lambda link: link.replace("=", "%3D").replace("&", "%26"),
        lambda link: link.replace("=", "%253D").replace("&", "%2526"),
        lambda link: link.replace("=", "=3D"),
        lambda link: link.upper(),
        lambda link: f"{link}).",
        lambda link: f"{link}&utm_source=mail",
    ],
    ids=["entities", "escaped", "escaped twice", "mail", "capitals", "end of a sentence", "followed"],
)
def test_a_link_that_mail_has_changed_still_says_the_answers(
    visitor: Visitor, course: Course, address: str, harm: Callable[[str], str], pairs: list[str]
) -> None:
    page = visitor.open(f"{address}#{harm(fragment(course, wrong=1))}")
    expect(page.locator(".link-notice")).to_be_empty()
    answer_rightly(page, "after")
    assert told(page) == [(pair, "right" if number else "wrong", "right") for number, pair in enumerate(pairs)]


@pytest.mark.one_language
def test_a_part_that_is_lost_is_told_and_takes_no_other_with_it(
    visitor: Visitor, course: Course, address: str, pairs: list[str]
) -> None:
    known = fragment(course).split("&")
    page = visitor.open(f"{address}#{'&'.join([*known[:-1], known[-1][:-1] + 'x'])}")
    expect(page.locator(".link-notice")).to_have_text(re.compile(known[-1][:-1]))
    answer_rightly(page, "after")
    assert told(page) == [(pair, "right" if pair != pairs[-1] else "none", "right") for pair in pairs]


READ_ALL = """async ([forms, mender, offered, fragments]) => {
  const [{ answersIn }, { known, mend }] = [await import(forms), await import(mender)];
  const read = (fragment) => [fragment, mend(fragment, known())].map((each) => [...answersIn(each, offered)]);
  return fragments.map(read);
}"""


@pytest.mark.one_language
def test_any_fragment_is_read_as_what_it_says(visitor: Visitor, course: Course, address: str) -> None:
    """And what is mended says at least as much; test_fragments follows a thousand of them in the page."""
    page = visitor.open(address)
    offered = {pair.id: [*pair.choices] for pair in of(course)}
    ids = ["before-after-after", "before-after-app", "group"]
    fragments = drawn([(pair, choice) for pair, found in offered.items() for choice in found], ids, FRAGMENTS)
    scripts = [visitor.module("before-after.js"), visitor.module("mend.js")]
    found = page.evaluate(READ_ALL, [*scripts, [*offered.items()], [each[:500] for each in fragments]])
    said = 0
    for fragment, (plain, mended) in zip(fragments, found, strict=True):
        pairs = reversed(parse_qsl(fragment[:500], keep_blank_values=True))
        firsts = {pair: choice for pair, choice in pairs if choice in offered.get(pair, ())}
        assert plain == [[pair, firsts[pair]] for pair in offered if pair in firsts], fragment
        assert dict(plain).keys() <= dict(mended).keys(), fragment
        said += bool(plain)
    assert FRAGMENTS / 10 < said < FRAGMENTS


# Without script, on paper, and for everyone ---------------------------------------------------------------------------


@pytest.mark.one_language
def test_without_script_both_forms_are_lists_and_the_answers_folded(
    visitor_without_script: Visitor, course: Course, address: str
) -> None:
    page = visitor_without_script.open(address)
    for form in app(page).locator("form").all():
        expect(form).to_be_visible()
        assert form.locator("[data-pair]").count() == len(BEFORE_AFTER.of(course))
    expect(app(page).locator("[data-key]").first).to_be_hidden()
    app(page).locator("summary").click()
    expect(app(page).locator("[data-key]").first).to_be_visible()
    for hidden in app(page).locator(".before-after-end, .before-after-result").all():
        expect(hidden).to_be_hidden()


@pytest.mark.parametrize("scripts", [True, False], ids=["with script", "without"])
def test_forms_are_printed_on_sheets_of_their_own_and_without_answers(
    regulars: Callable[..., Visitor], course: Course, lang: str, address: str, scripts: bool
) -> None:
    page = regulars(lang, scripts=scripts).open(address)
    if scripts:
        expect(app(page)).to_have_attribute("data-live", "")
    sheets = [words(sheet.extract_text()) for sheet in PdfReader(io.BytesIO(page.pdf(format="A4"))).pages]
    marks = {
        "before": [text(page, f"form[data-form=before] [data-pair='{pair.id}'] > div") for pair in of(course)],
        "after": [text(page, f"form[data-form=after] [data-pair='{pair.id}'] > div") for pair in of(course)],
        "key": [text(page, f"[data-key$='-{pair.id}'] > div") for pair in of(course)],
    }
    holds = [{part for part, found in marks.items() if any(each in sheet for each in found)} for sheet in sheets]
    assert [part for part, _ in groupby(holds)] == [{"before"}, {"after"}], holds
    assert all(any(each in sheet for sheet in sheets) for form in ("before", "after") for each in marks[form])
    named = words(str(app(page).locator(".before-after-name").first.text_content()))
    assert [named in sheet for sheet in sheets] == [part != earlier for earlier, part in pairwise([set(), *holds])]


@pytest.mark.parametrize("scripts", [True, False], ids=["with script", "without"])
def test_the_key_is_printed_without_the_stories(
    regulars: Callable[..., Visitor], course: Course, lang: str, address: str, scripts: bool
) -> None:
    place = course.place_of("before_after_key")
    page = regulars(lang, scripts=scripts).open(f"{lang}/{course.address(lang, str(place))}")
    (sheet,) = (words(sheet.extract_text()) for sheet in PdfReader(io.BytesIO(page.pdf(format="A4"))).pages)
    told = BEFORE_AFTER.words(course, lang)
    for pair in of(course):
        for half in (told[pair.id].before, told[pair.id].after):
            assert words(half.why)[:15] in sheet
            assert words(half.story)[:40] not in sheet


def expect_first_form_done(page: Page, pairs: list[str]) -> None:
    """Its answers are chosen, its link is offered, and nothing else is shown."""
    form = app(page).locator("form[data-form=before]")
    expect(form).to_be_visible()
    expect(form.locator(":checked")).to_have_count(len(pairs))
    expect(app(page).locator(".before-after-end")).to_be_visible()
    for hidden in app(page).locator(".before-after-result, .before-after-key, form[data-form=after]").all():
        expect(hidden).to_be_hidden()
    expect(page.locator(".link-notice")).to_be_empty()


def of(course: Course) -> tuple[Pair, ...]:
    return BEFORE_AFTER.of(course)


def text(page: Page, selector: str) -> str:
    return words(str(app(page).locator(selector).first.text_content()))[:40]


def words(text: str) -> str:
    """Return a text as one can look for it in a PDF: letters alone, ligatures undone."""
    return re.sub(r"\W", "", text.replace("ﬃ", "ffi").replace("ﬀ", "ff").replace("ﬁ", "fi").replace("ﬂ", "fl"))


@pytest.mark.one_language
def test_it_breaks_no_rule_and_fits_a_narrow_window(visitor: Visitor, course: Course, address: str) -> None:
    page = visitor.open(address)
    app(page).locator("form[data-form=before] button").click()
    expect_sound(page)
    fill_in(app(page), "before")
    expect_sound(page)
    visitor.open(f"{address}#{fragment(course, wrong=2)}")
    fill_in(app(page), "after")
    expect_sound(page)
    page.set_viewport_size(NARROW)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
