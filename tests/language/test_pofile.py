"""Catalogues as people and programs write them: read as they are meant, or refused at their line."""

from __future__ import annotations

from io import StringIO

import pytest
from babel.messages.pofile import read_po
from courses import CORE
from hypothesis import given
from hypothesis import strategies as st
from sitegen.boundary import decoded
from sitegen.language import pofile

FRENCH = (CORE / "locale" / "fr" / "LC_MESSAGES" / "sitegen.po").read_text(encoding="utf-8")
HEADER = 'msgid ""\nmsgstr ""\n"Plural-Forms: nplurals=2; plural=(n > 1);\\n"\n\n'


@pytest.mark.parametrize(
    "text",
    [
        'msgid "a"\nmsgstr "b"',
        'msgctxt "c"\nmsgid "a"\nmsgstr "b"\nmsgid "a"\nmsgstr "d"',
        'msgid ""\n"a"\n  "b"\nmsgstr "c" \n"d\\"e"\n',
        'msgid "a"\nmsgid_plural "b"\nmsgstr[0] "c"\nmsgstr[1] "d"\nmsgstr[2] ""\n\n# e\nmsgid "f"\nmsgstr "g"',
        '#~ msgid "old\n#: \u2068a\nmsgid"a"\nmsgstr"b"',
    ],
)
def test_right(text: str) -> None:
    assert pofile.checked(HEADER + text).count("\n") == (HEADER + text).count("\n")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", 1),
        ("# a comment\n\n", 1),
        ("nonsense", 1),
        ('"a"', 1),
        ('msgid "a"', 1),
        ('msgid "a"\n\nmsgid "b"\nmsgstr "c"', 1),
        ('msgid "a"\nmsgid_plural "b"\nmsgstr "c"', 3),
        ('msgid "a"\nmsgid_plural "b"\nmsgstr[1] "c"', 3),
        ('msgid "a"\nmsgid_plural "b"\nmsgstr[0] "c"\nmsgstr[0] "d"', 4),
        ('msgid "a"\nmsgid_plural "b"\nmsgstr[10] "c"', 3),
        ('msgid "a"\nmsgstr "b"\nmsgstr "c"', 3),
        ('msgstr "b"', 1),
        ('msgid "a"\nmsgstr b', 2),
        ('msgid "a"\nmsgstr "b', 2),
        ('msgid "a"\nmsgstr b"', 2),
        ('msgid "a"\nmsgstr "b" c', 2),
        ('msgid "a"\nmsgstr "b "c" d"', 2),
        ('msgid "a"\nmsgstr "b\\"', 2),
        ('msgid "a"\nmsgstr "b"\n"c', 3),
        ('msgid "a"\nmsgstr "\x02"', 2),
        ('msgid "a"\nmsgstr "b"\nmsgid "a"\nmsgstr "c"', 3),
        ('<<<<<<< HEAD\nmsgid "a"\nmsgstr "b"', 1),
        ("%PDF-1.4", 1),
    ],
)
def test_wrong(text: str, line: int) -> None:
    with pytest.raises(pofile.DamagedError) as caught:
        pofile.checked(text)
    assert caught.value.line == line


@pytest.mark.parametrize(
    "rule",
    [
        "nplurals=2; plural=(n > 1",
        "nplurals=2; plural=n > 1)",
        "nplurals=two; plural=(n > 1);",
        "nplurals=1; plural=(n > 1);",
        "nplurals=2; plural=n;",
        "nplurals=2; plural=n%0;",
        "nplurals=99999999; plural=0;",
        "nplurals=2; plural=" + "(" * 300 + "n" + ")" * 300 + ";",
        "nplurals=2; plural=__import__('os');",
        "nplurals=2; plural=-1;",
        "nplurals=2; plural=n>1?0;",
        "nplurals=2",
        "",
    ],
)
def test_a_rule_for_plurals_that_cannot_be_followed_is_told_at_its_line(rule: str) -> None:
    header = HEADER.replace("nplurals=2; plural=(n > 1);", rule)
    with pytest.raises(pofile.DamagedError) as caught:
        pofile.checked(f'{header}msgid "a"\nmsgstr "b"')
    assert caught.value.line == 3


@pytest.mark.parametrize(
    "header",
    [
        '"Content-Type: text/plain; charset=klingon\\n"',
        '"POT-Creation-Date: soon\\n"',
        '"Language: nowhere_at_all_\\n"',
        '"Language: \\n"',
        '"\\n\\n: :\\n"',
        '"Plural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n"\n"%10<=4 ? 1 : 2);\\n"',
    ],
)
def test_what_else_a_header_says_changes_nothing(header: str) -> None:
    text = pofile.checked(f'msgid ""\nmsgstr ""\n{header}\n\nmsgid "a"\nmsgstr "b"\n')
    catalogue = read_po(StringIO(text), locale="fr", abort_invalid=True)
    assert catalogue["a"].string == "b"
    assert catalogue["a"].lineno == 5 + header.count("\n")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_line_ends_and_marks_change_nothing(end: str, mark: bytes) -> None:
    assert decoded(mark + FRENCH.replace("\n", end).encode()) == FRENCH


def test_what_is_written_is_read() -> None:
    catalogue = read_po(StringIO(pofile.checked(FRENCH)), locale="fr")
    assert {m.id: m.string for m in catalogue if m.id} == {m.id: m.string for m in read_po(StringIO(FRENCH)) if m.id}


@given(
    st.integers(0, len(FRENCH)),
    st.integers(0, 60),
    st.sampled_from(["", '"', "\\", "\n", "msgid", "msgstr[9]", "#", "\x00", "%"]),
)
def test_any_catalogue_is_read_or_refused(place: int, length: int, text: str) -> None:
    damaged = FRENCH[:place] + text + FRENCH[place + length :]
    try:
        lines = pofile.checked(damaged).count("\n")
    except pofile.DamagedError as error:
        lines = damaged.count("\n") if 1 <= error.line <= damaged.count("\n") + 1 else -1
    assert lines == damaged.count("\n")
