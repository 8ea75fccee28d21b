"""Whatever stands in the address, no widget fails over it, shows it as if it were its own, or is the worse for it."""

from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from browser.visitor import search_for_a_chapter
from browser.widgets import USES, addresses_of
from playwright.sync_api import expect
from sitegen.kinds.quiz import graph
from sitegen.kinds.sorting import dealt

if TYPE_CHECKING:
    from collections.abc import Callable

    from browser.visitor import Visitor
    from sitegen.course.course import Course
    from sitegen.kinds.quiz.shape import QuizFile

pytestmark = pytest.mark.one_language

FRAGMENTS = 1_000
"""For each widget, the same ones every time; each costs three milliseconds, nearly all of them the driver's."""
LOADED = 4
"""How many of them are opened afresh."""
ODD = [
    *("", "__proto__", "constructor", "toString", "hasOwnProperty", "NaN", "Infinity", "undefined", "null", "true"),
    *("0", "-1", "1e309", "9" * 40, "0x10", "٣٤", "１２", "½", "\u202e", "𝒳", "\0", "%", "%zz", "%E0%A4%A", "%00"),
    *("%2526", "%3D3D", "&amp;", "&sect", "=", "==3D", "~", ".", "..", "javascript:hit=1", "[object Object]", "\\"),
    *("<img src=x onerror=hit=1>", "%3Cimg%20src%3Dx%20onerror%3Dhit%3D1%3E", "'\"><b>", "{parts}", "${hit=1}"),
]
SIGNS = "%&=#?~;:,+$@!'()*/[]"
"""What a browser leaves as it is, escapes aside."""
LONG = ["=", ".", "a.", "%3D", "a=", "a=b&", "%25", "é", "a ", "-", "#", "&amp;", "§"]


