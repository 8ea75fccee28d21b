"""Links by which a page's words are edited where the project is kept: to a file, and perhaps to a line of it."""

from __future__ import annotations

from dataclasses import dataclass
from posixpath import splitext
from string import Formatter
from typing import TYPE_CHECKING
from urllib.parse import quote, urljoin

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from sitegen.course.course import Course
    from sitegen.course.shapes import Loc

Written = tuple[str, "Loc"]
"""Name of a file of words, as `examples.yml`, and a place in it."""


@dataclass(frozen=True)
class Source:
    """Where the words of a page stand."""

    file: str
    """File, relative to the project's folder, with forward slashes."""
    line: int | None = None
    """Line on which they begin, counted from 1; None for a page that has the file for itself."""


@dataclass(frozen=True)
class Repository:
    """The host's settings about where the project is kept, as MkDocs knows them."""

    address: str = ""
    """`repo_url`."""
    uri: str = ""
    """`edit_uri`: what leads from there to the project's folder."""
    template: str = ""
    """`edit_uri_template`, in place of it."""

    def link(self, source: Source) -> str | None:
        """Return where a file is edited; None where nothing is said of that."""
        root = f"{self.address.rstrip('/')}/" if self.address else ""
        if self.template:
            noext = splitext(source.file)[0]
            found = FORMATTER.format(self.template, path=_Path(source.file), path_noext=_Path(noext))
        elif self.uri:
            found = f"{self.uri.rstrip('/')}/{quote(source.file)}"
        else:
            return None
        start = self.address if found.startswith(("?", "#")) else root
        line = f"#L{source.line}" if source.line and "#" not in found else ""
        return urljoin(start, found) + line


class _Path(str):
    """A path as it stands in an address; all of it is quoted by `!q`."""

    def __format__(self, form: str) -> str:
        return format(quote(self), form)


class _Formatter(Formatter):
    def convert_field(self, value: Any, conversion: str | None) -> Any:
        return quote(str(value), safe="") if conversion == "q" else super().convert_field(value, conversion)


FORMATTER = _Formatter()
"""Fills the gaps of `edit_uri_template`: `{path}`, `{path_noext}`, and `{path!q}` without slashes."""


def source(course: Course, lang: str, path: str, written: Callable[[str], Written] | None) -> Source | None:
    """Return where the words of a page stand: those that a language borrows, in the source language.

    `written` says where those of a generated page do. One that nobody has written, such as the state of a translation,
    has no such place.
    """
    page = course.pages[lang][path]
    if not page.generated:
        return Source(page.file)
    if written is None:
        return None
    name, loc = written(path)
    documents = [course.documents.get(f"{each}/{name}") for each in (lang, course.source)]
    document = next(each for each in documents if each and (loc in each.lines or each is documents[-1]))
    return Source(document.path, document.line(*loc))
