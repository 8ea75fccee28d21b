"""The templates, compiled once for all languages: each rendering brings its language and the words of the interface."""

from __future__ import annotations

import html
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context

from sitegen.language.catalogues import COMMENT, PACKAGE
from sitegen.language.typography import polish
from sitegen.show import escape
from sitegen.show.compiled import Compiled
from sitegen.show.escape import as_json, attribute, one_line, plain

if TYPE_CHECKING:
    from jinja2.runtime import Context

    from sitegen.language.i18n import Interface

CACHE = PACKAGE.resolve().parent.parent / ".templates_cache"
"""Where compiled templates are kept, in the project's folder."""


def render(name: str, interface: Interface, **context: Any) -> str:
    """Return what the template `name`, a path inside the package, makes in the interface's language."""
    words = {"lang": interface.lang, "interface": interface, "_": interface.gettext, "ngettext": interface.ngettext}
    return environment().get_template(name).render(**words, **context)


@cache
def environment() -> Environment:
    """Return the environment of all templates; what is not Markdown or JSON is escaped by itself."""
    environment = Environment(
        loader=FileSystemLoader(PACKAGE),
        undefined=StrictUndefined,
        comment_start_string=COMMENT[0],
        comment_end_string=COMMENT[1],
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=lambda name: name is not None and not name.endswith((".md.j2", ".json.j2")),
        bytecode_cache=Compiled(CACHE, _settings()),
    )
    environment.filters |= {
        "json": as_json,
        "line": one_line,
        "attribute": _attribute,
        "plain": _plain,
        "typeset": _typeset,
    }
    return environment


def _settings() -> bytes:
    """Return what templates are compiled with: this module, and filters of which the compiler makes constants."""
    return b"".join([repr(COMMENT).encode(), *(Path(file).read_bytes() for file in (__file__, escape.__file__))])


@pass_context
def _attribute(context: Context, text: str) -> str:
    return attribute(polish(text, context["lang"]))


@pass_context
def _plain(context: Context, text: str, lang: str | None = None) -> str:
    return plain(polish(text, lang or context["lang"]))


@pass_context
def _typeset(context: Context, text: str, lang: str | None = None) -> str:
    return html.escape(polish(text, lang or context["lang"]))
