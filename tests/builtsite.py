"""A built site as its files show it: pages, ids, links, and what a browser would load."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from sitegen.show import offline
from sitegen.show.addressed import EMBED, SLIDES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

Attributes = dict[str, str]

_LINKS = {("a", "href"), ("area", "href"), ("form", "action"), ("link", "href")}
_LOADS = {"src", "poster", "data", "srcset", "imagesrcset", "background", "xlink:href"}
_NOT_LOADED = {"alternate", "author", "canonical", "help", "license", "next", "prev", "search"}
"""Values of `rel` with which a `<link>` is only a link."""
_CSS_ADDRESS = re.compile(r"""url\(\s*["']?([^"')]+)|@import\s+["']([^"']+)""")
_JS_IMPORT = re.compile(r"""\b(?:import|from)\s*\(?\s*["']([^"']+)["']""")


def joined(site: Path, sheets: Collection[str]) -> set[str]:
    """Return those of the site's own `sheets`, by name, that stand in the one that all pages load."""
    return set(sheets) - {path.name for path in (site / "assets" / "styles").iterdir()}


def _is_copy(path: str) -> bool:
    """Tell whether a page is made of another one: slides, the address that leads to them, or a widget alone."""
    return path.split("/")[1] in {SLIDES, EMBED} if "/" in path else False


@dataclass(frozen=True)
class Reference:
    """An address that a page mentions."""

    page: Page
    target: str
    line: int
    loaded: bool
    """Whether a browser fetches it by itself."""

    @property
    def url(self) -> str:
        return urljoin(self.page.url, self.target)

    def __str__(self) -> str:
        return f"{self.page.path}:{self.line}: {self.target}"


@dataclass(eq=False)
class Page:
    """One HTML file."""

    path: str
    """Inside the site, with forward slashes."""
    url: str
    """Address in full; for a 404 page, one at which it might be shown."""
    elements: list[tuple[str, Attributes, int]]
    styles: str
    """Text of its `<style>` elements."""
    data: list[object]
    """Its JSON scripts."""

    @property
    def lang(self) -> str | None:
        return next(attributes.get("lang") for tag, attributes, _ in self.elements if tag == "html")

    @cached_property
    def ids(self) -> list[str]:
        return [attributes["id"] for _, attributes, _ in self.elements if "id" in attributes]

    @property
    def moved(self) -> bool:
        """Whether it only leads on, from an address that was retired."""
        return bool(self.all("meta", **{"http-equiv": "refresh"}))

    def all(self, tag: str, **wanted: str) -> list[Attributes]:
        """Return the attributes of all elements `tag` whose attributes contain `wanted`."""
        return [found for name, found, _ in self.elements if name == tag and wanted.items() <= found.items()]

    @property
    def references(self) -> Iterator[Reference]:
        for tag, attributes, line in self.elements:
            for name, value in attributes.items():
                if (tag, name) in _LINKS:
                    fetched = tag == "link" and not _NOT_LOADED & set(attributes.get("rel", "").split())
                    yield Reference(self, value, line, fetched)
                elif name in _LOADS:
                    for target in value.split(",") if "srcset" in name else [value]:
                        yield Reference(self, target.split()[0], line, loaded=True)
                elif name == "style":
                    yield from self._in_css(value, line)
        yield from self._in_css(self.styles, 0)
        for data in self.data:
            yield from self._in_data(data)

    def _in_css(self, css: str, line: int) -> Iterator[Reference]:
        for target in css_addresses(css):
            yield Reference(self, target, line, loaded=True)

    def _in_data(self, data: object) -> Iterator[Reference]:
        if isinstance(data, dict):
            if isinstance(data.get("url"), str):
                yield Reference(self, data["url"], 0, loaded=False)
            for value in data.values():
                yield from self._in_data(value)
        elif isinstance(data, list):
            for value in data:
                yield from self._in_data(value)
        elif isinstance(data, str) and "<" in data:
            yield from read_page(self.path, self.url, data).references


@dataclass(frozen=True)
class Site:
    """A folder that MkDocs has built, to be published at `url`."""

    root: Path
    url: str
    content: Path
    """The content folder that it was built from."""
    languages: tuple[str, ...]
    said: str = field(repr=False)
    """What the build printed."""

    @cached_property
    def pages(self) -> dict[str, Page]:
        """All HTML pages, by path."""
        return {path: self._page(path) for path in self.files if path.endswith(".html")}

    @cached_property
    def files(self) -> list[str]:
        """All paths of files."""
        return sorted(path.relative_to(self.root).as_posix() for path in self.root.rglob("*") if path.is_file())

    def in_language(self, lang: str) -> dict[str, Page]:
        """Return address -> page of all pages of a language; its 404 page, the copies and those that moved aside."""
        aside = {f"{lang}/404.html", f"{lang}/{offline.WHOLE}"}
        return {
            page.url: page
            for path, page in self.pages.items()
            if path.startswith(f"{lang}/") and path not in aside and not page.moved and not _is_copy(path)
        }

    def listed(self, lang: str) -> dict[str, Page]:
        """Return those of them that search engines may list."""
        return {url: page for url, page in self.in_language(lang).items() if not page.all("meta", content="noindex")}

    @cached_property
    def neutral(self) -> dict[str, Page]:
        """Return address -> page of all pages that belong to no language: the chooser and the permanent addresses."""
        folders = tuple(f"{lang}/" for lang in self.languages)
        own = [page for path, page in self.pages.items() if not path.startswith(folders) and not _is_copy(path)]
        return {page.url: page for page in own if page.path != "404.html"}

    def problem(self, reference: Reference) -> str | None:
        """Say what is wrong with an address that a page mentions; None when nothing is."""
        parts = urlsplit(reference.url)
        if parts.scheme not in {"http", "https"} or parts.netloc != urlsplit(self.url).netloc:
            return None
        address, fragment = urldefrag(reference.url)
        path = self.file_at(address)
        if path is None:
            return "leads to no file"
        if "=" in fragment:  # answers to the quiz, or a filter: what a script reads is no id
            return None
        if fragment and any(unquote(fragment) not in page.ids for page in self._shown_at(address, path)):
            return "leads to no id"
        return None

    def _shown_at(self, address: str, path: str) -> list[Page]:
        """Return the page of a file, or those to which an address without a language leads."""
        if path not in self.pages:
            return []
        links = self.pages[path].all("a") if address in self.neutral else []
        leads = [self.file_at(urljoin(address, link["href"])) for link in links if "hreflang" in link]
        return [self.pages[lead] for lead in leads if lead] or [self.pages[path]]

    def file_at(self, address: str) -> str | None:
        """Return the file that a static host would send."""
        if not address.startswith(self.url):
            return None
        path = unquote(urlsplit(address).path.removeprefix(urlsplit(self.url).path))
        path += "index.html" if not path or path.endswith("/") else ""
        return path if (self.root / path).is_file() else None

    def _page(self, path: str) -> Page:
        shown_at = path.removesuffix("index.html")
        if path.endswith("404.html"):
            shown_at = path.removesuffix("404.html") + "no/such/page/"
        text = (self.root / path).read_text(encoding="utf-8")
        return read_page(path, urljoin(self.url, shown_at), text)


def read_page(path: str, url: str, html: str) -> Page:
    """Parse one page."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return Page(path, url, reader.elements, reader.text["style"], [json.loads(text) for text in reader.json])


def css_addresses(css: str) -> list[str]:
    """Return what a style sheet loads, inline images aside."""
    found = [match[1] or match[2] for match in _CSS_ADDRESS.finditer(css)]
    return [address for address in found if not address.startswith(("data:", "#"))]


def js_imports(script: str) -> list[str]:
    """Return what a module imports."""
    return _JS_IMPORT.findall(script)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.elements: list[tuple[str, Attributes, int]] = []
        self.text = {"style": ""}
        self.json: list[str] = []
        self.inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        self.elements.append((tag, attributes, self.getpos()[0]))
        self.inside = tag
        if tag == "script" and attributes.get("type") == "application/json":
            self.inside = "json"
            self.json.append("")

    def handle_endtag(self, tag: str) -> None:
        self.inside = ""

    def handle_data(self, data: str) -> None:
        if self.inside == "json":
            self.json[-1] += data
        elif self.inside == "style":
            self.text["style"] += data
