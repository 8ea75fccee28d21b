"""Glossary hints: on each page, the first use of a term shows its definition, without a mark in the text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement

from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from sitegen.language.words import Wordings

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Mapping

    from markdown import Markdown

    from sitegen.kinds.glossary.shape import Term

GLOSSARY = "glossary"
"""Class of the element that lists all terms; its page gets no hints."""

_TITLES = {"h1", "h2", "h3", "h4", "h5", "h6", "summary", "th", "dt", "caption", "legend"}
_VERBATIM = {"code", "pre", "script", "style", "kbd", "samp", "svg", "math", "textarea", "abbr"}
_CONTROLS = {"a", "button", "label", "select", "option"}
_TITLE_CLASSES = {"admonition-title", "side-title", "label", "card"}
_WIDGET_CLASSES = {"quiz-key"}


@dataclass(frozen=True)
class Hint:
    """What one term shows."""

    href: str
    text: str


def hints(glossary: Mapping[str, Term], page: str, html: Callable[[str], str]) -> dict[str, Hint]:
    """Return term id -> hint; the glossary stands on `page`, and `html` renders definitions."""
    return {
        ident: Hint(f"/{page}#{ident}", unescape(re.sub(r"<[^<>]+>", "", html(term.definition))))
        for ident, term in glossary.items()
        if term.hint
    }


class HintExtension(Extension):
    """Adds to the first use of each term in running text a link to the glossary, and the definition as its tooltip."""

    def __init__(
        self,
        glossary: Mapping[str, Term],
        hints: Mapping[str, Hint],
        lender: tuple[HintExtension, Container[str]] | None = None,
    ) -> None:
        """`lender` has the hints for some other texts, those of another language."""
        super().__init__()
        self.lender = lender
        wordings = {wording: ident for ident in hints for wording in (glossary[ident].term, *glossary[ident].forms)}
        self.wordings = Wordings(wordings)
        self.hints = hints

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the library's name and contract
        # After typography (7), which sees whole sentences; before the host resolves links (0).
        md.treeprocessors.register(_Hints(md, self), "sitegen-hints", 6)

    def of(self, text: str) -> HintExtension:
        """Return whichever has the hints for a text."""
        return self.lender[0] if self.lender and text in self.lender[1] else self


class _Hints(Treeprocessor):
    def __init__(self, md: Markdown, extension: HintExtension) -> None:
        super().__init__(md)
        self.extension = extension

    def run(self, root: Element) -> None:
        if not any(element.get("class") == GLOSSARY for element in root.iter()):
            self._visit(root, set())

    def _visit(self, element: Element, seen: set[str]) -> None:
        if _takes_no_hints(element):
            return
        children = list(element)
        text, hinted = self._hinted(element.text, seen)
        element.text = text
        below = hinted
        for child in children:
            self._visit(child, seen)
            child.tail, hinted = self._hinted(child.tail, seen)
            below += [child, *hinted]
        element[:] = below

    def _hinted(self, text: str | None, seen: set[str]) -> tuple[str | None, list[Element]]:
        """Return the text up to the first hint, and elements whose tails are the rest."""
        if not text or isinstance(text, AtomicString):
            return text, []
        elements: list[Element] = []
        start, before, known = 0, text, self.extension.of(text)
        for match, ident in known.wordings.find(text):
            if ident in seen:
                continue
            seen.add(ident)
            if elements:
                elements[-1].tail = text[start : match.start()]
            else:
                before = text[: match.start()]
            elements.append(_element(ident, match[0], known.hints[ident]))
            start = match.end()
        if elements:
            elements[-1].tail = text[start:]
        return before, elements


def _takes_no_hints(element: Element) -> bool:
    classes = set((element.get("class") or "").split())
    return element.tag in _TITLES | _VERBATIM | _CONTROLS or bool(classes & (_TITLE_CLASSES | _WIDGET_CLASSES))


def _element(ident: str, text: str, hint: Hint) -> Element:
    term = Element("span", {"class": "term"})
    link = SubElement(term, "a", {"href": hint.href, "aria-describedby": f"hint-{ident}"})
    link.text = AtomicString(text)
    tip = SubElement(term, "span", {"id": f"hint-{ident}", "role": "tooltip", "hidden": ""})
    tip.set("data-search-exclude", "")
    tip.text = AtomicString(hint.text)
    return term
