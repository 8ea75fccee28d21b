"""The navigation of a course that has many pages: what a menu unfolds, and how all the others are reached."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin

import pytest
from conftest import PROJECT, mkdocs
from courses import own_copy
from selectolax.lexbor import LexborHTMLParser
from sitegen.show.navigation import MENU, long

if TYPE_CHECKING:
    from conftest import Once

GROUPS = ("first", "second", "third")
EACH = MENU // 2
PAGES = {group: [f"{group}-{number}.md" for number in range(EACH)] for group in GROUPS}


def test_a_menu_is_long_by_the_pages_of_one_entry() -> None:
    pages = [f"{number}.md" for number in range(MENU + 1)]
    assert long([{"one": pages}])
    assert long(["index.md", {"one": ["index.md", {"part": pages[:MENU]}]}])
    assert not long([{"one": pages[:MENU]}])
    assert not long([*pages, {"one": pages[:1]}, {"two": pages[1:]}])


@pytest.fixture(scope="module")
def site(once: Once) -> Path:
    """The other course with a tab that is too long, as it is built for its source language."""
    project = once("long menu", _lay_out)
    done = mkdocs("build", "--quiet", project=project)
    assert done.returncode == 0, done.stderr
    return project / "site" / "de"


def _lay_out(project: Path) -> None:
    own_copy(project, PROJECT / "tests" / "fixtures" / "other_course")
    settings = (project / "mkdocs.yml").read_text(encoding="utf-8")
    listed = ", ".join(f"{{{group}: [{', '.join(pages)}]}}" for group, pages in PAGES.items())
    settings = settings.replace("more: [", f"more: [{listed}, ")
    settings = settings.replace("[navigation.tabs]", f"[{', '.join(_FEATURES)}]")
    (project / "mkdocs.yml").write_text(settings, encoding="utf-8")
    for lang in ("de", "es"):
        course = project / "content" / lang / "course.yml"
        titles = "".join(f"\n  {group}: {group}" for group in GROUPS)
        course.write_text(course.read_text(encoding="utf-8").replace("sections:", f"sections:{titles}"), "utf-8")
    for path in (path for pages in PAGES.values() for path in pages):
        name = path.removesuffix(".md")
        text = f"---\nslug: {name}\ndescription: Was {name} sagt.\n---\n\n# Seite {name} {{#{name}}}\n\nEin Satz.\n"
        (project / "content" / "de" / path).write_text(text, encoding="utf-8")


_FEATURES = ("navigation.tabs", "navigation.sections", "navigation.footer", "navigation.prune")


def test_a_long_menu_unfolds_the_group_of_its_page_alone(site: Path) -> None:
    address = "first-7/"
    found = [urljoin(f"/{address}", link) for link in _links(site, address, "nav.md-nav--primary")]
    assert {f"/{path.removesuffix('.md')}/" for path in PAGES["first"]} <= set(found)
    for group in GROUPS[1:]:
        assert [link for link in found if link.startswith(f"/{group}-")] == [f"/{group}-0/"]


def test_a_menu_says_where_the_reader_is_and_has_no_landmarks_of_its_own(site: Path) -> None:
    menu = LexborHTMLParser(Path(site, "first-7", "index.html").read_text(encoding="utf-8")).css_first(
        "nav.md-nav--primary"
    )
    assert [link.attributes["href"] for link in menu.css("[aria-current=page]")] == ["./"]
    assert {nav.attributes.get("role") for nav in menu.css("nav nav")} == {"none"}
    assert {label.attributes["tabindex"] for label in menu.css("label[tabindex]")} == {"0"}
    assert not any("aria-expanded" in nav.attributes for nav in menu.css("nav"))


def test_every_page_is_reached_by_links_alone(site: Path) -> None:
    seen, waiting = set[str](), {"/"}
    while waiting:
        seen |= waiting
        found = {urljoin(page, link).partition("#")[0] for page in waiting for link in _links(site, page[1:], "body")}
        waiting = {page for page in found - seen if Path(site, page[1:], "index.html").is_file()}
    assert seen >= {f"/{path.removesuffix('.md')}/" for pages in PAGES.values() for path in pages}


def _links(site: Path, address: str, within: str) -> list[str]:
    """Return what the links of a page name, those to other sites aside."""
    page = LexborHTMLParser(Path(site, address, "index.html").read_text(encoding="utf-8"))
    found = (link.attributes["href"] or "" for link in page.css(f"{within} a[href]"))
    return [link for link in found if not link.startswith(("http", "mailto", "../" * (address.count("/") + 1)))]
