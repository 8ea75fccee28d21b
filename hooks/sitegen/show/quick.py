"""What Python-Markdown does, with less work: the same HTML comes of it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from markdown.extensions.md_in_html import HtmlBlockPreprocessor, HTMLExtractorExtra
from markdown.treeprocessors import InlineProcessor
from markdown.util import AtomicString

if TYPE_CHECKING:
    from markdown import Markdown

_SIGNS = {
    "backtick": "`",
    "escape": "\\",
    "reference": "[",
    "link": "[",
    "image_link": "![",
    "image_reference": "![",
    "short_reference": "[",
    "short_image_ref": "![",
    "autolink": "<",
    "automail": "<",
    "linebreak": "  \n",
    "html": "<",
    "delimiter": "~",
}
"""What stands in every text in which this pattern is found; any other pattern is tried everywhere."""


def quicken(md: Markdown) -> Markdown:
    """Return a converter, which has all its extensions and takes Markdown inside HTML, made quicker."""
    md.block_level_elements = frozenset(md.block_level_elements)  # type: ignore[assignment]  # asked for at each tag
    md.preprocessors.register(_Html(md), "html_block", 20)
    md.treeprocessors.register(_Inline(md), "inline", 20)
    return md


class _Inline(InlineProcessor):
    """Tries a pattern only where the sign stands that it needs."""

    @cached_property
    def _tried(self) -> list[tuple[int, Any, str]]:
        known = self.inlinePatterns
        signs = {known.get_index_for_name(name): sign for name, sign in _SIGNS.items() if name in known}
        return [(index, pattern, signs.get(index, "")) for index, pattern in enumerate(known)]

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:  # noqa: N802, N803 - theirs
        if isinstance(data, AtomicString):
            return data
        for index, pattern, sign in self._tried[patternIndex:]:
            start, matched = 0, True
            while matched and sign in data:
                apply = self._InlineProcessor__applyPattern  # type: ignore[attr-defined]
                data, matched, start = apply(pattern, data, index, start)
        return data


class _Html(HtmlBlockPreprocessor):
    def run(self, lines: list[str]) -> list[str]:
        reader = _Reader(self.md)
        reader.feed("\n".join(lines))
        reader.close()
        return "".join(reader.cleandoc).split("\n")


class _Reader(HTMLExtractorExtra):
    """Makes its sets of names once, and not at each tag."""

    @cached_property
    def block_level_tags(self) -> set[str]:
        return super().block_level_tags

    @cached_property
    def block_tags(self) -> set[str]:
        return super().block_tags
