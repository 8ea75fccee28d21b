"""The quiz for everybody: what assistive technology is told, small and large, in forced colours, without motion."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from browser.resultpage import ResultPage, one_line, texts_of
from browser.survey import SCHEMES, STANDING_OUT, examine, wear
from browser.visitor import DESKTOP
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from browser.visitor import Visitor
    from playwright.sync_api import Page
    from sitegen.course.course import Course
    from sitegen.kinds.quiz import graph

FOLDED = ("next", "signs", "change_title", "answers", "stories", "limits")
TARGET = 24
"""Smallest side of what can be pressed, in CSS pixels."""


@pytest.fixture
def result_page(visitor: Visitor, course: Course, lang: str) -> ResultPage:
    return ResultPage(visitor, course, lang)


def states(result_page: ResultPage, longest: graph.Path, earlier: graph.Path) -> Iterator[str]:
    """Bring the quiz into each of its states."""
    result_page.open(dict(list(longest.answers.items())[:1]))
    result_page.expect_question(longest.steps[1].question)
    yield "question"
    result_page.proceed()
    expect(result_page.app.locator(".quiz-error")).to_be_focused()
    yield "error"
    result_page.show(longest)
    yield "result"
    result_page.unfold()
    yield "unfolded"
    result_page.follow_fragment(result_page.fragment_for(longest.answers, earlier.answers))
    expect(result_page.comparison).to_be_visible()
    yield "compare"


@pytest.fixture(scope="session")
def earlier(shortest: dict[str, graph.Path], longest: graph.Path) -> graph.Path:
    return next(path for outcome, path in shortest.items() if outcome != longest.outcome)


# Rules, sizes ---------------------------------------------------------------------------------------------------------


def test_no_state_breaks_a_rule_or_needs_two_directions(
    result_page: ResultPage, longest: graph.Path, earlier: graph.Path
) -> None:
    """By day and by night; on the narrowest screen; and with text twice as large."""
    page, found = result_page.page, {}
    for state in states(result_page, longest, earlier):
        for scheme in SCHEMES:
            wear(page, scheme)
            found[state, scheme] = examine(page, "#quiz-app", colours=scheme != SCHEMES[0])
        page.set_viewport_size({"width": 320, "height": 640})
        found[state, "320 px"] = page.evaluate(STANDING_OUT) or page.evaluate(CRAMPED, TARGET)
        # The theme's own 125 %, twice; 640 px, since its breakpoints would follow a reader's own text size.
        page.set_viewport_size({"width": 640, "height": 640})
        page.evaluate("document.documentElement.style.fontSize = '250%'")
        found[state, "200 %"] = page.evaluate(STANDING_OUT) or page.evaluate(CRAMPED, TARGET)
        page.evaluate("document.documentElement.style.fontSize = ''")
        page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
    assert {where: broken for where, broken in found.items() if broken} == {}


# What is too small to press, cut off, or covered by its neighbour. Links in a sentence may be as high as its lines.
CRAMPED = """(smallest) => {
  const app = document.getElementById("quiz-app");
  const found = [];
  const report = (kind, element) => found.push(`${kind}: ${element.outerHTML.slice(0, 100)}`);
  for (const element of app.querySelectorAll("button, label, a, summary")) {
    const { width, height } = element.getBoundingClientRect();
    if (!element.closest("p, li, td") && Math.min(width, height) < smallest) report("small", element);
  }
  for (const element of app.querySelectorAll("*")) {
    if (element.closest(".quiz-comparison thead") || getComputedStyle(element).display === "inline") continue;
    if (element.scrollWidth > element.clientWidth + 1 && element.clientWidth) report("cut off", element);
  }
  for (const radio of app.querySelectorAll("input")) {
    const text = document.createRange();
    text.selectNodeContents(radio.labels[0]);
    const [circle, words, frame] = [radio, text, radio.labels[0]].map((each) => each.getBoundingClientRect());
    if (circle.right > words.left) report("covered", radio);
    if (circle.top < frame.top || circle.bottom > frame.bottom) report("outside", radio);
  }
  return found.join("\\n");
}"""


# What assistive technology is told ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Told:
    """One object of Chromium's accessibility tree."""

    role: str
    name: str
    description: str
    properties: dict[str, Any]


def tree(page: Page, selector: str = "#quiz-app") -> list[Told]:
    """Return what the browser tells assistive technology about a part of the page."""
    session = page.context.new_cdp_session(page)
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    part = session.send("DOM.querySelector", {"nodeId": root, "selector": selector})["nodeId"]
    nodes = session.send("Accessibility.queryAXTree", {"nodeId": part})["nodes"]
    session.detach()

    def text(node: dict[str, Any], name: str) -> str:
        return one_line(str(node.get(name, {}).get("value", "")))

    return [
        Told(
            text(node, "role"),
            text(node, "name"),
            text(node, "description"),
            {each["name"]: each["value"].get("value") for each in node.get("properties", [])},
        )
        for node in nodes
        if not node["ignored"]
    ]


