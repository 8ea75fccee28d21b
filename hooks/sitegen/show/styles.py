"""Style sheets: each page loads those of which it shows something, and the theme's come below the site's own."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import product
from typing import TYPE_CHECKING

from tinycss2 import parse_rule_list, parse_stylesheet

from sitegen.kept import kept

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tinycss2.ast import Node

Shape = frozenset[str]
"""What an element and those around it must have for a selector to be about it: `p`, `.class`, `#id`, `[attribute`,
and `p:not([class])`, which is one name."""


def below(css: str) -> str:
    """Return a sheet of the theme in the layer `theme`, which docs/assets/styles/tokens.css puts below all others.

    It says of any entry of a menu's list what it says of those with a class, which overrides/partials/ leave out.
    """
    charset, rules = _CHARSET.match(css), _ENTRY.sub(".md-nav__list>li", _CHARSET.sub("", css))
    return f"{charset[0] if charset else ''}@layer theme{{{rules}}}"


_CHARSET = re.compile(r'^@charset "[^"]*";')
_ENTRY = re.compile(r"(?:\.md-nav__list\s*+>\s*+)?\.md-nav__item(?![\w-])")


def keep_shown(html: str, sheets: Mapping[str, frozenset[Shape]]) -> str:
    """Return a page without its links to those `sheets` of which it shows nothing.

    `sheets` says what each is about (`shapes`), by the end of its address. What a script will make is not there yet:
    its sheet must have a rule for the element that will hold it.
    """
    shown = names(html)

    def keep(link: re.Match[str]) -> str:
        shapes = next((shapes for path, shapes in sheets.items() if link[1].endswith(path)), None)
        return link[0] if shapes is None or any(shape <= shown for shape in shapes) else ""

    return _LINK.sub(keep, html)


_LINK = re.compile(r'<link rel="stylesheet" href="([^"]*)">\s*')
_TAG = re.compile(r'<[a-z][a-z0-9-]*+(?:\s++[^\s=>"]++(?:="[^"]*+")?+)*+')
_ATTRIBUTE = re.compile(r'\s([^\s=>"]+)(?:(=)"([^"]*)")?')


def names(html: str) -> set[str]:
    """Return what the elements of a page have, as the parts of a shape; and values, as `[attribute=value`."""
    return set[str]().union(*map(_named, set(_TAG.findall(html))))


@lru_cache(maxsize=8192)  # pages of a site have many tags in common
def _named(tag: str) -> frozenset[str]:
    name, named = re.split(r"\s", tag[1:], maxsplit=1)[0], _ATTRIBUTE.findall(tag)
    found = {name} if any(attribute == "class" for attribute, *_ in named) else {name, f"{name}{_BARE}"}
    for attribute, valued, value in named:
        found.add(f"[{attribute}")
        if valued:
            found.add(f"[{attribute}={value}")
        if attribute == "class":
            found.update(f".{each}" for each in value.split())
        elif attribute == "id":
            found.add(f"#{value}")
    return frozenset(found)


@lru_cache(maxsize=64)  # all languages have the same sheets
@kept
def shapes(css: str) -> frozenset[Shape]:
    """Return what a sheet is about: for each of its selectors, the names that a page must have to show it."""
    return frozenset(_in_rules(parse_stylesheet(css, skip_comments=True, skip_whitespace=True)))


def _in_rules(rules: Iterable[Node]) -> Iterable[Shape]:
    for rule in rules:
        if rule.type == "qualified-rule":
            yield from selectors(rule.prelude)
        elif rule.type == "at-rule" and rule.content is not None and rule.at_keyword in CONDITIONS:
            yield from _in_rules(parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True))


CONDITIONS = {"layer", "media", "supports", "container"}
_ONE_OF = {"is", "where", "has"}
_BARE = ":not([class])"
_COMBINATORS = (",", ">", "+", "~")


def selectors(tokens: Sequence[Node]) -> list[Shape]:
    """Return a shape for each way to meet one of the selectors, which commas part."""
    found: list[Shape] = []
    ways: list[Shape] = [frozenset()]
    before = tag = ""
    for token in tokens:
        if token == ",":
            found, ways = [*found, *ways], [frozenset()]
        elif token.type == "function" and token.lower_name in _ONE_OF:
            ways = [way | other for way, other in product(ways, selectors(token.arguments))]
        elif tag and f":{token.serialize()}" == _BARE:
            ways = [way | {tag + _BARE} for way in ways]
        elif name := _name(token, before):
            ways = [way | {name} for way in ways]
        if token.type == "ident" and before not in {".", ":"}:
            tag = token.value
        elif token.type == "whitespace" or token in _COMBINATORS:
            tag = ""
        before = token.value if token.type == "literal" else ""
    return [*found, *ways]


def _name(token: Node, before: str) -> str:
    """Return the name that a token of a selector asks for, after the literal `before`; of a state, none."""
    if token.type == "hash":
        return f"#{token.value}"
    if token.type == "[] block":
        return next(f"[{each.value}" for each in token.content if each.type == "ident")
    if token.type == "ident" and before != ":":
        return f".{token.value}" if before == "." else f"{token.value}"
    return ""
