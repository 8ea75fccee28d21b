"""One loader for all YAML, front matter included: safe, strict, and able to name the line of anything it read."""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from itertools import islice, pairwise
from typing import TYPE_CHECKING, Any, TypeVar

import yaml
from pydantic import TypeAdapter, ValidationError
from yaml.composer import Composer
from yaml.constructor import SafeConstructor
from yaml.resolver import Resolver

if yaml.__with_libyaml__:
    from yaml._yaml import CParser

from sitegen.course import shapes, syntax
from sitegen.course.commonmark import SPACES
from sitegen.course.depth import DEEPEST, Above, beginning
from sitegen.findings import ContentError, Finding
from sitegen.kept import kept

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator

    from sitegen.course.shapes import Loc

T = TypeVar("T")

_PLAIN = "tag:yaml.org,2002:"
_COLLECTIONS = (f"{_PLAIN}map", f"{_PLAIN}seq")
_DATES = (f"{_PLAIN}timestamp",)
_NUMBERS = (f"{_PLAIN}int", f"{_PLAIN}float")
_NEAR = 100
"""Lines of a file in which the next line of a text is looked for: nobody folds one into more."""
_COMMENT = re.compile(r"[ \t]+#[^\r\n\0]*")
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_NUMBER_SIGNS = 40
"""Signs that a number may have: more, nobody means as a number."""


UNSEEN_BREAK = re.compile(r"[\x85\u2028\u2029]")
"""Ends of lines for YAML, and for no editor."""


@dataclass(frozen=True)
class Document:
    """One YAML text as plain data, with the line on which each part stands."""

    path: str
    data: Any
    lines: dict[Loc, int] = field(repr=False)
    source: str = field(default="", repr=False)
    """The file's text, from its first line on."""

    def line(self, *loc: str | int) -> int:
        """Return the line of `loc`, or of its nearest known ancestor."""
        while loc and loc not in self.lines:
            loc = loc[:-1]
        return self.lines.get(loc, 1)

    def line_of(self, loc: Loc, word: str, start: int = 0) -> int:
        """Return the line on which `word` stands in the text at `loc`, which may be long, from line `start` on."""
        start = start or self.line(*loc)
        numbers = range(start, self._end(loc))
        return next((number for number in numbers if word in self._written[number - 1]), start)

    def _end(self, loc: Loc) -> int:
        """Return the line after the text at `loc`."""
        after = bisect_right(self._starts, self.line(*loc))
        return next(islice(self._starts, after, None), len(self._written) + 1)

    def text_lines(self, loc: Loc, text: str) -> list[int]:
        """Return where each line of the `text` at `loc` begins; one that cannot be told is where the one before is."""
        start = after = self.line(*loc)
        written = self._written
        end = self._end(loc)
        found = []
        for line in text.split("\n"):
            near = range(after, min(end, after + _NEAR)) if line.strip() else ()
            begins = (number for number in near if _begins(written[number - 1].strip(), line.strip()))
            after = next(begins, after - 1) + 1
            found.append(max(start, after - 1))
        return found

    @cached_property
    def _written(self) -> list[str]:
        return self.source.split("\n")

    @cached_property
    def _starts(self) -> list[int]:
        """The lines on which parts begin, and the one after the last."""
        return [*sorted({*self.lines.values()}), len(self._written) + 1]

    def finding(
        self, loc: Iterable[str | int], rule: str, message: str, *, warning: bool = False, about: str = ""
    ) -> Finding:
        """Make a finding about the part at `loc`."""
        return Finding(self.path, self.line(*loc), rule, message, warning, about)

    def named(self, loc: Loc) -> str:
        """Name a place as its author knows it: entries of a list by their id."""
        return shapes.named(self.data, loc)


@kept
def parse(text: str, path: str, first_line: int = 1) -> Document:
    """Parse one YAML text.

    `first_line` is the line of `path` on which `text` begins. Raises `ContentError` with every key that YAML would
    have lost or misread: equal keys, keys that are no words (`yes`, `0`), unknown tags, texts after '#' or '&'.
    """
    text = _spaced(text)
    return _parse_fast(text, path, first_line) or _parse_with_care(text, path, first_line)


