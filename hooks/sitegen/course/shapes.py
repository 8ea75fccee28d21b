"""Data that departs from the shape of its file, in words for who wrote it."""

from __future__ import annotations

import re
import types
import typing
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from sitegen.course import jsonschema
from sitegen.findings import closest, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pydantic.fields import FieldInfo

Loc = tuple[str | int, ...]
Problem = tuple[Loc, str, str]
"""Place, rule and message of one departure."""


def problems(data: Any, shape: Any, details: list[dict[str, Any]]) -> Iterator[Problem]:
    """Yield what pydantic's `details` say of `data`, each cause once."""
    meant = {_meant(shape, detail) for detail in details if detail["type"] == "extra_forbidden"}
    for detail in details:
        if _place(detail) not in meant and not _follows_from_entries(detail):
            yield _problem(data, shape, detail)


def named(data: Any, loc: Loc) -> str:
    """Name a place as its author knows it: entries of a list by their id, as `questions 'stop': options entry 2`."""
    said = between = ""
    for part in loc:
        data = data[part] if _has(data, part) else None
        if isinstance(part, int):
            ident = data.get("id") if isinstance(data, dict) else None
            said += f"{said and ' '}" + (f"'{ident}'" if isinstance(ident, str) else f"entry {part + 1}")
            between = ": "
        else:
            said += f"{said and between}{part}"
            between = "."
    return said or "the file"


def _has(data: Any, part: str | int) -> bool:
    if isinstance(data, dict):
        return part in data
    return isinstance(data, list) and isinstance(part, int) and part < len(data)


def _place(detail: dict[str, Any]) -> Loc:
    return tuple(part for part in detail["loc"] if part != "[key]")


def _meant(shape: Any, detail: dict[str, Any]) -> Loc:
    """Return the place that was probably meant by an unknown key."""
    *parents, key = _place(detail)
    if _elsewhere(shape, (*parents, key)):
        return ()
    word = str(key).partition(":")[0]
    return (*parents, closest(word, _keys_at(shape, tuple(parents))))


def _follows_from_entries(detail: dict[str, Any]) -> bool:
    """Tell whether a list only counts as too short because its entries are wrong."""
    return bool(detail["type"] == "too_short" and len(detail["input"]) >= detail["ctx"]["min_length"])


def _problem(data: Any, shape: Any, detail: dict[str, Any]) -> Problem:
    loc = _place(detail)
    pointer = named(data, loc)
    kind, value = detail["type"], detail["input"]
    if kind == "missing":
        message = f"{named(data, loc[:-1])} lacks the key '{loc[-1]}'{skeleton(shape, loc)}"
        return loc[:-1], "schema/missing", message
    if kind == "extra_forbidden":
        hint = _elsewhere(shape, loc) or _key_hint(str(loc[-1]), _keys_at(shape, loc[:-1]))
        return loc, "schema/unknown-key", f"unknown key '{loc[-1]}' in {named(data, loc[:-1])}{hint}"
    if kind in _KEYS_EXPECTED and value is not None:
        return loc, "schema/type", f"{pointer}: expected keys with values{_keys_in_words(shape, loc)}"
    return loc, *_value_problem(kind, pointer, value, detail)


_KEYS_EXPECTED = {"dict_type", "model_type", "model_attributes_type"}


def skeleton(shape: Any, loc: Loc) -> str:
    """Return what stands under the last key of `loc` in `shape`, as YAML to be filled in, and what it says."""
    key, holder, form = str(loc[-1]), _at(shape, loc[:-1]), _form(_at(shape, loc))
    said = jsonschema.said_of(holder).get(key, "") if isinstance(holder, type) else ""
    if not said and form == _FILL:
        return ""
    return f"; write {key}: {form}" + (f" # {said[0].lower()}{said[1:].rstrip('.')}" if said else "")


_FILL = "…"


def _form(shape: Any) -> str:
    shape = _model_in(shape)
    arguments = [each for each in typing.get_args(shape) if each is not Ellipsis]
    if isinstance(shape, type) and issubclass(shape, BaseModel):
        below = {key: field.annotation for key, field in shape.model_fields.items() if field.is_required()}
        return f"{{{', '.join(f'{key}: {_form(each)}' for key, each in below.items())}}}"
    if typing.get_origin(shape) is typing.Literal:
        return " or ".join(map(str, arguments))
    if typing.get_origin(shape) is dict:
        return f"{{name: {_form(arguments[-1])}}}"
    if typing.get_origin(shape) in {tuple, list}:
        return f"[{_form(arguments[-1])}]"
    return _FILL


