"""The bar that names what is to be corrected, on the pages of a real server, while people write."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import pytest
from browser.survey import SCHEMES, examine, wear
from browser.visitor import DESKTOP, PATIENCE, PHONE
from playwright.sync_api import expect
from servers import lay_out, served
from sitegen.show.bar import ID

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page
    from servers import Server

BAR = f"#{ID}"
PAGE = "content/de/index.md"
MISTAKES = "\n[x](nowhere.md)\n\n[y](<i>&.md)\n\n" + "".join(f"## Titel {number}\n\n" for number in range(9))
ADDRESSES = ["de/", "es/trasplantar/", "de/impressum/", "", "nowhere/"]
"""Pages of two languages, the chooser above them, and none."""


class Start(NamedTuple):
    server: Server
    waiting: str
    """What was served while the first build had failed."""


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Start]:
    """A server that was started on a mistake, which was then mended."""
    folder = tmp_path_factory.mktemp("bar")
    lay_out(folder / "project")
    page = folder / "project" / PAGE
    good = page.read_text(encoding="utf-8")
    page.write_text(good + MISTAKES, encoding="utf-8")
    with served(folder) as server:
        server.wait_until(lambda: "Serving on" in server.said)
        tab = browser.new_page()
        tab.goto(f"{server.url}de/")
        waiting = tab.locator(BAR).inner_text(timeout=PATIENCE)
        page.write_text(good, encoding="utf-8")
        expect(tab.locator(".md-content")).to_be_visible(timeout=PATIENCE)
        expect(tab.locator(BAR)).to_have_count(0)
        tab.close()
        yield Start(server, waiting)


def test_a_first_build_that_fails_says_so_and_waits(start: Start) -> None:
    assert re.search(rf"{PAGE}:\d+ link/missing", start.waiting)


def test_a_mistake_stands_on_every_page_until_it_is_mended(start: Start, browser: Browser) -> None:
    """Nobody reloads a page by hand."""
    file = start.server.project / PAGE
    good = file.read_text(encoding="utf-8")
    line = good.count("\n") + 2
    tabs = [opened(browser, start.server.url + address) for address in ADDRESSES]
    for tab in tabs:
        expect(tab.locator(BAR)).to_have_count(0)
    try:
        file.write_text(good + MISTAKES, encoding="utf-8")
        for tab in tabs:
            shown = tab.locator(f"{BAR}[role=alert]")
            expect(shown).to_contain_text(f"{PAGE}:{line} link/missing", timeout=PATIENCE)
            expect(shown).to_be_in_viewport()
            assert re.search(r"and \d+ more", shown.inner_text())
            count = re.findall(r"(\d+) to correct in the content", start.server.said)[-1]
            assert f" {count} to correct" in shown.inner_text()  # without the host's word that it has stopped
        check_looks(tabs[0])
    finally:
        file.write_text(good, encoding="utf-8")
    for tab in tabs:
        expect(tab.locator(BAR)).to_have_count(0, timeout=PATIENCE)
        tab.close()


def opened(browser: Browser, url: str) -> Page:
    tab = browser.new_page()
    tab.goto(url)
    return tab


def check_looks(page: Page) -> None:
    """It can be read and reached everywhere, and the end of the page is not below it."""
    for size in (DESKTOP, PHONE):
        page.set_viewport_size(size)
        for scheme in SCHEMES:
            wear(page, scheme)
            assert examine(page, BAR) == [], (size, scheme)
        page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
        footer, box = page.locator(".md-footer").bounding_box(), page.locator(BAR).bounding_box()
        assert footer
        assert box
        assert footer["y"] + footer["height"] <= box["y"] + 1
        assert box["height"] <= size["height"] / 2
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    entries = page.locator(f"{BAR} [role=group]")
    entries.focus()
    expect(entries).to_be_focused()


def test_a_warning_is_told_as_well(start: Start, browser: Browser) -> None:
    """A strict build stops on it: here, on a page that nobody finds in the navigation."""
    files = [start.server.project / "content" / lang / "lonely.md" for lang in ("de", "es")]
    tab = opened(browser, f"{start.server.url}es/")
    try:
        for file in files:
            name = f"lonely {file.parent.name}"
            file.write_text(f"---\nslug: lonely\ndescription: {name}\n---\n\n# {name} {{#lonely}}\n", encoding="utf-8")
        expect(tab.locator(f"{BAR}[role=status]")).to_contain_text("(warning)", timeout=PATIENCE)
        wear(tab, SCHEMES[0])
        assert examine(tab, BAR) == []
    finally:
        for file in files:
            file.unlink()
    expect(tab.locator(BAR)).to_have_count(0, timeout=PATIENCE)
    tab.close()
