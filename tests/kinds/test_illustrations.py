"""Drawings: what is refused, how words break, and what stands on the page; whole files are in `fixtures/invalid`."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest
from courses import MINIMAL, PROJECT, course_of, writes
from golden import cases
from hypothesis import given
from hypothesis import strategies as st
from sitegen.kinds.illustrations import ILLUSTRATIONS, drawing
from sitegen.language.lettering import LINE, width, wrap

if TYPE_CHECKING:
    from sitegen.course.course import Course

SVG = "{http://www.w3.org/2000/svg}"
LANGUAGES = ["fr", "en"]
WORDS = st.text(alphabet="abcWMil.é\u00a0", min_size=1)


@pytest.fixture(scope="module")
def minimal() -> Course:
    return course_of(MINIMAL)


@pytest.mark.parametrize("case", cases("illustration", "wrap"))
def test_wrap(case: dict[str, str]) -> None:
    assert wrap(case["text"], float(case["room"])) == case["lines"]


@given(st.lists(WORDS, min_size=1), st.floats(10, 300))
def test_lines_hold_all_words_and_no_more_than_fits(words: list[str], room: float) -> None:
    lines = wrap(" ".join(words), room)
    assert " ".join(lines).split(" ") == words
    assert all(width(line) <= room for line in lines if " " in line)


@pytest.mark.parametrize("case", cases("illustration", "refused"))
def test_refused(case: dict[str, str]) -> None:
    _, findings = drawing.parse(f"<svg viewBox='0 0 9 9'>\n{case['drawing']}</svg>", "loaf", "loaf.svg")
    assert {(finding.line, finding.rule) for finding in findings} == {(2, case["rule"])}


def test_frame_begins_at_zero() -> None:
    for box in ("", "0 0 9", "1 0 9 9", "0 0 9 x", "0 0 9 inf"):
        _, findings = drawing.parse(f"<svg viewBox='{box}'/>", "loaf", "loaf.svg")
        assert [finding.rule for finding in findings] == ["illustration/frame"]


@pytest.mark.parametrize(
    ("written", "line", "says"),
    [
        ("<g/>\n<path/>\n" + "<g>" * 5000, 4, "deep"),
        ("<g/>\n" + "<g>\n" * 50 + "</g>" * 50, 3, "deep"),
        ("<g>\n<path/>\n", 2, "<g>"),
        ("<g/>\n<!-- a", 3, "-->"),
        ("\n<path d='", 3, "begins here"),
        ("a & b", 2, "&amp;"),
        ("&#0;", 2, "&#"),
        ("<g class='a' class='b'/>", 2, "twice"),
        ("</svg><svg>", 2, "</svg>"),
    ],
)
def test_what_is_not_well_formed_is_told_where_it_begins(written: str, line: int, says: str) -> None:
    ending = "</svg>" if written.endswith(">") else ""
    _, (finding,) = drawing.parse(f"<svg viewBox='0 0 9 9'>\n{written}{ending}", "loaf", "loaf.svg")
    assert (finding.line, finding.rule) == (line, "illustration/xml")
    assert says in finding.message


@pytest.mark.parametrize("encoding", ["utf-16", "klingon", "base64", "idna"])
def test_what_a_drawing_says_of_its_encoding_changes_nothing(encoding: str) -> None:
    _, findings = drawing.parse(
        f'<?xml version="1.0" encoding="{encoding}"?><svg viewBox="0 0 9 9"/>', "loaf", "loaf.svg"
    )
    assert findings == []


def test_numbers_of_thousands_of_digits_are_refused() -> None:
    text = f'<text data-text="a" data-width="9" data-lines="{"9" * 5000}" x="1" y="1"/>'
    _, findings = drawing.parse(f'<svg viewBox="0 0 9 9">{text}</svg>', "loaf", "loaf.svg")
    assert [finding.rule for finding in findings] == ["illustration/text"]


def test_nothing_is_expanded() -> None:
    bomb = "<!DOCTYPE svg [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;'>]><svg viewBox='0 0 9 9'><g class='&b;'/></svg>"
    drawn, findings = drawing.parse(bomb, "loaf", "loaf.svg")
    assert [finding.rule for finding in findings] == ["illustration/xml"]
    assert drawn.places == ()


@given(st.one_of(st.text(), st.text(alphabet="<>/&;=!?'\" svgtext-data0")))
def test_any_text_is_a_drawing_or_findings(source: str) -> None:
    drawing.parse(source, "loaf", "loaf.svg")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_figure(minimal: Course, lang: str) -> None:
    figure = ElementTree.fromstring(writes(minimal, lang).directive("illustration", "loaf"))
    words = ILLUSTRATIONS.words(minimal, lang)["loaf"]
    (svg,) = figure.findall(f"{SVG}svg")
    told = {svg.find(f"{SVG}{tag}").get("id"): svg.findtext(f"{SVG}{tag}") for tag in ("title", "desc")}
    assert svg.get("role") == "img"
    assert list(told) == [svg.get("aria-labelledby"), svg.get("aria-describedby")]
    assert _plain(told.values()) == _plain([words.title, words.description])
    assert _plain([figure.findtext("figcaption")]) == _plain([words.caption])
    texts = svg.findall(f"{SVG}text")
    assert _plain([" ".join(text.text or "" for text in texts)]) == _plain([" ".join(words.texts.values())])
    assert not [name for text in texts for name in text.attrib if name.startswith("data-")]


def test_lines_are_texts_below_each_other(minimal: Course) -> None:
    svg = ElementTree.fromstring(writes(minimal, "en").directive("illustration", "loaf")).find(f"{SVG}svg")
    texts = list(svg.iter(f"{SVG}text"))
    first, second = [text for text in texts if text.get("text-anchor") == "end"]
    assert first.get("x") == second.get("x")
    assert float(second.get("y")) - float(first.get("y")) == LINE
    assert all(text.text == text.text.strip() and len(text) == 0 for text in texts)
    assert all(text.tail for text in texts), "words of two lines must not run into one, in the search index"


def test_words_are_set_as_in_the_language(minimal: Course) -> None:
    figure = writes(minimal, "fr").directive("illustration", "loaf")
    assert "Coupez\u00a0: tout" in figure
    assert "l’une" in figure


def test_figure_is_one_block_for_markdown(minimal: Course) -> None:
    figure = writes(minimal, "en").directive("illustration", "loaf")
    assert "\n\n" not in figure
    assert "it open &amp; look" in figure


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_drawing_of_the_real_course_is_shown(lang: str) -> None:
    course = course_of(PROJECT)
    asked = {d.argument for page in course.pages[lang].values() for d in page.directives if d.name == "illustration"}
    assert sorted(map(str, asked)) == [drawn.id for drawn in ILLUSTRATIONS.of(course)]


def _plain(texts: object) -> list[str]:
    """Return texts without what typography changes."""
    return [str(text).replace("\u00a0", " ").replace("’", "'") for text in texts]  # type: ignore[attr-defined]
