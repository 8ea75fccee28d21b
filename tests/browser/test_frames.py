"""Every widget inside a frame of another page, whatever that page lets it do."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable

    from browser.visitor import Visitor
    from playwright.sync_api import Frame, Page
    from sitegen.course.course import Course
    from sitegen.kinds.quiz import graph

pytestmark = pytest.mark.one_language

SANDBOXES = {
    "no sandbox": "",
    "scripts": 'sandbox="allow-scripts"',
    "almost all": 'sandbox="allow-scripts allow-same-origin allow-popups"',
    "nothing": "sandbox",
}
HOST = "<!doctype html><title>Host</title><p><input></p><p style='height: 2000px'></p>"
FRAME = """([addresses, attributes]) => {
  window.waiting = 0;
  for (const [name, address] of Object.entries(addresses)) {
    const box = document.createElement("p");
    box.innerHTML = `<iframe name="${name}" width="1000" height="800" ${attributes}></iframe>`;
    window.waiting += 1;
    box.firstChild.addEventListener("load", () => { window.waiting -= 1; }, { once: true });
    box.firstChild.src = address;
    document.body.append(box);
  }
}"""
PLACES = {"key", "section"}
"""What browsers scroll to by themselves, in a page around it too if that is of the same site."""


@dataclass(frozen=True)
class Host:
    """A page that shows pages of the site in frames."""

    visitor: Visitor
    frames: dict[str, Frame]

    @property
    def page(self) -> Page:
        return self.visitor.page


@pytest.fixture
def addresses(course: Course, lang: str, longest: graph.Path) -> dict[str, str]:
    """Widget -> address of a page that shows it; some name a place in the page, or a state of the widget."""

    def at(path: str | None) -> str:
        assert path
        return f"{lang}/{course.address(lang, path)}"

    chapter = course.file.chapters[0].page
    section = next(iter(course.pages[lang][chapter].ids))
    answers = "&".join(f"{step.question}={step.option}" for step in longest.steps)
    return {
        "quiz": at(course.place_of("quiz")),
        "result": at(course.place_of("quiz")) + f"#{answers}",
        "key": at(course.place_of("quiz")) + "#key",
        "calculator": at(course.place_of("calculator")),
        "sorting": at(course.place_of("sorting")) + "#seed=1234",
        "examples": at(course.place_of("examples")),
        "chapter": at(chapter),
        "section": at(chapter) + f"#{section}",
        "not found": f"{lang}/{course.address(lang, chapter).strip('/')}x/",
        "chooser": "",
    }


@pytest.fixture
def frame_all(new_visitor: Callable[..., Visitor], lang: str, addresses: dict[str, str]) -> Callable[..., Host]:
    """`frame_all(attributes, near)`: a host with a frame for each; `near` if it has the site's own origin."""

    def frame(attributes: str, *, near: bool = False) -> Host:
        visitor = new_visitor(locale=lang)
        visitor.missing.add(visitor.url(addresses["not found"]))
        shown = {name: address for name, address in addresses.items() if not (near and name in PLACES)}
        if near:
            visitor.page.route(visitor.url("host"), lambda route: route.fulfill(body=HOST, content_type="text/html"))
            visitor.page.goto(visitor.url("host"))
        else:
            visitor.page.set_content(HOST)
        visitor.page.locator("input").focus()
        visitor.page.evaluate(FRAME, [{name: visitor.url(address) for name, address in shown.items()}, attributes])
        visitor.page.wait_for_function("waiting === 0")
        return Host(visitor, {name: found for name in shown if (found := visitor.page.frame(name))})

    return frame


def expect_calm(host: Host) -> None:
    """Nothing but the reader moves the host, or takes the focus from it."""
    assert host.page.evaluate("[document.activeElement.localName, scrollX, scrollY]") == ["input", 0, 0]


KINDS = [(name, near) for name in ("no sandbox", "scripts", "almost all") for near in (False, True)]


