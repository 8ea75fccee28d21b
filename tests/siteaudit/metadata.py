"""What pages say of themselves to search engines, to those who share them and to each other, read from their files."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from html.parser import HTMLParser
from itertools import chain
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree import ElementTree

from builtsite import read_page

from siteaudit.measure import Measure, faults, missing

if TYPE_CHECKING:
    from pathlib import Path

    from builtsite import Page, Site

DESCRIPTION = range(50, 171)
"""Signs that a description may have: as many as lists of results show."""
SHARED = ("og:type", "og:site_name", "og:title", "og:description", "og:locale", "og:url", "og:image", "og:image:alt")
_NAMESPACES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def listed(site: Site) -> list[Page]:
    """Return the pages of all languages that search engines may list."""
    return [page for lang in site.languages for page in site.listed(lang).values()]


def titles(site: Site) -> Measure:
    """Count pages whose title is empty, or that of another page of their language."""
    wrong = []
    for lang in site.languages:
        known = {page.path: _title(site, page) for page in site.in_language(lang).values()}
        count = Counter(known.values())
        wrong += [f"{path}: {title or 'no title'}" for path, title in known.items() if not title or count[title] > 1]
    return faults("titles", wrong, sum(len(site.in_language(lang)) for lang in site.languages))


def descriptions(site: Site) -> Measure:
    """Count pages without one description of the right length, or with that of another page of their language."""
    wrong = []
    for lang in site.languages:
        said = {page.path: _named(page, "description") for page in site.listed(lang).values()}
        count = Counter(chain.from_iterable(said.values()))
        for path, texts in said.items():
            if len(texts) != 1 or len(texts[0]) not in DESCRIPTION or count[texts[0]] > 1:
                wrong.append(f"{path}: {texts}")
    return faults("descriptions", wrong, len(listed(site)))


def canonical(site: Site) -> Measure:
    """Count pages that do not name their own address, and it alone."""
    pages = listed(site)
    named = {page.path: [link["href"] for link in page.all("link", rel="canonical")] for page in pages}
    return faults("canonical", [f"{p.path}: {named[p.path]}" for p in pages if named[p.path] != [p.url]], len(pages))


def open_graph(site: Site) -> Measure:
    """Count pages that lack something which those who show links ask for, or whose picture is not there."""
    pages, wrong = listed(site), []
    for page in pages:
        said = {meta["property"]: meta.get("content", "") for meta in page.all("meta") if "property" in meta}
        wrong += [f"{page.path}: {name}" for name in SHARED if not said.get(name)]
        picture = said.get("og:image", "")
        if picture and site.file_at(picture) is None:
            wrong.append(f"{page.path}: {picture} is not there")
    return faults("open_graph", wrong, len(pages))


def sitemap(site: Site) -> Measure:
    """Count entries that are no page, that lack a language, or whose counterparts do not name them back."""
    file = site.root / "sitemap.xml"
    if not file.is_file():
        return missing("sitemap", "there is no sitemap.xml")
    entries: dict[str, dict[str, str]] = {}
    for entry in ElementTree.fromstring(file.read_text(encoding="utf-8")).findall("s:url", _NAMESPACES):
        links = entry.findall("x:link", _NAMESPACES)
        address = entry.findtext("s:loc", "", _NAMESPACES)
        entries[address] = {link.attrib["hreflang"]: link.attrib["href"] for link in links}
    wrong = [f"{page.url} is not in it" for page in listed(site) if page.url not in entries]
    for address, links in entries.items():
        others = {lang: link for lang, link in links.items() if lang != "x-default"}
        if site.file_at(address) is None:
            wrong.append(f"{address} is no page")
        if others.keys() != set(site.languages) or address not in others.values():
            wrong.append(f"{address} names {sorted(others)}")
        wrong += [f"{link} does not name {address} back" for link in others.values() if entries.get(link) != links]
    return faults("sitemap", wrong, len(entries))


def zips(site: Site) -> Measure:
    """Count what is wrong with the copies to take along: unreadable, or with a link in it that leads to no file."""
    packed = [path for path in site.files if path.endswith(".zip") and _with_pages(site.root / path)]
    if not packed:
        return missing("zips", "the site has no zip with pages")
    return faults("zips", [f"{path}: {fault}" for path in packed for fault in _inside(site, path)], len(packed))


def _with_pages(file: Path) -> bool:
    """Tell whether a zip is for readers; one without pages, as of questions for a platform, has no links."""
    if not zipfile.is_zipfile(file):
        return True  # and so it is told
    with zipfile.ZipFile(file) as package:
        return any(name.endswith(".html") for name in package.namelist())


def _inside(site: Site, path: str) -> list[str]:
    try:
        with zipfile.ZipFile(io.BytesIO((site.root / path).read_bytes())) as package:
            texts = {name: package.read(name) for name in package.namelist()}
    except zipfile.BadZipFile as error:
        return [str(error)]
    wrong = [name for name in texts if name.startswith("/") or ".." in name.split("/")]
    pages = [name for name in texts if name.endswith(".html")]
    for name in pages:
        page = read_page(name, f"file:///{name}", texts[name].decode())
        for found in page.references:
            parts = urlsplit(urljoin(page.url, found.target))
            if parts.scheme == "file" and unquote(parts.path)[1:] not in texts:
                wrong.append(f"{name}: {found.target}")
    return wrong


def _named(page: Page, name: str) -> list[str]:
    return [meta.get("content", "") for meta in page.all("meta", name=name)]


class _Title(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.inside, self.said, self.done = False, "", False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside = tag == "title" and not self.done

    def handle_endtag(self, tag: str) -> None:
        self.done |= tag == "title"
        self.inside = False

    def handle_data(self, data: str) -> None:
        self.said += data if self.inside else ""


def _title(site: Site, page: Page) -> str:
    reader = _Title()
    reader.feed((site.root / page.path).read_text(encoding="utf-8"))
    return " ".join(reader.said.split())


MEASURES = (titles, descriptions, canonical, open_graph, sitemap, zips)
