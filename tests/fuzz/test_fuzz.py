"""What once broke the generator breaks it no more, and neither do a few hundred slips of other kinds."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest
from fuzz import campaign, corpus, targets
from fuzz.mutate import mutated, tokens
from fuzz.oracle import DefectError, DifferenceError, elements, right, specified, words
from fuzz.outcome import Fate, outcome
from fuzz.targets import Target
from sitegen.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

PATIENCE = 8.0
"""Seconds of computing, on a slow machine too, after which nothing will come."""
TRIED = {"page": 60, "loader": 18, "text": 40, "catalogue": 12, "drawing": 60, "settings": 10, "letters": 60}
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


def _endless(_: bytes) -> bool:
    while True:
        pass


def _raises(error: Exception) -> Callable[[bytes], bool]:
    def run(data: bytes) -> bool:
        if b"bad" in data:
            raise error
        return b"good" in data

    return run


@pytest.mark.parametrize(
    ("run", "data", "fate"),
    [
        (_raises(ValueError()), b"good", Fate.ACCEPTED),
        (_raises(ValueError()), b"", Fate.REFUSED),
        (_raises(ValueError()), b"bad", Fate.TRACEBACK),
        (_raises(RecursionError()), b"bad", Fate.TRACEBACK),
        (_raises(DefectError("a", "b")), b"bad", Fate.FINDING),
        (_raises(DifferenceError("a", "b")), b"bad", Fate.DIFFERENT),
        (_endless, b"", Fate.HANG),
    ],
)
def test_every_fate_is_told_apart(run: Callable[[bytes], bool], data: bytes, fate: Fate) -> None:
    assert outcome(Target("any", run, lambda _: []), data, 0.05).fate is fate


def test_what_failed_is_kept_without_what_does_not_matter() -> None:
    target = Target("any", _raises(ValueError()), lambda _: [], header=True)
    assert corpus.smallest(target, b"file\nmuch that is bad\nand more") == b"file\nbad"


def test_slips_are_the_same_each_time_and_of_many_kinds() -> None:
    made = [mutated(b"# A page {#a}\n\nSome words.\n", Random(number), [b"other"]) for number in range(300)]
    assert made == [mutated(b"# A page {#a}\n\nSome words.\n", Random(number), [b"other"]) for number in range(300)]
    assert len(set(made)) > 250
    assert len(set(tokens())) == len(tokens())


@pytest.mark.parametrize(
    ("path", "line", "message"),
    [
        ("b.md", 1, "wrong"),
        ("a.md", 0, "wrong"),
        ("a.md", 4, "wrong"),
        ("a.md", 1, "Input should be a valid string"),
        ("a.md", 1, "while parsing a block mapping"),
    ],
)
def test_findings_that_help_nobody_are_noticed(path: str, line: int, message: str) -> None:
    with pytest.raises(DefectError):
        right([Finding(path, line, "a/b", message)], {"a.md": 3}.get)
    right([Finding("a.md", 3, "a/b", "'Input should be' is quoted")], {"a.md": 3}.get)


@pytest.mark.parametrize(
    ("html", "read"),
    [
        ("<p>a <em>b</em>c</p><p>d</p>", "a bc d"),
        ('<p>a<img alt="b" src="c" />d</p>', "a b d"),
        ('<p>a <span class="term"><a>b</a><span role="tooltip">hidden</span></span> c</p>', "a b c"),
        ("<p>l’« a »</p>", "l'« a »"),
    ],
)
def test_words_are_those_that_a_reader_meets(html: str, read: str) -> None:
    assert words(html) == read


def test_elements_are_those_that_say_something() -> None:
    assert elements('<h1>a</h1><p><b>b</b> <s>c</s> <a aria-describedby="d">e</a></p>') == "h1 del"


def test_what_goes_beyond_the_specification_is_not_held_against_it() -> None:
    assert specified("*a* b") == "<p><em>a</em> b</p>\n"
    assert specified("## a {#b}\n\n*c*") == "<h2>a</h2>\n<p><em>c</em></p>\n"
    assert specified("a {.b}") is None
