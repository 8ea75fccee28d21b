"""What stands where links lead that were published and are gone: pages and marks that lead on, and rules for a host."""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urljoin, urlsplit

from sitegen.course.headings import made_headings
from sitegen.course.prose import prose
from sitegen.course.resolve import relative
from sitegen.language.typography import polish
from sitegen.show import environment, policy

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sitegen.course.course import Course
    from sitegen.course.landing import Landing


class Look(NamedTuple):
    """What the pages above the languages take from the settings of the theme."""

    logo: str | None = None
    favicon: str | None = None
    """Paths inside each language."""
    colour: str = ""
    """That of the header."""


def files(
    course: Course, site_url: str, look: Look, lang: str | None = None, *, served: bool = False
) -> dict[str, str]:
    """Return path inside the site -> the page that leads on from each retired address of a language.

    Without `lang`, those of languages that the course has no more. The rest as for `neutral.files`.
    """
    return {
        f"{address}index.html": policy.protected(_page(course, site_url, look, address, new), served=served)
        for address, new in course.redirects.items()
        if _language(course, address) == lang
    }


def marks(html: str, course: Course, lang: str, path: str) -> str:
    """Add to a page's HTML the ids that its sections had: each leads to what stands for the section now.

    That is a heading of the page, or another page, to which a link leads that is shown to those who come by the id.
    """
    for ident, place in course.landing.anchors(path).items():
        page, _, section = place.partition("#")
        if page == path:
            heading = re.compile(rf'<h[1-6](?=[^>]* id="{re.escape(section)}")[^>]*>')
            html = heading.sub(rf'\g<0><span id="{ident}"></span>', html)
        else:
            link = f'<a href="{escape(course.href(lang, path, place))}">{escape(title(course, lang, place))}</a>'
            said = polish(course.interface(lang).gettext("This section has moved:"), lang)
            html += f'\n<p class="moved" id="{ident}" data-search-exclude="">{said} {link}</p>'
    return html


def rules(course: Course, site_url: str) -> str:
    """Return the file `_redirects`, by which some hosts answer old addresses themselves and keep the section."""
    root = urlsplit(site_url).path
    return "".join(f"{root}{old} {root}{new} 301\n" for old, new in {**_neutral(course), **course.redirects}.items())


def successor(course: Course, place: str) -> str:
    """Return the permanent address of a place: its own, or that of its page with the section's id."""
    path, sign, ident = place.partition("#")
    return _neutral_links(course.landing).get(place) or f"{course.permanent_address(path)}{sign}{ident}"


@lru_cache(maxsize=1)
def _neutral_links(landing: Landing) -> Mapping[str, str]:
    """Return place -> the first permanent address that leads there."""
    return {place: link for link, place in reversed(landing.live.items()) if link.startswith("c/")}


def title(course: Course, lang: str, place: str) -> str:
    """Return the title of a page, or of a section, which a directive may have brought."""
    path, _, ident = place.partition("#")
    return polish(_titles(course, lang, path).get(ident, course.pages[lang][path].title), lang)


@lru_cache(maxsize=64)
def _titles(course: Course, lang: str, path: str) -> dict[str | None, str]:
    """Return the title of each section of a page."""
    page, shown = course.pages[lang][path], course.shown[lang]
    brought = (made_headings(list(prose(shown[asked.name, asked.argument]))) for asked in page.directives)
    return {heading.id: heading.plain for heading in chain(page.headings, *brought)}


def _language(course: Course, address: str) -> str | None:
    lang = address.partition("/")[0]
    return lang if lang in course.languages else None


def _neutral(course: Course) -> dict[str, str]:
    return {old: successor(course, place) for old, place in course.landing.moved.items() if old.startswith("c/")}


def brand(course: Course, lang: str, look: Look, root: str) -> dict[str, str]:
    """Return what the header of a page above the languages shows, for its template; `root` leads to the site's root."""
    logo, icon = (f"{root}{course.source}/{path}" if path else "" for path in (look.logo, look.favicon))
    words = {"site": course.wording[lang].course.title, "source": lang}
    return {**words, "logo": logo, "icon": icon, "colour": look.colour}


def _page(course: Course, site_url: str, look: Look, address: str, new: str) -> str:
    known, lang = address.partition("/")[0], _language(course, address) or course.source
    sections = course.landing.sections(address)
    made = environment.render(
        "show/templates/moved.html.j2",
        course.interface(lang),
        **brand(course, lang, look, relative(address, "")),
        title=title(course, lang, course.landing.moved[address]),
        href=_href(address, new),
        canonical=urljoin(site_url, new.partition("#")[0]),
        sections={ident: _href(address, course.landing.address(known, place)) for ident, place in sections.items()},
    )
    return made.removesuffix("\n")


def _href(start: str, target: str) -> str:
    address, sign, ident = target.partition("#")
    return f"{relative(start, address)}{sign}{ident}"
