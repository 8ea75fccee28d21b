"""The YAML loader: plain data with the line of each part, and nothing lost or misread without a word."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import yaml
from courses import PROJECT
from golden import cases
from hypothesis import given
from hypothesis import strategies as st
from sitegen.course import translation, yamlfile
from sitegen.course.base import Id
from sitegen.course.files import CourseFile
from sitegen.findings import ContentError
from sitegen.kinds.analogies.shape import Analogy
from sitegen.kinds.glossary.shape import Term
from sitegen.kinds.quiz.shape import QuizFile

if TYPE_CHECKING:
    from typing import Any

    from sitegen.findings import Finding

SHAPES: dict[str, Any] = {
    "terms": dict[Id, Term],
    "analogies": list[Analogy],
    "course": CourseFile,
    "quiz": QuizFile,
}


@pytest.mark.parametrize("case", cases("yamlfile", "parse"))
def test_parse(case: dict[str, Any]) -> None:
    assert yamlfile.parse(case["text"], "a.yml").data == case["data"]


@pytest.mark.parametrize("case", cases("yamlfile", "refuse"))
def test_refuse(case: dict[str, Any]) -> None:
    with pytest.raises(ContentError) as caught:
        yamlfile.parse(case["text"], "a.yml")
    _expect(caught.value, case["findings"])


@pytest.mark.parametrize("case", cases("yamlfile", "read"))
def test_read(case: dict[str, Any]) -> None:
    document = yamlfile.parse(case["text"], "a.yml")
    with pytest.raises(ContentError) as caught:
        yamlfile.read(document, SHAPES[case["shape"]])
    _expect(caught.value, case["findings"])


def test_read_returns_the_shape() -> None:
    document = yamlfile.parse("lost: {term: lost, definition: ' gone '}", "a.yml")
    assert yamlfile.read(document, dict[Id, Term]) == {"lost": Term(term="lost", definition="gone")}


def test_lines() -> None:
    document = yamlfile.parse("a:\n  - b\n  - c: d\n    e:\n      f\ng: h", "a.yml", first_line=10)
    assert document.line() == 10
    assert document.line("a") == 10
    assert document.line("a", 0) == 11
    assert document.line("a", 1, "c") == 12
    assert document.line("a", 1, "e") == 13
    assert document.line("g") == 15


def test_line_of_an_unknown_place_is_that_of_its_nearest_ancestor() -> None:
    document = yamlfile.parse("a: b\nc:\n  d: e", "a.yml")
    assert document.line("c", "x", "y") == 2
    assert document.line("x") == 1


@pytest.mark.parametrize("case", cases("yamlfile", "text_lines"))
def test_text_lines(case: dict[str, Any]) -> None:
    document = yamlfile.parse(case["text"], "a.yml")
    assert document.text_lines(tuple(case["place"]), case["read"]) == case["lines"]


def test_lines_of_a_text_are_lines_of_the_file() -> None:
    document = yamlfile.parse("a: 'b\u2028\u2028\u2028'\nc: d", "a.yml")
    assert document.text_lines(("c",), "d") == [document.line("c")]


def test_first_line_counts_in_syntax_errors() -> None:
    with pytest.raises(ContentError) as caught:
        yamlfile.parse("a: b\nc: d: e", "a.yml", first_line=2)
    assert caught.value.findings[0].line == 3


def test_deep_nesting_is_refused() -> None:
    with pytest.raises(ContentError) as caught:
        yamlfile.parse("[" * 1000, "a.yml")
    _expect(caught.value, [[1, "schema/yaml", "nested"]])


@pytest.mark.parametrize("inner", ["a:", "-"])
def test_deep_nesting_is_told_where_it_begins(inner: str) -> None:
    deep = "".join(f"\n{'  ' * depth}{inner}" for depth in range(1, 500))
    with pytest.raises(ContentError) as caught:
        yamlfile.parse(f"x: y\nz:\n  - a\nb:{deep}", "a.yml")
    _expect(caught.value, [[5, "schema/yaml", "nested"]])


@pytest.mark.parametrize(
    "number", ["9" * 5000, "0x" + "f" * 5000, "0" + "7" * 9000, "0b" + "1" * 20_000, "1" * 400 + ".0"]
)
def test_numbers_of_thousands_of_digits_are_refused(number: str) -> None:
    with pytest.raises(ContentError) as caught:
        yamlfile.parse(f"a: {number}", "a.yml")
    _expect(caught.value, [[1, "schema/tag", "double quotes"]])


@pytest.mark.parametrize("case", cases("yamlfile", "refuse"))
def test_no_phrase_of_the_library_is_told(case: dict[str, Any]) -> None:
    try:
        yaml.compose(case["text"], Loader=yaml.SafeLoader)
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        said = {str(error), str(getattr(error, "problem", error)), str(getattr(error, "context", error))}
        assert not any(phrase in finding.message for finding in _findings(case["text"]) for phrase in said)


def test_long_number_is_refused() -> None:
    with pytest.raises(ContentError) as caught:
        yamlfile.parse("a: " + "9" * 5000, "a.yml")
    _expect(caught.value, [[1, "schema/tag", "double quotes"]])


_words = st.text(st.characters(categories=["L"]), min_size=1, max_size=5).map("w".__add__)
_data = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(st.characters(categories=["L", "N", "P"]))),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(_words, inner, max_size=4)),
)


@given(_data, st.booleans())
def test_what_yaml_writes_is_read_again(data: object, flow: bool) -> None:
    text = yaml.safe_dump(data, allow_unicode=True, default_flow_style=flow)
    assert yamlfile.parse(text, "a.yml").data == data


@given(st.one_of(st.text(), st.text(alphabet="-:[]{}&*!%@`'\"|>?,# \n\tab0x_.~<="), st.text(alphabet="ab: -\n\"'[]{}")))
def test_any_text_is_read_or_refused(text: str) -> None:
    last = len(text) + 1
    assert all(f.rule.startswith("schema/") and 1 <= f.line <= last for f in _findings(text))


def _findings(text: str) -> tuple[Finding, ...]:
    try:
        yamlfile.read(yamlfile.parse(text, "a.yml"), dict[Id, Term])
    except ContentError as error:
        return error.findings
    return ()


def _expect(error: ContentError, wanted: list[tuple[int, str, str]]) -> None:
    found = [(finding.line, finding.rule) for finding in error.findings]
    assert found == [(line, rule) for line, rule, _ in wanted], str(error)
    for finding, (_, _, says) in zip(error.findings, wanted, strict=True):
        assert says in finding.message


@pytest.mark.parametrize(
    ("data", "texts"),
    [
        ("a", [((), "a")]),
        ({"a": "b", "c": {"d": "e"}}, [(("a",), "b"), (("c", "d"), "e")]),
        ({"a": ["b", {"c": "d"}]}, [(("a", 0), "b"), (("a", 1, "c"), "d")]),
        ({"a": 1, "b": None, "c": True}, []),
    ],
)
def test_texts(data: object, texts: list[tuple[tuple[str | int, ...], str]]) -> None:
    assert list(yamlfile.texts(data)) == texts


# Two ways of reading -------------------------------------------------------------------------------------------------

PIECES = ["a: b", "- c", "  d: 'e'", "[f, g]", "{h: 1}", "i # j", "k: >-", "    l", "'m", '"n"', "&o p", "*o", "\tq"]
PIECES += [
    "yes: no",
    "0: 1",
    "a: b",
    "é: 2024-01-01",
    "? r",
    "!!int s",
    "---",
    "...",
    "# t",
    "u: |",
    "",
    "  - v: #w",
    "x: #y",
]


@given(st.lists(st.sampled_from(PIECES), max_size=8).map("\n".join))
def test_the_fast_way_reads_what_the_careful_way_reads(text: str) -> None:
    _expect_the_same(text)


def test_the_real_content_is_read_the_fast_way() -> None:
    for path in set((PROJECT / "content").rglob("*.yml")) - set((PROJECT / "content").rglob(translation.FILE)):
        assert _expect_the_same(path.read_text(encoding="utf-8")), path


@pytest.mark.parametrize("deep", ["[" * 100_000, "{a: " * 50_000, "- " * 5_000])
def test_deep_nesting_is_left_to_the_careful_way(deep: str) -> None:
    assert yamlfile._parse_fast(deep, "deep.yml", 1) is None


def _expect_the_same(text: str) -> bool:
    """Compare the two ways; return whether the fast one was enough."""
    fast = yamlfile._parse_fast(text, "a.yml", 1)
    if fast is not None:
        careful = yamlfile._parse_with_care(text, "a.yml", 1)
        assert (fast, fast.lines) == (careful, careful.lines)
    return fast is not None
