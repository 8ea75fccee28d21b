"""The navigation in the host's settings: pages that it names in vain, or lacks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import yaml

from sitegen.check import settings
from sitegen.findings import ContentError, Finding, closest, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.course.course import Course


def check(text: str, path: str, course: Course, *, rendered: bool) -> list[Finding]:
    """Return what the host's settings, the file `path`, lack or name in vain in their navigation.

    Where the course could not be `rendered`, pages in folders get the benefit of doubt.
    """
    try:
        root = settings.read(text, path)
    except ContentError as error:
        return list(error.findings)
    for key, nav in root.value if isinstance(root, yaml.MappingNode) else ():
        if key.value == "nav":
            entries = list(_entries(nav))
            found = [*_differences(entries, _line(key), course, rendered), *_twice(entries)]
            return [
                Finding(path, line, rule, message, warning=rule == "nav/missing", about=about)
                for line, rule, message, about in found
            ]
    return []


def site(text: str) -> str:
    """Return the address that the host's settings name for the site, with a slash at its end; empty without one."""
    found = re.search(r"^site_url:.*?(https?://[^\s\"'\]]++)", text, re.MULTILINE)
    return f"{found[1].removesuffix('/')}/" if found else ""


def _differences(
    entries: list[tuple[bool, str, int]], start: int, course: Course, rendered: bool
) -> Iterator[tuple[int, str, str, str]]:
    pages = course.pages[course.source]
    titles = course.wording[course.source].course.sections
    named = [entry for is_page, entry, _ in entries if is_page]
    folders = tuple(entry for entry in named if entry.endswith("/"))
    known = {*pages, *folders}
    meant = {closest(entry, pages) for entry in named if entry not in known}
    listed = {*named, *meant}
    for is_page, entry, line in entries:
        if not is_page and entry not in titles:
            message = f"'{entry}' has no title under sections in {course.source}/course.yml"
            yield line, "nav/no-title", f"{message}{did_you_mean(entry, titles)}", ""
        in_doubt = entry.endswith("/") or "://" in entry or ("/" in entry and not rendered)
        if is_page and entry not in pages and not in_doubt:
            message = f"there is no page {course.source}/{entry}{did_you_mean(entry, pages)}"
            yield line, "nav/unknown", message, entry
    for path, page in pages.items():
        unlisted = page.generated or page.meta.unlisted
        if not unlisted and path not in listed and not path.startswith(folders):
            yield start, "nav/missing", f"no entry leads to the page {path}; add it under nav", path
    for folder in sorted({f"{path.rpartition('/')[0]}/" for path, page in pages.items() if page.generated}):
        made = [path for path in pages if path.startswith(folder) and not pages[path].meta.unlisted]
        if any(path not in listed and not path.startswith(folders) for path in made):
            message = f"no entry leads to the pages that are made in {folder}; add {folder} under nav"
            yield start, "nav/missing", message, folder


def _twice(entries: list[tuple[bool, str, int]]) -> Iterator[tuple[int, str, str, str]]:
    seen: dict[str, int] = {}
    for is_page, entry, line in entries:
        if is_page and entry in seen:
            message = f"{entry} stands here a second time (first on line {seen[entry]}); keep one of the two"
            yield line, "reference/duplicate", message, entry
        elif is_page:
            seen[entry] = line


def _entries(node: yaml.Node) -> Iterator[tuple[bool, str, int]]:
    """Yield all pages and ids below: whether it is a page, its name, and its line."""
    if isinstance(node, yaml.ScalarNode):
        yield True, str(node.value), _line(node)
    for below in node.value if isinstance(node, yaml.SequenceNode) else ():
        yield from _entries(below)
    for key, below in node.value if isinstance(node, yaml.MappingNode) else ():
        yield False, str(key.value), _line(key)
        yield from _entries(below)


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1
