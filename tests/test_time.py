"""Checking takes time in proportion to what is checked, and no more: no pattern backtracks, and no loop nests.

Nothing here is a matter of how fast a machine is. What Python does is counted, call by call; what the patterns do in C
is compared with a plain scan of the same text, from which a pattern that backtracks is a thousand times away.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from courses import findings_of
from patterns import WORST, Used, attacks, patterns, slowness
from shapes import PAGE, PLACES, Shape, put, shapes
from sitegen.check import embedded
from sitegen.course import page
from sitegen.show.article import article, converter
from sitegen.show.published import PartsExtension

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SIZES = (1_000, 2_000, 4_000, 8_000)
GROWTH = 1.25
"""How much more a sign may take in a longer text; what goes through all of a text for each of its parts takes 2 to 8
times as much."""
NAMES = frozenset({"example", "examples", "quiz", "glossary", "analogy", "calculator"})
MADE = ("sitegen.show.html", "sitegen.show.stale", "sitegen.show.marks", "sitegen.show.policy", "sitegen.show.moved")
"""Modules whose patterns read finished HTML, in which every tag and every heading ends: no author writes it."""

ALL = {shape.name: shape for shape in shapes()}
USED = {(used.pattern, used.anywhere): used for used in patterns() if not used.place.startswith(MADE)}


@pytest.mark.parametrize("used", [pytest.param(used, id=used.place) for used in USED.values()])
def test_no_pattern_backtracks(used: Used) -> None:
    for text in attacks(used.pattern):
        assert slowness(used, text) < WORST, f"{used.pattern.pattern!r} on {text[:20]!r} … {text[-5:]!r}"


@pytest.mark.parametrize("shape", [pytest.param(shape, id=shape.name) for shape in ALL.values() if shape.counted])
def test_time_grows_with_the_text_alone(shape: Shape) -> None:
    on_page = converter([PartsExtension()])

    def read(text: str) -> None:
        found, _ = page.parse(f"{PAGE}{text}\n", "practice.md", "en/practice.md", NAMES)
        article(on_page, found.body, found.read)
        list(embedded._findings(text.strip() or "a", "en/glossary.yml", NAMES))

    read("a")
    _expect_no_growth([_calls(lambda size=size: read(shape.text(size))) / size for size in SIZES])


@pytest.mark.parametrize(
    ("place", "shape"),
    [
        ("settings", "YAML entries in lines"),
        ("YAML", "YAML keys"),
        ("YAML value", "words"),
        ("text in YAML", "words"),
        ("record", "YAML keys"),
        ("drawing", "SVG elements"),
        ("page", "links nowhere"),
        ("Markdown in YAML", "links nowhere"),
    ],
)
def test_time_grows_with_each_file_alone(place: str, shape: str, tmp_path: Path) -> None:
    calls = []
    findings_of(put(tmp_path, place, ALL[shape].text(10)))  # what is kept for the next time is made
    for size in (10, 2_000, 8_000):
        content = put(tmp_path / str(size), place, ALL[shape].text(size))
        calls.append(_calls(lambda content=content: findings_of(content)))
    _expect_no_growth([(calls[1] - calls[0]) / 2_000, (calls[2] - calls[0]) / 8_000])


def test_every_place_holds_a_text(tmp_path: Path) -> None:
    for place, (path, _) in PLACES.items():
        put(tmp_path / place, place, "kneading-dough")
        assert "kneading-dough" in (tmp_path / place / path).read_text(encoding="utf-8")


def _expect_no_growth(each: list[float]) -> None:
    """Expect that a sign takes no more in a longer text than in the shortest."""
    assert max(each) <= each[0] * GROWTH + 1, [round(calls) for calls in each]


def _calls(work: Callable[[], object]) -> int:
    """Return how many functions, of Python and of C, are called and left in a piece of work."""
    calls = 0

    def count(*_: object) -> None:
        nonlocal calls
        calls += 1

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(before)
    return calls
