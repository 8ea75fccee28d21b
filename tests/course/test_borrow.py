"""What a language that is not finished borrows from the source language."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from golden import cases
from sitegen.course import borrow

if TYPE_CHECKING:
    from typing import Any


@pytest.mark.parametrize("case", cases("unfinished", "lent"))
def test_what_is_lent(case: dict[str, Any]) -> None:
    data, borrowed = borrow.lend(case["theirs"], case["ours"])
    assert data == case["data"]
    assert borrowed == {tuple(place) for place in case["borrowed"]}
