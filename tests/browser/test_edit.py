"""A site whose repository is known: a link at the foot of each page, and nothing asked elsewhere."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
import servers
from browser.survey import SCHEMES, examine, wear
from browser.visitor import DESKTOP, PHONE
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from browser.visitor import Visitor
    from conftest import Build, Once, ServeDirectory

REPOSITORY = "https://github.com/some/course"
PAGES = {
    "de/umtopfen/": r"content/de/repotting\.md",
    "es/": r"content/es/index\.md",
    "es/resultados/trasplantar/": r"content/es/quiz\.yml#L\d+",
}


@pytest.fixture(scope="module")
def kept(build: Build, once: Once) -> Path:
    """The small course, as kept on GitHub."""

    def lay_out(project: Path) -> None:
        servers.lay_out(project)
        with (project / "mkdocs.yml").open("a", encoding="utf-8") as settings:
            settings.write(f"\nrepo_url: {REPOSITORY}\nedit_uri: edit/main/\n")

    return build("kept", once("kept project", lay_out)) / "site"


@pytest.fixture(scope="module")
def url(kept: Path, serve_directory: ServeDirectory) -> Iterator[str]:
    with serve_directory(kept) as url:
        yield url


def test_every_page_has_one_link_and_pages_above_languages_none(kept: Path) -> None:
    for page in kept.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        links = re.findall(r'<p class="edit"><a href="([^"]*)"[^>]*>([^<]+)<.*?</a></p>', text)
        lang, *below = page.relative_to(kept).parts
        written = 'class="md-content"' in text and below[0] not in {"404.html", "translations"}
        assert len(links) == written, page
        for link, _ in links:
            assert link.startswith(f"{REPOSITORY}/edit/main/content/{lang}/")
            assert (servers.OTHER_COURSE / link.removeprefix(f"{REPOSITORY}/edit/main/").partition("#")[0]).is_file()


def test_without_a_repository_no_page_has_a_link(site: Path) -> None:
    assert not [page for page in site.rglob("*.html") if 'class="edit"' in page.read_text(encoding="utf-8")]


def test_readers_reach_the_link_and_nothing_is_asked_elsewhere(new_visitor: Callable[..., Visitor], url: str) -> None:
    """The theme would ask GitHub how many stars there are; a visitor reports requests that leave the site."""
    visitor = new_visitor(site_url=url)
    for size in (DESKTOP, PHONE):
        for address, file in PAGES.items():
            page = visitor.open(address)
            page.set_viewport_size(size)
            link = page.locator(".edit a")
            expect(link).to_have_attribute("href", re.compile(rf"^{re.escape(REPOSITORY)}/edit/main/{file}$"))
            for scheme in SCHEMES:
                wear(page, scheme)
                assert examine(page) == [], (address, scheme)
            link.focus()
            expect(link).to_be_in_viewport()
            page.wait_for_load_state("networkidle")
    page.locator("header [data-opens=__drawer]").press("Enter")
    expect(page.locator(".md-nav__source")).to_be_in_viewport()
    assert examine(page) == []
    page.keyboard.press("Escape")
    page.emulate_media(media="print")
    expect(link).to_be_hidden()
    page.emulate_media(media="screen")
    page.set_viewport_size(DESKTOP)
    expect(page.locator(".md-header .md-source")).to_have_attribute("href", REPOSITORY)
    visitor.check()
    assert json.loads(page.evaluate("JSON.stringify({...sessionStorage})")).keys() <= {"/.__scroll"}
