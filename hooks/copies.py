"""MkDocs adapter for the copies of a site: one to keep for each language, and one to print; made of what was built."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sitegen import apart
from sitegen.course import tree
from sitegen.kinds.copies import NAME
from sitegen.show import offline, whole
from sitegen.show.navigation import localise

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sitegen.course.course import Course


def make(course: Course, nav: Sequence[object], folder: Path, site_url: str) -> None:
    """Write them into the site as it will be published; none for a course in which no page links to them."""
    if (place := course.place_of(NAME)) is None:
        return
    site = tree.Folder(folder)

    def copy(lang: str) -> None:
        """Make the pages of a language, which the packages find as they are kept, and the one to print."""
        for _ in offline.copied(course, lang, site, site_url):
            pass
        order = navigated(localise(nav, course.pages[lang], {}), course, lang)
        printed = whole.page(course, lang, order, site, site_url)
        Path(folder, offline.paths(course, lang)[1]).write_bytes(printed)

    apart.each(copy, course.languages)
    packages = {Path(folder, offline.paths(course, lang)[0]): lang for lang in course.languages}
    named = {package: (offline.name(course, lang), lang) for package, lang in packages.items()}
    offline.pack(offline.copy(course, site, site_url), named)
    for package, lang in packages.items():
        here = f"{lang}/{course.address(lang, place)}index.html"
        size = course.interface(lang).megabytes(package.stat().st_size)
        site[here] = site[here].replace(offline.SIZE, f'<span class="size">{size}</span>'.encode())


def navigated(nav: Sequence[object], course: Course, lang: str) -> list[str]:
    """Return the paths of a navigation in their order, without what only links lead to."""
    found: list[str] = []
    for entry in nav:
        below = list(entry.values()) if isinstance(entry, dict) else [entry]
        for each in below:
            found += [each] if isinstance(each, str) else navigated(each, course, lang)
    return [path for path in found if path in course.pages[lang] and not course.pages[lang][path].meta.unlisted]
