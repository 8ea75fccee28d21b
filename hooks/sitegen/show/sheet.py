"""The foot of a sheet of paper: where it comes from, as an address to type and as a code to point a telephone at."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

import segno

from sitegen.language.typography import polish

if TYPE_CHECKING:
    from sitegen.course.course import Course

PLACE = '<div class="sheet-address"></div>'
"""Where a page says its address; the same on all pages, so that what is made of them can be kept."""

_QUIET = 4
"""Modules of white around a code, as its standard asks."""
_NOBODY = (".example", ".invalid", ".test", ".localhost")


def is_real(address: str) -> bool:
    """Tell whether readers elsewhere can open an address: not one of an example, nor of this computer."""
    host = urlsplit(address).hostname or ""
    return "." in host and not host.endswith(_NOBODY) and not host.startswith("127.")


def qr(address: str) -> str:
    """Return an address as a QR code: a drawing coloured by its style sheet, dark on white with its quiet zone."""
    rows = ["".join(map(str, row)) for row in segno.make(address, error="m", micro=False).matrix]
    size = len(rows) + 2 * _QUIET
    runs = (
        f"M{match.start() + _QUIET} {at + _QUIET}h{len(match[0])}v1h-{len(match[0])}z"
        for at, row in enumerate(rows)
        for match in re.finditer("1+", row)
    )
    return f'<svg class="qr" viewBox="0 0 {size} {size}" aria-hidden="true"><path d="{"".join(runs)}"/></svg>'


def addressed(content: str, course: Course, lang: str, path: str, site_url: str, day: str = "") -> str:
    """Return a page that says where it has a place for that what it is, and its address if readers can open it.

    `site_url` is where the site is published, `day` the last one on which its content has changed, if that is known.
    """
    if PLACE not in content:
        return content
    interface, neutral = course.interface(lang), course.permanent_address(path)
    title = f"<strong>{escape(polish(course.pages[lang][path].title, lang), quote=False)}</strong>"
    if day:
        said = interface.gettext("as of %(day)s", day=interface.date(day))
        title = f"{title} · {escape(said, quote=False)}"
    if neutral is None or not is_real(site_url):
        return content.replace(PLACE, _foot(title))
    address = urljoin(site_url, neutral)
    shown = f'<br><span dir="ltr" translate="no">{escape(address, quote=False)}</span>'
    return content.replace(PLACE, _foot(f"{title}{shown}", qr(address)))


def _foot(said: str, code: str = "") -> str:
    return f'<div class="sheet-address"><p>{said}</p>{code}</div>'
