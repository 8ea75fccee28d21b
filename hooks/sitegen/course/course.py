"""A whole course: everything under `content/`, read, checked and ready to render."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sitegen.course.landing import Landing, nowhere
from sitegen.course.resolve import relative
from sitegen.language.i18n import Interface

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sitegen.course.files import CourseFile, CourseWording, Published
    from sitegen.course.page import Page
    from sitegen.course.shapes import Loc
    from sitegen.course.translation import Translation
    from sitegen.course.yamlfile import Document
    from sitegen.findings import Finding


@dataclass(frozen=True)
class Wording:
    """All words of one language that are not on a page."""

    course: CourseWording
    kinds: Mapping[str, Any]
    """Kind of content -> its words; read them by `Kind.words`, which knows their type."""
    borrowed: Mapping[str, frozenset[Loc]] = field(default_factory=dict, repr=False)
    """Name of a file -> the places of texts that are in the words of the source language."""


@dataclass(frozen=True, eq=False)
class Course:
    """A course in all its languages; two of them are never the same, so that what is found of one can be kept."""

    file: CourseFile
    published: Published | None
    kinds: Mapping[str, Any]
    """Kind of content -> its structure; read it by `Kind.of`, which knows its type."""
    wording: Mapping[str, Wording]
    pages: Mapping[str, Mapping[str, Page]]
    """Language -> path -> page, generated pages included once they are rendered."""
    documents: Mapping[str, Document] = field(repr=False)
    """YAML file, relative to the content folder -> its document, for the lines of findings."""
    permanent: Mapping[str, str] = field(default_factory=dict)
    """Language-neutral address, as `c/cost/` -> path of the page that it leads to, once all pages are there."""
    landing: Landing = field(default_factory=nowhere, repr=False)
    """Where all links lead that were ever published, once all pages are there."""
    shown: Mapping[str, Mapping[tuple[str, str | None], str]] = field(default_factory=dict, repr=False)
    """Language -> name and argument of a directive -> the Markdown that it stands for, once it is rendered."""
    articles: Mapping[str, Mapping[str, Any]] = field(default_factory=dict, repr=False)
    """Language -> path -> what was made of a page (`show.article.Article`), as far as it is made."""
    warnings: tuple[Finding, ...] = ()
    translations: Mapping[str, Translation] = field(default_factory=dict, repr=False)
    """Language other than the source -> how its units stand towards the source."""

    @property
    def languages(self) -> tuple[str, ...]:
        """Language tags, which are also folder names."""
        return self.file.languages

    @property
    def source(self) -> str:
        """The language that the others follow."""
        return self.file.source

    @property
    def finished(self) -> bool:
        """Whether no language borrows a page, a section or a text."""
        pages = (page for pages in self.pages.values() for page in pages.values())
        return not any(page.borrowed for page in pages) and not any(words.borrowed for words in self.wording.values())

    def spoken(self, lang: str, path: str) -> str:
        """Return the language that a page of a language is in: its own, or the source's as long as it is borrowed."""
        return self.source if self.pages[lang][path].untranslated else lang

    def interface(self, lang: str) -> Interface:
        """Return the words and formats of a language; those that are missing are said in the source language."""
        if lang not in self._interfaces:
            self._interfaces[lang] = Interface(lang, source=self.source)
        return self._interfaces[lang]

    @cached_property
    def _interfaces(self) -> dict[str, Interface]:
        return {}

    @property
    def listed(self) -> dict[str, Page]:
        """Path -> page, in the source language, of all that others may link to."""
        return {path: page for path, page in self.pages[self.source].items() if not page.meta.unlisted}

    def address(self, lang: str, path: str) -> str:
        """Return where a page is published inside its language, as `cases/startup/`; empty for the home page.

        A page `x/y.md` lies below the address of `x.md`.
        """
        folder, name = posixpath.split(path)
        parent = f"{folder}.md"
        base = "" if not folder else self.address(lang, parent) if parent in self.pages[lang] else f"{folder}/"
        slug = self.pages[lang][path].meta.slug
        return f"{base}{slug}/" if slug else base if name == "index.md" else f"{base}{name.removesuffix('.md')}/"

    def href(self, lang: str, start: str, target: str) -> str:
        """Return the relative link from page `start` to `target` (`page.md`, `page.md#id`), both in `lang`."""
        path, _, anchor = target.partition("#")
        return relative(self.address(lang, start), self.address(lang, path)) + (f"#{anchor}" if anchor else "")

    def counterpart(self, lang: str, path: str, other: str) -> str:
        """Return the relative link from a page in `lang` to the same page in the language `other`."""
        return relative(f"{lang}/{self.address(lang, path)}", f"{other}/{self.address(other, path)}")

    @cached_property
    def _neutral(self) -> dict[str, str]:
        addresses: dict[str, str] = {}
        for address, path in self.permanent.items():
            addresses.setdefault(path, address)
        return addresses

    def permanent_address(self, path: str) -> str | None:
        """Return the permanent address of a page, if it has one."""
        return self._neutral.get(path)

    @property
    def redirects(self) -> Mapping[str, str]:
        """Each address of a language that was retired, as `fr/old/` -> the one that stands for it, `#id` included."""
        return self.landing.redirects

    def place_of(self, directive: str, argument: str | None = None) -> str | None:
        """Return the path of the first page that carries a directive."""
        return self._places.get((directive, argument))

    @cached_property
    def _places(self) -> dict[tuple[str, str | None], str]:
        found: dict[tuple[str, str | None], str] = {}
        for path, page in self.pages[self.source].items():
            for directive in page.directives:
                found.setdefault((directive.name, directive.argument), path)
        return found
