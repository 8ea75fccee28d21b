"""What is packed comes out as it was."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from sitegen.packed import pack, unpack

ANY = st.characters(exclude_categories=[])
"""Halves of characters too, as YAML and names of files may bring them."""


@given(st.text(ANY))
def test_any_text_comes_out_as_it_was(text: str) -> None:
    assert unpack(pack(text)) == text


def test_the_text_of_a_page_takes_less_room() -> None:
    text = "<p>Une vente perdue d’avance se reconnaît à ce que personne ne répond.</p>\n" * 200
    assert len(pack(text)) < len(text) / 4
