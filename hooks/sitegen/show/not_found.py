"""What a page about a missing page knows of the course, and the script that finds the page that was meant."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from rjsmin import jsmin

from sitegen.language.catalogues import PACKAGE
from sitegen.language.typography import polish

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sitegen.course.course import Course


def data(course: Course, root: str, redirects: Mapping[str, str]) -> dict[str, Any]:
    """Return what the script needs: every page by its addresses and titles.

    `root` is the path at which the site will be published; `redirects` leads from addresses that are gone, as
    `fr/old/`, to those that stand for them, as `fr/new/#id`.
    """
    pages = [
        {
            "id": course.permanent_address(path) or "",
            "in": {
                lang: (course.address(lang, path), polish(course.pages[lang][path].title, lang))
                for lang in course.languages
            },
        }
        for path in course.pages[course.source]
    ]
    return {"root": root, "languages": course.languages, "pages": pages, "redirects": dict(redirects)}


def words(course: Course, lang: str) -> dict[str, str]:
    """Return what such a page says."""
    gettext = course.interface(lang).gettext
    return {
        "title": gettext("Page not found"),
        "likely": gettext("You may have been looking for:"),
        "others": gettext("There is no page at this address. It may have moved; try one of these:"),
    }


@cache
def script() -> str:
    """Return the script without its comments."""
    return str(jsmin((PACKAGE / "show" / "templates" / "not_found.js").read_text(encoding="utf-8")))
