"""Gaps in interface strings: what fills them, and translations that would leave or lack one."""

from __future__ import annotations

from typing import Any

import pytest
from golden import cases
from hypothesis import given
from hypothesis import strategies as st
from sitegen.language import gaps

VALUES = {"number": 3, "word": "%(number)s {a} %"}


@pytest.mark.parametrize("case", cases("gaps", "filled"))
def test_filled(case: dict[str, Any]) -> None:
    assert gaps.filled(case["text"], VALUES) == case["becomes"]


@pytest.mark.parametrize("case", cases("gaps", "right"))
def test_right(case: dict[str, Any]) -> None:
    assert list(gaps.faults(case["message"], case["translated"])) == []


@pytest.mark.parametrize("case", cases("gaps", "wrong"))
def test_wrong(case: dict[str, Any]) -> None:
    (fault, *_) = gaps.faults(case["message"], case["translated"])
    assert case["says"] in fault


PARTS = st.lists(
    st.sampled_from(["%(number)s", "%(word)s", "%(other)s", "%", "%%", "(", ")s", "{number}", "{", "}", "a", " "])
)


@given(PARTS.map("".join), st.sampled_from([["Back"], ["%(number)s"], ["%(word)s {number}", "%(number)s %(word)s"]]))
def test_what_is_not_refused_is_filled(text: str, message: list[str]) -> None:
    if not list(gaps.faults(message, [text])):
        known = {name: value for name, value in VALUES.items() if f"%({name})s" in "".join(message)}
        assert "%(other)s" not in gaps.filled(text, known).replace(VALUES["word"], "")