@pytest.mark.parametrize(("sandbox", "near"), KINDS)
def test_a_framed_widget_works(
    frame_all: Callable[..., Host], course: Course, longest: graph.Path, sandbox: str, *, near: bool
) -> None:
    host = frame_all(SANDBOXES[sandbox], near=near)
    frames = host.frames
    for name, widget in {"result": ".quiz-verdict", "sorting": "[data-live]", "not found": ".likely a"}.items():
        expect(frames[name].locator(widget).first).to_be_attached()
    expect_calm(host)
    use_quiz(frames["quiz"], longest)
    use_calculator(frames["calculator"])
    use_sorting(frames["sorting"])
    use_examples(frames["examples"])
    use_chapter(frames["chapter"])
    with_search = frames["chapter"].locator(".md-search").count()
    assert with_search == (sandbox != "scripts")
    twin = frames["chapter"].locator("header a[data-twin]").first
    wanted = str(twin.get_attribute("hreflang"))
    twin.click()
    frames["chapter"].wait_for_url(re.compile(rf"/{wanted}/"))
    likely = frames["not found"].locator(".likely a").first
    likely.click()
    expect(frames["not found"].locator(".likely")).to_have_count(0)


def use_quiz(frame: Frame, path: graph.Path) -> None:
    app = frame.locator("#quiz-app")
    for number, step in enumerate(path.steps):  # by key: a step scrolls the host as well, while a mouse takes aim
        radio = app.locator(f'input[value="{step.option}"]')
        radio.press("Space")
        (radio if number % 2 else app.locator("form button:not([type])")).press("Enter")
    expect(app.locator(".quiz-verdict")).to_be_visible()
    app.locator(".quiz-buttons button").nth(1).click()
    expect(app.locator(".quiz-status")).to_have_text(re.compile(r"\w"))
    app.locator("details:has(dl button) > summary").click()
    app.locator("dl button").first.click()
    expect(app.locator(f'input[name="{path.steps[0].question}"]:checked')).to_have_count(1)


def use_calculator(frame: Frame) -> None:
    app = frame.locator("#calculator-app")
    field, value = app.locator("input[type=text]").first, app.locator("td[data-value]").first
    before = value.inner_text()
    field.press("ArrowRight")
    field.press("Backspace")
    expect(value).not_to_have_text(before)
    app.locator("[type=reset]").click()
    expect(value).to_have_text(before)


def use_sorting(frame: Frame) -> None:
    app = frame.locator("#sorting-app")
    card = app.locator("form:not([hidden])").first
    card.locator("input").first.check()
    card.locator("button").click()
    expect(card.locator(".sorting-feedback")).to_be_visible()
    app.locator("[data-action=copy]").click()
    expect(app.locator(".sorting-copied")).to_have_text(re.compile(r"\w"))
    app.locator("[data-action=renew]").click()
    expect(app.locator("form:not([hidden]) .sorting-feedback:not([hidden])")).to_have_count(0)


def use_examples(frame: Frame) -> None:
    cards = frame.locator(".card[data-sector]:visible")
    before = cards.count()
    frame.locator("#filter select").first.select_option(index=1)
    assert 0 < cards.count() < before
    frame.locator("#filter [type=reset]").click()
    expect(cards).to_have_count(before)


def use_chapter(frame: Frame) -> None:
    frame.locator(".term a").first.hover()
    expect(frame.locator(".term [role=tooltip]").first).to_be_visible()
    frame.locator("article h2 .section-link").first.click()
    expect(frame.locator(".section-status")).to_have_text(re.compile(r"\w"))
    frame.locator("[data-md-component=palette] button:visible").click()
    expect(frame.locator("body")).to_have_attribute("data-md-color-scheme", "slate")


def test_a_frame_that_runs_nothing_reads_as_without_script(frame_all: Callable[..., Host]) -> None:
    host = frame_all(SANDBOXES["nothing"])
    expect_calm(host)
    frames = host.frames
    expect(frames["quiz"].locator("#quiz-key table").first).to_be_visible()
    expect(frames["calculator"].locator(".calculator-verdict")).to_be_visible()
    expect(frames["sorting"].locator(".sorting-answer summary").first).to_be_visible()
    expect(frames["examples"].locator(".card[data-sector]:visible").nth(1)).to_be_visible()
    expect(frames["not found"].locator("article a").first).to_be_visible()
    expect(frames["chooser"].locator("a[hreflang]:visible").first).to_be_visible()
    assert {problem.partition(" in ")[0] for problem in host.visitor.problems} == {"Blocked script execution"}
    host.visitor.problems.clear()
