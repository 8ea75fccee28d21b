"""What a step uses: pages and sections by their permanent addresses, as `chase#signs` for `/c/chase/#signs`."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from sitegen.course import permanent
from sitegen.findings import choices

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sitegen.course.course import Course


@lru_cache(maxsize=4)
def _pages(course: Course) -> Mapping[str, str]:
    return {address[2:-1]: path for address, path in permanent.addresses(course).items()}


def place(course: Course, lang: str, use: str) -> tuple[str, str] | None:
    """Return where something that is used stands, as `page.md#id`, and its title; None for what does not exist."""
    name, _, section = use.partition("#")
    if (path := _pages(course).get(name)) is None:
        return None
    page = course.pages[lang][path]
    titles = {heading.id: heading.plain for heading in page.headings}
    return (f"{path}#{section}" if section else path), titles.get(section) or page.title


def problem(course: Course, use: str) -> str:
    """Return why something that is used does not exist; empty where it does."""
    name, _, section = use.partition("#")
    path = course.permanent.get(f"c/{name}/")
    if path is None:
        known = [address[2:-1] for address in course.permanent]
        return f"there is no permanent address /c/{name}/{choices(name, known)}"
    ids = course.pages[course.source][path].ids if path in course.pages[course.source] else frozenset[str]()
    if section and section not in ids:
        return f"/c/{name}/ has no section '{section}'{choices(section, sorted(ids))}"
    return ""
