"""Glossary hints, as Python-Markdown alone makes them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from golden import cases
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown, markdown
from sitegen.kinds.glossary.hints import HintExtension, hints
from sitegen.kinds.glossary.shape import Term

if TYPE_CHECKING:
    from typing import Any

GLOSSARY = {
    "deal": Term(term="affaire", definition="Vente *en cours* ; voir [là](/a.md) & « ici »."),
    "lost_deal": Term(term="affaire perdue", definition="Refusée."),
    "opportunity": Term(term="opportunité", definition="Occasion.", forms=("chance",)),
    "prospect": Term(term="prospect", definition="Quelqu'un.", hint=False),
}
HINT = re.compile(r'<span class="term"><a [^>]*>([^<]*)</a><span [^>]*>[^<]*</span></span>')


def convert(text: str) -> str:
    shown = hints(GLOSSARY, "words.md", markdown)
    extensions = ["admonition", "md_in_html", "tables", HintExtension(GLOSSARY, shown)]
    return Markdown(extensions=extensions).convert(text)


@pytest.mark.parametrize("case", cases("hints", "hints"))
def test_hints(case: dict[str, Any]) -> None:
    assert HINT.sub(r"[\1]", convert(case["markdown"])) == case["html"]


def test_a_hint_links_to_the_glossary_and_holds_the_definition_as_plain_text() -> None:
    html = convert("affaire")
    assert 'href="/words.md#deal"' in html
    assert re.search(r'<a [^>]*aria-describedby="hint-deal"', html)
    tip = re.search(
        r'<span (?=[^>]* id="hint-deal")(?=[^>]* role="tooltip")(?=[^>]* hidden)([^>]*)>([^<]*)</span>', html
    )
    assert tip
    assert "data-search-exclude" in tip[1]
    assert tip[2] == "Vente en cours ; voir là &amp; « ici »."


def test_some_texts_have_the_hints_of_another_language() -> None:
    other = {"deal": Term(term="deal", definition="Sale.")}
    lender = HintExtension(GLOSSARY, hints(GLOSSARY, "words.md", markdown)), {"Une affaire, un deal."}
    converter = Markdown(extensions=[HintExtension(other, hints(other, "words.md", markdown), lender)])
    assert HINT.sub(r"[\1]", converter.convert("Une affaire, un deal.")) == "<p>Une [affaire], un deal.</p>"
    assert HINT.sub(r"[\1]", converter.convert("Another deal, no affaire.")) == "<p>Another [deal], no affaire.</p>"


def test_each_page_begins_anew() -> None:
    converter = Markdown(extensions=[HintExtension(GLOSSARY, hints(GLOSSARY, "words.md", markdown))])
    assert converter.convert("affaire") == converter.reset().convert("affaire")
    assert "role" in converter.reset().convert("affaire")


@given(
    st.lists(st.sampled_from(["affaire", "affaire perdue", "chance", "**chance**", "`affaire`", "et", "\n\n", "# x"]))
)
def test_hints_change_no_text_and_stand_once(parts: list[str]) -> None:
    text = " ".join(parts).replace(" # x ", "\n\n# x\n\n")
    html = convert(text)
    assert HINT.sub(r"\1", html) == Markdown(extensions=["admonition", "md_in_html", "tables"]).convert(text)
    ids = re.findall(r' id="(hint-\w+)"', html)
    assert len(ids) == len(set(ids))
