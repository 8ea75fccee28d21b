"""The page transforms, as Python-Markdown extensions: any host that runs Python-Markdown runs them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from sitegen.course.prose import DIRECTIVE
from sitegen.language.typography import polish
from sitegen.show.published import BROUGHT

if TYPE_CHECKING:
    from collections.abc import Callable
    from xml.etree.ElementTree import Element

    from markdown import Markdown

_OWN = re.compile(r"(?!//|[A-Za-z][A-Za-z0-9+.-]*:|#|$)")
"""A link to a page or a file of this site."""

_VERBATIM = {"code", "pre", "script", "style", "kbd", "samp"}


class DirectiveExtension(Extension):
    """Replaces `<!-- name: argument -->` lines by the Markdown that `render(name, argument)` returns."""

    def __init__(self, render: Callable[[str, str | None], str]) -> None:
        super().__init__()
        self.render = render

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the library's name and contract
        # After fences (25), so that code is left alone, and before raw HTML (20), which would swallow comments.
        md.preprocessors.register(_Directives(md, self.render), "sitegen-directives", 22)


class TypographyExtension(Extension):
    """Sets the spaces and apostrophes of a language."""

    def __init__(self, lang: str) -> None:
        super().__init__()
        self.lang = lang

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the library's name and contract
        # After attribute lists (8), whose quotation marks are no text; before the table of contents (5).
        md.treeprocessors.register(_Typography(md, self.lang), "sitegen-typography", 7)


class LinkExtension(Extension):
    """Rewrites links to pages, and links and images from the root, by `href(target)`: for texts that no host sees."""

    def __init__(self, href: Callable[[str], str]) -> None:
        super().__init__()
        self.href = href

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the library's name and contract
        # After hints (6) and the table of contents (5), whose links it rewrites too.
        md.treeprocessors.register(_Links(md, self.href), "sitegen-links", 3)


class LinkNameExtension(Extension):
    """Names links that say only the first words of the heading they lead to, as "E06", by the heading in full.

    `title` gives a heading of the language by `path.md#id`, and nothing where there is none.
    """

    def __init__(self, title: Callable[[str], str]) -> None:
        super().__init__()
        self.title = title

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the library's name and contract
        # Before links are rewritten (10).
        md.treeprocessors.register(_LinkNames(md, self.title), "sitegen-link-names", 11)


class FragmentExtension(Extension):
    """Adds a link's `data-fragment` to its address: what a script reads there is no id that a host could look up."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the library's name and contract
        # After the host has resolved links (0).
        md.treeprocessors.register(_Fragments(md), "sitegen-fragments", -10)


class RowHeaderExtension(Extension):
    """Makes the first cell of each row of a table the header of that row."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the library's name and contract
        # Before hints (6), which leave headers alone.
        md.treeprocessors.register(_RowHeaders(md), "sitegen-row-headers", 9)


class _Directives(Preprocessor):
    def __init__(self, md: Markdown, render: Callable[[str, str | None], str]) -> None:
        super().__init__(md)
        self.render = render

    def run(self, lines: list[str]) -> list[str]:
        done: list[str] = []
        for line in lines:
            if match := DIRECTIVE.match(line):
                made = self.render(match[1], match[2]).split("\n")
                done += ["", BROUGHT[0], "", *made, "", BROUGHT[1], ""]
            else:
                done.append(line)
        return done


class _Typography(Treeprocessor):
    def __init__(self, md: Markdown, lang: str) -> None:
        super().__init__(md)
        self.lang = lang

    def run(self, root: Element) -> None:
        self._visit(root)

    def _visit(self, element: Element) -> None:
        if element.tag not in _VERBATIM:
            if element.text and not isinstance(element.text, AtomicString):
                element.text = self._polish(element.text, after=len(element) > 0)
            for number, child in enumerate(element, 1):
                self._visit(child)
                if child.tail:
                    child.tail = self._polish(child.tail, before=True, after=number < len(element))

    def _polish(self, text: str, *, before: bool = False, after: bool = False) -> str:
        """Polish a part of a sentence; words stand in for the elements `before` and `after` it."""
        polished = polish("x" * before + text + "x" * after, self.lang)
        return polished[before : len(polished) - after]


class _Fragments(Treeprocessor):
    def run(self, root: Element) -> None:
        for link in root.iter("a"):
            if fragment := link.attrib.pop("data-fragment", None):
                link.set("href", f"{link.get('href', '')}#{fragment}")


class _RowHeaders(Treeprocessor):
    def run(self, root: Element) -> None:
        for row in root.iterfind(".//tbody/tr"):
            row[0].tag = "th"
            row[0].set("scope", "row")


class _LinkNames(Treeprocessor):
    def __init__(self, md: Markdown, title: Callable[[str], str]) -> None:
        super().__init__(md)
        self.title = title

    def run(self, root: Element) -> None:
        for link in root.iter("a"):
            title = self.title(link.get("href", "").lstrip("./"))
            if title.startswith(f"{''.join(link.itertext())} "):
                link.set("aria-label", title)


class _Links(Treeprocessor):
    def __init__(self, md: Markdown, href: Callable[[str], str]) -> None:
        super().__init__(md)
        self.href = href

    def run(self, root: Element) -> None:
        for element in root.iter():
            for name in ("href", "src"):
                target = element.get(name, "")
                if _OWN.match(target):
                    element.set(name, self.href(target))
