"""Pages whose renaming is not finished: one page that files, links and lists know by two names.

What is wrong is told once, with all places. The rest of the course is then read as if each such page had one name, so
that the same answer tells what else is wrong, such as an address that would die, and nothing that only follows.
"""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from sitegen.course.files import Published
from sitegen.course.reader import Reader
from sitegen.course.resolve import resolve
from sitegen.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

    from sitegen.course.course import Course
    from sitegen.course.page import Page
    from sitegen.course.yamlfile import Document

Written = dict[str, dict[str, "Page"]]
"""Language -> path -> page of those that its own folder holds."""
Uses = dict[str, dict[str, list[int]]]
"""Path of a page -> file -> the lines that name it."""

_HOME = "index.md"
_WORD = re.compile(r"[^\s()\[\]{}<>\"'`,:;#?|]++")


class OneName(Reader):
    """Reads a content folder as if each page with two names had the one by which it is `known`."""

    def __init__(self, root: Path, known: Mapping[str, str]) -> None:
        super().__init__(root)
        self.known = known

    def text(self, path: str) -> str | None:
        """Return what a file says, by the names that are known; what is recorded stays what it is."""
        text = super().text(path)
        start = path.partition("/")[2] if path.endswith(".md") else _HOME
        return text if text is None or path == "published.yml" else with_one_name(text, self.known, start)

    def pages(self, lang: str, names: Collection[str]) -> dict[str, Page]:
        """Return all pages written in a language, each by the name that is known."""
        found = super().pages(lang, names)
        for path in found.keys() & self.known.keys():
            found[self.known[path]] = replace(found.pop(path), path=self.known[path])
        return found


def with_one_name(text: str, known: Mapping[str, str], start: str = _HOME) -> str:
    """Return a text, of the page `start`, that names other pages as they are known; its lines stay the same."""

    def name(match: re.Match[str]) -> str:
        page = known.get(resolve(start, match[0])) if match[0].endswith(".md") else None
        return match[0][: match[0].rfind("/") + 1] + posixpath.basename(page) if page else match[0]

    return _WORD.sub(name, text)


def check(course: Course, written: Written, settings: Document) -> tuple[dict[str, str], list[Finding]]:
    """Return path -> the name by which a page is known, where that is another one, and what is wrong with such names.

    `settings` are those of the host, which hold the navigation.
    """
    known = _known(course, written)
    uses = _uses(course, written, settings) if known else {}
    found = (_finding(course, name, written, known, uses) for name in set(known.values()))
    return known, [finding for finding in found if finding]


def _known(course: Course, written: Written) -> dict[str, str]:
    """Return path -> the name under which a page is recorded, or which it has in the source language."""
    published, pages = course.published or Published(), written.get(course.source, {})
    recorded = {path: {*found, *published.sections.get(path, ())} for path, found in published.addresses.items()}
    known = _pairs(course, course.source, pages, recorded)
    source = {known.get(path, path): _ids(page) for path, page in pages.items()}
    for lang in written.keys() - {course.source}:
        known |= _pairs(course, lang, written[lang], source)
    return known


def _pairs(course: Course, lang: str, pages: Mapping[str, Page], known: Mapping[str, set[str]]) -> dict[str, str]:
    """Return path -> the one of those `known` that a page is, by its address or most of its sections, and it alone."""
    found = {}
    for path in sorted(pages.keys() - known.keys()):
        ids, address = _ids(pages[path]), f"{lang}/{course.address(lang, path)}"
        alike = {
            name: len(ids) if address in marks else len(ids & marks)
            for name, marks in known.items()
            if name not in pages and posixpath.dirname(name) == posixpath.dirname(path)
        }
        best = max(alike, key=alike.__getitem__, default="")
        if best and alike[best] * 2 > len(ids):
            found[path] = best
    names = list(found.values())
    return {path: name for path, name in found.items() if names.count(name) == 1}


def _ids(page: Page) -> set[str]:
    return {heading.id for heading in page.headings if heading.id}


def _finding(course: Course, name: str, written: Written, known: Mapping[str, str], uses: Uses) -> Finding | None:
    """Return what is wrong with a page known by a `name`, where files, or what names them, have another one too."""
    names = [name, *(other for other in known if known[other] == name)]
    files = {each: [pages[each].file for pages in written.values() if each in pages] for each in names}
    used = [each for each in names if files[each] or each in uses]
    if len(used) < 2:
        return None
    kept = [name] if _is_bound(course, names, written) else used
    ways = sorted((_way(each, files, uses) for each in kept), key=len)
    message = f"this page goes by the names {' and '.join(used)}; keep one, for no reader sees it: "
    message += "most simply, " if len(ways) > 1 else ""
    first = next(file for other in names if other != name for file in files[other])
    return Finding(first, 1, "file/renamed", message + "; or ".join(ways))


def _is_bound(course: Course, names: list[str], written: Written) -> bool:
    """Tell whether a page needs the first of its names: it is known by that alone, or others lie below it."""
    recorded = course.published.addresses if course.published else {}
    today = {f"c/{ident}/" for ident, path in course.file.addressed.items() if path in names}
    for lang, pages in written.items():
        today |= {f"{lang}/{course.address(lang, path)}" for path in names if path in pages}
    below = f"{names[0].removesuffix('.md')}/"
    return (
        names[0] == _HOME
        or today.isdisjoint(recorded.get(names[0], today))
        or any(path.startswith(below) for path in recorded)
    )


def _way(name: str, files: Mapping[str, list[str]], uses: Uses) -> str:
    """Say what is to be done for a page to have one name."""
    renamed = [file for other, found in files.items() if other != name for file in found]
    said = [f"rename {' and '.join(renamed)} to {name}"] if renamed else []
    for other in sorted(files.keys() - {name}):
        places = [f"{file}:{', '.join(map(str, lines))}" for file, lines in sorted(uses.get(other, {}).items())]
        said += [f"write {name} in place of {other} in {' and '.join(places)}"] if places else []
    return ", and ".join(said)


def _uses(course: Course, written: Written, settings: Document) -> Uses:
    """Return path of a page -> file -> the lines that name it, those aside that say what has been retired."""
    found: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    documents = [settings, *(document for name, document in course.documents.items() if name != "published.yml")]
    texts = [(document.path, document.source, _HOME, _retired(document)) for document in documents]
    texts += [(page.file, page.text, path, set()) for pages in written.values() for path, page in pages.items()]
    for file, text, start, but in texts:
        for number, line in enumerate(text.split("\n"), 1):
            if ".md" in line and number not in but:
                for page in {resolve(start, word) for word in _WORD.findall(line)}:
                    found[page][file].append(number)
    return found


def _retired(document: Document) -> set[int]:
    """Return the lines that say what has been retired: the names there are history."""
    return {line for loc, line in document.lines.items() if loc[:1] == ("retired",)}