def of_role(told: list[Told], *roles: str) -> list[Told]:
    return [each for each in told if each.role in roles]


def names(told: list[Told]) -> list[str]:
    return [each.name for each in told]


def focused(told: list[Told]) -> list[str]:
    return [each.role for each in told if each.properties.get("focused")]


def test_what_a_question_tells(result_page: ResultPage, longest: graph.Path, page: Page) -> None:
    step = longest.steps[1]
    result_page.open()
    result_page.answer(longest.steps[0].option)
    result_page.expect_question(step.question)
    told, words = tree(page), result_page.question(step.question)
    [group] = of_role(told, "radiogroup", "group")
    assert (group.role, group.name) == ("radiogroup", result_page.title(step.question))
    assert result_page.shown(str(words.hint)) in group.description
    assert group.description.startswith(f"{result_page.interface['question']} 2")
    assert group.properties.get("invalid", "false") == "false"
    [heading] = of_role(told, "heading")
    assert (heading.name, heading.properties["level"]) == (result_page.title(step.question), 2)
    assert heading.description == ""  # nothing is said twice
    assert focused(told) == ["heading"]
    radios = of_role(told, "radio")
    assert names(radios) == [result_page.label(step.question, option) for option in words.options]
    assert {radio.properties["checked"] for radio in radios} == {"false"}
    assert names(of_role(told, "button")) == [result_page.interface[name] for name in ("continue", "back")]
    assert of_role(told, "alert", "status", "log") == []

    result_page.radio(step.option).check()
    checked = [radio for radio in of_role(tree(page), "radio") if radio.properties["checked"] == "true"]
    assert names(checked) == [result_page.label(step.question, step.option)]


def test_what_an_error_tells(result_page: ResultPage, longest: graph.Path, page: Page) -> None:
    step = longest.steps[0]
    result_page.open()
    result_page.proceed()
    error = result_page.shown(result_page.question(step.question).error)
    told = tree(page)
    [summary, group] = of_role(told, "group", "radiogroup")
    assert summary.name == result_page.interface["error_title"]
    assert summary.description == error
    assert focused(told) == ["group"]
    assert error in names(of_role(told, "link"))
    assert (group.role, group.properties["invalid"]) == ("radiogroup", "true")
    assert group.description.endswith(error)
    assert of_role(told, "alert", "status", "log") == []
    assert page.title().startswith(result_page.interface["error_prefix"])


def test_what_a_result_tells(result_page: ResultPage, longest: graph.Path, page: Page) -> None:
    result_page.open()
    result_page.hurry_through(longest.steps)
    result_page.expect_path(longest)
    result_page.unfold()
    told = tree(page)
    headings = of_role(told, "heading")
    levels = [heading.properties["level"] for heading in headings]
    assert headings[0].name == result_page.outcome_title(str(longest.outcome))
    assert headings[0].description == result_page.interface["result"]
    assert levels[0] == 2
    assert levels.count(2) == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))
    assert focused(told) == ["heading"]
    titles = {result_page.interface[name] for name in (*FOLDED, "today", "why")}
    assert titles <= set(names(headings))
    folds = of_role(told, "DisclosureTriangle")
    assert {result_page.interface[name] for name in FOLDED} <= set(names(folds))
    assert {fold.properties["expanded"] for fold in folds} == {True}
    buttons = names(of_role(told, "button"))
    for step in longest.steps:
        name = result_page.interface["change_for"].replace("{question}", result_page.title(step.question))
        assert buttons.count(one_line(name)) == 1
    assert len(buttons) == len(set(buttons))
    links = names(of_role(told, "link"))
    assert result_page.interface["outcome_page"] in links
    assert all(links)
    [status] = of_role(told, "alert", "status", "log")
    assert status.role == "status"
    assert texts_of(result_page.app.get_by_role("status")) == [""]
    terms = names(of_role(told, "term", "DescriptionListTerm"))
    assert terms or result_page.app.locator("dt").count() >= len(longest.steps)


@pytest.mark.parametrize("width", [320, 1280])
def test_what_a_comparison_tells(
    result_page: ResultPage, longest: graph.Path, earlier: graph.Path, page: Page, width: int
) -> None:
    """Whatever the style makes of the table, it stays one."""
    page.set_viewport_size({"width": width, "height": 640})
    result_page.open_fragment(result_page.fragment_for(longest.answers, earlier.answers))
    result_page.expect_path(longest)
    told = tree(page)
    assert names(of_role(told, "table")) == [result_page.interface["compare_title"]]
    assert names(of_role(told, "columnheader")) == [result_page.interface[n] for n in ("question", "before", "now")]
    questions = longest.answers.keys() | earlier.answers.keys()
    rows = of_role(told, "rowheader")
    assert len(rows) == len(questions) + 1
    assert len(of_role(told, "cell", "gridcell")) == 2 * len(rows)
    different = sum(longest.answers.get(question) != earlier.answers.get(question) for question in questions)
    marks = of_role(told, "image", "img")
    assert names(marks) == [result_page.interface["differs"]] * (different + 1)
    assert sum(row.name.startswith(result_page.interface["differs"]) for row in rows) == different + 1


