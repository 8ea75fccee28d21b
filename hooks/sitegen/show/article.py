"""What stands in the middle of a page: its Markdown as HTML, made once for the checks and for whichever host."""

from __future__ import annotations

import string
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

from sitegen.course.parts import change, written
from sitegen.course.rewrite import rewritten
from sitegen.packed import pack, unpack
from sitegen.show import quick
from sitegen.show.published import parts_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from xml.etree.ElementTree import Element

    from sitegen.course.commonmark import Text
    from sitegen.course.parts import Change


@dataclass(frozen=True)
class Article:
    """A page's text, made."""

    packed: bytes
    """Its HTML, packed: those of all pages are in memory at once."""
    contents: list[dict[str, Any]]
    """Its headings as Python-Markdown gives them: `level`, `id`, `name` in HTML, and `children`."""
    change: Change | None
    """Where it says something else than what was written."""

    @property
    def html(self) -> str:
        return unpack(self.packed)


def converter(own: Iterable[Extension] = (), *, authored: bool = True) -> Markdown:
    """Return what turns Markdown into HTML, with extensions of one's `own`.

    What is `authored` is read as CommonMark reads it; what templates make is written for Python-Markdown.
    """
    reading = (CommonMarkExtension(),) if authored else ()
    made = Markdown(extensions=[*_SETTINGS, *reading, *own], extension_configs=_SETTINGS)
    tables = made.parser.blockprocessors["table"]
    tables.test = partial(_may_be_table, tables.test)  # type: ignore[method-assign]
    quick.quicken(made)
    return made


def _may_be_table(test: Callable[[Element, str], bool], parent: Element, block: str) -> bool:
    """Tell whether a block is a table; the library's own test goes through all of its lines each time it is asked."""
    return "|" in block.partition("\n")[0] and test(parent, block)


def article(markdown: Markdown, text: str, read: Text | None = None) -> Article:
    """Return what a converter with a `PartsExtension` makes of a text; `read` is what it says, where that is known."""
    if not text.strip():  # nothing would be read, and all that is left is from the text before
        return Article(pack(""), [], None)
    html = markdown.reset().convert(text)
    contents: list[dict[str, Any]] = markdown.toc_tokens  # type: ignore[attr-defined]  # of the contents' extension
    return Article(pack(html), contents, change(written(read), parts_of(markdown)) if read else None)


_SETTINGS: dict[str, dict[str, Any]] = {
    "abbr": {},
    "admonition": {},
    "attr_list": {},
    "md_in_html": {},
    "sane_lists": {},
    "tables": {"use_align_attribute": True},  # the pages' policy refuses style attributes
    "toc": {"permalink": False, "toc_depth": 2},
    "pymdownx.details": {},
    "pymdownx.tilde": {"subscript": False},
}


class CommonMarkExtension(Extension):
    """Makes Python-Markdown read a text as CommonMark does."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the library's name and contract
        md.ESCAPED_CHARS = list(string.punctuation)
        # After what makes all spaces and line ends alike (30), and before directives (22).
        md.preprocessors.register(_Rewriting(md), "sitegen-commonmark", 29)


class _Rewriting(Preprocessor):
    def run(self, lines: list[str]) -> list[str]:
        return rewritten("\n".join(lines), self.md.htmlStash.store).split("\n")


class ArticleExtension(Extension):
    """Gives a host that converts the path of a page, in place of its text, the article that was made of it."""

    def __init__(self, article: Callable[[str], Article]) -> None:
        super().__init__()
        self.article = article

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the library's name and contract
        # After what makes all spaces alike (30), which would spoil what stands for the article.
        md.preprocessors.register(_Made(md, self.article), "sitegen-article", 25)


class _Made(Preprocessor):
    def __init__(self, md: Markdown, article: Callable[[str], Article]) -> None:
        super().__init__(md)
        self.article = article

    def run(self, lines: list[str]) -> list[str]:
        made = self.article("\n".join(lines).strip())
        self.md.toc_tokens = made.contents  # type: ignore[attr-defined]  # hosts look for them there
        return [self.md.htmlStash.store(made.html)]
