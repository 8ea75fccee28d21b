"""One loader for all YAML, front matter included: safe, strict, and able to name the line of anything it read."""

from __future__ import annotations

import re
import types
import typing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

import yaml
from pydantic import BaseModel, TypeAdapter, ValidationError

from sitegen.findings import ContentError, Finding, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable

T = TypeVar("T")
Loc = tuple[str | int, ...]

_PLAIN = "tag:yaml.org,2002:"
_COLLECTIONS = (f"{_PLAIN}map", f"{_PLAIN}seq")
_DATES = (f"{_PLAIN}timestamp",)


@dataclass(frozen=True)
class Document:
    """One YAML text as plain data, with the line on which each part stands."""

    path: str
    data: Any
    lines: dict[Loc, int] = field(repr=False)

    def line(self, *loc: str | int) -> int:
        """Return the line of `loc`, or of its nearest known ancestor."""
        while loc and loc not in self.lines:
            loc = loc[:-1]
        return self.lines.get(loc, 1)

    def finding(self, loc: Iterable[str | int], rule: str, message: str, *, warning: bool = False) -> Finding:
        """Make a finding about the part at `loc`."""
        return Finding(self.path, self.line(*loc), rule, message, warning)


def parse(text: str, path: str, first_line: int = 1) -> Document:
    """Parse one YAML text.

    `first_line` is the line of `path` on which `text` begins. Raises `ContentError` with every key that YAML would
    have lost or misread: equal keys, keys that are no words (`yes`, `0`), unknown tags.
    """
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        raise ContentError([_syntax_finding(error, path, first_line)]) from error
    except RecursionError:
        message = "this YAML is nested too deeply to be read"
        raise ContentError([Finding(path, first_line, "schema/yaml", message)]) from None
    builder = _Builder(path, first_line)
    data = builder.build(root, ()) if root is not None else None
    if builder.findings:
        raise ContentError(builder.findings)
    return Document(path, data, builder.lines)


def read(document: Document, shape: type[T] | Any) -> T:
    """Return the document's data as `shape` (a pydantic model, or a `list[...]` or `dict[...]` of models).

    Raises `ContentError` with all departures from the shape.
    """
    try:
        value: T = TypeAdapter(shape).validate_python(document.data)
    except ValidationError as error:
        details = [
            dict(detail) for detail in error.errors(include_url=False) if not _follows_from_another(dict(detail))
        ]
        raise ContentError(_shape_finding(document, shape, detail) for detail in details) from error
    return value


class _Builder:
    """Turns YAML nodes into plain data, noting lines and what is wrong."""

    def __init__(self, path: str, first_line: int) -> None:
        self.path = path
        self.first_line = first_line
        self.lines: dict[Loc, int] = {}
        self.findings: list[Finding] = []
        self.open: list[yaml.Node] = []

    def build(self, node: yaml.Node, loc: Loc) -> Any:
        self.lines.setdefault(loc, self.line(node))
        if node in self.open:
            return self.refuse(node, "schema/alias", "this alias contains itself; write the value out instead")
        self.open.append(node)
        try:
            if isinstance(node, yaml.CollectionNode) and node.tag not in _COLLECTIONS:
                return self.refuse(node, "schema/tag", f"'{node.tag}' is not used here; leave it out")
            if isinstance(node, yaml.MappingNode):
                return self.mapping(node, loc)
            if isinstance(node, yaml.SequenceNode):
                return [self.build(item, (*loc, index)) for index, item in enumerate(node.value)]
            return self.scalar(node)
        finally:
            self.open.pop()

    def mapping(self, node: yaml.MappingNode, loc: Loc) -> dict[str, Any]:
        data: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = self.key(key_node)
            if key is None:
                continue
            if key in data:
                first = self.lines[(*loc, key)]
                self.refuse(
                    key_node,
                    "schema/duplicate-key",
                    f"'{key}' stands here a second time (first on line {first}); keep one of the two",
                )
                continue
            self.lines[(*loc, key)] = self.line(key_node)
            data[key] = self.build(value_node, (*loc, key))
        return data

    def key(self, node: yaml.Node) -> str | None:
        if isinstance(node, yaml.ScalarNode) and node.tag == f"{_PLAIN}str":
            return str(node.value)
        shown = node.value if isinstance(node, yaml.ScalarNode) else "this"
        kind = node.tag.removeprefix(_PLAIN)
        self.refuse(
            node,
            "schema/key",
            f"YAML reads the key '{shown}' as {kind}, not as a word; choose another word for it",
        )
        return None

    def scalar(self, node: yaml.Node) -> Any:
        kind = node.tag.removeprefix(_PLAIN)
        if node.tag in _DATES:
            return str(node.value)
        if kind not in {"str", "int", "bool", "null", "float"}:
            return self.refuse(node, "schema/tag", f"'{node.tag}' is not used here; write plain text")
        try:
            return yaml.SafeLoader("").construct_object(node)
        except (ValueError, LookupError):
            message = f"YAML cannot read '{node.value[:40]}' as {kind}; put it in double quotes"
            return self.refuse(node, "schema/tag", message)

    def refuse(self, node: yaml.Node, rule: str, message: str) -> None:
        self.findings.append(Finding(self.path, self.line(node), rule, message))

    def line(self, node: yaml.Node) -> int:
        return int(node.start_mark.line) + self.first_line