def _spaced(text: str) -> str:
    """Return a text with ordinary spaces for those of Unicode that stand before, in or behind a key or a dash."""
    if not _SPACE.search(text):
        return text
    return _BEFORE_VALUE.sub(lambda found: _SPACE.sub(" ", found[0]), text)


_SPACE = re.compile(f"[{SPACES}]")
_BEFORE_VALUE = re.compile(
    rf"^[ {SPACES}]*+(?:-[ {SPACES}]++)*+(?:[a-z0-9_]++[ {SPACES}]*+:[{SPACES}]*+)?", re.MULTILINE
)


@lru_cache(maxsize=4)  # several checks read the host's settings
def compose(text: str, path: str) -> yaml.Node | None:
    """Return the nodes of a YAML text of any kind, not to be changed.

    Raises `ContentError`, also where anything is named by `&`.
    """
    if yaml.__with_libyaml__ and "&" not in text and "\t" not in text:  # of tabs, libyaml allows more
        with suppress(yaml.YAMLError, ValueError):
            return _FastLoader(text).get_single_node()
    return _composed_with_care(text, path, 1)


def _parse_fast(text: str, path: str, first_line: int) -> Document | None:
    """Return what libyaml makes of a text, in a tenth of the time; None where the careful loader is to say more."""
    if not yaml.__with_libyaml__ or "&" in text or "\t" in text:
        return None
    try:
        root = _FastLoader(text).get_single_node()
        builder = _Builder(path, first_line, text)
        data = builder.build(root, ()) if root is not None else None
    except (yaml.YAMLError, ValueError):
        return None
    return None if builder.findings else _document(path, data, builder, text)


def _composed_with_care(text: str, path: str, first_line: int) -> yaml.Node | None:
    try:
        loader = _Loader(text)
        root: yaml.Node | None = loader.get_single_node()
    except _TooDeepError as error:
        message = f"this is nested more than {DEEPEST} deep: is a bracket too many, or an indentation?"
        raise ContentError([Finding(path, error.line + first_line, "schema/yaml", message)]) from None
    except (yaml.YAMLError, ValueError, ArithmeticError, LookupError, AttributeError) as error:
        line, message = syntax.explain(error, text)
        last = text.rstrip("\n").count("\n")  # the reader may stop behind the end
        raise ContentError([Finding(path, min(line, last) + first_line, "schema/yaml", message)]) from None
    if loader.named:
        raise ContentError(
            Finding(path, line + first_line, "schema/alias", _ANCHOR.format(name=name)) for line, name in loader.named
        )
    return root


def _parse_with_care(text: str, path: str, first_line: int) -> Document:
    root = _composed_with_care(text, path, first_line)
    builder = _Builder(path, first_line, text)
    data = builder.build(root, ()) if root is not None else None
    if builder.findings:
        raise ContentError(builder.findings)
    return _document(path, data, builder, text)


def _document(path: str, data: Any, builder: _Builder, text: str) -> Document:
    return Document(path, data, builder.lines, "\n" * (builder.first_line - 1) + text)


def read(document: Document, shape: type[T] | Any) -> T:
    """Return the document's data as `shape` (a pydantic model, or a `list[...]` or `dict[...]` of models).

    Raises `ContentError` with all departures from the shape.
    """
    try:
        value: T = _adapter(shape).validate_python(document.data)  # type: ignore[arg-type]
    except ValidationError as error:
        problems = shapes.problems(document.data, shape, [dict(found) for found in error.errors(include_url=False)])
        raise ContentError(document.finding(*problem) for problem in problems) from error
    return value


@cache
def _adapter(shape: Hashable) -> TypeAdapter[Any]:
    return TypeAdapter(shape)  # type: ignore[arg-type]


_ANCHOR = (
    "'&{name}' at the start is left out: YAML takes it for a name, for repeating this part elsewhere as '*{name}'; "
    "put the whole text in double quotes, and write out what is to be repeated"
)


