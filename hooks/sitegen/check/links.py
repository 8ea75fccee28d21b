"""Links as authors write them: to file names, inside one language, with the line of each that leads nowhere."""

from __future__ import annotations

import os
import re
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from sitegen.course import tree
from sitegen.course.assets import paths
from sitegen.course.headings import markdown_links
from sitegen.course.resolve import resolve
from sitegen.course.yamlfile import texts
from sitegen.findings import Finding, choices, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import Path

    from sitegen.course.course import Course
    from sitegen.course.page import Page
    from sitegen.course.yamlfile import Document

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_MEANT_WEB = re.compile(r"www\.|[\w-]+(?:\.[\w-]+)*\.(?:be|ca|ch|com|de|eu|fr|io|net|org|uk)(?:/|$)")
_OUTSIDE = {"http", "https", "mailto", "tel"}


def check(
    course: Course,
    root: Path,
    assets: Path | None,
    *,
    rendered: bool,
    site: str = "",
    states: Mapping[str, Collection[str]] | None = None,
) -> list[Finding]:
    """Return every link of the pages and of the YAML wording that leads nowhere.

    `site` is the address at which the course is published. Where the course could not be `rendered`, links that
    generated pages might answer are given the benefit of doubt. `states` are what links may ask of widgets, as
    `page.md#name` -> values, of which commas part several.
    """
    checker = _Checker(course, root, assets, rendered, site, states or {})
    findings = []
    for lang, pages in course.pages.items():
        for page in pages.values():
            if not page.generated:
                findings += _of_page(checker, lang, page)
    for name, document in course.documents.items():
        if name.split("/")[0] in course.languages:
            findings += _of_data(checker, name, document)
    return findings


def of_page(
    course: Course,
    root: Path,
    assets: Path,
    site: str,
    lang: str,
    page: Page,
    states: Mapping[str, Collection[str]],
) -> list[Finding]:
    """Return every link of one page that leads nowhere, in a course that is rendered; all else as for `check`."""
    return _of_page(_Checker(course, root, assets, True, site, states), lang, page)


def of_data(
    course: Course, root: Path, assets: Path, site: str, name: str, states: Mapping[str, Collection[str]]
) -> list[Finding]:
    """Return every link of one YAML file of a language that leads nowhere; all else as for `of_page`."""
    return list(_of_data(_Checker(course, root, assets, True, site, states), name, course.documents[name]))


def _of_page(checker: _Checker, lang: str, page: Page) -> list[Finding]:
    return [
        Finding(page.file, link.line, *problem, about=resolve(page.path, link.target))
        for link in page.links
        if (problem := checker.problem(lang, page.path, link.target))
    ]


def files(course: Course) -> set[str]:
    """Return all that pages and YAML wording link to, as paths inside the content folder."""
    found = {
        f"{lang}/{resolve(page.path, link.target)}"
        for lang, pages in course.pages.items()
        for page in pages.values()
        for link in page.links
    }
    for name, document in course.documents.items():
        for _, text in texts(document.data):
            found |= {f"{name.split('/')[0]}/{resolve('index.md', target)}" for target in markdown_links(text)}
    return found


def _of_data(checker: _Checker, name: str, document: Document) -> Iterator[Finding]:
    for loc, text in texts(document.data):
        for target in markdown_links(text):
            if not target.startswith("/") and not _SCHEME.match(target):
                message = f"'{target}': a link in YAML starts at the language's folder, as '/page.md#section'"
                yield Finding(document.path, document.line_of(loc, target), "link/relative", message)
            elif problem := checker.problem(name.split("/")[0], "index.md", target):
                line, about = document.line_of(loc, target), resolve("index.md", target)
                yield Finding(document.path, line, *problem, about=about)


