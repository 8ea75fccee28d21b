"""A reader's browser that remembers everything that went wrong in it."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from courses import PROJECT
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import BrowserContext, CDPSession, Locator, Page, Request, Response, Route, ViewportSize
    from sitegen.course.course import Course

SCRIPTS = PROJECT / "docs" / "assets"
DESKTOP: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 360, "height": 740}
NARROW: ViewportSize = {"width": 320, "height": 740}
PATIENCE = 30_000
"""Milliseconds after which something that should have happened has not."""
expect.set_options(timeout=PATIENCE)
AT_EASE = """{
  let clicks = 0;
  const measured = (event) => ({ value: event.timeStamp + 1000 * clicks++ });
  addEventListener("pointerdown", (event) => {
    if (!window.hurried) Object.defineProperty(event, "timeStamp", measured(event));
  }, { capture: true });
}"""
"""Lets a second pass between two clicks, as far as the page knows: tests are faster than a hand, unless `hurried`."""


@dataclass
class Visitor:
    """One browsing context; `problems` holds errors of any kind, and requests that leave the site."""

    context: BrowserContext
    base_url: str
    """Address of the site's root."""
    problems: list[str] = field(default_factory=list)
    missing: set[str] = field(default_factory=set)
    """Addresses that are visited although nothing is there."""

    def __post_init__(self) -> None:
        self.context.set_default_timeout(PATIENCE)
        self.context.add_init_script(AT_EASE)
        self.context.on("console", lambda said: said.type == "error" and self._report(said.text, said.location["url"]))
        self.context.on(
            "weberror", lambda error: self._report(f"uncaught {error.error}", error.page and error.page.url)
        )
        self.context.on("requestfailed", self._failed)
        self.context.on("response", self._answered)
        self.context.on("request", self._requested)

    @cached_property
    def page(self) -> Page:
        """The page that the visitor looks at."""
        return self.context.new_page()

    def open(self, address: str = "") -> Page:
        """Load an address of the site afresh, whatever was shown before."""
        url = self.url(address)
        if self.page.url.split("#")[0] == url.split("#")[0]:  # the browser would only scroll, and remember
            self.page.evaluate("history.replaceState(null, '', '?')")
        self.page.goto(url)
        return self.page

    def open_missing(self, address: str) -> Page:
        """Load an address where nothing is."""
        self.missing.add(self.url(address))
        return self.open(address)

    @contextmanager
    def another_page(self) -> Iterator[Page]:
        """Open a second page for a while."""
        page = self.context.new_page()
        yield page
        page.close()

    def search(self, words: str) -> None:
        """Ask the search field, which has the focus, for `words` at once: what half a word finds would come between."""
        self.page.keyboard.insert_text(words)
        self.page.keyboard.press("End")

    def url(self, address: str) -> str:
        """Return an address of the site in full."""
        return urljoin(self.base_url, address)

    def module(self, name: str) -> str:
        """Return an address at which pages of the site can import a module of the scripts, as it is written."""
        return self._modules + name

    @cached_property
    def _modules(self) -> str:
        def lend(route: Route) -> None:
            route.fulfill(path=SCRIPTS / route.request.url.removeprefix(address))

        address = self.url("modules/")
        self.context.route(f"{address}**", lend)
        return address

    def begin_again(self) -> None:
        """Forget all that earlier visits left."""
        if self.page.url.startswith(self.base_url):
            self.page.evaluate("sessionStorage.clear()")
        self.page.goto("about:blank")  # a page still open would store the colour scheme again
        self._storage.send("Storage.clearDataForOrigin", {"origin": self.url("/"), "storageTypes": "all"})
        if self.page.viewport_size != DESKTOP:
            self.page.set_viewport_size(DESKTOP)
        self.page.emulate_media(media="screen", color_scheme="light")
        self.problems.clear()
        self.missing.clear()

    @cached_property
    def _storage(self) -> CDPSession:
        return self.context.new_cdp_session(self.page)

    def check(self) -> None:
        """Fail if anything went wrong."""
        assert self.problems == [], self.problems

    def _report(self, problem: str, url: str | None) -> None:
        if url not in self.missing:
            self.problems.append(f"{problem} ({url})")

    def _failed(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # the page was left while it still loaded
            self._report(f"failed: {request.failure}", request.url)

    def _answered(self, response: Response) -> None:
        if response.status >= 400:
            self._report(f"status {response.status}", response.url)

    def _requested(self, request: Request) -> None:
        if urlsplit(request.url).scheme not in {"data", "blob"} and not request.url.startswith(self.base_url):
            self._report("request that leaves the site", request.url)


def search_for_a_chapter(visitor: Visitor, course: Course, lang: str) -> Locator:
    """Ask for the longest word of a chapter's title; return the links to that chapter among what is found."""
    chapter = course.file.chapters[1].page
    visitor.search(max(course.pages[lang][chapter].title.split(), key=len))
    results = visitor.page.locator(f'.md-search-result__item a[href*="/{lang}/{course.address(lang, chapter)}"]')
    expect(results.first).to_be_visible()
    return results
