"""The page transforms, run by Python-Markdown alone."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import fromstring, tostring

import pytest
from golden import cases
from markdown import Markdown
from sitegen.language.typography import NARROW, NO_BREAK
from sitegen.show.extension import (
    DirectiveExtension,
    FragmentExtension,
    LinkExtension,
    LinkNameExtension,
    RowHeaderExtension,
    TypographyExtension,
)
from sitegen.show.published import PartsExtension

if TYPE_CHECKING:
    from typing import Any


@pytest.mark.parametrize("case", cases("extension", "typography"))
def test_typography(case: dict[str, Any]) -> None:
    html = Markdown(extensions=["attr_list", TypographyExtension(case["lang"])]).convert(case["markdown"])
    assert html.replace(NO_BREAK, "␣").replace(NARROW, "⍽") == case["html"]


@pytest.mark.parametrize("case", cases("extension", "directive"))
def test_directive(case: dict[str, Any]) -> None:
    extension = DirectiveExtension(lambda name, argument: f"**{name}** {argument}")
    assert Markdown(extensions=["fenced_code", PartsExtension(), extension]).convert(case["markdown"]) == case["html"]


@pytest.mark.parametrize("case", cases("extension", "links"))
def test_links(case: dict[str, Any]) -> None:
    assert Markdown(extensions=[LinkExtension("→{}".format)]).convert(case["markdown"]) == case["html"]


@pytest.mark.parametrize("case", cases("extension", "link_names"))
def test_links_are_named_by_the_heading_they_begin(case: dict[str, Any]) -> None:
    titles = {"sources.md#e06": "E06 · Sunk cost"}
    found = Markdown(extensions=[LinkNameExtension(lambda place: titles.get(place, ""))]).convert(case["markdown"])
    assert ET.canonicalize(found) == ET.canonicalize(case["html"])


@pytest.mark.parametrize("case", cases("extension", "fragment"))
def test_fragments(case: dict[str, Any]) -> None:
    assert Markdown(extensions=["attr_list", FragmentExtension()]).convert(case["markdown"]) == case["html"]


@pytest.mark.parametrize("case", cases("extension", "row_headers"))
def test_row_headers(case: dict[str, Any]) -> None:
    html = Markdown(extensions=["tables", "md_in_html", RowHeaderExtension()]).convert(case["markdown"])
    assert html.replace("\n", "") == case["html"]


def test_directive_may_stand_for_blocks() -> None:
    extension = DirectiveExtension(lambda *_: "## Two\n\n- a\n- b")
    html = Markdown(extensions=[PartsExtension(), extension]).convert("# One\n<!-- quiz -->\nText")
    assert html == "<h1>One</h1>\n<h2>Two</h2>\n<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n<p>Text</p>"


@pytest.mark.parametrize("tag", ["code", "pre", "kbd", "samp", "script", "style"])
def test_typography_leaves_code_alone_whoever_made_it(tag: str) -> None:
    markdown = Markdown(extensions=[TypographyExtension("fr")])
    root = fromstring(f"<div>a ?<{tag}>b ?<i>c ?</i> ?</{tag}> ?</div>")
    markdown.treeprocessors["sitegen-typography"].run(root)
    assert tostring(root, encoding="unicode").replace(NARROW, "⍽") == (
        f"<div>a⍽?<{tag}>b ?<i>c ?</i> ?</{tag}>⍽?</div>"
    )


def test_typography_reaches_the_table_of_contents() -> None:
    markdown = Markdown(extensions=["toc", TypographyExtension("fr")])
    markdown.convert("# L'affaire")
    assert markdown.toc_tokens[0]["name"] == "L’affaire"
