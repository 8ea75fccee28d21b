"""The calculator in the browser: the reader's figures, the same numbers as in Python, and the page without script."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

import pytest
from browser.drawn import draw
from browser.survey import expect_sound
from browser.visitor import DESKTOP, NARROW, PHONE
from conftest import PROJECT
from courses import writes
from golden import cases
from hypothesis import strategies as st
from playwright.sync_api import expect
from sitegen.kinds.calculator import CALCULATOR
from sitegen.kinds.calculator import sums as calculator
from sitegen.kinds.calculator.shape import CalculatorFile, CalculatorWording
from sitegen.language.i18n import Interface

if TYPE_CHECKING:
    from collections.abc import Iterator

    from browser.visitor import Visitor
    from conftest import ServeDirectory
    from playwright.sync_api import Browser, Locator, Page, ViewportSize
    from sitegen.course.course import Course

CALCULATIONS = 300
LANGUAGES = ["fr", "en", "de", "es"]

COMPUTE_ALL = """async ({ address, sent }) => {
  const { compute, written } = await import(address);
  return JSON.stringify(JSON.parse(sent).map(({ calculators, given }) => {
    const values = compute(calculators[0], given);
    const units = [...calculators[0].inputs, ...calculators[0].rows];
    const shown = calculators.map((each) => units.map(({ id, unit }) => written(each, values[id], unit)));
    return { values, shown };
  }));
}"""

# The same numbers -----------------------------------------------------------------------------------------------------


@st.composite
def calculations(draw: st.DrawFn) -> tuple[CalculatorFile, dict[str, float]]:
    """A calculation of every kind, and figures for it; only inputs divide, and none of them is 0."""
    units = st.sampled_from([None, "percent", "hours"])
    ids = [f"in{number}" for number in range(draw(st.integers(1, 4)))]
    inputs = [{"id": i, "min": 0.25, "max": 5000, "step": 0.25, "default": 1, "unit": draw(units)} for i in ids]
    given = {ident: draw(st.integers(1, 20_000)) / 4 for ident in ids}
    rows: list[dict[str, Any]] = []
    for number in range(draw(st.integers(1, 4))):
        operation = draw(st.sampled_from(["add", "subtract", "multiply", "divide"]))
        known = [*ids, *(row["id"] for row in rows)]
        other = draw(st.sampled_from(ids if operation == "divide" else known))
        row = {"id": f"row{number}", operation: [draw(st.sampled_from(known)), other], "unit": draw(units)}
        rows.append(row)
    return CalculatorFile.model_validate({"inputs": inputs, "rows": rows, "verdict": "row0"}), given


def data_of(file: CalculatorFile, lang: str) -> dict[str, Any]:
    """Return as much of the page's data as the calculation needs."""
    return {
        "lang": lang,
        "inputs": [{"id": entry.id, "unit": entry.unit} for entry in file.inputs],
        "rows": [
            {"id": row.id, "unit": row.unit, "operation": row.operation, "operands": row.operands} for row in file.rows
        ],
        "units": {"hours": "{value}\u00a0h"},
    }


def shown_by_python(file: CalculatorFile, values: dict[str, float], lang: str) -> list[str]:
    words = CalculatorWording.model_construct(units={"hours": "{value} h"})
    return [calculator.written(Interface(lang), words, values[entry.id], entry.unit) for entry in file.entries]


@pytest.fixture(scope="module")
def module_page(browser: Browser, serve_directory: ServeDirectory) -> Iterator[Page]:
    with serve_directory(PROJECT / "docs" / "assets") as url:
        page = browser.new_page()
        page.goto(f"{url}calculator.js")
        yield page
        page.close()


def test_the_page_and_the_generator_agree_on_generated_calculations(module_page: Page) -> None:
    drawn = draw(calculations(), CALCULATIONS)
    sent = [{"calculators": [data_of(file, lang) for lang in LANGUAGES], "given": given} for file, given in drawn]
    answer = module_page.evaluate(COMPUTE_ALL, {"address": module_page.url, "sent": json.dumps(sent)})
    for (file, given), found in zip(drawn, json.loads(answer), strict=True):
        values = calculator.compute(file, given)
        assert found["values"] == values
        if all(abs(value) < 1e12 for value in values.values()):
            assert found["shown"] == [shown_by_python(file, values, lang) for lang in LANGUAGES]


def test_the_page_computes_the_same_golden_cases(module_page: Page) -> None:
    golden = [case.values[0] for case in cases("calculator", "compute")]
    sent = []
    for case in golden:
        inputs = [{"min": 0, "max": 1000, "step": 0.01, "default": 0, **entry} for entry in case["inputs"]]
        file = CalculatorFile.model_validate(
            {"inputs": inputs, "rows": case["rows"], "verdict": case["rows"][-1]["id"]}
        )
        sent.append({"calculators": [data_of(file, "en")], "given": case["given"]})
    answer = module_page.evaluate(COMPUTE_ALL, {"address": module_page.url, "sent": json.dumps(sent)})
    assert [found["values"] for found in json.loads(answer)] == [case["output"] for case in golden]


