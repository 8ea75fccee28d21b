"""What readers do with each widget that shows that it works."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Frame, Locator, Page
    from sitegen.course.course import Course
    from sitegen.kinds.quiz import graph


def addresses_of(course: Course, lang: str) -> dict[str, str]:
    """Return widget -> address of the page that shows it; the chapter has hints and links to sections."""
    places = {name: course.place_of(name) for name in ("quiz", "calculator", "sorting", "before_after", "examples")}
    paths = places | {"chapter": course.file.chapters[0].page}
    return {name: f"{lang}/{course.address(lang, path)}" for name, path in paths.items() if path}


def use_quiz(frame: Page | Frame, path: graph.Path) -> None:
    app = frame.locator("#quiz-app")
    for number, step in enumerate(path.steps):  # by key: a step moves what a mouse would aim at
        radio = app.locator(f'input[value="{step.option}"]')
        radio.press("Space")
        (radio if number % 2 else app.locator("form button:not([type])")).press("Enter")
    expect(app.locator(".quiz-verdict")).to_be_visible()
    app.locator(".quiz-buttons button").nth(1).click()
    expect(app.locator(".quiz-status")).to_have_text(re.compile(r"\w"))
    app.locator("details:has(dl button) > summary").click()
    app.locator("dl button").first.click()
    expect(app.locator(f'input[name="{path.steps[0].question}"]:checked')).to_have_count(1)


def use_calculator(frame: Page | Frame, path: graph.Path) -> None:
    app = frame.locator("#calculator-app")
    field, value = app.locator("input[type=text]").first, app.locator("td[data-value]").first
    before = value.inner_text()
    field.press("ArrowRight")
    field.press("Backspace")
    expect(value).not_to_have_text(before)
    app.locator("[type=reset]").click()
    expect(value).to_have_text(before)


def use_sorting(frame: Page | Frame, path: graph.Path) -> None:
    app = frame.locator("#sorting-app")
    card = app.locator("form:not([hidden])").first
    card.locator("input").first.check()
    card.locator("button").click()
    expect(card.locator(".sorting-feedback")).to_be_visible()
    app.locator("[data-action=copy]").click()
    expect(app.locator(".sorting-copied")).to_have_text(re.compile(r"\w"))
    app.locator("[data-action=renew]").click()
    expect(app.locator("form:not([hidden]) .sorting-feedback:not([hidden])")).to_have_count(0)


def use_before_after(frame: Page | Frame, path: graph.Path) -> None:
    app = frame.locator("#before-after-app")
    fill_in(app, "before")
    app.locator(".before-after-onward a").click()
    fill_in(app, "after")
    expect(app.locator(".before-after-table td:not(:empty)")).to_have_count(app.locator("td").count())


def fill_in(app: Locator, form: str, choice: str = "input") -> None:
    """Choose in every situation of one of the two forms what `choice` finds first, and finish."""
    shown = app.locator(f"form[data-form={form}]")
    expect(shown).to_be_visible()
    for situation in shown.locator("[data-pair]").all():
        situation.locator(choice).first.check()
    shown.locator("button").click()


def use_examples(frame: Page | Frame, path: graph.Path) -> None:
    cards = frame.locator(".card[data-sector]:visible")
    before = cards.count()
    frame.locator("#filter select").first.select_option(index=1)
    assert 0 < cards.count() < before
    frame.locator("#filter [type=reset]").click()
    expect(cards).to_have_count(before)


def use_chapter(frame: Page | Frame, path: graph.Path) -> None:
    frame.locator(".term a").first.hover()
    expect(frame.locator(".term [role=tooltip]").first).to_be_visible()
    frame.locator("article h2 .section-link").first.click()
    expect(frame.locator(".section-status")).to_have_text(re.compile(r"\w"))
    frame.locator("[data-md-component=palette] button:visible").click()
    expect(frame.locator("body")).to_have_attribute("data-md-color-scheme", "slate")


USES = {
    "quiz": use_quiz,
    "calculator": use_calculator,
    "sorting": use_sorting,
    "before_after": use_before_after,
    "examples": use_examples,
    "chapter": use_chapter,
}
