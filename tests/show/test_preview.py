"""What a served page carries, and what a tab is told when it changes."""

from __future__ import annotations

import re

import pytest
from sitegen.show import preview

PAGE = b"<html><head><title>T</title></head><body><article><p>one</p></article><footer>f</footer></body></html>"


def test_another_article_is_another_page_in_the_same_frame() -> None:
    one, other = preview.shown(PAGE), preview.shown(PAGE.replace(b"one", b"two"))
    assert one.page != other.page
    assert one.frame == other.frame


@pytest.mark.parametrize(
    ("old", "new"),
    [(b"<title>T", b"<title>U"), (b"<footer>f", b"<footer>g"), (b"<article>", b"x<article>"), (b"article", b"div")],
)
def test_what_changes_around_the_article_is_another_frame(old: bytes, new: bytes) -> None:
    assert preview.shown(PAGE).frame != preview.shown(PAGE.replace(old, new)).frame


def test_what_programs_read_of_the_article_is_no_frame() -> None:
    one, other = (
        preview.shown(PAGE.replace(b"</head>", b'<script type="application/ld+json">%b</script></head>' % said))
        for said in (b"one", b"two")
    )
    assert one.page != other.page
    assert one.frame == other.frame


def test_what_moves_from_before_the_article_to_behind_it_is_another_frame() -> None:
    assert preview.shown(b"ab<article></article>").frame != preview.shown(b"a<article></article>b").frame


def test_a_page_without_an_article_is_all_frame() -> None:
    assert preview.shown(b"<p>one").frame != preview.shown(b"<p>two").frame
    assert preview.message(b"<p>one")["article"] == ""


def test_a_message_has_the_article_and_what_the_script_of_that_page_knows() -> None:
    message = preview.message(PAGE)
    assert message["article"] == "<article><p>one</p></article>"
    known = dict(re.findall(r'data-(\w+)="(\w+)"', preview.script(PAGE)))
    assert known == {name: message[name] for name in ("page", "frame")}


def test_the_script_ends_where_it_should() -> None:
    assert preview.script(PAGE).count("</script") == 1
    assert preview.EVENTS in preview.script(PAGE)
