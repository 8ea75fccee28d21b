"""Every widget inside a frame of another page, whatever that page lets it do."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from browser.widgets import USES, addresses_of
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
    at = addresses_of(course, lang)
    chapter = course.file.chapters[0].page
    section = next(iter(course.pages[lang][chapter].ids))
    answers = "&".join(f"{step.question}={step.option}" for step in longest.steps)
    return at | {
        "result": f"{at['quiz']}#{answers}",
        "key": f"{at['quiz']}#key",
        "sorting": f"{at['sorting']}#seed=1234",
        "section": f"{at['chapter']}#{section}",
        "not found": f"{at['chapter'].strip('/')}x/",
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


KINDS = [("no sandbox", False), ("no sandbox", True), ("scripts", False), ("almost all", True)]


@pytest.mark.parametrize(("sandbox", "near"), KINDS)
def test_a_framed_widget_works(
    frame_all: Callable[..., Host], course: Course, longest: graph.Path, sandbox: str, *, near: bool
) -> None:
    host = frame_all(SANDBOXES[sandbox], near=near)
    frames = host.frames
    for name, widget in {"result": ".quiz-verdict", "sorting": "[data-live]", "not found": ".likely a"}.items():
        expect(frames[name].locator(widget).first).to_be_attached()
    expect_calm(host)
    for name, use in USES.items():
        use(frames[name], longest)
    with_search = frames["chapter"].locator(".md-search").count()
    assert with_search == (sandbox != "scripts")
    twin = frames["chapter"].locator("header a[data-twin]").first
    wanted = str(twin.get_attribute("hreflang"))
    twin.click()
    frames["chapter"].wait_for_url(re.compile(rf"/{wanted}/"))
    likely = frames["not found"].locator(".likely a").first
    likely.click()
    expect(frames["not found"].locator(".likely")).to_have_count(0)


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


WRITE = """async () => {
  const frame = document.createElement("iframe");
  [frame.name, frame.width, frame.height] = ["written", 1000, 800];
  frame.srcdoc = await (await fetch(location.href)).text();
  await new Promise((resolve) => { frame.onload = resolve; document.body.prepend(frame); });
}"""


@pytest.mark.parametrize("name", ["quiz", "calculator", "sorting", "before_after", "examples"])
def test_a_widget_works_in_a_page_that_is_written_into_another(
    new_visitor: Callable[..., Visitor], addresses: dict[str, str], lang: str, longest: graph.Path, name: str
) -> None:
    """Such a page has no address of its own, at which scripts of the theme fail."""
    visitor = new_visitor(locale=lang)
    page = visitor.open(addresses[name].partition("#")[0])
    page.evaluate(WRITE)
    frame = page.frame("written")
    assert frame
    USES[name](frame, longest)
    assert all("Invalid URL" in problem or "__md" in problem for problem in visitor.problems), visitor.problems
    visitor.problems.clear()
