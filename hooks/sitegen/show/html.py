"""One pass over built HTML, for what neither Markdown nor a template of the theme can reach."""

from __future__ import annotations

import re
from html import escape, unescape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

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


def section_notices(html: str, sections: Collection[str], notice: str, lang: str) -> str:
    """After the headings of some `sections`, say a `notice` in the language `lang`; search leaves the sections out."""

    def add(match: re.Match[str]) -> str:
        if match[2] not in sections:
            return match[0]
        heading = match[0].replace(f' id="{match[2]}"', f' id="{match[2]}" data-search-exclude=""', 1)
        return f'{heading}<p class="unfinished" lang="{lang}" data-search-exclude="">{escape(notice)}</p>'

    return _HEADING.sub(add, html)


def section_links(html: str, href: str, label: str) -> str:
    """Into each heading of a section, put the link to it, which assets/section.js makes copy its address.

    `href` is the address that stands for the page, or empty; `label` has a gap `{title}`. The heading keeps its own
    name: a screen reader's list of headings would else give the link's after each. What the link shows, styles add, so
    that neither search nor the table of contents has it.
    """

    def add(match: re.Match[str]) -> str:
        level, ident, attributes, content = match.groups()
        title = escape(re.sub(r"[ \n\t]+", " ", unescape(_TAG.sub("", content))).strip())
        link = f'<a class="section-link" href="{escape(href)}#{ident}" aria-label="{escape(label)}"></a>'
        return f'<h{level}{attributes} aria-label="{title}">{content}{link.replace("{title}", title)}</h{level}>'

    return _SECTION.sub(add, html)


_SECTION = re.compile(r'<h([23])(?=[^>]* id="([^"]+)")([^>]*)>(.*?)</h\1>', re.DOTALL)


def stacking_tables(html: str) -> str:
    """Prepare tables of three columns and more for narrow screens, where a style sheet stacks the cells of each row.

    Each cell names its column, and the first one is the header of its row. Of all tables, the headers say of what they
    are, and cells say how they are aligned to the style sheet, since the attribute for it is obsolete.
    """
    return _ALIGNED.sub(r"\1 data-align=", _TABLE.sub(lambda match: _stacking(match[0]), html))


def scrolling_tables(html: str) -> str:
    """Put each table that has no class into a box that scrolls where the table is wider than its place."""
    return _PLAIN_TABLE.sub(f"{_BOX}\\g<0></div></div>", html)


_PLAIN_TABLE = re.compile(r'<table(?: data-stacks="")?>.*?</table>', re.DOTALL)
_BOX = '<div class="md-typeset__scrollwrap"><div class="md-typeset__table">'

_TABLE = re.compile(r"<table>.*?</table>", re.DOTALL)
_ROW = re.compile(r"<tr>(.*?)</tr>", re.DOTALL)
_CELL = re.compile(r"<(t[hd])((?: [^>]*)?)>(.*?)</\1>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_ALIGNED = re.compile(r"(<t[hd](?: [^>]*?)?) align=")
_UNSCOPED = re.compile(r"<th(?![^>]* scope=)(?=[ >])")
_ROW_SCOPE = ' scope="row"'
_WIDE = 3
"""Columns that a small phone has no room for."""


def _stacking(table: str) -> str:
    head = table.partition("</thead>")[0]
    names = [escape(unescape(_TAG.sub("", content))) for tag, _, content in _CELL.findall(head) if tag == "th"]
    if len(names) < _WIDE:
        return _UNSCOPED.sub('<th scope="col"', table)

    def row(match: re.Match[str]) -> str:
        cells = enumerate(zip(_CELL.findall(match[1]), names, strict=False))
        return f"<tr>{''.join(_cell(cell, name, column) for column, (cell, name) in cells)}</tr>"

    return _ROW.sub(row, table).replace("<table>", '<table data-stacks="">')


def _cell(cell: tuple[str, str, str], name: str, column: int) -> str:
    tag, attributes, content = cell
    if tag == "th" and _ROW_SCOPE not in attributes:
        return f'<th{attributes} scope="col">{content}</th>'
    attributes += f' data-label="{name}"'
    if column == 0:
        attributes = attributes.replace(_ROW_SCOPE, "") + _ROW_SCOPE
        return f"<th{attributes}><div>{content}</div></th>"
    return f"<td{attributes}><div>{content}</div></td>"


def mend(html: str, labels: Mapping[str, str]) -> str:
    """Correct what the theme gets wrong in every page.

    `labels` says what the labels do that the theme leaves without a name, or without one in the page's language: they
    open the `drawer` and the `search`, and `close` the drawer.
    """
    for wrong, right in _MENDS:
        html = wrong.sub(right, html)
    if ' id="__toc"' not in html:  # on a page outside the menu
        html = html.replace(' for="__toc"', "")
    named = _LABEL.sub(lambda match: f'{match[1]} data-label="{escape(labels[match[2]])}"', html)
    return named.replace(_OVERLAY, f'{_OVERLAY} data-label="{escape(labels["close"])}"')


_LABEL = re.compile(r'(<label class="md-header__button md-icon")(?= for="__(drawer|search)")')
"""Labels that no key reaches, or that hide where the focus is; assets/site.js makes buttons of them."""

_OVERLAY = '<label class="md-overlay"'

_MENDS = (
    # In MaterialX, what would open a second table of contents, by an id that stands on the page already.
    (re.compile(r'<input class="md-toggle" data-md-toggle="toc"[^>]*>\s*'), ""),
    (re.compile(r'<label class="md-overlay" for="__toc"></label>\s*'), ""),
    # There, a header without the site's colours, on which its logo cannot be seen.
    (re.compile(r'(<body [^>]*data-mx-topbar=)"glass"'), r'\1"primary"'),
    # `autocomplete` is not allowed on a checkbox.
    (re.compile(r'(<input class="md-toggle"[^>]*?) autocomplete="off"'), r"\1"),
    # Inside the menu, what it holds is no landmark of its own: it would have the name of another.
    (re.compile(r'(</a>\s*<nav class="md-nav md-nav--secondary") aria-label="[^"]*"'), r'\1 role="none"'),
    # Nothing fills these: a script of the theme would.
    (re.compile(r'<div data-md-component="announce">\s*</div>\s*'), ""),
    (re.compile(r'<div class="md-dialog"[^>]*>\s*<div [^>]*></div>\s*</div>\s*'), ""),
    # Nothing reads these.
    (re.compile(r" data-md-scrollfix(?=[ >])"), ""),
    (re.compile(r' data-md-type="\w+"(?: (?=>))?'), ""),
    (re.compile(r' data-md-component="(?:container|content|header|header-t\w+|logo|main|sidebar|tabs|top)"'), ""),
    (re.compile(r'<meta name="generator"[^>]*>\s*'), ""),
    # Nothing but colour says in which section the page is.
    (re.compile(r'(md-tabs__item--active">\s*<a [^>]*class="md-tabs__link")'), r'\1 aria-current="true"'),
)
