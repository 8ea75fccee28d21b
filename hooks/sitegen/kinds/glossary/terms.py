"""One word for one thing: wordings that the glossary rules out, wherever an author uses them."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from sitegen import kept
from sitegen.course.yamlfile import texts
from sitegen.findings import Finding
from sitegen.language.words import Wordings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sitegen.course.course import Course
    from sitegen.course.page import Page
    from sitegen.course.shapes import Loc
    from sitegen.course.yamlfile import Document
    from sitegen.kinds.glossary.shape import Term

_QUOTED = re.compile(r"«[^«»]*+»|“[^“”]*+”|‘[^‘’]*+’(?!\w)|\"[^\"]*+\"|(?<!\w)'[^']*+'(?!\w)")
_NOT_READ = re.compile(r"\]\([^()]*+\)|^\s*+\[[^\]]++\]:.*|\{[^{}]*+\}|<[^<>]*+>")
_MARKS = re.compile(r"\*++|(?<!\w)_++|(?<!_)_++(?!\w)")


def check(course: Course, lang: str, glossary: Mapping[str, Term]) -> list[Finding]:
    """Return every use of a glossary's `variants` in the pages and the wording of its language.

    What stands between quotation marks is a mention; so is all of the glossary. Where two terms share a wording,
    nothing is looked for: that comes first.
    """
    return list(_ambiguous(course, lang, glossary)) or list(_used(course, lang, glossary))


def _ambiguous(course: Course, lang: str, glossary: Mapping[str, Term]) -> Iterator[Finding]:
    """Find wordings that stand for two terms, or that one term uses and another one rules out."""
    meant: dict[str, str] = {}
    for key in ("term", "forms", "variants"):
        for ident, term in glossary.items():
            for word in [term.term] if key == "term" else getattr(term, key):
                other = meant.setdefault(word.casefold(), ident)
                if other != ident:
                    message = f"'{word}' is a wording of '{other}' already; one wording stands for one thing"
                    yield course.documents[f"{lang}/glossary.yml"].finding((ident, key), "term/ambiguous", message)


def _used(course: Course, lang: str, glossary: Mapping[str, Term]) -> Iterator[Finding]:
    variants = {variant: term.term for term in glossary.values() for variant in term.variants}
    wordings = Wordings(variants)
    for page in course.pages[lang].values():
        if not page.generated and not page.untranslated:
            read = (page.lines, page.description_line, page.meta.description, variants)
            for line, message in kept.result("terms", read, partial(_on_page, page, wordings)):
                yield Finding(page.file, line, "term/variant", message)
    for name, document in course.documents.items():
        if name.startswith(f"{lang}/") and name != f"{lang}/glossary.yml":
            said = kept.result("terms", (document.source, variants), partial(_in_data, document, wordings))
            yield from (document.finding(loc, "term/variant", message) for loc, message in said)


def _in_data(document: Document, wordings: Wordings) -> list[tuple[Loc, str]]:
    """Return the place and the message of each use in the texts of a file of data."""
    read = [(loc, _NOT_READ.sub(" ", text)) for loc, text in texts(document.data) if loc[-1:] != ("slug",)]
    return [(loc, message) for loc, text in read for _, message in _messages(text, wordings)]


def _on_page(page: Page, wordings: Wordings) -> list[tuple[int, str]]:
    """Return the line and the message of each use in the prose of a page, and in its description."""
    read = [(page.description_line, page.meta.description), *_paragraphs(page)]
    return [(first + line, message) for first, text in read for line, message in _messages(text, wordings)]


def _messages(text: str, wordings: Wordings) -> Iterator[tuple[int, str]]:
    """Yield the line, counted from 0, and the message of each use."""
    text = _MARKS.sub("", _QUOTED.sub(lambda quoted: " … " + "\n" * quoted[0].count("\n"), text))
    for match, term in wordings.find(text):
        yield (
            text[: match.start()].count("\n"),
            f"'{' '.join(match[0].split())}' is not this course's word; write '{term}', or put it in quotation marks "
            "where you speak of the word itself",
        )


def _paragraphs(page: Page) -> Iterator[tuple[int, str]]:
    """Yield the text between empty lines, each with its first line: wordings may be broken over lines."""
    text, first, last = "", 1, 0
    for number, line in [*page.lines, (0, "")]:
        if text and (number != last + 1 or not line.strip()):
            yield first, text
            text = ""
        if line.strip():
            first = first if text else number
            text += ("\n" if text else "") + (_NOT_READ.sub(" ", line) or " ")
        last = number
