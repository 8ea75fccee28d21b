"""What once broke the generator breaks it no more, and neither do a few hundred slips of other kinds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from fuzz import campaign, corpus, targets
from fuzz.outcome import outcome

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from fuzz.targets import Target

PATIENCE = 10.0
"""Seconds of computing, on a slow machine too, after which nothing will come."""
TRIED = {"page": 60, "loader": 24, "text": 40, "catalogue": 12, "drawing": 60, "settings": 10, "letters": 60}
"""How many slips of each kind are tried."""


@pytest.fixture(scope="module", autouse=True)
def _quick() -> Iterator[None]:
    with targets.nothing_read_twice():
        yield


@pytest.mark.parametrize(("target", "path"), corpus.all_stored(), ids=lambda one: getattr(one, "name", ""))
def test_what_failed_once_fails_no_more(target: Target, path: Path) -> None:
    found = outcome(target, path.read_bytes(), PATIENCE)
    assert found.fate.right, found


@pytest.mark.parametrize("name", TRIED)
def test_slips_are_accepted_or_refused(name: str) -> None:
    target = targets.BY_NAME[name]
    wrong = []
    for number in range(TRIED[name]):
        _, data = campaign.made(0, number, (name,), targets.FIXTURES)
        found = outcome(target, data, PATIENCE)
        if not found.fate.right:
            wrong.append((number, found))
    assert wrong == []
