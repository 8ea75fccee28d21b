"""Style sheets without what no page can show: rules for names that stand in no page and no script, unused pictures."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tinycss2 import parse_rule_list, parse_stylesheet, serialize

from sitegen import kept
from sitegen.show.styles import CONDITIONS, names, selectors

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from tinycss2.ast import Node


@dataclass(frozen=True)
class Used:
    """What pages show, and what scripts may make."""

    names: frozenset[str]
    """As the parts of a shape: `p`, `.class`, `#id`, `[attribute`, `p:not([class])`; and `[attribute=value`."""
    words: frozenset[str]
    """Every word of every script: each may become a class, an id, an element or a value."""
    reads: frozenset[str] = frozenset()
    """The custom properties that other sheets read."""

    def answer(self, question: tuple[str, ...]) -> bool:
        """Return what a method tells, by its name and its arguments."""
        told: bool = getattr(self, question[0])(*question[1:])
        return told

    def has(self, name: str) -> bool:
        """Tell whether a name may be met in a page, as it is published or as a script has changed it."""
        return name in self.names or name.lstrip(".#[").removesuffix(_BARE) in self.words or name == "*"

    def has_value(self, attribute: str, value: str) -> bool:
        """Tell whether an attribute may have this value."""
        return f"[{attribute}={value}" in self.names or value in self.words

    def has_property(self, name: str) -> bool:
        """Tell whether a script, or another sheet, may read a custom property."""
        return name in self.words or name in self.reads


class _Asked:
    """The same, where each question is asked aloud."""

    def __init__(self, ask: Callable[[tuple[str, ...]], bool]) -> None:
        self._ask = ask

    def has(self, name: str) -> bool:
        return self._ask(("has", name))

    def has_value(self, attribute: str, value: str) -> bool:
        return self._ask(("has_value", attribute, value))

    def has_property(self, name: str) -> bool:
        return self._ask(("has_property", name))


_BARE = ":not([class])"


def used(pages: Iterable[Used], scripts: Iterable[str]) -> Used:
    """Return what these pages and scripts name."""
    named: set[str] = set()
    words = {word for script in scripts for word in _WORD.findall(script)}
    for page in pages:
        named |= page.names
        words |= page.words
    return Used(frozenset(named), frozenset(words))


def on_page(html: str) -> Used:
    """Return what a page names; what stands in its own scripts is among the words."""
    words = {word for script in set(_SCRIPT.findall(html)) for word in _WORD.findall(script)}
    return Used(frozenset(names(html)), frozenset(words))


_SCRIPT = re.compile(r"<script(?![^>]*(?:\bsrc=|ld\+json))[^>]*>(.*?)</script>", re.DOTALL)  # nothing reads JSON-LD
_WORD = re.compile(r"[\w-]+")


def purge(css: str, known: Used, others: Iterable[str] = ()) -> str:
    """Return a sheet without rules that no page can show, and without custom properties that nothing reads.

    `others` are the sheets that may read its custom properties.
    """
    reads = set[str]().union(*(_READ.findall(other) for other in others))
    known = replace(known, reads=frozenset(reads))
    return kept.traced("purged", (css,), lambda ask: _purged(css, _Asked(ask)), known.answer)


def _purged(css: str, known: _Asked) -> str:
    rules = list(_rules(parse_stylesheet(css, skip_comments=True, skip_whitespace=True), known))
    read = _read(rules, known)
    return "".join(rule.written(read) for rule in rules)


_READ = re.compile(r"var\(\s*(--[\w-]+)")


@dataclass(frozen=True)
class _Rule:
    """What is kept of a rule: its declarations, or the rules inside it; or `before` alone, as it stands."""

    before: str
    declarations: tuple[str, ...] = ()
    inner: tuple[_Rule, ...] = ()

    def written(self, read: Collection[str]) -> str:
        """Return the rule without the custom properties that are not in `read`; nothing, if none is left."""
        if not self.declarations and not self.inner:
            return self.before
        kept = [each for each in self.declarations if (name := _custom(each)) is None or name in read]
        content = ";".join(kept) or "".join(rule.written(read) for rule in self.inner)
        return f"{self.before}{{{content}}}" if content else ""

    def all_declarations(self) -> Iterator[str]:
        """Yield its declarations, and those of the rules inside it."""
        yield from self.declarations
        for rule in self.inner:
            yield from rule.all_declarations()


def _custom(declaration: str) -> str | None:
    """Return the name of the custom property that a declaration sets."""
    return declaration.partition(":")[0].strip() if declaration.startswith("--") else None


def _read(rules: Iterable[_Rule], known: _Asked) -> set[str]:
    """Return the custom properties that are read: one may be read by another alone."""
    found, values = set[str](), dict[str, set[str]]()
    for declaration in (each for rule in rules for each in rule.all_declarations()):
        reads = _READ.findall(declaration)
        if (name := _custom(declaration)) is None:
            found.update(reads)
        else:
            values.setdefault(name, set()).update(reads)
    found.update(filter(known.has_property, values))
    read = set[str]()
    while found:
        read |= found
        found = set().union(*(values.get(name, set()) for name in found)) - read
    return read


def _rules(rules: Iterable[Node], known: _Asked) -> Iterator[_Rule]:
    for rule in rules:
        if rule.type == "qualified-rule":
            shown = ",".join(_shown(rule.prelude, known))
            if shown and (declarations := tuple(_declarations(rule.content))):
                yield _Rule(shown, declarations)
        elif rule.type == "at-rule" and rule.content is not None and rule.at_keyword in CONDITIONS:
            inner = tuple(_rules(parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True), known))
            if inner:
                yield _Rule(f"@{rule.at_keyword}{serialize(rule.prelude).rstrip()}", inner=inner)
        else:
            yield _Rule(rule.serialize())


def _declarations(content: Sequence[Node]) -> Iterator[str]:
    return (text for part in _parted(content, ";") if (text := serialize(part).strip()))


def _shown(prelude: Sequence[Node], known: _Asked) -> Iterator[str]:
    """Yield those selectors, of all that commas part, which may be about something."""
    for selector in _parted(prelude, ","):
        shapes = selectors(selector)
        met = any(all(map(known.has, shape)) for shape in shapes)
        if met and all(known.has_value(*each) for each in _asked(selector)):
            yield serialize(selector).strip()


def _parted(tokens: Sequence[Node], mark: str) -> Iterator[list[Node]]:
    part: list[Node] = []
    for token in tokens:
        if token == mark:
            yield part
            part = []
        else:
            part.append(token)
    yield part


def _asked(selector: Sequence[Node]) -> Iterator[tuple[str, str]]:
    """Yield each attribute with the value that a selector asks for, word for word."""
    for token in selector:
        if token.type == "[] block":
            parts = [each for each in token.content if each.type != "whitespace"]
            if len(parts) == len(("name", "=", "value")) and parts[1] == "=":
                yield parts[0].value, parts[2].value
