"""What the middle of a page holds although none may: the page as browsers read it, with all that directives bring."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen import kept
from sitegen.course.allowed import MADE
from sitegen.findings import Finding
from sitegen.language import catalogues
from sitegen.show.policy import OWN, faults

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sitegen.course.course import Course

_REASON = "which no page may hold: it could script, style, load or send, or stands where another has its place"


def check(course: Course) -> Iterator[Finding]:
    """Yield what is not allowed on the pages whose articles are made."""
    for lang, articles in course.articles.items():
        for path, made in articles.items():
            yield from findings(course, lang, path, _faults(made.html))


def _faults(html: str) -> list[str]:
    return kept.result("brought", tuple(html.split(OWN)), lambda: list(faults(html, MADE)))


def findings(course: Course, lang: str, path: str, found: Iterable[str]) -> Iterator[Finding]:
    """Yield a finding for each fault that was found on a page, where a text of the language has brought it."""
    for fault in found:
        file, line = _origin(course, lang, path, fault)
        yield Finding(file, line, "html/not-allowed", f"'{fault[:60]}' comes to stand on {lang}/{path}, {_REASON}")


def _origin(course: Course, lang: str, path: str, fault: str) -> tuple[str, int]:
    """Return file and line of the text that has a fault; of the page, where none has it word for word."""
    page = course.pages[lang].get(path)
    file = page.file if page else path
    documents = [
        document for name, document in course.documents.items() if name.partition("/")[0] not in _others(course, lang)
    ]
    texts = [(file, page.text if page else ""), *((document.path, document.source) for document in documents)]
    texts.append((catalogues.shown(lang), catalogues.source(lang)))
    word = fault.strip("<>").partition("=")[0].lower()
    sought = _ways(fault[4:-1].lower()) if word == "id" else (f"<{word}", f"{word}=")
    for name, text in texts:
        for number, line in enumerate(text.lower().split("\n"), 1):
            if any(sign in line for sign in sought):
                return name, number
    return file, 1


def _ways(ident: str) -> tuple[str, ...]:
    """Return how an id may be written."""
    return f"#{ident}", *(f"id={quote}{ident}" for quote in ("", '"', "'"))


def _others(course: Course, lang: str) -> set[str]:
    return {other for other in course.languages if other != lang}
