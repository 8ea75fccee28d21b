"""The same HTML comes of a text, whether Python-Markdown goes the long way or not."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sitegen.show import quick
from sitegen.show.article import converter

if TYPE_CHECKING:
    from markdown import Markdown

FRAGMENTS = [
    "a",
    "`a`",
    "\\*a\\`",
    "[a](b.md)",
    "[a][r]",
    "[r]",
    "![a](b.svg)",
    "![a][r]",
    "![r]",
    "<https://a.example>",
    "<a@b.example>",
    "  \n",
    "<b class='c'>a</b>",
    "&eacute;",
    "**a** _b_ ***c***",
    "~~a~~ ~b~",
    "\n\n",
    '\n\n<div class="d" markdown>\n\n',
    '\n\n<section markdown="block"><p markdown="span">a *b*</p></section>\n\n',
    "\n\n</div>\n\n",
    "\n\n<table><tr><td>*a*</td></tr></table>\n\n",
    "\n\n- a\n",
    "\n\n## A {#a .b}\n\n",
    "{: .c }",
    "\n\n[r]: r.md\n\n",
]


@cache
def converters() -> tuple[Markdown, Markdown]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(quick, "quicken", lambda markdown: markdown)
        slow = converter(authored=False)
    return slow, converter(authored=False)


@pytest.mark.parametrize("fragment", FRAGMENTS)
def test_each_sign_is_looked_for(fragment: str) -> None:
    slow, made = (each.reset().convert(f"a {fragment} b\n\n[r]: r.md") for each in converters())
    assert made == slow


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=8).map("".join))
def test_signs_are_found_beside_and_inside_one_another(text: str) -> None:
    slow, made = (each.reset().convert(text) for each in converters())
    assert made == slow
