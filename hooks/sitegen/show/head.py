"""What the head of a page says to search engines, to those who share its link, and to whoever keeps it on a screen."""

from __future__ import annotations

import json
import re
from mimetypes import guess_type
from typing import TYPE_CHECKING

from sitegen.language.i18n import direction, territorial
from sitegen.language.typography import polish
from sitegen.show.icons import MASKABLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sitegen.course.course import Course

MANIFEST = "manifest.webmanifest"
"""What installs a language of the site: a file in its folder."""

CARD_SIZE = (1200, 630)
"""Width and height of the picture of a page: what those who show links ask for."""

_COLOUR = re.compile(r"--site-night:\s*(#[0-9a-fA-F]{6})\b")


def colour(sheets: Iterable[str]) -> str:
    """Return the colour of the header, as the last of the style sheets that gives one says; empty without one."""
    return next((found[-1] for sheet in reversed(list(sheets)) if (found := _COLOUR.findall(sheet))), "")


def title(course: Course, lang: str, path: str) -> str:
    """Return the title of a page in a list of results: its subject, and the site that it belongs to."""
    subject, site = polish(course.pages[lang][path].title, course.spoken(lang, path)), course.wording[lang].course.title
    return site if subject == site else f"{subject} - {site}"


def shared(course: Course, lang: str, path: str, address: str, card: str = "") -> dict[str, str]:
    """Return the properties of a page, by their names in Open Graph, for those who share its `address`.

    `card` is the address of its picture, if it has one.
    """
    checked, said = course.pages[lang][path], course.spoken(lang, path)
    return {
        "og:type": "website" if path == "index.md" else "article",
        "og:site_name": course.wording[lang].course.title,
        "og:title": polish(checked.title, said),
        "og:description": polish(checked.meta.description, said),
        "og:locale": territorial(course.wording[said].course.locale or said),
        **({"og:url": address} if address else {}),
        **(_pictured(card, title(course, lang, path)) if card else {}),
    }


def _pictured(card: str, alt: str) -> dict[str, str]:
    return {
        "og:image": card,
        "og:image:width": str(CARD_SIZE[0]),
        "og:image:height": str(CARD_SIZE[1]),
        "og:image:alt": alt,
    }


def _purpose(icon: str) -> str:
    return "maskable" if icon.endswith(MASKABLE) else "any"


def manifest(course: Course, lang: str, theme_colour: str, icons: Mapping[str, str]) -> str:
    """Return the manifest of a language; `icons` are paths from its folder, each with its size as `192x192`."""
    words = course.wording[lang].course
    said: Mapping[str, object] = {
        "name": words.title,
        "description": polish(words.description, lang),
        "lang": lang,
        "dir": direction(lang),
        "start_url": "./",
        "scope": "./",
        "display": "minimal-ui",
        "background_color": "#ffffff",
        **({"theme_color": theme_colour} if theme_colour else {}),
        "icons": [
            {"src": icon, "sizes": size, "type": guess_type(icon)[0], "purpose": _purpose(icon)}
            for icon, size in icons.items()
            if guess_type(icon)[0]
        ],
    }
    return json.dumps(said, ensure_ascii=False, indent=1) + "\n"