# In the page ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def address(course: Course, lang: str) -> str:
    place = course.place_of("calculator")
    assert place
    return f"{lang}/{course.address(lang, place)}"


def cells(page: Page) -> dict[str, str]:
    return {
        str(cell.get_attribute("data-value")): str(cell.text_content()) for cell in page.locator("[data-value]").all()
    }


def expected(course: Course, lang: str, **given: float) -> dict[str, str]:
    """Return what the cells must show when the reader changes some figures of the example."""
    file, words = CALCULATOR.of(course), CALCULATOR.words(course, lang)
    assert file
    assert words
    values = calculator.compute(file, {entry.id: entry.default for entry in file.inputs} | given)
    interface = writes(course, lang).interface
    return {e.id: calculator.written(interface, words, values[e.id], e.unit) for e in file.entries}


def controls(page: Page, name: str) -> tuple[Locator, Locator]:
    """Return the slider and the field of an input."""
    both = page.locator(f"[data-input={name}]")
    return both.locator("[type=range]"), both.locator("[inputmode=decimal]")


def test_the_example_is_there_without_script(
    visitor_without_script: Visitor, course: Course, lang: str, address: str
) -> None:
    page = visitor_without_script.open(address)
    assert cells(page) == expected(course, lang)
    expect(page.locator(".calculator-form")).to_be_hidden()
    expect(page.locator(".calculator-given")).to_be_visible()
    expect(page.locator(".calculator-verdict")).to_be_visible()


@pytest.mark.one_language
def test_slider_field_table_and_sentence_keep_in_step_by_key(
    visitor: Visitor, course: Course, lang: str, address: str
) -> None:
    page = visitor.open(address)
    slider, field = controls(page, "ahead")
    before = page.locator(".calculator-verdict").text_content()
    slider.focus()
    page.keyboard.press("Home")
    expect(field).to_have_value("0")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(field).to_have_value("2")
    assert cells(page) == expected(course, lang, ahead=2)
    expect(slider).to_have_attribute("aria-valuetext", expected(course, lang, ahead=2)["ahead"])
    expect(page.locator(".calculator-verdict")).not_to_have_text(str(before))
    page.keyboard.press("Tab")
    expect(field).to_be_focused()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("35")
    expect(slider).to_have_value("35")
    assert cells(page) == expected(course, lang, ahead=35)
    page.locator(".calculator [type=reset]").press("Enter")
    expect(field).to_have_value("10")
    expect(page.locator(".calculator-verdict")).to_have_text(str(before))
    assert cells(page) == expected(course, lang)


@pytest.mark.one_language
def test_a_figure_within_its_range_counts_as_typed(visitor: Visitor, course: Course, lang: str, address: str) -> None:
    page = visitor.open(address)
    slider, field = controls(page, "ahead")
    for typed, figure, nearest in (("7.6", 7.6, "8"), ("9,4", 9.4, "9"), (" 1 2 ", 12, "12")):
        field.fill(typed)
        field.press("Tab")
        expect(field).to_have_value(typed)
        expect(field).to_have_attribute("aria-invalid", "false")
        expect(slider).to_have_value(nearest)
        assert cells(page) == expected(course, lang, ahead=figure)


@pytest.mark.one_language
def test_what_is_no_figure_within_its_range_is_told_and_nothing_is_made_of_it(
    visitor: Visitor, course: Course, lang: str, address: str
) -> None:
    page = visitor.open(address)
    _, field = controls(page, "ahead")
    assert field.evaluate("field => field.ariaDescribedByElements?.length ?? 2") == 2
    right = expected(course, lang)
    for typed in ("999", "-5", "", "seven", "1.2.3"):
        field.fill(typed)
        field.press("Tab")
        expect(field).to_have_value(typed)
        expect(field).to_have_attribute("aria-invalid", "true")
        error = page.locator("#" + str(field.get_attribute("aria-describedby")).split()[-1])
        expect(error).to_be_visible()
        for name, text in cells(page).items():
            assert text == ("–" if name in {"ahead", "cost", "balance", "break_even"} else right[name]), typed
        expect(page.locator(".calculator-verdict")).not_to_contain_text("–")
        expect(page.locator(".calculator")).to_have_attribute("data-sign", "")
        field.fill("10")
        expect(error).to_be_hidden()
        assert cells(page) == right


READINGS = [
    *[("en", "6,250", 6250), ("en", "6,5", 6.5), ("fr", "6 250,5", 6250.5), ("fr", "6\u202f250", 6250)],
    *[("de", "6.250", 6250), ("de", "6,250", 6.25), ("es", ".5", 0.5), ("de", "1.2345", 1.2345)],
    *[("en", "0,125", 0.125), ("en", "2,5000", 2.5), ("en", "1,234,567.5", 1234567.5), ("en", "1,234,56", None)],
    *[("en", "-1,250", -1250), ("de", "1.234.567,5", 1234567.5), ("en", "1234,567", 1234.567), ("en", "1,250.", None)],
    *[(language, typed, None) for language in ("fr", "en") for typed in ("", "-", ".", "1e3", "0x10", "5%")],
]


