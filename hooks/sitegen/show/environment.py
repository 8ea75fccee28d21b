"""The templates, compiled once for all languages: each rendering brings its language and the words of the interface."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from markupsafe import Markup

from sitegen.language.catalogues import COMMENT, PACKAGE
from sitegen.language.gaps import filled
from sitegen.language.typography import polish
from sitegen.show import escape, policy
from sitegen.show.compiled import Compiled
from sitegen.show.escape import Said, as_json, one_line, plain

if TYPE_CHECKING:
    from jinja2.runtime import Context

    from sitegen.language.i18n import Interface

CACHE = PACKAGE.resolve().parent.parent / ".templates_cache"
"""Where compiled templates are kept, in the project's folder."""


def render(name: str, interface: Interface, **context: Any) -> str:
    """Return what the template `name`, a path inside the package, makes in the interface's language."""

    def gettext(message: str, **values: Any) -> str:
        return said(interface.gettext(message), values)

    def ngettext(singular: str, plural: str, number: int, **values: Any) -> str:
        return said(interface.ngettext(singular, plural, number), {"num": number, **values})

    def said(message: str, values: dict[str, Any]) -> str:
        gaps = {key: str.__str__(value) if isinstance(value, Said) else value for key, value in values.items()}
        return filled(message, gaps) if _is_escaped(name) else Said(message, gaps)

    words = {"lang": interface.lang, "interface": interface, "_": gettext, "ngettext": ngettext}
    return environment().get_template(name).render(**words, **context)


@cache
def environment() -> Environment:
    """Return the environment of all templates; what is not Markdown or JSON is escaped by itself."""
    environment = Environment(
        loader=FileSystemLoader(PACKAGE),
        undefined=StrictUndefined,
        extensions=[policy.OwnExtension],
        comment_start_string=COMMENT[0],
        comment_end_string=COMMENT[1],
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=_is_escaped,
        bytecode_cache=compiled(),
    )
    environment.globals["own"] = Markup(policy.OWN)
    environment.filters |= {
        "markdown": Markup,
        "json": as_json,
        "line": one_line,
        "plain": _plain,
    }
    return environment


def _is_escaped(name: str | None) -> bool:
    return name is not None and not name.endswith((".md.j2", ".json.j2"))


def compiled() -> Compiled:
    """Return what keeps compiled templates: these, and those of a theme that has the same extension."""
    return Compiled(CACHE, _settings())


def _settings() -> bytes:
    """Return what templates are compiled with: this module, and others whose results it may hold."""
    return b"".join(
        [repr(COMMENT).encode(), *(Path(file).read_bytes() for file in (__file__, escape.__file__, policy.__file__))]
    )


@pass_context
def _plain(context: Context, text: str, lang: str | None = None) -> str:
    return plain(polish(text, lang or context["lang"]))