class _Checker:
    def __init__(
        self,
        course: Course,
        root: Path,
        assets: Path | None,
        rendered: bool,
        site: str,
        states: Mapping[str, Collection[str]],
    ) -> None:
        self.course = course
        self.root = root
        self.assets = assets
        self.rendered = rendered
        self.states = states
        self.own = tuple(f"{site}{lang}/" for lang in course.languages) if site else ()

    @cached_property
    def shared(self) -> frozenset[str]:
        return frozenset(paths(self.assets) if self.assets else ())

    def problem(self, lang: str, start: str, target: str) -> tuple[str, str] | None:
        """Return rule and message when `target`, written on the page `start`, leads nowhere."""
        try:
            parts = urlsplit(target)
        except ValueError:
            return "link/scheme", f"'{target}' is not a web address"
        if target.startswith(self.own):
            return "link/address", f"'{target}' is an address of this site; link to the file, as 'page.md#section'"
        if parts.scheme or parts.netloc:
            if parts.scheme.lower() in _OUTSIDE or target.startswith("//"):
                return None
            return "link/scheme", f"'{target}': only http, https, mailto and tel links are allowed"
        path = resolve(start, target).partition("#")[0]
        if path.startswith("../"):
            return (
                "link/cross-language",
                f"'{target}' leaves the folder of '{lang}'; the language selector does that",
            )
        if not path.endswith(".md"):
            return self._file_problem(lang, path, target)
        page = self.course.pages[lang].get(path)
        if page is None:
            if not self.rendered and "/" in path:
                return None
            hint = did_you_mean(path, self.course.pages[lang])
            return "link/missing", f"'{target}': there is no page {lang}/{path}{hint}"
        anchor = unquote(parts.fragment)
        name, asks, values = anchor.partition("=")
        if asks and (known := self.states.get(f"{path}#{name}")) is not None:
            lost = [value for value in values.split(",") if value not in known]
            return ("link/missing", f"'{target}': there is no '{lost[0]}'{choices(lost[0], known)}") if lost else None
        if anchor and anchor not in page.ids and (self.rendered or not self._may_be_brought(anchor, page)):
            return (
                "link/missing",
                f"'{target}': {page.file} has no {{#{anchor}}}{_sections(anchor, page)}",
            )
        return None

    def _may_be_brought(self, anchor: str, page: Page) -> bool:
        """Tell whether a directive of a page that is not rendered may bring an id: one recorded, or made of its own."""
        published = self.course.published
        recorded = published.sections.get(page.path, ()) if published else ()
        listed = any(not asked.argument or asked.argument in anchor for asked in page.directives)
        return listed or anchor in recorded or (bool(page.directives) and not recorded)

    def _file_problem(self, lang: str, path: str, target: str) -> tuple[str, str] | None:
        if path in self.shared or (tree.published(path) and _is_file(tree.real(self.root, f"{lang}/{path}"))):
            return None
        if self.assets and "/" not in path and _is_file(tree.real(self.assets, path)):
            folder = self.assets.name
            return (
                "link/missing",
                f"'{target}': {folder}/{path} is published at the root of the site alone, and not for any language; "
                f"move it to {folder}/assets/ and link to '/assets/{path}'",
            )
        if target.endswith("/") or not re.search(r"\.\w+$", path):
            pages = {self.course.address(lang, known).strip("/"): known for known in self.course.pages[lang]}
            named = pages.get(path.strip("/"))
            right = f"'{named}'" if named else "'page.md'"
            return (
                "link/address",
                f"'{target}': links are written to file names, as {right}, not to addresses",
            )
        kept_back = "; hidden files, editors' backups and a folder 'templates' are not published"
        if _MEANT_WEB.match(target) or "@" in target:
            right = f"mailto:{target}" if "@" in target else f"https://{target}"
            return "link/missing", f"'{target}': there is no such file; if you mean an address, write '{right}'"
        reason = "" if tree.published(path) else kept_back
        return "link/missing", f"'{target}': there is no file {lang}/{path}{reason}"


def _sections(anchor: str, page: Page) -> str:
    """Return the id that was probably meant; where none is like it, all those of the page's headings."""
    return did_you_mean(anchor, page.ids) or choices(anchor, [str(heading.id) for heading in page.headings[1:]])


def _is_file(path: Path) -> bool:
    return os.path.isfile(path)  # noqa: PTH113 (never raises)
