"""Where there is no page, the likeliest ones are offered."""

from __future__ import annotations

import json
from base64 import b64encode
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
import yaml
from browser.drawn import draw
from conftest import PROJECT
from courses import course_of
from golden import CASES
from hypothesis import strategies as st
from playwright.sync_api import expect
from sitegen.language.typography import polish
from sitegen.show import not_found

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from browser.visitor import Visitor
    from conftest import ServeDirectory
    from playwright.sync_api import Browser, Page
    from sitegen.course.course import Course

TABLE = yaml.safe_load((CASES / "not_found.yml").read_text(encoding="utf-8"))
FIND_ALL = """async ([script, wanted]) => {
  const { find } = await import(script);
  return JSON.stringify(wanted.map(([site, address, preferred]) => find(site, address, preferred)));
}"""

Find = "Callable[[list[tuple[dict[str, Any], str, str]]], list[dict[str, Any]]]"


@pytest.fixture(scope="module")
def find_all(browser: Browser) -> Iterator[Find]:
    """`find_all([(site, address, preferred language), …])`: what the script finds, in one go."""
    page = browser.new_page()
    script = f"data:text/javascript;base64,{b64encode(not_found.script().encode()).decode()}"
    yield lambda wanted: json.loads(page.evaluate(FIND_ALL, [script, wanted]))
    page.close()


def test_the_table(find_all: Find) -> None:
    site, table = TABLE["site"], TABLE["find"]
    assert len(table) > 25
    sites = [site | {"root": case.get("published", "/")} for case in table]
    found = find_all([(site, case["at"], "de") for site, case in zip(sites, table, strict=True)])
    for case, there in zip(table, found, strict=True):
        wanted = {"pages": case["pages"], "lang": case.get("lang", "de"), "whole": case.get("whole", "")}
        there["pages"] = [page["address"] for page in there["pages"]]
        assert {name: there[name] for name in wanted} == wanted, case["id"]
        assert there["root"] == case.get("root", "/"), case["id"]


def test_a_page_s_own_address_offers_no_other(find_all: Find, course: Course) -> None:
    site = not_found.data(course, "/sub/", {})
    for page in site["pages"]:
        own = {f"{lang}/{address}" for lang, (address, _) in page["in"].items()}
        addresses = [*own, *filter(None, [page["id"]])]
        ways = [f"/sub/{way}" for at in addresses for way in (at, at.upper(), f"{at}index.html", at.rstrip("/"))]
        for at, found in zip(ways, find_all([(site, at, course.source) for at in ways]), strict=True):
            assert found["pages"], at
            assert {each["address"] for each in found["pages"]} <= own, at
            assert found["root"] == "/sub/", at


def test_any_address_is_answered(find_all: Find, course: Course) -> None:
    """With pages of the site, three at most; whatever stands there."""
    site = not_found.data(course, "/", {"fr/x/": "fr/no/such/"})
    known = [address for page in site["pages"] for address, _ in page["in"].values()]
    part = st.one_of(
        st.sampled_from([*course.languages, "c", "%", "%E0%A4%A", "%2e%2e", "__proto__", "x" * 2000, "😀", "%00", ""]),
        st.sampled_from(known),
        st.text(max_size=12),
        st.text(max_size=12).map(quote),
    )
    drawn = draw(st.lists(part, max_size=6).map(lambda parts: "/" + "/".join(parts)), 600)
    drawn += ["/" + "a/" * 1000, "/fr/" + "%25" * 700, "/" + "%F0%9F%98%80" * 200]
    offered = {f"{lang}/{address}": title for page in site["pages"] for lang, (address, title) in page["in"].items()}
    some = 0
    for at, found in zip(drawn, find_all([(site, at, course.source) for at in drawn]), strict=True):
        assert len(found["pages"]) <= 3, at
        assert all(offered[page["address"]] == page["title"] for page in found["pages"]), at
        assert found["lang"] in course.languages, at
        some += bool(found["pages"])
    assert len(drawn) / 10 < some < len(drawn)


# In the page ----------------------------------------------------------------------------------------------------------


def misspelt(course: Course, lang: str) -> tuple[str, str, str]:
    """Return an address that is nearly that of a chapter, that chapter's address, and its title."""
    path = course.file.chapters[0].page
    address = f"{lang}/{course.address(lang, path)}"
    return address[:-3] + "/", address, polish(course.pages[lang][path].title, lang)


