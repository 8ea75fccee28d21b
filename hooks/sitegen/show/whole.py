"""The whole course of a language on one page, to print or to save as PDF; made of its built pages."""

from __future__ import annotations

import posixpath
import re
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser

from sitegen import kept
from sitegen.language.typography import polish
from sitegen.packed import pack, unpack
from sitegen.show import environment, offline, policy
from sitegen.show.direction import directed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from selectolax.lexbor import LexborNode

    from sitegen.course.course import Course

_NOT_ON_PAPER = (
    "script, style, form, button, [id$=-app], .copies, .twin, .section-link, .section-status, .permanent, .edit, "
    ".slides-link, .link-notice, .quiz-privacy, nav.terms"
)
_REFERS = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "headers")
_SHEET = re.compile(r'<link rel="stylesheet" href="([^"]*)">')
_OUTSIDE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)


def page(course: Course, lang: str, order: Iterable[str], site: Mapping[str, bytes], site_url: str) -> bytes:
    """Return the page; `order` are the paths of its pages, `site` is path -> content of what was built.

    Ids begin with the number of their page, so that none stands twice. Links to pages become links inside this one, and
    the addresses of other sites are notes at its end.
    """
    words = course.wording[lang].course
    built = {f"{lang}/{course.address(lang, path)}": path for path in dict.fromkeys(order)}
    pages = [
        (address, _typeset(course, lang, path), kept.digest(site[f"{address}index.html"]))
        for address, path in built.items()
    ]
    arguments = (pages, lang, course.source, course.languages, site_url, words.title, words.description)
    return kept.result("whole", arguments, lambda: _page(course, lang, built, site, site_url))


def _page(course: Course, lang: str, built: Mapping[str, str], site: Mapping[str, bytes], site_url: str) -> bytes:
    numbers = {address: f"p{number}" for number, address in enumerate(built, 1)}
    notes: dict[str, int] = {}
    texts: list[bytes] = []
    ids: set[str | None] = set()
    sheets: list[str] = []
    for address in built:
        html = site[f"{address}index.html"].decode()
        _add_sheets(sheets, [_rebased(address, link, lang) for link in _SHEET.findall(html)])
        article = _first(html, "article")
        _rewrite(article, address, numbers, lang, site_url, notes)
        ids.update(node.attributes["id"] for node in article.css("[id]"))
        texts.append(pack(article.inner_html or ""))
    parts = [
        {"id": numbers[address], "title": _typeset(course, lang, path), "html": f"{_PLACE}{numbers[address]}-->"}
        for address, path in built.items()
    ]
    made = environment.render(
        "show/templates/whole.html.j2",
        course.interface(lang),
        title=course.wording[lang].course.title,
        description=polish(course.wording[lang].course.description, lang),
        parts=parts,
        sheets=sheets,
        notes=list(notes),
        canonical=urljoin(site_url, f"{lang}/{offline.WHOLE}") if site_url else offline.WHOLE,
        string=_string,
        own_language=lang,
    )
    shell = policy.protect(directed(made, course.languages))
    return _filled(shell, (policy.checked(directed(_left(unpack(text), ids), course.languages)) for text in texts))


_PLACE = "<!--place-"
"""Where an article comes to stand: as a whole, the page would be too large to be held as elements, or as texts."""


def _filled(shell: str, texts: Iterable[str]) -> bytes:
    begin, *others = shell.split(_PLACE)
    made = bytearray(begin.encode())
    for text, other in zip(texts, others, strict=True):
        made += (text + other.partition("-->")[2]).encode()
    return bytes(made)


def _typeset(course: Course, lang: str, path: str) -> str:
    return polish(course.pages[lang][path].title, course.spoken(lang, path))


def _first(html: str, selector: str) -> LexborNode:
    """Return the one element of some HTML that it is made for."""
    found = LexborHTMLParser(html).css_first(selector)
    if found is None:
        raise ValueError(f"the page has no {selector}")
    return found


def _rewrite(
    article: LexborNode, here: str, numbers: Mapping[str, str], lang: str, site_url: str, notes: dict[str, int]
) -> None:
    mine = numbers[here]
    for node in article.css(_NOT_ON_PAPER):
        node.decompose()
    for node in article.css("[id]"):
        node.attrs["id"] = f"{mine}-{node.attributes['id']}"
    for name in _REFERS:
        for node in article.css(f"[{name}]"):
            node.attrs[name] = " ".join(f"{mine}-{ident}" for ident in (node.attributes[name] or "").split())
    for node in article.css("details"):
        node.attrs["open"] = ""
    for node in article.css("img[src]"):
        node.attrs["src"] = _rebased(here, node.attributes["src"] or "", lang)
    for link in article.css("a[href]"):
        _lead(link, here, numbers, lang, site_url, notes)


def _lead(
    link: LexborNode, here: str, numbers: Mapping[str, str], lang: str, site_url: str, notes: dict[str, int]
) -> None:
    address = link.attributes["href"] or ""
    if _OUTSIDE.match(address):
        if address.startswith(("http:", "https:")):
            number = notes.setdefault(address, len(notes) + 1)
            link.insert_after(_first(f'<sup class="note"><a href="#note-{number}">{number}</a></sup>', "sup"))
        return
    path, _, ident = address.partition("#")
    target = offline.inside(here, path) if path else here
    if (found := numbers.get(target)) is not None:
        link.attrs["href"] = f"#{found}-{ident}" if ident and "=" not in ident else f"#{found}"
    else:
        link.attrs["href"] = (
            urljoin(site_url, target) + (f"#{ident}" if ident else "") if site_url else _rebased(here, address, lang)
        )


def _left(html: str, ids: Collection[str | None]) -> str:
    """Return an article in which links to what is not on paper lead to its page; `ids` are those that are."""
    return _INSIDE.sub(lambda link: link[0] if unescape(f"{link[2]}{link[3]}") in ids else f"{link[1]}{link[2]}", html)


_INSIDE = re.compile(r'(<a(?=\s)(?:(?!\shref=")(?:[^<>"]|"[^"]*+"))*+\shref="#)(p\d++)(-[^"]*+)')


def _rebased(here: str, address: str, lang: str) -> str:
    """Return a relative address on a page as it is in the language's folder."""
    if _OUTSIDE.match(address):
        return address
    path, sign, ident = address.partition("#")
    target = offline.inside(here, path)
    relative = posixpath.relpath(f"/{target}", f"/{lang}")
    return f"{relative}{'/' if target.endswith('/') else ''}{sign}{ident}"


def _add_sheets(known: list[str], more: Iterable[str]) -> None:
    """Add the style sheets of a page where they stand among its own."""
    at = 0
    for sheet in more:
        if sheet in known:
            at = known.index(sheet) + 1
        else:
            known.insert(at, sheet)
            at += 1


def _string(text: str) -> str:
    """Return a text as a string of CSS."""
    return '"' + "".join(sign if sign.isalnum() or sign == " " else f"\\{ord(sign):x} " for sign in text) + '"'
