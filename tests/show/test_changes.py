"""What has changed between two texts, and how it is shown."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from sitegen.show.changes import Change, changes, in_markdown, in_terminal, shortened

OLD = "They have said no, and we call back once."
NEW = "They have not said no, and we never call back."


def test_changes_are_shown_word_by_word() -> None:
    assert in_terminal(changes(OLD, NEW)) == (
        "They have {+not+} said no, and we {+never+} call [-back once.-] {+back.+}"
    )


def test_markdown_shows_signs_as_they_are() -> None:
    assert in_markdown(changes("a *b* <c>", "a *b* [d]")) == r"a \*b\* <del>\<c\></del> <ins>\[d\]</ins>"


def test_what_is_far_from_a_change_is_left_out() -> None:
    before = " ".join(f"a{number}" for number in range(100))
    shown = in_terminal(shortened(changes(before, before.replace("a50", "b"))))
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert "a49 [-a50-] {+b+} a51" in shown
    assert len(shown.split()) < 30


def test_words_that_often_come_again_are_words() -> None:
    many = "no " * 150
    assert [part for part in changes(many * 2, f"{many}yes {many}") if part[0] is not Change.KEPT] == [
        (Change.ADDED, "yes")
    ]


texts = st.lists(st.sampled_from(["a", "b", "c", "d."]), max_size=12).map(" ".join)


@given(texts, texts)
def test_parts_make_both_texts_again(before: str, after: str) -> None:
    parts = list(changes(before, after))
    assert " ".join(words for change, words in parts if change is not Change.ADDED) == before
    assert " ".join(words for change, words in parts if change is not Change.REMOVED) == after
    assert (before == after) == all(change is Change.KEPT for change, _ in parts)
