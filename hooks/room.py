"""MkDocs adapter for the pages beside a course: slides, and widgets for the pages of others; made of what was built."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.check.license import rights
from sitegen.course import tree
from sitegen.show import addressed, aside

if TYPE_CHECKING:
    from pathlib import Path

    from sitegen.course.course import Course


def make(course: Course, folder: Path, site_url: str, license: object, lang: str) -> None:
    """Write those of a language into the site as it is published; `license` is the setting `extra.license`."""
    site = tree.Folder(folder)
    known = rights(license)
    said = aside.Rights(known.content, f"© {known.year} {known.holder}") if known.content else aside.Rights()
    for path, content in aside.files(course, lang, site, site_url, said):
        site[path] = content
    if place := course.place_of(addressed.EMBED):
        here = f"{lang}/{course.address(lang, place)}index.html"
        site[here] = site[here].replace(aside.SITE, site_url.encode())
