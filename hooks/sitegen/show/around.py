"""What the theme's templates show around a page: its counterparts, its permanent address, interface words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from sitegen.course import permanent
from sitegen.course.resolve import relative
from sitegen.language.gaps import filled
from sitegen.language.i18n import Interface
from sitegen.language.typography import polish
from sitegen.show import addressed, not_found
from sitegen.show.stale import Original

if TYPE_CHECKING:
    from collections.abc import Callable

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
        "slides": (deck := addressed.deck_address(course, path)) and relative(here, f"{lang}/{deck}"),
        "reviewed": reviewed(course, lang, path),
        "notice": notice(course, lang, path) if course.pages[lang][path].untranslated else None,
        **words(course, lang),
    }


def reviewed(course: Course, lang: str, path: str) -> dict[str, str] | None:
    """Return when somebody last reviewed a page, as a `text` and its `lang`; None where the page does not say."""
    said, day = course.spoken(lang, path), course.pages[lang][path].meta.reviewed
    if day is None:
        return None
    interface = Interface(said, course.wording[said].course.locale, course.source)
    return {"text": interface.gettext("Last reviewed on %(day)s.", day=interface.date(day)), "lang": said}


def notice(course: Course, lang: str, path: str) -> dict[str, str]:
    """Return what readers are told of a page that is borrowed from the source language, with the link to that."""
    said = _said(course, lang, lambda own: own.gettext("This page is not translated yet; it is shown in %(language)s."))
    link = _said(course, lang, lambda own: own.gettext("Go to the page in %(language)s"))
    return {**said, "link": link["text"], "href": course.counterpart(lang, path, course.source), "to": course.source}


def section_notice(course: Course, lang: str) -> dict[str, str]:
    """Return what readers are told of a section that is borrowed."""
    return _said(
        course, lang, lambda own: own.gettext("This section is not translated yet; it is shown in %(language)s.")
    )


def _said(course: Course, lang: str, message: Callable[[Interface], str]) -> dict[str, str]:
    """Return a message that names the source language as a `text`, and its `lang`: it may be borrowed itself."""
    own, lent = course.interface(lang), course.interface(course.source)
    speaker = lent if polish(message(own), lent.lang) == message(lent) else own
    return {"text": filled(message(speaker), {"language": speaker.name(course.source)}), "lang": speaker.lang}


def counterparts(course: Course, lang: str, path: str) -> list[dict[str, str]]:
    """Return the links from a page to itself in all other languages, and what they say at each section."""
    return [
        {
            "lang": other,
            "name": course.interface(other).name().capitalize(),
            "href": course.counterpart(lang, path, other),
            "section": course.interface(other).gettext("Read this section in English"),
        }
        for other in course.languages
        if other != lang
    ]


def translations(course: Course, lang: str, path: str) -> list[dict[str, str]]:
    """Return those of them that lead to a page in its own language."""
    return [other for other in counterparts(course, lang, path) if not course.pages[other["lang"]][path].untranslated]


def section_links(course: Course, lang: str, path: str) -> dict[str, str]:
    """Return what links to the sections of a page need: the address before the `#`, empty for the page's own."""
    neutral = course.permanent_address(path)
    return {
        "href": relative(f"{lang}/{course.address(lang, path)}", neutral) if neutral else "",
        "label": course.interface(lang).gettext("Link to the section “{title}”"),
    }


def original(course: Course, lang: str, path: str) -> Original:
    """Return what a page says where its original in the source language has changed since it was translated."""
    interface = course.interface(lang)
    source = interface.name(course.source)
    return Original(
        course.counterpart(lang, path, course.source),
        course.source,
        interface.gettext("The original in %(language)s has changed since this was translated.", language=source),
        interface.gettext("See the original"),
    )


def error_context(course: Course, lang: str, home: str) -> dict[str, Any]:
    """Return the same for a page without an address, such as the 404; `home` leads to the language's home page."""
    return {
        "counterparts": [
            {
                "lang": other,
                "name": course.interface(other).name().capitalize(),
                "href": f"{home.rstrip('/')}/../{other}/",
            }
            for other in course.languages
            if other != lang
        ],
        "permanent": None,
        "notice": None,
        "root": f"{home.rstrip('/')}/../",
        "not_found": {
            "data": not_found.data(course, home.rstrip("/").removesuffix(f"/{lang}") + "/", course.redirects),
            "script": not_found.script(),
            "words": not_found.words(course, lang),
        },
        **words(course, lang),
    }


def words(course: Course, lang: str) -> dict[str, Any]:
    """Return the interface words of `overrides/`."""
    gettext = course.interface(lang).gettext
    return {
        "words": {
            "languages": gettext("Languages"),
            "edit": gettext("Edit this page"),
            "permanent": gettext("Permanent address of this page, in the reader's language:"),
            "slides": gettext("Slides of this page"),
            "schemes": {
                "default": gettext("Switch to light colours"),
                "slate": gettext("Switch to dark colours"),
            },
            "section_copied": gettext("The address of the section is copied."),
            "section_not_copied": gettext("The browser does not let this page copy. The address of the section:"),
        }
    }


def away(course: Course, lang: str) -> str:
    """Return what links to other sites say beside their own words."""
    return course.interface(lang).gettext("(other site)")


def labels(course: Course, lang: str) -> dict[str, str]:
    """Return names for what the theme's labels do: open or close something."""
    gettext = course.interface(lang).gettext
    return {
        "drawer": gettext("Menu"),
        "close": gettext("Close the menu"),
        "search": gettext("Search"),
    }
