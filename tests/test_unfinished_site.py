"""The site with a language that is not finished: it says so, and nobody is sent there for a page that it lacks."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urljoin

import pytest
from builtsite import Site
from conftest import PROJECT
from sitegen.load import load
from test_build import choices, published_at, sitemap

if TYPE_CHECKING:
    from pathlib import Path

    from sitegen.course.course import Course

LANG, SOURCE, TRANSLATED = "es", "fr", "cost.md"


@dataclass(frozen=True)
class Begun:
    site: Site
    course: Course

    def address(self, lang: str, path: str) -> str:
        return urljoin(self.site.url, f"{lang}/{self.course.address(lang, path)}")

    def html(self, path: str) -> str:
        page = self.site.in_language(LANG)[self.address(LANG, path)]
        return (self.site.root / page.path).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def begun(unfinished_site: Path) -> Begun:
    project = unfinished_site.parent.parent / "unfinished project"
    course = load(project / "content", PROJECT / "docs")
    said = (unfinished_site.parent / "said").read_text(encoding="utf-8")
    site = Site(unfinished_site, published_at(unfinished_site, SOURCE), project / "content", course.languages, said)
    return Begun(site, course)


def test_the_build_says_how_far_the_language_is_and_nothing_else(begun: Begun) -> None:
    lines = [line for line in begun.site.said.splitlines() if line]
    assert [line for line in lines if not line.startswith("INFO ")] == []
    assert len([line for line in lines if f" {LANG}: " in line]) == 1


def test_every_page_stands_in_every_language_and_every_link_leads_somewhere(begun: Begun) -> None:
    pages = {lang: begun.site.in_language(lang) for lang in begun.course.languages}
    for lang, found in pages.items():
        assert found.keys() == {begun.address(lang, path) for path in begun.course.pages[lang]}
        assert {page.lang for page in found.values()} == {lang}
    references = [found for page in begun.site.pages.values() for found in page.references]
    assert [f"{found}: {problem}" for found in references if (problem := begun.site.problem(found))] == []
    assert begun.site.files.count("es/file.txt") == 1
    assert [page.path for page in begun.site.pages.values() if len(page.ids) != len(set(page.ids))] == []


def test_a_page_that_is_not_translated_says_so_and_names_the_source_as_its_own(begun: Begun) -> None:
    pages = begun.site.in_language(LANG)
    for path in begun.course.listed:
        address = begun.address(LANG, path)
        page = pages[address]
        source = begun.address(SOURCE, path)
        translated = path == TRANSLATED
        html = begun.html(path)
        notices = re.findall(r'<p class="unfinished" lang="es">[^<]*<a href="([^"]*)" hreflang="fr">', html)
        assert [urljoin(address, notice) for notice in notices] == ([] if translated else [source])
        assert [link["href"] for link in page.all("link", rel="canonical")] == [address if translated else source]
        assert [h1.get("lang") for h1 in page.all("h1")] == [None if translated else SOURCE], path


def test_search_and_sitemap_know_only_what_is_translated(begun: Begun) -> None:
    index = json.loads((begun.site.root / LANG / "search" / "search_index.json").read_text(encoding="utf-8"))
    address = begun.course.address(LANG, TRANSLATED)
    headings = [heading.id for heading in begun.course.pages[LANG][TRANSLATED].headings]
    found = [entry["location"] for entry in index["docs"]]
    assert found == [address, *(f"{address}#{ident}" for ident in headings[1:] if ident != "limits")]
    entries = dict(sitemap(begun.site))
    assert [url for url in entries if url in begun.site.in_language(LANG)] == [begun.address(LANG, TRANSLATED)]
    offered = {url for url, links in entries.items() if LANG in links}
    assert offered == {begun.address(lang, TRANSLATED) for lang in begun.course.languages}


def test_readers_can_go_to_every_page_all_the_same(begun: Begun) -> None:
    for address, page in begun.site.neutral.items():
        assert choices(begun.site, address).keys() == set(begun.course.languages)
        alternates = {link["hreflang"] for link in page.all("link", rel="alternate")}
        chosen = begun.course.permanent.get(address.removeprefix(begun.site.url), "index.md")
        assert (LANG in alternates) is (chosen == TRANSLATED)
    for page in begun.site.in_language(SOURCE).values():
        assert [link for link in page.all("a", hreflang=LANG) if "data-twin" in link]


def test_nobody_is_sent_to_a_section_that_is_not_translated(begun: Begun) -> None:
    for path in begun.course.listed:
        page = begun.site.in_language(SOURCE)[begun.address(SOURCE, path)]
        twins = [link for link in page.all("a", hreflang=LANG) if "data-twin" not in link and "#" in link["href"]]
        assert bool(twins) is (path == TRANSLATED) or path == "glossary.md"


def test_a_section_that_is_lent_says_so_and_has_its_language(begun: Begun) -> None:
    html = begun.html(TRANSLATED)
    heading = re.search(r'<h2 ([^>]*)id="limits"([^>]*)>.*?</h2>(.*?)<h2 ', html, re.DOTALL)
    assert heading
    assert 'lang="fr"' in heading[1] + heading[2]
    assert heading[3].startswith('<p class="unfinished"')
    blocks = re.findall(r"<(?:p|li)\b([^>]*)>(?!<)", heading[3])
    told = [block for block in blocks if "unfinished" not in block and "twin" not in block]
    assert len(told) >= 2
    assert all('lang="fr"' in block for block in told)
    assert html.count('class="unfinished"') == 1


def test_texts_of_files_have_their_language_in_widgets(begun: Begun) -> None:
    html = begun.html(str(begun.course.place_of("quiz")))
    questions = re.findall(r'<h3 id="asked-\w+"([^>]*)>', html)
    assert questions
    assert all(' lang="fr"' in attributes for attributes in questions)
    assert re.search(r"<p>Una sola venta\.</p>", html)
    told = re.search(r'<script type="application/json" class="borrowed">(.*?)</script>', html)
    assert told
    assert json.loads(told[1])["attributes"] == {"lang": "fr"}
    assert "Una sola venta." not in json.loads(told[1])["texts"]


def test_borrowed_texts_are_set_in_their_own_typography(begun: Begun) -> None:
    pages = [begun.html(path) for path in begun.course.listed]
    shown = [re.sub(r"<(script|style)\b.*?</\1>", "", html, flags=re.DOTALL) for html in pages]
    marked = [text for html in shown for text in re.findall(r'<(?:p|li|h\d|span) lang="fr">([^<]*)', html)]
    assert len(marked) > 500
    assert [text for text in marked if re.search(r"\w [;!?]", text)] == []
    assert [text for html in shown for text in re.findall(r">[^<>]*\w [;!?][^<]*", html)] == []


def test_hints_in_borrowed_texts_are_those_of_their_language(begun: Begun) -> None:
    here, there = (begun.site.in_language(lang)[begun.address(lang, "chase.md")] for lang in (LANG, SOURCE))
    hints = [[found["id"] for found in page.all("span", role="tooltip")] for page in (here, there)]
    assert hints[0] == hints[1] != []


def test_finished_languages_are_as_they_were(begun: Begun) -> None:
    for lang in ("fr", "en"):
        for page in begun.site.in_language(lang).values():
            html = (begun.site.root / page.path).read_text(encoding="utf-8")
            assert 'class="unfinished"' not in html
            assert 'class="borrowed"' not in html