def serve_root_page(visitor: Visitor, site: Path, address: str) -> None:
    """Send the root's page at an address, as hosts do that know no other."""
    body = (site / "404.html").read_text(encoding="utf-8")
    visitor.context.route(
        visitor.url(address), lambda route: route.fulfill(status=404, body=body, content_type="text/html")
    )


def title_of(lang: str) -> str:
    return not_found.words(course_of(PROJECT), lang)["title"]


def expect_offer(page: Page, lang: str, title: str) -> None:
    expect(page.locator("html")).to_have_attribute("lang", lang)
    expect(page.locator("h1")).to_have_text(title_of(lang))
    link = page.locator(".likely:visible a")
    expect(link).to_have_text([title])
    assert link.evaluate("link => link.closest('[lang]').lang") == lang
    headings = page.locator("article, main").first.locator("h1, h2").evaluate_all("all => all.map((h) => h.localName)")
    assert headings == sorted(headings)


def test_a_page_of_a_language_offers_its_pages(visitor: Visitor, course: Course, lang: str) -> None:
    wrong, right, title = misspelt(course, lang)
    page = visitor.open_missing(wrong)
    expect_offer(page, lang, title)
    page.locator(".likely a").click()
    page.wait_for_url(visitor.url(right))


def test_the_page_of_the_root_speaks_the_language_of_the_address(
    new_visitor: Callable[..., Visitor], site: Path, course: Course, lang: str, other: str
) -> None:
    visitor = new_visitor(locale=other)
    wrong, right, title = misspelt(course, lang)
    serve_root_page(visitor, site, wrong)
    visitor.missing.add(visitor.url(wrong))
    page = visitor.open_missing(f"{wrong}#part")
    expect_offer(page, lang, title)
    page.locator(".likely a:visible").click()
    page.wait_for_url(visitor.url(f"{right}#part"))


@pytest.mark.parametrize("which", ["root", "language"])
def test_links_lead_to_where_the_site_is_served(
    new_visitor: Callable[..., Visitor],
    serve_directory: ServeDirectory,
    site: Path,
    course: Course,
    lang: str,
    which: str,
) -> None:
    """Not to where it will be published: a preview would lead away."""
    with serve_directory(site, "/preview/pr-7/") as url:
        visitor = new_visitor(url, locale=lang)
        wrong, right, title = misspelt(course, lang)
        if which == "root":
            serve_root_page(visitor, site, wrong)
        page = visitor.open_missing(wrong)
        expect_offer(page, lang, title)
        hrefs = page.locator("a[href]:not(.md-skip)").evaluate_all("links => links.map((link) => link.href)")
        assert [href for href in hrefs if not href.startswith(url)] == []
        page.locator(".likely a:visible").click()
        page.wait_for_url(f"{url}{right}")
        page.goto("about:blank")
        visitor.problems.clear()  # the theme's own files, in the page of a language


@pytest.mark.one_language
def test_a_fragment_in_the_path_is_put_right(visitor: Visitor, course: Course, lang: str) -> None:
    path = str(course.place_of("quiz"))
    page = visitor.open_missing(f"{lang}/{course.address(lang, path)}%23d=0000")
    page.wait_for_url(visitor.url(f"{lang}/{course.address(lang, path)}"))
    expect(page.locator("#quiz-app h2")).to_be_visible()


@pytest.mark.one_language
def test_where_nothing_is_alike_nothing_is_offered(visitor: Visitor, lang: str) -> None:
    page = visitor.open_missing(f"{lang}/zzzzzzzzzzz/")
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator(".likely")).to_be_hidden()


def test_without_script_the_start_pages_are_offered(visitor_without_script: Visitor, lang: str) -> None:
    for address in (f"{lang}/nothing-here/", "nothing-here/"):
        page = visitor_without_script.open_missing(address)
        expect(page.locator(".likely:visible")).to_have_count(0)
        page.locator(f"a[href^='/{lang}/']:visible").first.click()
        expect(page.locator("html")).to_have_attribute("lang", lang)
        assert page.url.startswith(visitor_without_script.url(f"{lang}/"))
