"""All that the HTML of a page may hold: elements, attributes, and where links lead; whatever is not named is refused.

There are three circles. What authors write is the smallest; the templates of this package add the next, the theme's add
the last. Names are those of HTML (https://html.spec.whatwg.org/multipage/indices.html) and SVG 2.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


@dataclass(frozen=True, eq=False)
class Allowed:
    """What one circle of writers may use."""

    elements: Mapping[str, frozenset[str]]
    """Name -> attributes that it may have besides those of all elements."""
    attributes: re.Pattern[str]
    """Attributes of all elements."""


def _named(*rows: tuple[str, str]) -> dict[str, frozenset[str]]:
    return {name: frozenset(attributes.split()) for names, attributes in rows for name in names.split()}


_WRITTEN = _named(
    ("p div span section article aside header footer address hgroup", ""),  # parts of a text, and what they are
    ("h1 h2 h3 h4 h5 h6", ""),  # titles
    ("em strong b i u s small mark sub sup code kbd samp var dfn cite q abbr del ins", ""),  # words that stand out
    ("bdi bdo ruby rt rp wbr br hr", ""),  # scripts of other languages, ends of lines, rules
    ("time", "datetime"),  # what a date means
    ("a", "href hreflang"),  # links
    ("img", "src alt width height"),  # pictures of this site
    ("figure figcaption blockquote pre", ""),  # what is shown beside the text
    ("ul dl dt dd", ""),  # lists
    ("ol", "start reversed type"),  # steps
    ("li", "value"),
    ("table caption thead tbody tfoot tr colgroup", ""),  # tables
    ("col", "span"),
    ("td", "colspan rowspan headers align"),
    ("th", "colspan rowspan headers align scope abbr"),
    ("details", "open"),  # what folds
    ("summary", ""),
)
"""None of them runs, styles, loads, sends or takes what is typed."""

_MADE = _named(
    ("script", "type src defer"),  # a widget's data and its program, a file of this site
    ("form", "name autocomplete"),  # holds a widget's controls; without an address, it sends to nobody
    ("button", "type"),
    ("input", "type name value min max step inputmode checked required"),
    ("label", "for"),
    ("select", "name"),
    ("option", "value selected"),
    ("nav", ""),  # a list of links inside the text
    ("a", "download"),  # a file of this site to keep, which a browser would show as text
    ("svg", "xmlns viewBox width height"),  # drawings: shapes and words, and nothing that refers to anything
    ("g path line polyline polygon rect circle ellipse", ""),
    ("text tspan", ""),
    ("title desc", ""),  # the names of drawings
    ("td", "align"),
)

_THEME = _named(
    ("html", "xmlns"),
    ("head body main header", ""),
    ("meta", "charset name property content http-equiv"),  # what the head says of the page; the policy of its content
    ("link", "rel href hreflang type"),  # style sheets, icons and feed of this site, and addresses of the page
    ("style", ""),
    ("noscript", ""),  # a page that has moved leads on without script
    ("article", "headingoffset"),  # a page among others, on the page that holds all
    ("form", ""),
    ("a", "rel"),  # links that lead away
    ("input", "placeholder autocapitalize autocorrect autocomplete spellcheck"),  # the search
)

_ALWAYS = r"class|id|lang|dir|title|translate|aria-label"
_SHAPED = r"d|points|[xyr]|[rc][xy]|[xy][12]|width|height|transform|text-anchor|direction"
_FOR_SCRIPTS = r"hidden|tabindex|role|aria-[a-z]+|data-(?!md-)[a-z-]+"

WRITTEN = Allowed(_WRITTEN, re.compile(_ALWAYS))
"""What a page, a text in YAML or a translation may hold."""

MADE = Allowed(
    {name: _WRITTEN.get(name, frozenset()) | _MADE.get(name, frozenset()) for name in (*_WRITTEN, *_MADE)},
    re.compile(f"{_ALWAYS}|{_SHAPED}|{_FOR_SCRIPTS}"),
)
"""What the middle of a page may hold, with all that directives bring."""

FINISHED = Allowed(
    {name: MADE.elements.get(name, frozenset()) | _THEME.get(name, frozenset()) for name in (*MADE.elements, *_THEME)},
    re.compile(f"{_ALWAYS}|{_SHAPED}|{_FOR_SCRIPTS}|data-[a-z-]+"),
)
"""What a whole page may hold."""

LINKED = frozenset(("http", "https", "mailto", "tel", "//"))
"""Where a link may lead outside the site, if the reader chooses so."""

_NAMED_ADDRESSES = frozenset(("canonical", "alternate", "prev", "next"))
"""Links in the head from which nothing is loaded."""

_RESERVED = re.compile(r".*-(?:app|data)|filter|quiz-key|(?:key|asked|calculator|flow|illustration)-.*")
"""Ids of widgets: another element that has one would be taken for theirs."""
_CLASS = re.compile(r"(?!md-|mermaid)[A-Za-z][\w-]*|md-button(?:--primary)?")
"""Classes that start no script of the theme's, and cover no page."""

_SPACES = "".join(map(chr, range(33)))
_BLANK = re.compile(r"[\t\n\r]")
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_DATA = re.compile(r"data:(?:image/(?:svg\+xml|png)[;,]|,$)")


def scheme(address: str) -> str:
    """Return the scheme of an address as browsers read it, in small letters; empty where it is relative.

    What is left out first, and `//`, follow https://url.spec.whatwg.org/#concept-basic-url-parser.
    """
    address = _BLANK.sub("", address.strip(_SPACES))
    match = _SCHEME.match(address)
    if match:
        return match[1].lower()
    return "//" if address[:2].replace("\\", "/") == "//" else ""


def over(name: str, attributes: Mapping[str, str | None], allowed: Allowed) -> Iterator[str]:
    """Yield the name of each attribute of an element that is not allowed, or that of the element itself."""
    if name not in allowed.elements:
        yield name
        return
    for attribute in attributes:
        known = attribute in allowed.elements[name] or allowed.attributes.fullmatch(attribute)
        if not known or not _leads_well(name, attribute, attributes):
            yield attribute


def reserved(name: str, value: str) -> bool:
    """Tell whether the value of an attribute, `id` or `class`, is one that authors must leave to others."""
    if name == "id":
        return _RESERVED.fullmatch(value) is not None
    return name == "class" and not all(map(_CLASS.fullmatch, value.split()))


def _leads_well(name: str, attribute: str, attributes: Mapping[str, str | None]) -> bool:
    """Tell whether what an attribute names may be linked to, or loaded; true of all others."""
    if attribute not in {"href", "src", "http-equiv"}:
        return True
    value = attributes[attribute] or ""
    if attribute == "http-equiv":
        return value in {"Content-Security-Policy", "refresh"}
    found = scheme(value)
    if name == "a":
        return not found or found in LINKED
    if name == "link" and attributes.get("rel") in _NAMED_ADDRESSES:
        return found in {"", "http", "https", "//"}
    return not found or (name in {"img", "link"} and bool(_DATA.match(value)))