def test_figures_are_read_as_the_language_writes_them(module_page: Page) -> None:
    script = """async ([address, readings]) => {
      const { read } = await import(address);
      return readings.map(([lang, typed]) => read(typed, lang));
    }"""
    found = module_page.evaluate(script, [module_page.url, READINGS])
    told = [(*case[:2], None if math.isnan(number) else number) for case, number in zip(READINGS, found, strict=True)]
    assert told == READINGS


def test_every_control_has_a_name_of_its_own(visitor: Visitor, course: Course, address: str) -> None:
    page = visitor.open(address)
    assert CALCULATOR.of(course)
    for role in ("slider", "textbox"):
        names = [each.aria_snapshot() for each in page.locator(".calculator").get_by_role(role).all()]  # type: ignore[arg-type]
        assert len(set(names)) == len(CALCULATOR.of(course).inputs)
        assert all('"' in name for name in names)


@pytest.mark.one_language
def test_paper_shows_the_figures_as_they_stand(visitor: Visitor, course: Course, lang: str, address: str) -> None:
    page = visitor.open(address)
    controls(page, "hour")[1].fill("200")
    page.emulate_media(media="print")
    expect(page.locator(".calculator-form")).to_be_hidden()
    expect(page.locator(".calculator-given")).to_be_visible()
    assert cells(page) == expected(course, lang, hour=200)


@pytest.mark.one_language
def test_it_breaks_no_rule_and_fits_a_narrow_window(visitor: Visitor, address: str) -> None:
    page = visitor.open(address)
    controls(page, "ahead")[1].fill("999")
    expect_sound(page)


@pytest.mark.one_language
def test_nothing_is_stored(visitor: Visitor, address: str) -> None:
    page = visitor.open(address)
    controls(page, "spent")[1].fill("3")
    stored = page.evaluate("[...Object.keys(localStorage), ...Object.keys(sessionStorage)]")
    assert [name for name in stored if "calc" in name.lower()] == []
    assert "#" not in page.url


HIGH: ViewportSize = {**DESKTOP, "height": 1000}
ZOOMED: ViewportSize = {"width": 640, "height": 360}
SIZES = [HIGH, DESKTOP, ZOOMED, PHONE, NARROW]


def in_all_sizes(page: Page) -> Iterator[ViewportSize]:
    """Show an open page from its top in one size after the other."""
    for size in SIZES:
        page.set_viewport_size(size)
        page.evaluate("document.activeElement.blur(); scrollTo({ top: 0, behavior: 'instant' })")
        yield size


def test_the_result_is_in_view_while_a_slider_moves(visitor: Visitor, course: Course, address: str) -> None:
    page = visitor.open(address)
    assert CALCULATOR.of(course)
    for size in in_all_sizes(page):
        for entry in CALCULATOR.of(course).inputs:
            slider, _ = controls(page, entry.id)
            slider.focus()
            page.keyboard.press("ArrowRight")
            for place in (page.locator("[data-bar]").first, page.locator("p.calculator-balance"), slider):
                expect(place).to_be_in_viewport(ratio=1)
            if size == HIGH:
                expect(page.locator(".calculator-verdict")).to_be_in_viewport(ratio=1)


def test_what_takes_the_focus_is_not_below_the_result(visitor: Visitor, address: str) -> None:
    page = visitor.open(address)
    for size in in_all_sizes(page):
        stuck = ".calculator-result" if size == HIGH else ".calculator-bars"
        controls(page, "spent")[0].focus()
        for _ in range(10):
            page.keyboard.press("Tab")
            assert page.evaluate(
                """(stuck) => {
                  const { top, bottom } = document.activeElement.getBoundingClientRect();
                  const result = document.querySelector(stuck).getBoundingClientRect();
                  return bottom <= result.top || top >= result.bottom;
                }""",
                stuck,
            ), size


@pytest.mark.one_language
def test_the_bars_and_the_sign_follow_the_figures(visitor: Visitor, course: Course, lang: str, address: str) -> None:
    page = visitor.open(address)
    lengths = "bars => bars.map(bar => parseFloat(getComputedStyle(bar, '::after').inlineSize))"
    bars = page.locator("[data-bar]")
    before = bars.evaluate_all(lengths)
    expect(page.locator(".calculator")).to_have_attribute("data-sign", "negative")
    controls(page, "chance")[1].fill("20")
    expected_return, cost = bars.evaluate_all(lengths)
    assert expected_return / cost == pytest.approx(1200 / 800, rel=0.01)
    assert before[0] / before[1] == pytest.approx(600 / 800, rel=0.01)
    expect(page.locator(".calculator")).to_have_attribute("data-sign", "positive")
    expect(page.locator(".calculator-bars")).to_have_attribute("aria-hidden", "true")
