"""Attacks on regular expressions: texts on which a pattern that backtracks takes ever longer, made of its own parts."""

from __future__ import annotations

import ast
import importlib
import re
import time
from dataclasses import dataclass, fields, is_dataclass
from typing import TYPE_CHECKING, Any

from courses import CORE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

parser = importlib.import_module("re._parser")  # how the standard library reads a pattern; it has no public name

SIZE = 4_096
"""Signs of an attack: what is linear takes some ten microseconds, what is quadratic some ten milliseconds."""
WORST = 150
"""Times a plain scan of the same text in the same moment: linear patterns stay below 80, others are over 300."""

_ANYWHERE = {"search", "finditer", "findall", "sub", "subn", "split"}
_AT_START = {"match", "fullmatch"}
_MEMBERS = {"CATEGORY_SPACE": " ", "CATEGORY_DIGIT": "1", "CATEGORY_WORD": "a", "CATEGORY_NOT_SPACE": "a"}
_PLAIN = "a 1.-\n"
_ENDS = ("\n", "!", "\ue123")
"""Signs after which most patterns match no longer."""


@dataclass(frozen=True)
class Used:
    """A pattern of the generator, and how it is used."""

    place: str
    pattern: re.Pattern[str]
    anywhere: bool
    """Whether it is looked for from every sign on, and not at the beginning alone."""


def patterns() -> Iterator[Used]:
    """Yield every pattern in the generator's modules: those with a name, in tables, and inline."""
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(CORE.rglob("*.py"))}
    elsewhere = [found for tree in trees.values() for found in _methods(tree, ast.Attribute)]
    for path, tree in trees.items():
        name = ".".join(path.relative_to(CORE.parent).with_suffix("").parts).removesuffix(".__init__")
        if not name.endswith("__main__"):
            methods: dict[str, set[str]] = {}
            for known, method in [*elsewhere, *_methods(tree, ast.Name)]:
                methods.setdefault(known, set()).add(method)
            yield from _named(importlib.import_module(name), methods)
            yield from _inline(name, tree)


def _methods(tree: ast.Module, kind: type[ast.Attribute | ast.Name]) -> Iterator[tuple[str, str]]:
    """Yield the names of patterns and what is called of them: as `NAME.match`, or as `module.NAME.match`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in _ANYWHERE | _AT_START and isinstance(node.value, kind):
            yield node.value.attr if isinstance(node.value, ast.Attribute) else node.value.id, node.attr


def _named(module: ModuleType, methods: dict[str, set[str]]) -> Iterator[Used]:
    for name, value in vars(module).items():
        if isinstance(value, re.Pattern):
            yield Used(f"{module.__name__}.{name}", value, not methods.get(name, _ANYWHERE) <= _AT_START)
        else:
            for found in _below(value):
                yield Used(f"{module.__name__}.{name}", found, anywhere=True)


def _below(value: Any) -> Iterator[re.Pattern[str]]:
    """Yield the patterns in tables and records."""
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict):
        yield from _below(tuple(value.values()))
    elif isinstance(value, (tuple, list, set, frozenset)):
        for each in value:
            yield from _below(each)
    elif is_dataclass(value) and not isinstance(value, type):
        yield from _below(tuple(getattr(value, field.name) for field in fields(value)))


def _inline(module: str, tree: ast.Module) -> Iterator[Used]:
    for node in ast.walk(tree):
        match node:
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id="re"), attr=method), args=[ast.Constant(value=str(written)), *_]
            ) if method in _ANYWHERE | _AT_START:
                yield Used(f"{module}:{node.lineno}", re.compile(written), method in _ANYWHERE)


def attacks(pattern: re.Pattern[str]) -> list[str]:
    """Return texts that repeat parts of what the pattern matches, after what leads it there."""
    parsed = parser.parse(pattern.pattern, pattern.flags)
    atoms, path = list(_atoms(parsed))[:40], list(_atoms(parsed, first=True))
    units = {"".join(atoms[at : at + width]) for width in (1, 2, 3) for at in range(len(atoms))} | {"".join(atoms)}
    units |= {f"{one}{other}" for one in atoms[:5] for other in atoms[:5]} | set("a 1\n")
    heads = {"".join(path[:length]) for length in (0, 1, 2, 4, 8)}
    return [head + unit * (SIZE // len(unit)) + end for unit in sorted(units - {""}) for head in heads for end in _ENDS]


def _atoms(parsed: Any, *, first: bool = False) -> Iterator[str]:
    """Yield, in order, a sign for each part of a pattern; of alternatives all, or the `first` one."""
    for kind, value in parsed:
        match str(kind):
            case "LITERAL":
                yield chr(value)
            case "NOT_LITERAL":
                yield "a" if value != ord("a") else "b"
            case "ANY":
                yield "a"
            case "IN":
                yield from _members(value)
            case "BRANCH":
                for branch in value[1][:1] if first else value[1]:
                    yield from _atoms(branch, first=first)
            case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
                least = min(value[0], 8) or 1
                for _ in range(least):
                    yield from _atoms(value[2], first=first)
            case "SUBPATTERN":
                yield from _atoms(value[3], first=first)
            case "ATOMIC_GROUP":
                yield from _atoms(value, first=first)
            case "ASSERT":
                yield from _atoms(value[1], first=first)


def _members(parts: Any) -> Iterator[str]:
    """Yield a sign or two of a set."""
    if str(parts[0][0]) == "NEGATE":
        yield next((sign for sign in _PLAIN if re.fullmatch(_set(parts), sign)), "\ue125")
        return
    for kind, value in parts[:2]:
        match str(kind):
            case "LITERAL":
                yield chr(value)
            case "RANGE":
                yield chr(value[0])
            case "CATEGORY":
                yield _MEMBERS.get(str(value), "a")


def _set(parts: Any) -> str:
    written = {"CATEGORY_SPACE": r"\s", "CATEGORY_DIGIT": r"\d", "CATEGORY_WORD": r"\w", "CATEGORY_NOT_WORD": r"\W"}
    inside = ""
    for kind, value in parts[1:]:
        match str(kind):
            case "LITERAL":
                inside += re.escape(chr(value))
            case "RANGE":
                inside += f"{re.escape(chr(value[0]))}-{re.escape(chr(value[1]))}"
            case "CATEGORY":
                inside += written.get(str(value), "")
    return f"[^{inside}]"


def slowness(used: Used, text: str) -> float:
    """Return how many times longer than a plain scan the pattern takes on a text, at best of three where it is slow."""
    worst = 0.0
    for _ in range(3):
        worst = _once(used, text) / _scan(text)
        if worst < WORST:
            break
    return worst


def _once(used: Used, text: str) -> float:
    started = time.process_time()
    if used.anywhere:
        for _ in used.pattern.finditer(text):
            pass
    else:
        used.pattern.match(text)
        used.pattern.fullmatch(text)
    return time.process_time() - started


_SCANNED = re.compile(r"[^\ue124]\ue124")


_SCANS, _TICK = 10, 1e-6
"""Scans that are timed together, and the least time that a clock can tell."""


def _scan(text: str) -> float:
    started = time.process_time()
    for _ in range(_SCANS):
        _SCANNED.search(text)
    return max(time.process_time() - started, _TICK) / _SCANS
