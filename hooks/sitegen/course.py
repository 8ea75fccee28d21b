"""A whole course: everything under `content/`, read, checked and ready to render."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sitegen.findings import Finding
    from sitegen.illustration import Illustration
    from sitegen.models import (
        Analogy,
        AnalogyWording,
        CalculatorFile,
        CalculatorWording,
        CourseFile,
        CourseWording,
        Example,
        ExampleWording,
        Group,
        GroupWording,
        IllustrationWording,
        Published,
        QuizFile,
        QuizWording,
        Term,
    )
    from sitegen.page import Page
    from sitegen.yamlfile import Document


@dataclass(frozen=True)
class Wording:
    """All words of one language that are not on a page."""

    course: CourseWording
    quiz: QuizWording | None
    examples: dict[str, ExampleWording]
    analogies: dict[str, AnalogyWording]
    glossary: dict[str, Term]
    illustrations: dict[str, IllustrationWording] = field(default_factory=dict)
    calculator: CalculatorWording | None = None
    sorting: dict[str, GroupWording] = field(default_factory=dict)


@dataclass(frozen=True)
class Course:
    """A course in all its languages."""

    file: CourseFile
    quiz: QuizFile | None
    published: Published | None
    examples: tuple[Example, ...]
    analogies: tuple[Analogy, ...]
    wording: dict[str, Wording]
    pages: dict[str, dict[str, Page]]
    """Language -> path -> page, generated pages included once they are rendered."""
    documents: dict[str, Document] = field(repr=False)
    """YAML file, relative to the content folder -> its document, for the lines of findings."""
    calculator: CalculatorFile | None = None
    sorting: tuple[Group, ...] = ()
    warnings: tuple[Finding, ...] = ()
    illustrations: tuple[Illustration, ...] = ()

    @property
    def languages(self) -> tuple[str, ...]:
        """Language tags, which are also folder names."""
        return self.file.languages

    @property
    def source(self) -> str:
        """The language that the others follow."""
        return self.file.source

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

    def place_of(self, directive: str, argument: str | None = None) -> str | None:
        """Return the path of the first page that carries a directive."""
        for path, found in self.pages[self.source].items():
            if any(d.name == directive and d.argument == argument for d in found.directives):
                return path
        return None


def relative(start: str, target: str) -> str:
    """Return the relative link from one address to another; addresses are empty or end in a slash."""
    link = posixpath.relpath(f"/{target}", f"/{start}")
    return "./" if link == "." else f"{link}/"
