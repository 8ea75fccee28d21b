"""One pass over built HTML, for what neither Markdown nor a template of the theme can reach."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_HEADING = re.compile(r'<h([2-6])(?=[^>]* id="([^"]+)")[^>]*>.*?</h\1>', re.DOTALL)


def section_twins(html: str, href: str, lang: str, label: str) -> str:
    """After each heading, add the link to the same section in the language `lang`.

    `href` is the same page in that language. Style sheets show the link only below the heading that the address names,
    so that a link to a section offers its language switch without script.
    """

    def add(match: re.Match[str]) -> str:
        link = f'<a href="{escape(href)}#{match[2]}" hreflang="{lang}" lang="{lang}">{escape(label)}</a>'
        return f'{match[0]}<p class="twin" data-search-exclude="">{link}</p>'

    return _HEADING.sub(add, html)


def mend(html: str, labels: Mapping[str, str]) -> str:
    """Correct what the theme gets wrong in every page.

    `labels` says what the labels do that the theme leaves without a name, or without one in the page's language: they
    open the `drawer` and the `search`, `close` the drawer, and choose the colour schemes `default` and `slate`.
    """
    for wrong, right in _MENDS:
        html = wrong.sub(right, html)
    schemes: dict[str, str] = {ident: scheme for scheme, ident in _SCHEME.findall(html)}

    def name(match: re.Match[str]) -> str:
        target = str(match[2])
        return f'{match[1]} data-label="{escape(labels[schemes.get(target, target)])}"'

    return _LABEL.sub(name, html).replace(_OVERLAY, f'{_OVERLAY} data-label="{escape(labels["close"])}"')


_SCHEME = re.compile(r'<input class="md-option"[^>]* data-md-color-scheme="(\w+)"[^>]* id="__(palette_\d+)"')

_LABEL = re.compile(
    r'(<label class="md-header__button md-icon")(?: title="[^"]*")?(?= for="__(drawer|search|palette_\d+)")'
)
"""Labels that no key reaches, or that hide where the focus is; assets/site.js makes buttons of them."""

_OVERLAY = '<label class="md-overlay"'

_MENDS = (
    # `autocomplete` is not allowed on a checkbox.
    (re.compile(r'(<input class="md-toggle"[^>]*?) autocomplete="off"'), r"\1"),
    # Radios that nobody sees take the focus in turn with the labels beside them.
    (re.compile(r'(<input class="md-option"[^>]*)>'), r"\1 hidden>"),
    # `aria-expanded` is not allowed on a navigation landmark.
    (re.compile(r'(<nav class="md-nav"[^>]*?) aria-expanded="(?:true|false)"'), r"\1"),
    # The search dialog has no name; its field has the right one.
    (
        re.compile(
            r'(<div class="md-search" data-md-component="search" role="dialog")(>.*?aria-label="([^"]*)")', re.DOTALL
        ),
        r'\1 aria-label="\3"\2',
    ),
    # Nothing says how many results there are; their list needs no tab stop of its own, since each result is one.
    (re.compile(r'(<div class="md-search-result__meta")'), r'\1 role="status"'),
    (re.compile(r'(<div class="md-search__scrollwrap") tabindex="0"'), r"\1"),
    # Nothing but colour says which page is shown, and in which section.
    (re.compile(r'(class="md-nav__link md-nav__link--active")'), r'\1 aria-current="page"'),
    (re.compile(r'(md-tabs__item--active">\s*<a [^>]*class="md-tabs__link")'), r'\1 aria-current="true"'),
)
