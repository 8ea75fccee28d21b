"""Typography: what authors type on a plain keyboard comes out as the language prints it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from golden import cases
from hypothesis import given
from hypothesis import strategies as st
from sitegen.language.typography import NARROW, NO_BREAK, polish

if TYPE_CHECKING:
    from typing import Any

LANGUAGES = st.sampled_from(["fr", "fr-CA", "en", "de"])
TEXTS = st.one_of(st.text(), st.text(alphabet=f"as1'\"“”’«» ;:!?%.,\n{NO_BREAK}{NARROW}"))
PLAIN = str.maketrans({NO_BREAK: " ", NARROW: " ", "’": "'", "“": '"', "”": '"'})


@pytest.mark.parametrize("case", cases("typography", "polish"))
def test_polish(case: dict[str, Any]) -> None:
    wanted = case["result"].replace("␣", NO_BREAK).replace("⍽", NARROW)
    assert polish(case["text"], case["lang"]) == wanted


@given(TEXTS, LANGUAGES)
def test_twice_is_once(text: str, lang: str) -> None:
    once = polish(text, lang)
    assert polish(once, lang) == once


@given(TEXTS, LANGUAGES)
def test_only_spaces_apostrophes_and_quotation_marks_change(text: str, lang: str) -> None:
    assert polish(text, lang).translate(PLAIN) == text.translate(PLAIN)
