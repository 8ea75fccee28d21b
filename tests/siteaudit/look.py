"""What every page shows in a browser, in four settings, by keyboard and on paper; and what it fetches and keeps."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_SCRIPT
from browser.survey import STANDING_OUT

from siteaudit.measure import Measure, faults

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playwright.sync_api import Browser, BrowserContext, Page

WIDE, NARROW = 1280, 320
SETTINGS = [(width, scheme) for width in (WIDE, NARROW) for scheme in ("light", "dark")]
SHEET = 718
"""Pixels that a sheet of A4 is wide between margins of 10 mm."""
SHIFT = 0.02
"""The most that a page may move while it loads, of which 0.1 counts as good (https://web.dev/articles/cls)."""
_STOPS = "() => document.querySelectorAll('a, button, input, select, textarea, summary, [tabindex]').length"
"""As many as a page can have: who has not come round after twice as many is caught."""

_WATCH = """window.auditMoved = 0;
new PerformanceObserver((list) => {
  for (const { value, hadRecentInput } of list.getEntries()) if (!hadRecentInput) window.auditMoved += value;
}).observe({ type: "layout-shift", buffered: true });"""
_MOVED = """() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() =>
  setTimeout(() => resolve(window.auditMoved), 30))))"""
_KEPT = """async () => [...Object.keys(localStorage), ...Object.keys(sessionStorage), document.cookie,
  ...(await indexedDB.databases()).map(({ name }) => name), ...(await caches.keys())].filter(Boolean)"""
_AXE = """async () => {
  for (const animation of document.getAnimations()) animation.finish();
  const said = await axe.run(document, { resultTypes: ["violations", "incomplete"] });
  const tags = (rules) => rules.flatMap(({ tags }) => tags);
  const tell = ({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)}`);
  return {
    violations: said.violations.flatMap(tell),
    undecided: said.incomplete.map(({ id }) => id),
    tags: [...new Set([...tags(said.passes), ...tags(said.violations)])],
  };
}"""
"""Its tags are those of rules that found something to judge, whether right or wrong."""
_STOP = """() => {
  const focused = document.activeElement;
  if (!focused || focused === document.body || focused === document.documentElement) return null;
  for (const animation of document.getAnimations()) animation.finish();
  window.auditStops ??= [];
  const named = focused.type === "radio" ? [...document.getElementsByName(focused.name)] : [];
  const radio = named.find((one) => one.form === focused.form);
  const stop = radio || focused;
  if (!window.auditStops.includes(stop)) window.auditStops.push(stop);
  const ringed = (element) => {
    const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(element);
    const { width, height } = element.getBoundingClientRect();
    const drawn = outlineStyle !== "none" && parseFloat(outlineWidth) >= 1 && !/^rgba.* 0\\)$/.test(outlineColor);
    return drawn && element.checkVisibility({ visibilityProperty: true }) && width * height > 1;
  };
  const html = (element) => {
    const copy = element.cloneNode(true);
    for (const told of ["class", "aria-current"]) copy.removeAttribute(told);  // of where the reader is
    return copy.outerHTML.slice(0, 120);
  };
  const { left, top, width, height } = focused.getBoundingClientRect();
  const spots = [0.5, 0.05, 0.95].map((part) => document.elementFromPoint(left + width * part, top + height * part));
  const own = focused.matches("input") ? [focused, ...focused.labels, focused.nextElementSibling] : [focused];
  return {
    number: window.auditStops.indexOf(stop),
    html: html(stop),
    visible: own.filter(Boolean).some(ringed),
    covered: !own.filter(Boolean).some((each) =>
      spots.some((seen) => seen && (each.contains(seen) || seen.contains(each)))),
  };
}"""
_ON_PAPER = """() => {
  const wrong = [...document.querySelectorAll("article details")]
    .filter((one) => one.checkVisibility() && !one.open).map((one) => `is folded: ${one.outerHTML.slice(0, 80)}`);
  const controls = [...document.querySelectorAll("header, nav, form, button")]
    .filter((one) => one.checkVisibility() && getComputedStyle(one).position === "fixed");
  return [...wrong, ...controls.map((one) => `covers each sheet: ${one.outerHTML.slice(0, 80)}`)];
}"""


@dataclass
class Seen:
    """What the visits to one page have shown."""

    address: str
    violations: list[str] = field(default_factory=list)
    """Broken rules of axe, each with its setting."""
    undecided: set[str] = field(default_factory=set)
    """Rules of axe that a person must judge."""
    tags: set[str] = field(default_factory=set)
    """Those of all rules that were tested, which name criteria."""
    standing_out: list[str] = field(default_factory=list)
    moved: float = 0
    kept: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    """Requests that left the site or failed, errors of scripts, and what the page's own policy refused."""
    keyboard: list[str] = field(default_factory=list)
    paper: list[str] = field(default_factory=list)


def look(browser: Browser, root: str, addresses: Sequence[str], absent: Sequence[str] = ()) -> list[Seen]:
    """Visit some addresses below `root`; those that are `absent` are answered by the page about missing pages."""
    seen = [Seen(address) for address in (*addresses, *absent)]
    for width, scheme in SETTINGS:
        options: dict[str, Any] = {"viewport": {"width": width, "height": 800}, "color_scheme": scheme}
        options["reduced_motion"] = "reduce"
        context = browser.new_context(**options)
        context.add_init_script(_WATCH)
        problems = watch(context, root, {root + address for address in absent})
        page = context.new_page()
        for one in seen:
            _visit(page, root, one, width, scheme)
            one.problems += problems
            problems.clear()
        context.close()
    return seen


def watch(context: BrowserContext, root: str, absent: set[str]) -> list[str]:
    """Return a list to which everything is added that goes wrong in a context, and each request that leaves `root`."""
    problems: list[str] = []

    def report(what: str, url: str | None) -> None:
        if url not in absent:
            problems.append(f"{what} ({url})")

    context.on("console", lambda said: said.type == "error" and report(said.text, said.location["url"]))
    context.on("weberror", lambda error: report(f"uncaught {error.error}", error.page and error.page.url))
    context.on("response", lambda answer: answer.status >= 400 and report(f"status {answer.status}", answer.url))
    context.on(
        "requestfailed", lambda one: one.failure != "net::ERR_ABORTED" and report(f"failed: {one.failure}", one.url)
    )
    context.on("request", lambda one: leaves(one.url, root) and report("leaves the site", one.url))
    return problems


def leaves(url: str, root: str) -> bool:
    """Tell whether a request goes to another place than the site."""
    return urlsplit(url).scheme not in {"data", "blob"} and not url.startswith(root)


def _visit(page: Page, root: str, seen: Seen, width: int, scheme: str) -> None:
    page.goto(root + seen.address)
    seen.moved = max(seen.moved, page.evaluate(_MOVED))
    page.evaluate(AXE_SCRIPT)
    said = page.evaluate(_AXE)
    seen.violations += [f"{width} {scheme}: {one}" for one in said["violations"]]
    seen.undecided |= set(said["undecided"])
    seen.tags |= set(said["tags"])
    if standing_out := page.evaluate(STANDING_OUT):
        seen.standing_out.append(f"{width} {scheme}: {standing_out}")
    seen.kept += page.evaluate(_KEPT)
    if scheme == "light":
        seen.keyboard += walk(page, width)
    if (width, scheme) == SETTINGS[0]:
        _print(page, seen)


def walk(page: Page, width: int) -> list[str]:
    """Go through an open page by Tab, and through it once more by Shift+Tab; return what is wrong on the way."""
    there, wrong = _stops(page, "Tab", width)
    page.evaluate("delete window.auditStops")
    address = page.url
    page.goto("about:blank")
    page.goto(address)
    back, also = _stops(page, "Shift+Tab", width)
    wrong += also
    if not there:
        wrong.append(f"{width}: no key reaches anything")
    lost = [html for html in there if html not in back]
    wrong += [f"{width}: not reached backwards: {html}" for html in lost]
    common = [html for html in there if html in back]
    if not lost and [html for html in reversed(back) if html in there] != common:
        wrong.append(f"{width}: backwards, the order is another")
    return wrong


def _stops(page: Page, key: str, width: int) -> tuple[list[str], list[str]]:
    """Return where a key stops until it comes round or leaves the page, and what is wrong with that."""
    found: list[str] = []
    wrong: list[str] = []
    for _ in range(10 + 2 * page.evaluate(_STOPS)):
        page.keyboard.press(key)
        stop = page.evaluate(_STOP)
        if stop is None or (stop["number"] < len(found) and stop["number"] == 0):
            return found, wrong
        if stop["number"] < len(found):
            if stop["number"] == len(found) - 1:
                continue  # a part of the same control, as the next field of a date
            wrong.append(f"{width}: {key} goes in a circle: {stop['html']}")
            return found, wrong
        if not stop["visible"]:
            wrong.append(f"{width}: {key}: the focus cannot be seen: {stop['html']}")
        if stop["covered"]:
            wrong.append(f"{width}: {key}: the focus is covered: {stop['html']}")
        found.append(stop["html"])
    wrong.append(f"{width}: {key} never comes round")
    return found, wrong
    return found, wrong


def _print(page: Page, seen: Seen) -> None:
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": SHEET, "height": 1000})
    seen.paper += page.evaluate(_ON_PAPER)
    if standing_out := page.evaluate(STANDING_OUT):
        seen.paper.append(f"stands out of the sheet: {standing_out}")
    page.emulate_media(media="screen")
    page.set_viewport_size({"width": WIDE, "height": 800})


def axe(seen: Sequence[Seen]) -> Measure:
    """Count the places that break a rule of axe, in all settings."""
    return _counted("axe", seen, "violations")


def reflow(seen: Sequence[Seen]) -> Measure:
    """Count the settings in which a page is wider than its window."""
    return _counted("reflow", seen, "standing_out")


def keyboard(seen: Sequence[Seen]) -> Measure:
    """Count what is wrong on the way through all pages by Tab and back by Shift+Tab."""
    return _counted("keyboard", seen, "keyboard")


def paper(seen: Sequence[Seen]) -> Measure:
    """Count what is cut off, folded away or covered on paper."""
    return _counted("print", seen, "paper")


def network(seen: Sequence[Seen]) -> Measure:
    """Count requests that leave the site or fail, errors of scripts, and what a page's policy refuses."""
    return _counted("network", seen, "problems")


def stored(seen: Sequence[Seen]) -> Measure:
    """Count what is kept in the browser before the reader has chosen anything."""
    return _counted("stored", seen, "kept")


def shift(seen: Sequence[Seen]) -> Measure:
    """Return the greatest layout shift of a page."""
    places = [f"{one.address}: {one.moved:.3f}" for one in seen if one.moved > SHIFT]
    return Measure("shift", round(max((one.moved for one in seen), default=0), 4), SHIFT, tuple(places), len(seen))


def _counted(name: str, seen: Sequence[Seen], part: str) -> Measure:
    places = [f"{one.address or 'the root'}: {what}" for one in seen for what in asdict(one)[part]]
    return faults(name, places, len(seen))


MEASURES = (axe, reflow, keyboard, paper, network, stored, shift)