def _at(shape: Any, loc: Loc) -> Any:
    for part in loc:
        shape = _step(shape, part)
    return shape


def _keys_in_words(shape: Any, loc: Loc) -> str:
    if known := _keys_at(shape, loc):
        return f", each on a line of its own: {', '.join(known)}"
    inner = _required_below(shape, loc)
    return f": a name, and below it {', '.join(inner)}" if inner else ", as 'name: …', each on a line of its own"


def _elsewhere(shape: Any, loc: Loc) -> str:
    """Say where a key belongs that is unknown at its place, and known further out or further in."""
    key, here = str(loc[-1]), loc[:-1]
    for length in range(len(here) - 1, -1, -1):
        if key in _keys_at(shape, here[:length]):
            beside = next((str(part) for part in here[length:] if isinstance(part, str)), "")
            return f"; it belongs further out: begin it as far left as '{beside}'" if beside else ""
    for other in _keys_at(shape, here):
        if key in _keys_at(shape, (*here, other)):
            return f"; it belongs below '{other}'"
        if key in _keys_at(shape, (*here, other, _ANY)):
            return f"; it belongs below an entry of '{other}'"
    return ""


_ANY = "any"
"""Stands for a name of which the shape knows nothing."""


def _key_hint(key: str, known: Iterable[str]) -> str:
    word, colon, rest = key.partition(":")
    if colon and word in known:
        return f"; a space is missing after ':', as in '{word}: {rest}'"
    return did_you_mean(key, known) or f"; known keys: {', '.join(sorted(known))}"


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
    return "schema/type", f"{pointer}: expected {_expected(kind, detail.get('ctx', {}))}"


def _expected(kind: str, context: dict[str, Any]) -> str:
    """Return what a value should have been; shapes of ours say it by an error of their own."""
    if kind == "value_error":
        return str(context["error"])
    if context.get("min_length") == 1:
        return "at least one entry"
    if bound := next((name for name in _BOUNDS if name in context), None):
        return _BOUNDS[bound].format(f"{context[bound]:g}")
    return _EXPECTED.get(kind, "a value of another kind; compare with the entries around it")


_BOUNDS = {
    "ge": "a number that is {} or more",
    "gt": "a number above {}",
    "le": "a number that is {} or less",
    "lt": "a number below {}",
    "min_length": "at least {} entries",
    "max_length": "at most {} signs",
}
"""Name of a bound -> what it asks for."""


_EXPECTED = {
    "string_type": "a text",
    "tuple_type": "a list",
    "list_type": "a list",
    "dict_type": "keys with values",
    "model_type": "keys with values",
    "model_attributes_type": "keys with values",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "int_type": "a whole number, without quotation marks",
    "float_type": "a number, without quotation marks",
    "int_from_float": "a whole number",
    "finite_number": "a number with an end",
}


def _pattern_in_words(detail: dict[str, Any]) -> str:
    pattern = detail["ctx"]["pattern"]
    return _PATTERNS.get(pattern, f"the pattern {pattern}")


_PATTERNS = {
    r"^[a-z][a-z0-9_]*$": "'small_letters_and_digits', starting with a letter",
    r"^[a-z0-9]+(-[a-z0-9]+)*$": "'small-letters-and-hyphens', without accents",
    r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$": "a language tag such as 'fr' or 'pt-BR'",
    r"^[A-Z][0-9]+$": "a capital letter and a number, as 'S01'",
    r"^[a-z0-9_/-]+\.md#[a-z][a-z0-9_-]*$": "a file and a heading's id, as 'page.md#section'",
    r"^([A-Za-z0-9_-]+/)+$": "an address inside the site, as 'fr/old-slug/'",
    r"^[a-z0-9_/-]+\.md$": "a file name, as 'page.md'",
}


def _fields_at(shape: Any, loc: Loc) -> dict[str, FieldInfo]:
    found = _at(shape, loc)
    return found.model_fields if isinstance(found, type) and issubclass(found, BaseModel) else {}


def _keys_at(shape: Any, loc: Loc) -> list[str]:
    """Return the keys known at `loc` inside `shape`, in their order; empty where any key is allowed."""
    return list(_fields_at(shape, loc))


def _required_at(shape: Any, loc: Loc) -> list[str]:
    """Return those that may not lack."""
    return [key for key, field in _fields_at(shape, loc).items() if field.is_required()]


def _required_below(shape: Any, loc: Loc) -> list[str]:
    """Return those that no entry may lack, where the names of the entries are free, or where they form a list."""
    return _required_at(shape, (*loc, _ANY))


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
