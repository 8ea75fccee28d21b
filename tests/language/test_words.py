"""Words as people vary them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from golden import cases
from hypothesis import given
from hypothesis import strategies as st
from sitegen.language.words import Wordings, fold

if TYPE_CHECKING:
    from typing import Any

LETTERS = st.text(alphabet="aelsuxyéàç'’- ", max_size=30)


@pytest.mark.parametrize("case", cases("words", "fold"))
def test_fold(case: dict[str, Any]) -> None:
    assert sorted(case["words"], key=fold) == case["sorted"]


@pytest.mark.parametrize("case", cases("words", "find"))
def test_wordings_are_found(case: dict[str, Any]) -> None:
    found = list(Wordings({wording: wording for wording in case["wordings"]}).find(case["text"]))
    assert [match[0] for match, _ in found] == case["found"]
    assert {meant for _, meant in found} <= set(case["wordings"])


@given(LETTERS)
def test_a_wording_is_found_in_itself(text: str) -> None:
    wording = " ".join(text.strip(" -'’").split())
    if re.search(r"\w$", wording) and re.match(r"\w", wording):
        assert next(Wordings({wording: "x"}).find(f"({wording})"))[0][0] == wording
