"""What Python-Markdown has made of a text, as the parts that a reader gets: read before anything is added to it."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markdown.util import AMP_SUBSTITUTE, ETX, HTML_PLACEHOLDER_RE, STX

from sitegen.course.parts import Parts

if TYPE_CHECKING:
    from collections.abc import Mapping
    from xml.etree.ElementTree import Element

    from markdown import Markdown

_SIGN = re.compile(f"{STX}(\\d+){ETX}")
"""A sign that a backslash stood before."""
BROUGHT = (f"{STX}sitegen-begin{ETX}", f"{STX}sitegen-end{ETX}")
"""Paragraphs around what a directive has brought."""


class PartsExtension(Extension):
    """Keeps the parts of each text that is converted in the converter's attribute `parts`."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the library's name and contract
        # After attribute lists (8), and before typography (7), hints (6), contents (5) and links (3).
        md.treeprocessors.register(_Reading(md), "sitegen-parts", 7.5)


class _Reading(Treeprocessor):
    def run(self, root: Element) -> None:
        self.parts = Parts()
        self._below(root)
        self.parts.flush()
        self.md.parts = self.parts.found  # type: ignore[attr-defined]

    def _below(self, element: Element) -> None:
        brought: list[Element] = []
        inside = False
        for child in element:
            if child.tag == "p" and (mark := (child.text or "").strip()) in BROUGHT:
                inside = mark == BROUGHT[0]
                brought.append(child)
            elif not inside:
                self._element(child)
            if child.tail and not inside:
                self._text(child.tail)
        for marker in brought:
            element.remove(marker)

    def _element(self, element: Element) -> None:
        parts, classes = self.parts, element.get("class", "").split()
        tag = "box" if element.tag == "details" or "admonition" in classes else str(element.tag)
        if tag == "summary":
            tag = "p"
        if tag in {"pre", "code"}:
            parts.begin(tag, {})
            parts.text(unescape(self._plain("".join(element.itertext()))))
            parts.end(tag)
            return
        parts.begin(tag, self._attributes(element))
        if element.text:
            self._text(element.text)
        self._below(element)
        parts.end(tag)

    def _attributes(self, element: Element) -> Mapping[str, str]:
        return {name: self._plain(value or "") for name, value in element.attrib.items()}

    def _text(self, text: str) -> None:
        at = 0
        for match in HTML_PLACEHOLDER_RE.finditer(text):
            self.parts.text(self._plain(text[at : match.start()]))
            self._raw(str(self.md.htmlStash.rawHtmlBlocks[int(match[1])]))
            at = match.end()
        self.parts.text(self._plain(text[at:]))

    def _raw(self, html: str) -> None:
        self.parts.html(html)

    def _plain(self, text: str) -> str:
        if STX not in text:
            return text
        return _SIGN.sub(lambda match: chr(int(match[1])), text.replace(AMP_SUBSTITUTE, "&"))


def parts_of(md: Markdown) -> list[str]:
    """Return the parts of the text that was converted last."""
    found: list[str] = md.parts  # type: ignore[attr-defined]
    return found
