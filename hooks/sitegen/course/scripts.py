"""Scripts as pages load them: each joined with the modules that it imports.

Authors write modules. A frame that its host has shut off (`sandbox="allow-scripts"`) may not load any from a host that
does not allow it in so many words, and most do not; ordinary scripts it may. So each script is published as one, and
the modules that others import are inside those.
"""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def joined(modules: Mapping[str, str]) -> dict[str, str]:
    """Return path -> text of the scripts that no other one imports, made of `modules`, path -> text.

    Raises `ValueError` for an import or export of a form that is not known here.
    """
    imported = {path for name in modules for path in _below(name, modules) if path != name}
    return {name: _joined(name, modules) for name in modules if name not in imported}


def _joined(name: str, modules: Mapping[str, str]) -> str:
    order = list(dict.fromkeys(_below(name, modules)))
    names = {path: f"module{number}" for number, path in enumerate(order)}
    made = "".join(f"const {names[path]} = {_scope(path, modules[path], names)};\n" for path in order[:-1])
    return f'(() => {{\n"use strict";\n{made}{_body(name, modules[name], names)}\n}})();\n'


def _below(name: str, modules: Mapping[str, str], above: tuple[str, ...] = ()) -> Iterator[str]:
    """Yield the modules that a script needs in the order in which browsers run them, itself last."""
    for path in _imports(name, modules[name]):
        if path not in modules or path in (*above, name):
            raise ValueError(f"{name}: imports {path}, which is not there or imports it in turn")
        yield from _below(path, modules, (*above, name))
    yield name


def _imports(name: str, text: str) -> list[str]:
    return [_path(name, match["path"]) for match in _IMPORT.finditer(text)]


def _path(name: str, target: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), target))


def _scope(name: str, text: str, names: Mapping[str, str]) -> str:
    """Return a module as an expression: an object of what it exports."""
    exported = ", ".join(match["name"] for match in _EXPORT.finditer(text))
    return f"(() => {{\n{_body(name, text, names)}\nreturn {{ {exported} }};\n}})()"


def _body(name: str, text: str, names: Mapping[str, str]) -> str:
    def take(match: re.Match[str]) -> str:
        module = names[_path(name, match["path"])]
        if match["all"]:
            return f"const {match['all']} = {module};"
        return f"const {{{match['names'].replace(' as ', ': ')}}} = {module};" if match["names"] else ""

    body = _EXPORT.sub(lambda match: match["declaration"], _IMPORT.sub(take, text))
    if left := _OTHER.search(body):
        raise ValueError(f"{name}: cannot be joined: {left[0]}")
    return body.strip()


_IMPORT = re.compile(
    r'^import (?:(?:\{(?P<names>[\w\s,]*)\}|\* as (?P<all>\w+)) from )?"(?P<path>\.[^"]*)";$', re.MULTILINE
)
_EXPORT = re.compile(r"^export (?P<declaration>(?:const|(?:async )?function) (?P<name>\w+))", re.MULTILINE)
_OTHER = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)