def texts(data: Any, loc: Loc = ()) -> Iterator[tuple[Loc, str]]:
    """Yield every text in plain YAML data with its place."""
    waiting = [(loc, data)]
    while waiting:
        loc, data = waiting.pop()
        if isinstance(data, str):
            yield loc, data
        elif isinstance(data, dict):
            waiting += [((*loc, key), value) for key, value in reversed(data.items())]
        elif isinstance(data, list):
            waiting += [((*loc, index), data[index]) for index in reversed(range(len(data)))]


class _FastLoader(Composer, *((CParser,) if yaml.__with_libyaml__ else ()), Resolver):  # type: ignore[misc]
    """Composes in Python what libyaml scans: its own composer ends the process on deep nesting."""

    def __init__(self, text: str) -> None:
        CParser.__init__(self, text)
        Composer.__init__(self)
        Resolver.__init__(self)
        self.depth = 0

    def compose_sequence_node(self, anchor: Any) -> yaml.SequenceNode:
        self.deeper()
        node: yaml.SequenceNode = super().compose_sequence_node(anchor)
        self.depth -= 1
        return node

    def compose_mapping_node(self, anchor: Any) -> yaml.MappingNode:
        self.deeper()
        node: yaml.MappingNode = super().compose_mapping_node(anchor)
        self.depth -= 1
        return node

    def deeper(self) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise yaml.YAMLError("the careful loader is to say where it begins")

    def compose_scalar_node(self, anchor: Any) -> yaml.ScalarNode:
        node: yaml.ScalarNode = super().compose_scalar_node(anchor)
        if not node.value and not node.style:
            raise yaml.YAMLError("libyaml places what is empty on another line")
        return node


_COMMA = "which ends a text inside {}; put the whole text in double quotes"


class _TooDeepError(Exception):
    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line


