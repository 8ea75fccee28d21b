"""How far each language is: what it says itself, and what it borrows from the source language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sitegen.course.borrow import read
from sitegen.language import catalogues

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.course.course import Course

_FIRST = 3
"""Texts that a line names of those that are missing."""


@dataclass(frozen=True)
class Progress:
    """How much of a language is translated: sections of its written pages, texts of its files, interface messages."""

    total: int
    missing: tuple[str, ...]
    """Where each text that is missing belongs: `page.md#section` or `quiz.yml: scope` in its folder, or a message."""

    @property
    def translated(self) -> int:
        """How many texts the language says itself."""
        return self.total - len(self.missing)

    @property
    def share(self) -> int:
        """The same in per cent, rounded down: only what is finished has all of them."""
        return 100 * self.translated // max(self.total, 1)


def progress(course: Course) -> dict[str, Progress]:
    """Return how far each language but the source is, in a course without errors."""
    return {lang: _progress(course, lang) for lang in course.languages if lang != course.source}


def said(course: Course) -> dict[str, str]:
    """Return language -> a sentence about it, for each one that is not finished."""
    return {
        lang: f"{lang}: {found.translated} of {found.total} texts are translated ({found.share} %); missing: "
        f"{', '.join(found.missing[:_FIRST])}{', …' if len(found.missing) > _FIRST else ''}"
        for lang, found in progress(course).items()
        if found.missing
    }


def _progress(course: Course, lang: str) -> Progress:
    sections, texts = list(_sections(course, lang)), list(_texts(course, lang))
    messages = sum(bool(message.id) for message in catalogues.read(course.source))
    total = len(sections) + len(texts) + messages
    missing = [place for place, is_missing in (*sections, *texts) if is_missing]
    return Progress(total, (*missing, *_messages(course, lang)))


def _sections(course: Course, lang: str) -> Iterator[tuple[str, bool]]:
    """Yield each section of the written pages, and whether it is missing."""
    for path, page in course.pages[course.source].items():
        for heading in page.headings if not page.generated else ():
            yield f"{path}#{heading.id}", str(heading.id) in course.pages[lang][path].borrowed


def _texts(course: Course, lang: str) -> Iterator[tuple[str, bool]]:
    """Yield each text of the files of words, and whether it is missing."""
    for name in ("course", *course.wording[course.source].kinds):
        source = course.documents.get(f"{course.source}/{name}.yml")
        borrowed = course.wording[lang].borrowed.get(name, frozenset())
        for loc, _ in read(source.data) if source else ():
            yield f"{name}.yml: {source.named(loc) if source and loc in borrowed else ''}", loc in borrowed


def _messages(course: Course, lang: str) -> Iterator[str]:
    """Yield the messages of the interface that are missing."""
    for message in catalogues.untranslated(lang, course.source):
        yield f"interface: '{message.id if isinstance(message.id, str) else message.id[0]}'"