_UNCLOSED = "while scanning a quoted scalar"
_HINTS = (
    ("\\t", "indent with spaces, not with tabs"),
    ("mapping values are not allowed", "a text that contains ': ' must stand in double quotes"),
    ("cannot start any token", "a text that starts with a special character must stand in double quotes"),
    ("expected <block end>", "check the indentation, and quotes around texts that contain ': '"),
    ("could not find expected ':'", "this line, or the one above, lacks its ':' or its indentation"),
    (_UNCLOSED, "a quotation mark is opened here and never closed"),
    ("found undefined alias", "a text that starts with '*' must stand in double quotes"),
    ("while scanning a", "a text that starts with a special character must stand in double quotes"),
)


def _syntax_finding(error: yaml.YAMLError, path: str, first_line: int) -> Finding:
    unclosed = getattr(error, "context", None) == _UNCLOSED
    mark = (not unclosed and getattr(error, "problem_mark", None)) or getattr(error, "context_mark", None)
    line = (mark.line if mark else 0) + first_line
    problem = re.sub(r"\s+", " ", str(getattr(error, "problem", None) or error))
    hint = next((hint for sign, hint in _HINTS if sign in str(error)), "compare with the entries around it")
    return Finding(path, line, "schema/yaml", f"this is not valid YAML ({problem}): {hint}")


def _follows_from_another(detail: dict[str, Any]) -> bool:
    """Tell whether a list only counts as too short because its entries are wrong."""
    return bool(detail["type"] == "too_short" and len(detail["input"]) >= detail["ctx"]["min_length"])


def _shape_finding(document: Document, shape: Any, detail: dict[str, Any]) -> Finding:
    loc: Loc = tuple(part for part in detail["loc"] if part != "[key]")
    pointer = ".".join(map(str, loc)) or "the file"
    kind, value = detail["type"], detail["input"]
    if kind == "missing":
        where = ".".join(map(str, loc[:-1])) or "the file"
        return document.finding(loc[:-1], "schema/missing", f"{where} lacks the key '{loc[-1]}'")
    if kind == "extra_forbidden":
        hint = did_you_mean(str(loc[-1]), _keys_at(shape, loc[:-1])) or (
            f"; known keys: {', '.join(sorted(_keys_at(shape, loc[:-1])))}"
        )
        return document.finding(loc, "schema/unknown-key", f"unknown key '{pointer}'{hint}")
    return document.finding(loc, *_value_problem(kind, pointer, value, detail))


def _value_problem(kind: str, pointer: str, value: Any, detail: dict[str, Any]) -> tuple[str, str]:
    if value is None or kind == "string_too_short":
        return "schema/empty", f"{pointer} has no value; write one"
    if kind == "string_type" and isinstance(value, bool | int | float):
        word = {True: "yes or true", False: "no or false"}[value] if isinstance(value, bool) else str(value)
        return "schema/type", f"YAML does not read {pointer} ({word}) as text; put it in double quotes"
    if kind == "string_pattern_mismatch":
        return "schema/pattern", f"{pointer} is '{value}'; right looks like {_pattern_in_words(detail)}"
    if kind == "literal_error":
        expected = str(detail["ctx"]["expected"])
        known = re.findall(r"'([^']+)'", expected)
        return "schema/value", f"{pointer} is '{value}'; expected {expected}{did_you_mean(str(value), known)}"
    expected = {
        "string_type": "a text",
        "tuple_type": "a list",
        "list_type": "a list",
        "dict_type": "keys with values",
        "model_type": "keys with values",
        "model_attributes_type": "keys with values",
        "bool_type": "true or false",
        "too_short": "at least one entry",
    }.get(kind, detail["msg"].removeprefix("Value error, "))
    return "schema/type", f"{pointer}: expected {expected}"


def _pattern_in_words(detail: dict[str, Any]) -> str:
    pattern = detail["ctx"]["pattern"]
    return _PATTERNS.get(pattern, f"the pattern {pattern}")


_PATTERNS = {
    r"^[a-z][a-z0-9_]*$": "'small_letters_and_digits', starting with a letter",
    r"^[a-z0-9]+(-[a-z0-9]+)*$": "'small-letters-and-hyphens', without accents",
    r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$": "a language tag such as 'fr' or 'pt-BR'",
    r"^[A-Z][0-9]+$": "a capital letter and a number, as 'S01'",
    r"^[a-z0-9_/-]+\.md#[a-z][a-z0-9_-]*$": "a file and a heading's id, as 'page.md#section'",
    r"^[a-z0-9_/-]+\.md$": "a file name, as 'page.md'",
}


def _keys_at(shape: Any, loc: Loc) -> set[str]:
    """Return the keys known at `loc` inside `shape`; empty where any key is allowed."""
    for part in loc:
        shape = _step(shape, part)
    return set(shape.model_fields) if isinstance(shape, type) and issubclass(shape, BaseModel) else set()


def _step(shape: Any, part: str | int) -> Any:
    if isinstance(shape, type) and issubclass(shape, BaseModel):
        info = shape.model_fields.get(str(part))
        return _model_in(info.annotation) if info else None
    arguments = [argument for argument in typing.get_args(shape) if argument is not Ellipsis]
    return _model_in(arguments[-1]) if arguments else None


def _model_in(annotation: Any) -> Any:
    """Return the annotation without `None` and without `Annotated`."""
    if typing.get_origin(annotation) in {types.UnionType, typing.Union}:
        return next((_model_in(a) for a in typing.get_args(annotation) if a is not type(None)), None)
    if typing.get_origin(annotation) is typing.Annotated:
        return _model_in(typing.get_args(annotation)[0])
    return annotation
