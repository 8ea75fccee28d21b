"""Nothing moves by itself while a page loads, however late its scripts come, and nothing is kept that nobody chose."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from browser.visitor import DESKTOP, PHONE
from browser.widgets import addresses_of
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable

    from browser.visitor import Visitor
    from playwright.sync_api import Page, Route, ViewportSize
    from sitegen.course.course import Course

MOST = 0.02
"""The greatest layout shift of a page, of which 0.1 counts as good (https://web.dev/articles/cls)."""

WATCH = """window.moved = [];
new PerformanceObserver((list) => {
  for (const { value, hadRecentInput } of list.getEntries()) if (!hadRecentInput) window.moved.push(value);
}).observe({ type: "layout-shift", buffered: true });"""
MOVED = """() => new Promise((resolve) => {
  const sum = () => resolve(window.moved.reduce((one, other) => one + other, 0));
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(sum, 30)));
})"""
KEPT = """async () => [...Object.keys(localStorage), ...Object.keys(sessionStorage), document.cookie,
  ...(await indexedDB.databases()).map(({ name }) => name), ...(await caches.keys())].filter(Boolean)"""
WIDGETS = re.compile(r"assets/(quiz/quiz|calculator|sorting|before-after|examples)\.js")
PLACES = ["quiz", "calculator", "sorting", "before_after", "examples"]


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_no_page_moves_while_it_loads_and_none_keeps_anything(
    new_visitor: Callable[..., Visitor], course: Course, lang: str, size: ViewportSize
) -> None:
    visitor = new_visitor(locale=lang, color_scheme="dark")
    visitor.context.add_init_script(WATCH)
    paths = list(course.pages[lang])
    pages = [visitor.page, *(visitor.context.new_page() for _ in range(2))]
    restless: dict[str, float] = {}
    for page in pages:
        page.set_viewport_size(size)
    for begin in range(0, len(paths), len(pages)):  # some load while others are looked at
        group = list(zip(paths[begin : begin + len(pages)], pages, strict=False))
        for path, page in group:
            page.goto(visitor.url(f"{lang}/{course.address(lang, path)}"), wait_until="commit")
        for path, page in group:
            page.bring_to_front()
            page.wait_for_load_state()
            restless[path] = page.evaluate(MOVED)
    assert {path: moved for path, moved in restless.items() if moved > MOST} == {}
    assert pages[0].evaluate(KEPT) == []


def hold(visitor: Visitor) -> list[Route]:
    """Keep the scripts of widgets back, in the list that this returns."""
    held: list[Route] = []
    visitor.context.route(WIDGETS, lambda route: held.append(route))
    return held


def start_late(visitor: Visitor, address: str) -> Page:
    """Open a page whose widget starts long after the page is shown."""
    held = hold(visitor)
    visitor.page.goto(visitor.url(address), wait_until="commit")
    visitor.page.wait_for_selector("[data-md-component=palette]", state="attached")
    visitor.page.evaluate(MOVED)
    visitor.page.wait_for_timeout(200)
    for route in held:
        route.continue_()
    visitor.page.wait_for_load_state()
    return visitor.page


@pytest.mark.parametrize("size", [PHONE, DESKTOP, {"width": 1280, "height": 1500}], ids=["phone", "desktop", "tall"])
@pytest.mark.parametrize("widget", PLACES)
def test_no_widget_that_comes_late_moves_anything(
    new_visitor: Callable[..., Visitor], course: Course, lang: str, widget: str, size: ViewportSize
) -> None:
    visitor = new_visitor(locale=lang)
    visitor.context.add_init_script(WATCH)
    visitor.page.set_viewport_size(size)
    assert start_late(visitor, addresses_of(course, lang)[widget]).evaluate(MOVED) <= MOST


@pytest.mark.one_language
@pytest.mark.parametrize("widget", ["quiz", "examples"])
def test_nor_does_one_with_a_state_in_its_address(
    new_visitor: Callable[..., Visitor], course: Course, lang: str, widget: str
) -> None:
    visitor = new_visitor(locale=lang)
    visitor.context.add_init_script(WATCH)
    page = visitor.open(addresses_of(course, lang)[widget])
    if widget == "quiz":
        page.locator("#quiz-app input").first.check()
        page.locator("#quiz-app form button:not([type])").click()
    else:
        page.locator("#filter select").first.select_option(index=2)
    address = page.url
    page.goto("about:blank")
    assert start_late(visitor, address).evaluate(MOVED) <= MOST


PLAIN = {
    "quiz": "#quiz-key[open] table",
    "calculator": ".calculator-given",
    "sorting": ".sorting-card",
    "before_after": ".before-after-key summary",
    "examples": ".card[data-outcome]",
}
"""What each page shows without scripts."""
HIDDEN = {
    "quiz": "#quiz-app",
    "calculator": ".calculator-form",
    "sorting": ".sorting-tools",
    "before_after": ".before-after-end",
    "examples": "#filter",
}
"""What it shows with them alone."""


@pytest.mark.one_language
@pytest.mark.parametrize("widget", PLACES)
def test_without_its_script_a_page_shows_its_plain_version(
    new_visitor: Callable[..., Visitor], course: Course, lang: str, widget: str
) -> None:
    visitor = new_visitor(locale=lang)
    visitor.context.route(WIDGETS, lambda route: route.abort())
    page = visitor.open(addresses_of(course, lang)[widget])
    expect(page.locator(PLAIN[widget]).first).to_be_visible()
    expect(page.locator(HIDDEN[widget])).not_to_be_visible()
    expect(page.locator(".md-footer")).to_be_visible()
    visitor.problems.clear()


@pytest.mark.one_language
def test_a_script_that_never_answers_is_not_waited_for(
    new_visitor: Callable[..., Visitor], course: Course, lang: str
) -> None:
    visitor = new_visitor(locale=lang)
    visitor.page.clock.install()
    hold(visitor)
    visitor.page.goto(visitor.url(addresses_of(course, lang)["quiz"]), wait_until="commit")
    visitor.page.wait_for_selector("#quiz-key", state="attached")
    expect(visitor.page.locator(PLAIN["quiz"]).first).not_to_be_visible()
    visitor.page.clock.run_for(10_000)
    expect(visitor.page.locator(PLAIN["quiz"]).first).to_be_visible()


# Colours --------------------------------------------------------------------------------------------------------------

REFUSE = """const get = () => { throw new DOMException("refused", "SecurityError"); };
for (const name of ["localStorage", "sessionStorage"])
  Object.defineProperty(window, name, { configurable: true, get });"""
CHOOSER = "[data-md-component=palette] button:visible"


def expect_scheme(page: Page, scheme: str) -> None:
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", scheme)


@pytest.mark.one_language
def test_the_system_s_scheme_is_followed_until_the_reader_chooses(
    new_visitor: Callable[..., Visitor], course: Course, lang: str
) -> None:
    visitor = new_visitor(locale=lang, color_scheme="light")
    page = visitor.open(f"{lang}/")
    expect_scheme(page, "default")
    for system, scheme in (("dark", "slate"), ("light", "default"), ("dark", "slate")):
        page.emulate_media(color_scheme=system)
        expect_scheme(page, scheme)
    assert page.evaluate(KEPT) == []
    expect_scheme(visitor.open(addresses_of(course, lang)["quiz"]), "slate")
    page.locator(CHOOSER).click()
    expect_scheme(page, "default")
    assert len(page.evaluate(KEPT)) == 1
    for system in ("light", "dark"):
        page.emulate_media(color_scheme=system)
        expect_scheme(visitor.open(f"{lang}/"), "default")
    page.emulate_media(color_scheme="light")
    page.emulate_media(color_scheme="dark")
    page.wait_for_timeout(100)
    expect_scheme(page, "default")


@pytest.mark.one_language
def test_a_dark_page_was_never_light(new_visitor: Callable[..., Visitor], lang: str) -> None:
    visitor = new_visitor(locale=lang, color_scheme="dark")
    visitor.context.route("**/site.js", lambda route: route.abort())  # it comes later
    assert visitor.open(f"{lang}/").locator("body").get_attribute("data-md-color-scheme") == "slate"
    visitor.problems.clear()


@pytest.mark.one_language
def test_without_storage_the_colour_button_works(new_visitor: Callable[..., Visitor], lang: str) -> None:
    visitor = new_visitor(locale=lang, color_scheme="dark")
    visitor.context.add_init_script(REFUSE)
    page = visitor.open(f"{lang}/")
    for scheme in ("default", "slate"):
        page.locator(CHOOSER).click()
        expect_scheme(page, scheme)


# In a hurry -----------------------------------------------------------------------------------------------------------


SHAKY = """([x, y]) => {
  for (const clientX of [x - 5, x + 5]) {
    const there = document.elementFromPoint(clientX, y);
    const first = { bubbles: true, cancelable: true, composed: true, clientX, clientY: y, detail: 1 };
    there.dispatchEvent(new PointerEvent("pointerdown", first));
    there.dispatchEvent(new PointerEvent("click", first));
  }
}"""
"""In the page, since a busy machine takes longer between two clicks than a hand does."""


@pytest.mark.one_language
@pytest.mark.parametrize("button", ["[data-action=renew]", "form:not([hidden]) button"])
def test_a_shaky_double_click_is_one_click(
    new_visitor: Callable[..., Visitor], course: Course, lang: str, button: str
) -> None:
    """The hand moves between the two, so that the browser counts each as a first; keys are not held back."""
    visitor = new_visitor(locale=lang)
    page = visitor.open(addresses_of(course, lang)["sorting"])
    page.locator("#sorting-app input:visible").first.check()
    page.evaluate("window.hurried = true")
    page.evaluate("window.clicks = 0; document.querySelector('#sorting-app').addEventListener('click', () => clicks++)")
    page.locator(f"#sorting-app {button}").first.evaluate("button => button.scrollIntoView({ block: 'center' })")
    box = page.locator(f"#sorting-app {button}").first.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.wait_for_timeout(450)  # after the click on the card
    page.evaluate(SHAKY, [x, y])
    assert page.evaluate("clicks") == 1
    page.wait_for_timeout(450)
    page.mouse.click(x, y)
    assert page.evaluate("clicks") == 2
    page.evaluate("document.querySelector('[data-action=renew]').click()")
    assert page.evaluate("clicks") == 3


@pytest.mark.one_language
def test_a_key_held_down_begins_one_round(new_visitor: Callable[..., Visitor], course: Course, lang: str) -> None:
    visitor = new_visitor(locale=lang)
    page = visitor.open(addresses_of(course, lang)["sorting"])
    before = page.evaluate("history.length")
    page.locator("[data-action=renew]").focus()
    for _ in range(4):
        page.keyboard.down("Enter")
    page.keyboard.up("Enter")
    assert page.evaluate("history.length") == before + 1


@pytest.mark.one_language
def test_a_double_click_on_the_calculator_s_button_is_one(
    new_visitor: Callable[..., Visitor], course: Course, lang: str
) -> None:
    visitor = new_visitor(locale=lang)
    page = visitor.open(addresses_of(course, lang)["calculator"])
    page.evaluate("window.resets = 0; addEventListener('reset', () => resets++)")
    page.locator("#calculator-app [type=reset]").dblclick()
    assert page.evaluate("resets") == 1