# Forced colours, no motion --------------------------------------------------------------------------------------------


@pytest.mark.one_language
def test_a_radio_looks_checked_only_when_it_is(result_page: ResultPage) -> None:
    """On a dark page too: inside it has the page's colour, and the choice is a ring that no other has."""
    look = """radio => {
      const { appearance, backgroundColor, borderColor, borderWidth } = getComputedStyle(radio);
      const filled = backgroundColor !== getComputedStyle(document.body).backgroundColor;
      return { native: appearance !== "none", filled, ring: `${borderColor} ${borderWidth}` };
    }"""
    for scheme in SCHEMES:
        result_page.open()
        wear(result_page.page, scheme)
        result_page.radios.first.check()
        chosen, *others = [radio.evaluate(look) for radio in result_page.radios.all()]
        assert not any(each["native"] or each["filled"] for each in (chosen, *others))
        assert len({each["ring"] for each in others}) == 1
        assert chosen["ring"] != others[0]["ring"]


LOOK = """(element) => {
  const style = getComputedStyle(element);
  const { appearance, opacity, outlineStyle, outlineWidth, outlineColor, color, visibility } = style;
  const { width, height } = element.getBoundingClientRect();
  const page = getComputedStyle(document.body).backgroundColor;
  return {
    drawn: appearance !== "none" && opacity === "1" && visibility === "visible" && width >= 13 && height >= 13,
    ringed: outlineStyle !== "none" && parseFloat(outlineWidth) >= 1.5 && outlineColor !== page,
    readable: color !== page,
  };
}"""


@pytest.mark.one_language
def test_forced_colours_keep_radios_and_focus(
    result_page: ResultPage, longest: graph.Path, new_visitor: Callable[..., Visitor]
) -> None:
    own = result_page.another(new_visitor(locale=result_page.lang, forced_colors="active"))
    page = own.page
    own.open(dict(list(longest.answers.items())[:1]))
    assert page.evaluate("matchMedia('(forced-colors: active)').matches")
    first = own.radios.first
    for radio in own.radios.all():
        assert radio.evaluate(LOOK)["drawn"]
    first.focus()
    page.keyboard.press("Space")
    assert first.evaluate(LOOK)["ringed"]
    assert first.evaluate(f"radio => ({LOOK})(radio.labels[0])")["ringed"]  # the one chosen
    assert not own.radios.last.evaluate(f"radio => ({LOOK})(radio.labels[0])")["ringed"]
    for kind in ("continue", "back"):
        page.keyboard.press("Tab")
        look = page.evaluate(f"() => ({LOOK})(document.activeElement)")
        assert look["ringed"], kind
        assert look["readable"], kind
    own.open()
    own.radios.first.focus()
    page.keyboard.press("Enter")
    summary = own.app.locator(":focus")
    assert summary.evaluate(LOOK)["ringed"]
    assert summary.evaluate("element => getComputedStyle(element).borderStyle") == "solid"
    page.keyboard.press("Tab")
    assert page.evaluate(f"() => ({LOOK})(document.activeElement)")["ringed"]
    own.radio(longest.steps[0].option).focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    own.expect_question(longest.steps[1].question)
    assert own.heading.evaluate(LOOK)["ringed"]


MOTION = """async () => {
  const place = () => document.querySelector("#quiz-app h2").getBoundingClientRect().top;
  const at = [];
  document.querySelector("#quiz-app form button").click();
  at.push(place());
  const moving = document.getAnimations()
    .flatMap(({ effect }) => effect.getKeyframes().flatMap(Object.keys))
    .filter((name) => !/^(offset|computedOffset|easing|composite|.*[cC]olor|opacity|boxShadow)$/.test(name));
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  at.push(place());
  await Promise.all(document.getAnimations().map(({ finished }) => finished.catch(() => null)));
  at.push(place());
  return { moved: new Set(at.map(Math.round)).size > 1, moving };
}"""


@pytest.mark.one_language
def test_nothing_moves_where_motion_is_not_wanted(
    result_page: ResultPage, longest: graph.Path, new_visitor: Callable[..., Visitor]
) -> None:
    own = result_page.another(new_visitor(locale=result_page.lang, reduced_motion="reduce"))
    own.page.set_viewport_size({"width": 360, "height": 400})
    own.open()
    for step in longest.steps[:3]:
        own.expect_question(step.question)
        own.radio(step.option).check()
        own.page.evaluate("scrollTo({ top: document.body.scrollHeight, behavior: 'instant' })")
        assert own.page.evaluate(MOTION) == {"moved": False, "moving": []}
    assert own.page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
