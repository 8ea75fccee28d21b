"""Every widget while a program translates the page: it wraps each text, changes its words, and goes on doing so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from browser.widgets import USES, addresses_of
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable

    from browser.visitor import Visitor
    from playwright.sync_api import Page
    from sitegen.course.course import Course
    from sitegen.kinds.quiz import graph

pytestmark = pytest.mark.one_language

TRANSLATE = """(() => {
  const own = new WeakSet();
  const left = new Set(["SCRIPT", "STYLE", "TEXTAREA", "CODE", "PRE", "SVG", "OPTION"]);
  const translate = (text) => {
    const parent = text.parentElement;
    if (own.has(text)) return;
    if (!text.data.trim() || !parent || left.has(parent.tagName) || parent.closest("[translate=no]")) return;
    const [outer, inner] = [document.createElement("font"), document.createElement("font")];
    outer.style.verticalAlign = "inherit";
    text.before(outer);
    const said = document.createTextNode(text.data.replace(/\\p{L}+/gu, (word) => `x${[...word].reverse().join("")}x`));
    own.add(said);
    inner.append(said);
    outer.append(inner);
    text.remove();
  };
  const all = (root) => {
    const found = [], walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) found.push(walker.currentNode);
    found.forEach(translate);
  };
  const begin = () => {
    document.documentElement.lang = "xx";
    document.documentElement.classList.add("translated-ltr");
    for (const option of document.querySelectorAll("option")) option.textContent = `x${option.textContent}`;
    all(document.body);
    new MutationObserver((changes) => {
      for (const { target, addedNodes } of changes) {
        if (target.nodeType === 3) { own.delete(target); translate(target); }
        for (const node of addedNodes) if (node.nodeType === 3) translate(node); else if (node.isConnected) all(node);
      }
    }).observe(document.body, { childList: true, subtree: true, characterData: true });
  };
  return begin;
})()"""
EARLY = f"""new MutationObserver((_, observer) => {{
  if (!document.body) return;
  observer.disconnect();
  ({TRANSLATE})();
}}).observe(document, {{ childList: true, subtree: true }});"""


@pytest.mark.parametrize("name", USES)
@pytest.mark.parametrize("early", [True, False], ids=["while it loads", "once it is read"])
def test_a_translated_widget_works(
    new_visitor: Callable[..., Visitor], course: Course, lang: str, longest: graph.Path, name: str, *, early: bool
) -> None:
    visitor = new_visitor(locale=lang)
    if early:
        visitor.context.add_init_script(EARLY)
    page = visitor.open(addresses_of(course, lang)[name])
    if not early:
        page.evaluate(f"({TRANSLATE})()")
    assert page.locator("article font").count() > 20
    USES[name](page, longest)


def test_the_hardest_group_is_named_once_though_only_some_cards_are_translated(
    visitor: Visitor, course: Course, lang: str, page: Page
) -> None:
    """A program translates what readers have seen; the group that most cards belong to is the hardest."""
    visitor.open(addresses_of(course, lang)["sorting"] + "#seed=1234")
    cards = page.locator("#sorting-app form:not([hidden])")
    groups = cards.evaluate_all("forms => forms.map((form) => form.dataset.group)")
    for number, group in enumerate(groups):
        card = cards.nth(number)
        if number % 2:
            card.locator(".sorting-belongs").evaluate("element => { element.textContent = 'translated' }")
        card.locator(f'input:not([value="{group}"])').first.check()
        card.locator("button").press("Enter")
    most = max(map(groups.count, groups))
    labels = page.locator("#sorting-app .sorting-choices, #sorting-app fieldset").first.locator("label")
    names = [str(labels.nth(at).inner_text()).strip() for at in range(labels.count())]
    told = page.locator(".sorting-end h3").inner_text()
    assert "translated" not in told
    assert sum(told.count(name.splitlines()[0]) for name in names) == sum(
        groups.count(group) == most for group in set(groups)
    )


def test_a_sentence_that_has_not_changed_is_not_said_again(
    visitor: Visitor, course: Course, lang: str, page: Page
) -> None:
    visitor.open(addresses_of(course, lang)["calculator"])
    verdict = page.locator(".calculator-verdict")
    verdict.evaluate("element => { element.textContent = 'translated' }")
    page.locator("#calculator-app input[type=range]").first.evaluate(
        "slider => slider.dispatchEvent(new Event('input', { bubbles: true }))"
    )
    page.wait_for_timeout(700)
    expect(verdict).to_have_text("translated")


def test_what_is_no_language_is_not_translated(visitor: Visitor, course: Course, lang: str, page: Page) -> None:
    chapter = course.file.chapters[0].page
    for path, name in ((chapter, ".permanent a"), (chapter, "header a[data-twin]"), ("contributors.md", "code")):
        visitor.open(f"{lang}/{course.address(lang, path)}")
        parts = page.locator(name)
        assert parts.count() > 0, name
        assert parts.evaluate_all("all => all.every((part) => !part.translate)"), name