class _Loader(yaml.SafeLoader):
    """Notes every `&name`: nothing is ever repeated by `*name`, which can make a short file endless."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.named: list[tuple[int, str]] = []
        self.above: Above = []

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        event = self.peek_event()  # type: ignore[no-untyped-call]  # PyYAML's types leave it out
        if event.anchor and not isinstance(event, yaml.AliasEvent):
            self.named.append((event.start_mark.line, event.anchor))
        self.above.append((event.start_mark.line, parent is None or not parent.value))
        if len(self.above) > DEEPEST + 1:
            raise _TooDeepError(beginning(self.above))
        node = super().compose_node(parent, index)
        self.above.pop()
        return node


class _Builder:
    """Turns YAML nodes into plain data, noting lines and what is wrong."""

    def __init__(self, path: str, first_line: int, text: str) -> None:
        self.path = path
        self.first_line = first_line
        self.text = text
        self.lines: dict[Loc, int] = {}
        self.findings: list[Finding] = []
        self.unseen = [match.start() for match in UNSEEN_BREAK.finditer(text)]

    def build(self, node: yaml.Node, loc: Loc) -> Any:
        self.lines.setdefault(loc, self.line(node))
        if isinstance(node, yaml.CollectionNode) and node.tag not in _COLLECTIONS:
            return self.refuse(node, "schema/tag", f"'{_shown(node.tag)}' is not used here; leave it out")
        if isinstance(node, yaml.MappingNode):
            return self.mapping(node, loc)
        if isinstance(node, yaml.SequenceNode):
            self.expect_whole(node)
            return [self.build(item, (*loc, index)) for index, item in enumerate(node.value)]
        return self.scalar(node)

    def mapping(self, node: yaml.MappingNode, loc: Loc) -> dict[str, Any]:
        data: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = self.key(key_node)
            if key is None:
                continue
            if key == "id" and key in data:
                message = "a second 'id': if another entry begins here, begin it with '- '"
                self.refuse(key_node, "schema/duplicate-key", message)
                break
            if key in data:
                first = self.lines[(*loc, key)]
                self.refuse(
                    key_node,
                    "schema/duplicate-key",
                    f"'{key}' stands here a second time (first on line {first}); keep one of the two",
                )
                continue
            if node.flow_style and " " in key and value_node.start_mark.index == value_node.end_mark.index:
                self.refuse(key_node, "schema/comma", f"'{key[:40]}' stands behind a comma, {_COMMA.format('{ }')}")
                continue
            self.lines[(*loc, key)] = self.line(key_node)
            data[key] = self.build(value_node, (*loc, key))
        return data

    def expect_whole(self, node: yaml.SequenceNode) -> None:
        """Refuse the entry of a list in brackets that goes on like the text before it: a comma has cut that in two."""
        for before, entry in pairwise(node.value if node.flow_style else ()):
            both = [each for each in (before, entry) if isinstance(each, yaml.ScalarNode) and not each.style]
            if len(both) < 2 or not all(" " in each.value for each in both):
                continue
            if before.value[0].isupper() and entry.value[0].islower() and before.value[-1] not in ".!?…":
                self.refuse(
                    entry, "schema/comma", f"'{entry.value[:40]}' stands behind a comma, {_COMMA.format('[ ]')}"
                )

    def key(self, node: yaml.Node) -> str | None:
        if isinstance(node, yaml.ScalarNode) and node.tag == f"{_PLAIN}str":
            return self.seen(node)
        shown = node.value if isinstance(node, yaml.ScalarNode) else "this"
        kind = node.tag.removeprefix(_PLAIN)
        self.refuse(
            node,
            "schema/key",
            f"YAML reads the key '{shown}' as {kind}, not as a word; put it in double quotes, or choose another word",
        )
        return None

    def scalar(self, node: Any) -> Any:
        kind = node.tag.removeprefix(_PLAIN)
        if not node.style and kind in {"str", "null"} and (lost := _COMMENT.match(self.text, node.end_mark.index)):
            message = f"'{lost[0].strip()[:40]}' is left out: a '#' after a space begins a comment; "
            message += "put the whole text in double quotes, or a comment on a line of its own"
            return self.refuse(node, "schema/comment", message)
        if node.tag in _DATES or (node.tag in _NUMBERS and ":" in node.value):
            return str(node.value)
        if kind not in {"str", "int", "bool", "null", "float"}:
            return self.refuse(node, "schema/tag", f"'{_shown(node.tag)}' is not used here; write plain text")
        if kind == "str":
            return self.seen(node)
        try:
            value = SafeConstructor().construct_object(node)
        except (ValueError, LookupError):
            message = f"YAML cannot read '{node.value[:40]}' as {kind}; put it in double quotes"
            return self.refuse(node, "schema/tag", message)
        if node.tag in _NUMBERS and (len(node.value) > _NUMBER_SIGNS or not math.isfinite(value)):
            message = f"'{node.value[:_NUMBER_SIGNS]}' is no number to count with; write a smaller one"
            return self.refuse(node, "schema/tag", f"{message}, or put it in double quotes if it is a text")
        return value

    def seen(self, node: yaml.ScalarNode) -> str:
        """Return a text; what an escape has put into it must be such that a page can show it."""
        text = str(node.value)
        if hidden := _UNSEEN.search(text):
            message = (
                f"the escape for U+{ord(hidden[0]):04X} stands for nothing that can be shown; write the sign itself"
            )
            self.refuse(node, "schema/yaml", message)
        return text

    def refuse(self, node: yaml.Node, rule: str, message: str) -> None:
        self.findings.append(Finding(self.path, self.line(node), rule, message))

    def line(self, node: yaml.Node) -> int:
        unseen = bisect_right(self.unseen, node.start_mark.index) if self.unseen else 0
        return int(node.start_mark.line) - unseen + self.first_line


def _shown(tag: str) -> str:
    """Return a tag as authors write it."""
    return tag.replace(_PLAIN, "!!")


def _begins(written: str, line: str) -> bool:
    """Tell whether a line of a file may begin a line of a text, which YAML folds, or puts behind a key."""
    return bool(written and line) and (line.startswith(written) or written.endswith(line))
