"""What the theme's templates show around a page: its counterparts, its permanent address, interface words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from sitegen.course import permanent
from sitegen.course.resolve import relative
from sitegen.language.i18n import Interface
from sitegen.show import not_found
from sitegen.show.stale import Original

if TYPE_CHECKING:
    from sitegen.course.course import Course


def page_context(course: Course, lang: str, path: str, site_url: str) -> dict[str, Any]:
    """Return the variables of `overrides/` for one page; `site_url` is where the site will be published, if known.

    The foot of a page shows its permanent address if that is one of those that are made known.
    """
    here = f"{lang}/{course.address(lang, path)}"
    neutral = permanent.listed(course).get(path)
    return {
        "counterparts": counterparts(course, lang, path),
        "permanent": {"href": relative(here, neutral), "shown": urljoin(site_url, neutral)} if neutral else None,
        "root": relative(here, ""),
        **words(lang),
    }


def counterparts(course: Course, lang: str, path: str) -> list[dict[str, str]]:
    """Return the links from a page to itself in all other languages, and what they say at each section."""
    return [
        {
            "lang": other,
            "name": Interface(other).name().capitalize(),
            "href": course.counterpart(lang, path, other),
            "section": Interface(other).gettext("Read this section in English"),
        }
        for other in course.languages
        if other != lang
    ]


def section_links(course: Course, lang: str, path: str) -> dict[str, str]:
    """Return what links to the sections of a page need: the address before the `#`, empty for the page's own."""
    neutral = course.permanent_address(path)
    return {
        "href": relative(f"{lang}/{course.address(lang, path)}", neutral) if neutral else "",
        "label": Interface(lang).gettext("Link to the section “{title}”"),
    }


def original(course: Course, lang: str, path: str) -> Original:
    """Return what a page says where its original in the source language has changed since it was translated."""
    interface = Interface(lang)
    text = interface.gettext("The original in %(language)s has changed since this was translated.")
    return Original(
        course.counterpart(lang, path, course.source),
        course.source,
        text % {"language": interface.name(course.source)},
        interface.gettext("See the original"),
    )


def error_context(course: Course, lang: str, home: str) -> dict[str, Any]:
    """Return the same for a page without an address, such as the 404; `home` leads to the language's home page."""
    return {
        "counterparts": [
            {
                "lang": other,
                "name": Interface(other).name().capitalize(),
                "href": f"{home.rstrip('/')}/../{other}/",
            }
            for other in course.languages
            if other != lang
        ],
        "permanent": None,
        "root": f"{home.rstrip('/')}/../",
        "not_found": {
            "data": not_found.data(course, home.rstrip("/").removesuffix(f"/{lang}") + "/", course.redirects),
            "script": not_found.script(),
            "words": not_found.words(lang),
        },
        **words(lang),
    }


def words(lang: str) -> dict[str, Any]:
    """Return the interface words of `overrides/`."""
    gettext = Interface(lang).gettext
    return {
        "words": {
            "languages": gettext("Languages"),
            "permanent": gettext("Permanent address of this page, in the reader's language:"),
            "section_copied": gettext("The address of the section is copied."),
            "section_not_copied": gettext("The browser does not let this page copy. The address of the section:"),
        }
    }


def labels(lang: str) -> dict[str, str]:
    """Return names for what the theme's labels do: open or close something, or choose one of its colour schemes."""
    gettext = Interface(lang).gettext
    return {
        "drawer": gettext("Menu"),
        "close": gettext("Close the menu"),
        "search": gettext("Search"),
        "default": gettext("Switch to light colours"),
        "slate": gettext("Switch to dark colours"),
    }
