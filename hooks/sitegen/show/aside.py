"""Pages beside the course, made of what was built: slides, and widgets for the pages of others.

Search engines leave them, and no navigation leads there. They are made where some page lists them by a directive.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser

from sitegen.course.resolve import relative
from sitegen.kept import kept
from sitegen.language.i18n import direction
from sitegen.language.typography import polish
from sitegen.show import deck, environment, offline, policy
from sitegen.show.addressed import EMBED, SESSIONS, decks, embeds
from sitegen.show.direction import directed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sitegen.course.course import Course

SITE = b'<span class="site-address"></span>'
"""Where a page names an address of the site in full, once that is known."""

_SHEET = re.compile(r'<link rel="stylesheet" href="([^"]*)">')

_ADDRESS = re.compile(r'<p class="[^"]*\bquiz-privacy\b[^"]*">.*?</p>', re.DOTALL)
"""What says that answers stay in the address: that of a frame is seen by nobody, and is gone with its page."""

_SCRIPTS = re.compile(r'<script src="([^"]*)site\.js"')


@dataclass(frozen=True)
class Rights:
    """What the host's settings say of the licence of the content; empty where nothing is decided."""

    license: str = ""
    notice: str = ""
    """Year and holder, as `© 2026 Jane Doe`."""


def files(
    course: Course, lang: str, site: Mapping[str, bytes], site_url: str, rights: Rights
) -> Iterator[tuple[str, bytes]]:
    """Yield path inside the site and content of those of a language; `site` is path -> content of what was built."""
    for address, path in decks(course).items():
        page = _Made(course, lang, path, address, site_url, rights)
        yield f"{lang}/{address}index.html", page.deck(site).encode()
    for address, (name, path) in embeds(course).items():
        page = _Made(course, lang, path, address, site_url, rights)
        yield f"{lang}/{address}index.html", page.embed(site, name).encode()


@dataclass(frozen=True)
class _Made:
    """One of these pages."""

    course: Course
    lang: str
    path: str
    """The page of which it is made."""
    address: str
    """Where it will be, inside the language."""
    site_url: str
    rights: Rights

    def deck(self, site: Mapping[str, bytes]) -> str:
        html = self._built(site)
        sheets = _slides(html, self._origin, self._target, self.path.startswith(SESSIONS))
        script = _moved(self._origin, self._target, _beside(html, "slides.js"))
        twins = [(other, f"{relative(self._target, other + '/' + self.address)}") for other in self._others]
        return self._page("deck.html.j2", html, slides=sheets, script=script, twins=twins)

    def embed(self, site: Mapping[str, bytes], name: str) -> str:
        html = self._built(site)
        widget = _ADDRESS.sub("", "".join(_widget(html, name)))
        lead = partial(_moved, self._origin, self._target)
        widget = offline.relinked(widget, lead)
        script = lead(_beside(html, "framed.js"))
        return self._page("embed.html.j2", html, widget=widget, script=script)

    def _built(self, site: Mapping[str, bytes]) -> str:
        return site[f"{self._origin}index.html"].decode()

    @property
    def _origin(self) -> str:
        return f"{self.lang}/{self.course.address(self.lang, self.path)}"

    @property
    def _target(self) -> str:
        return f"{self.lang}/{self.address}"

    @property
    def _others(self) -> list[str]:
        return [other for other in self.course.languages if other != self.lang]

    def _page(self, template: str, html: str, **context: object) -> str:
        course, lang = self.course, self.lang
        said = course.spoken(lang, self.path)
        neutral = course.permanent_address(self.path) or self._origin
        publisher = course.place_of("publisher")
        known = course.pages[lang][self.path].meta
        interface = course.interface(lang)
        made = environment.render(
            f"show/templates/{template}",
            interface,
            site=course.wording[lang].course.title,
            title=polish(course.pages[lang][self.path].title, said),
            said=said,
            direction=direction(lang),
            sheets=[_moved(self._origin, self._target, sheet) for sheet in _SHEET.findall(html)],
            here=relative(self._target, self._origin),
            canonical=urljoin(self.site_url, self._origin) if self.site_url else relative(self._target, self._origin),
            permanent={"href": relative(self._target, neutral), "shown": urljoin(self.site_url, neutral)},
            rights=self.rights,
            report=publisher and relative(self._target, f"{lang}/{course.address(lang, publisher)}"),
            reviewed=known.reviewed and interface.date(known.reviewed),
            names={other: course.interface(other).name().capitalize() for other in course.languages},
            **context,
        )
        return policy.protected(directed(made, course.languages))


@kept
def _slides(html: str, origin: str, target: str, is_session: bool) -> list[deck.Slide]:
    made = deck.session if is_session else deck.slides
    return made(html, partial(_moved, origin, target))


def _beside(html: str, name: str) -> str:
    """Return the address of a script, where a page has the one that all pages have."""
    found = _SCRIPTS.search(html)
    if found is None:
        raise ValueError("the page has no script")
    return f"{found[1]}{name}"


def _widget(html: str, name: str) -> Iterator[str]:
    """Yield the parts of an article that a widget's directive has brought, from its first element to its script."""
    app = LexborHTMLParser(html).css_first(f"#{name}-app")
    node = app
    while node is not None:
        if node.tag != "-comment":
            yield node.html or ""
        if node.tag == "script" and node.attributes.get("src"):
            following = node.next
            while following is not None and following.tag == "-text":
                following = following.next
            if following is None or following.tag != "script":
                return
        node = node.next


_OUTSIDE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)


def _moved(origin: str, target: str, address: str) -> str:
    """Return what an address on the page `origin` is on the page `target`; both are addresses inside the site."""
    if _OUTSIDE.match(address):
        return address
    path, sign, ident = address.partition("#")
    if not path and target.split("/")[1] == EMBED:
        return address  # a part of the widget
    inside = offline.inside(origin, path) if path else origin
    found = posixpath.relpath(f"/{inside}", f"/{target}")
    return f"{found}{'/' if inside.endswith('/') or not inside else ''}{sign}{ident}"