def drawn(pairs: list[tuple[str, str]], ids: list[str], number: int) -> list[str]:
    """Return fragments of all kinds made of what widgets know, of odd texts and of chance, the same ones every time."""
    chance = random.Random(number)
    names, values = [name for name, _ in pairs], [value for _, value in pairs]

    def some() -> str:
        kind = chance.random()
        if kind < 0.1:
            return "".join(
                chr(chance.choice([chance.randrange(1, 256), chance.randrange(1, 0xD800)])) for _ in range(9)
            )
        return chance.choice([ODD, names, values, ids][int(kind * 3.99)])

    def part() -> str:
        if chance.random() < 0.4:
            return "=".join(chance.choice(pairs))
        return some() + chance.choice(["=", "=", "=", "", "==", ".", "%3D", "=3D"]) + some()

    def fragment() -> str:
        joined = chance.choice(["&", "&", "&", "&&", "&amp;", "%26", "?", "#", "~"])
        return joined.join(part() for _ in range(chance.choice([0, 1, 1, 2, 3, 6])))

    long = [text * (100_000 // len(text)) for text in LONG] + ["a" + text * 50_000 + "a" for text in LONG]
    many = ["&".join(part() for _ in range(3_000)) for _ in range(5)]
    return long + many + [fragment() for _ in range(number - len(long) - len(many))]


@pytest.fixture(scope="module")
def fragments(course: Course, quiz: QuizFile) -> list[str]:
    pairs = [(question, option) for question, offered in graph.options(quiz).items() for option in offered]
    pairs += [("seed", "1234"), ("seed", "x" * 21), ("sector", "wine"), ("d", graph.fingerprint(quiz)), ("q", "x")]
    pairs += [("cards", ",".join(card.id.replace("/", ".") for card in dealt(course)[at : at + 2])) for at in (0, 4)]
    pairs += [("outcome", outcome.id) for outcome in quiz.outcomes]
    pairs += [("before", "~".join(f"{step.question}.{step.option}" for step in next(iter(graph.paths(quiz))).steps))]
    ids = [ident for page in course.pages[course.source].values() for ident in page.ids]
    return drawn(pairs, ids, FRAGMENTS)


FOLLOW_ALL = """async (fragments) => {
  const wrong = /NaN|undefined|Infinity|\\[object|\\{\\w+\\}/;
  const notices = ".link-notice, .quiz-notice";
  const shown = document.querySelector("[id$=-app], #filter") ?? document.querySelector("article h1");
  const elements = shown.querySelectorAll("img, b, script").length;
  const twin = document.querySelector("a[data-twin]");
  const problems = [];
  const report = (fragment, problem) => problems.push(`${fragment.slice(0, 200)}: ${problem}`);
  for (const fragment of fragments) {
    if (problems.length > 20) break;
    const begun = performance.now();
    history.replaceState(null, "", `#${fragment}`);
    const sent = [new PopStateEvent("popstate"), new HashChangeEvent("hashchange")];
    for (const event of sent) {
      addEventListener("error", ({ message }) => report(fragment, message), { once: true });
      dispatchEvent(event);
    }
    const took = performance.now() - begun;
    if (took > 4000) report(fragment, `took ${took} ms`);
    let text = shown.textContent;
    for (const notice of document.querySelectorAll(notices)) {
      text = text.replace(notice.textContent, "");
      if (notice.textContent.length > 500) report(fragment, `a notice of ${notice.textContent.length} letters`);
      if (notice.children.length) report(fragment, "elements in a notice");
    }
    const [found] = wrong.exec(text) ?? [];
    if (found && twin?.hash !== `#seed=${found}`) report(fragment, found);
    if (shown.querySelectorAll("img, b, script").length > elements) report(fragment, "elements");
    if ("hit" in window) report(fragment, "ran");
  }
  history.replaceState(null, "", location.pathname);
  dispatchEvent(new PopStateEvent("popstate"));
  dispatchEvent(new HashChangeEvent("hashchange"));
  return problems;
}"""


@pytest.fixture
def addresses(course: Course, lang: str, quiz: QuizFile) -> dict[str, str]:
    outcome = course.address(lang, f"outcomes/{quiz.outcomes[0].id}.md")
    return addresses_of(course, lang) | {"outcome": f"{lang}/{outcome}", "not found": f"{lang}/{outcome.strip('/')}x/"}


NAMES = [*USES, "outcome", "not found"]


@pytest.mark.parametrize("name", NAMES)
def test_no_fragment_harms_a_widget(
    new_visitor: Callable[..., Visitor],
    lang: str,
    addresses: dict[str, str],
    longest: graph.Path,
    fragments: list[str],
    name: str,
) -> None:
    visitor = new_visitor(locale=lang)
    visitor.missing.add(visitor.url(addresses["not found"]))
    page = visitor.open(addresses[name])
    assert page.evaluate(FOLLOW_ALL, fragments) == []
    if name in USES:
        USES[name](page, longest)


@pytest.mark.parametrize("name", NAMES)
def test_no_fragment_harms_a_widget_that_loads(
    new_visitor: Callable[..., Visitor],
    lang: str,
    addresses: dict[str, str],
    longest: graph.Path,
    fragments: list[str],
    name: str,
) -> None:
    visitor = new_visitor(locale=lang)
    chance = random.Random(NAMES.index(name))
    sample = chance.sample([each for each in fragments if each], LOADED)
    for fragment in [*sample, "=" * 100_000]:  # the last one answers nothing
        address = visitor.url(f"{addresses[name]}#{quote(fragment, safe=SIGNS)}")
        visitor.missing |= {address, address.partition("#")[0]}
        page = visitor.open(address)
        assert (
            page.evaluate("'hit' in window || document.querySelectorAll('article b, article img[src=x]').length") == 0
        )
    if name in USES:
        USES[name](page, longest)


ADD = """async ([address, script]) => {
  const other = new DOMParser().parseFromString(await (await fetch(address)).text(), "text/html");
  document.querySelector("article").append(...other.querySelectorAll("#sorting-app, #sorting-data"));
  const added = document.createElement("script");
  added.src = script;
  await new Promise((resolve) => { added.onload = resolve; document.body.append(added); });
}"""


def test_no_fragment_harms_two_widgets_on_one_page(
    new_visitor: Callable[..., Visitor], lang: str, addresses: dict[str, str], longest: graph.Path, fragments: list[str]
) -> None:
    visitor = new_visitor(locale=lang)
    page = visitor.open(addresses["quiz"])
    page.evaluate(ADD, [visitor.url(addresses["sorting"]), visitor.url("assets/sorting.js")])
    assert page.evaluate(FOLLOW_ALL, fragments[::2]) == []
    USES["sorting"](page, longest)
    USES["quiz"](page, longest)


def test_no_query_harms_the_search(
    new_visitor: Callable[..., Visitor], base_url: str, course: Course, lang: str
) -> None:
    visitor = new_visitor(base_url, locale=lang)
    for query in ["a:b", "title:", "+", "-x ~", "*", "^", "x~99999", "\\", '"', "__proto__", "<b>hit</b>", "x" * 4_000]:
        page = visitor.open(f"{lang}/?q={quote(query)}")
        expect(page.locator("input[name=query]")).to_have_value(query)
        expect(page.locator(".md-search-result__meta")).to_have_text(re.compile(r"\d|\w"))
        expect(page.locator(".md-search b")).to_have_count(0)
    page.locator("input[name=query]").fill("")
    page.locator("input[name=query]").focus()
    search_for_a_chapter(visitor, course, lang)
