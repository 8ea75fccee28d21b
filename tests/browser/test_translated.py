"""Every widget while a program translates the page: it wraps each text, changes its words, and goes on doing so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from browser.widgets import USES, addresses_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from browser.visitor import Visitor
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
