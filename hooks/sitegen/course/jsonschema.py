"""JSON Schemas of content files, by which editors complete keys, say what they mean, and mark what is wrong.

They come from the shapes that files are read by; what these say by a validator of their own, a shape adds itself.
"""

from __future__ import annotations

import ast
import inspect
import json
import sys
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic_core import core_schema

_DIALECT = "http://json-schema.org/draft-07/schema#"
"""The last one that every editor knows; nothing of a later one is used."""
_COMPULSORY = ("required", "minItems", "minProperties", "oneOf")
"""What asks for something to be there."""


def text(shape: Any, *, begun: bool = False) -> str:
    """Return the schema of a shape, as JSON; in a file that is `begun`, nothing need be there."""
    made = TypeAdapter(shape).json_schema(schema_generator=_Generator)
    made = {"$schema": _DIALECT, **(_without(made, _COMPULSORY) if begun else made)}
    return json.dumps(made, indent=2, ensure_ascii=False) + "\n"


class _Generator(GenerateJsonSchema):
    """Says what keys mean, in the words that stand below them in a shape, and lets nothing else stand beside them."""

    def model_schema(self, schema: core_schema.ModelSchema) -> dict[str, Any]:
        found = super().model_schema(schema)
        found.pop("title", None)
        for name, said in said_of(schema["cls"]).items():
            if name in found["properties"]:
                found["properties"][name]["description"] = said
        return found

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002 - the library's contract
        return False

    def nullable_schema(self, schema: core_schema.NullableSchema) -> dict[str, Any]:
        """Leave out that a key may stand without a value: nobody means that."""
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> dict[str, Any]:
        found = super().default_schema(schema)
        if not isinstance(found.get("default"), bool):
            found.pop("default", None)
        return found

    def str_schema(self, schema: core_schema.StringSchema) -> dict[str, Any]:
        """Say that spaces alone are no text."""
        found = super().str_schema(schema)
        return {**found, "pattern": r"\S"} if schema.get("strip_whitespace") and "pattern" not in found else found

    def dict_schema(self, schema: core_schema.DictSchema) -> dict[str, Any]:
        found = super().dict_schema(schema)
        return {**found, "additionalProperties": False} if "patternProperties" in found else found

    def tuple_schema(self, schema: core_schema.TupleSchema) -> dict[str, Any]:
        """Say what each entry is where all are alike: older editors know that alone."""
        found = super().tuple_schema(schema)
        entries = found.pop("prefixItems", None)
        return {**found, "items": entries[0]} if entries else found


def said_of(shape: type) -> dict[str, str]:
    """Return what a shape says of its keys, in the text below each, on one line."""
    found: dict[str, str] = {}
    for base in reversed(shape.__mro__):
        if base.__module__.startswith(f"{_PACKAGE}."):
            found |= _texts(base.__module__).get(base.__qualname__, {})
    return found


_PACKAGE = __name__.partition(".")[0]


@cache
def _texts(module: str) -> dict[str, dict[str, str]]:
    """Return of each class of a module its keys, with the texts that stand below them."""
    tree = ast.parse(inspect.getsource(sys.modules[module]))
    return {each.name: dict(_below(each.body)) for each in tree.body if isinstance(each, ast.ClassDef)}


def _below(body: list[ast.stmt]) -> Iterator[tuple[str, str]]:
    for entry, after in pairwise(body):
        match entry, after:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(said))):
                yield name, " ".join(said.split())


def _without(schema: Any, names: tuple[str, ...]) -> Any:
    if isinstance(schema, dict):
        keys = schema.get("properties")
        below = {name: _without(value, names) for name, value in schema.items() if name not in names}
        return below | {"properties": {key: _without(value, names) for key, value in keys.items()}} if keys else below
    return [_without(each, names) for each in schema] if isinstance(schema, list) else schema
