"""The ids that links carry: recorded, kept, and never dead without a word."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from courses import MINIMAL, PROJECT, course_of, with_kind
from graphs import document_of, quiz_of, quizzes
from hypothesis import given
from sitegen.check import published as record_of
from sitegen.course import yamlfile
from sitegen.course.files import Published
from sitegen.kind import Stage
from sitegen.kinds import quiz as kind
from sitegen.kinds.quiz import graph, ids
from sitegen.kinds.quiz.shape import QuizFile

if TYPE_CHECKING:
    from sitegen.course.yamlfile import Document
    from sitegen.findings import Finding

QUIZ = quiz_of({"a": {"x": "b", "y": "=o"}, "b": {"x": "=o", "y": "=p"}})
EARLIER = Published(fingerprint="0000", questions={"gone": ("x", "y"), "a": ("w", "x")}, outcomes=("q", "o"))
GONE = [({"question": "gone"}, "question 'gone'"), ({"question": "a", "option": "w"}, "a=w"), ({"outcome": "q"}, "'q'")]
RENAMED = ({"question": "gone", "now": "b"}, {"question": "first", "now": "b"})
OF_RENAMED = Published(fingerprint="0000", questions={"gone": ("x", "v"), "first": ("w",)}, outcomes=())
OF_NO_ADDRESS = {
    "tone": lambda data: data["outcomes"][0].update(tone="corrective"),
    "chapter": lambda data: data["outcomes"][0].update(chapter="other.md#place"),
    "points of an outcome": lambda data: data["outcomes"][0].update(points=["S1"]),
    "after_unknown": lambda data: data["outcomes"][0].update(after_unknown="said why"),
    "order of outcomes": lambda data: data["outcomes"].reverse(),
    "points of a question": lambda data: data["questions"][0].update(points=["S1"]),
    "controllable": lambda data: data["questions"][0].update(controllable={"x": ["y"]}),
    "veto": lambda data: data["questions"][0].update(veto=["x"]),
    "unknown": lambda data: data["questions"][0].update(unknown="x"),
    "same_as": lambda data: data["questions"][0].update(same_as={"x": {"option": "y", "why": "so"}}),
    "order of questions": lambda data: data["questions"].reverse(),
    "order of nodes": lambda data: data.update(nodes=dict(reversed(data["nodes"].items()))),
    "longest": lambda data: data.update(longest=9),
    "invariants": lambda data: data.update(invariants=[{"id": "i", "when": {"a": ["x"]}, "never": ["p"]}]),
    "retired": lambda data: data.update(retired=[{"outcome": "q"}]),
}


@pytest.fixture(scope="module")
def real() -> tuple[QuizFile, Published, dict[str, Document]]:
    documents = {
        name: yamlfile.parse((PROJECT / "content" / name).read_text(encoding="utf-8"), f"content/{name}")
        for name in ("quiz.yml", "published.yml")
    }
    quiz: QuizFile = yamlfile.read(documents["quiz.yml"], QuizFile)
    return quiz, yamlfile.read(documents["published.yml"], Published), documents


# The record ----------------------------------------------------------------------------------------------------------


def test_first_record_holds_what_the_quiz_holds() -> None:
    assert ids.record(QUIZ, Published()) == Published(
        fingerprint=graph.fingerprint(QUIZ), questions={"a": ("x", "y"), "b": ("x", "y")}, outcomes=("o", "p")
    )


def test_later_record_keeps_earlier_ids_and_their_order() -> None:
    record = ids.record(QUIZ, EARLIER)
    assert record.fingerprint == graph.fingerprint(QUIZ)
    assert list(record.questions.items()) == [("gone", ("x", "y")), ("a", ("w", "x", "y")), ("b", ("x", "y"))]
    assert record.outcomes == ("q", "o", "p")


@given(quizzes(), quizzes())
def test_nothing_recorded_is_ever_forgotten(before: QuizFile, after: QuizFile) -> None:
    earlier = ids.record(before, Published())
    record = ids.record(after, earlier)
    for kept in (earlier, ids.record(after, Published())):
        assert set(kept.outcomes) <= set(record.outcomes)
        for question, options in kept.questions.items():
            assert set(options) <= set(record.questions[question])
    assert ids.record(after, record) == record


@given(quizzes())
def test_what_is_written_is_read_as_it_was(quiz: QuizFile) -> None:
    record = ids.record(quiz, EARLIER)
    document = yamlfile.parse(record_of.write(record), "published.yml")
    assert yamlfile.read(document, Published) == record


@pytest.mark.parametrize("digits", ["0123", "1e10", "12e3", "0000", "7777"])
def test_a_fingerprint_that_looks_like_a_number_stays_a_text(digits: str) -> None:
    record = Published(fingerprint=digits, questions={"a": ("x", "on", "no", "null")}, outcomes=("yes",))
    assert yamlfile.read(yamlfile.parse(record_of.write(record), "published.yml"), Published) == record


def test_record_leaves_the_ids_of_addresses_as_they_were() -> None:
    earlier = EARLIER.model_copy(update={"pages": ("gone", "here"), "examples": ("old",)})
    record = ids.record(QUIZ, earlier)
    assert (record.pages, record.examples) == (earlier.pages, earlier.examples)


def test_real_content_is_recorded(real: tuple[QuizFile, Published, dict[str, Document]]) -> None:
    quiz, recorded, documents = real
    assert ids.record(quiz, recorded) == recorded
    assert ids.check(quiz, recorded, documents["quiz.yml"], documents["published.yml"]) == []
    assert (PROJECT / "content" / "published.yml").read_text(encoding="utf-8").endswith(record_of.write(recorded))


# What is gone --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("spared", range(3))
def test_each_id_that_is_gone_without_a_word_is_found(spared: int) -> None:
    entries = [entry for index, (entry, _) in enumerate(GONE) if index != spared]
    (finding,) = _check(_retire(*entries), EARLIER)
    assert (finding.rule, finding.warning) == ("link/killed", False)
    assert GONE[spared][1] in finding.message


def test_all_that_is_gone_is_told_at_once() -> None:
    assert [finding.rule for finding in _check(QUIZ, EARLIER)] == ["link/killed"] * 3


@pytest.mark.parametrize("now", [False, True])
def test_retired_ids_are_not_killed_whether_they_have_a_successor_or_not(now: bool) -> None:
    successors = ("b", "x", "o")
    entries = [{**entry, **({"now": new} if now else {})} for (entry, _), new in zip(GONE, successors, strict=True)]
    quiz = _retire(*entries)
    assert _check(quiz, ids.record(quiz, EARLIER)) == []


def test_a_retired_question_answers_for_its_own_options_alone() -> None:
    finding, *others = _check(_retire({"question": "gone"}, {"question": "a"}, {"outcome": "q"}), EARLIER)
    assert "a=w" in finding.message
    assert others == []


@pytest.mark.parametrize(
    ("more", "killed"),
    [
        ([], ["gone=v", "first=w"]),
        ([{"question": "b", "option": "v", "now": "y"}], ["first=w"]),
        ([{"question": "b", "option": "v"}, {"question": "b", "option": "w", "now": "x"}], []),
        ([{"question": "a", "option": "v", "now": "y"}], ["gone=v", "first=w"]),
    ],
)
def test_options_of_a_renamed_question_are_options_of_its_successor(
    more: list[dict[str, str]], killed: list[str]
) -> None:
    findings = [f for f in _check(_retire(*RENAMED, *more), OF_RENAMED) if f.rule == "link/killed"]
    assert [re.findall(r"'(\w+=\w+)'", finding.message) for finding in findings] == [[option] for option in killed]


def test_the_line_that_would_keep_a_link_is_told() -> None:
    finding, _ = _check(_retire(*RENAMED), OF_RENAMED)
    assert "'retired: [{question: b, option: v, now: …}]'" in finding.message


def test_options_of_a_question_that_nothing_stands_for_are_gone_with_it() -> None:
    findings = _check(_retire({"question": "gone"}, {"question": "first"}), OF_RENAMED)
    assert [finding.rule for finding in findings] == ["link/unrecorded"]


def test_each_further_line_about_an_id_is_found() -> None:
    lines = [
        {"question": "q", "now": "a"},
        {"question": "a", "option": "q", "now": "x"},
        {"outcome": "q"},
        {"question": "b", "option": "q", "now": "x"},
        {"question": "q", "now": "b"},
        {"outcome": "q", "now": "o"},
    ]
    quiz = _retire(*lines)
    findings = list(record_of.retired_twice(quiz.retired, document_of(quiz)))
    assert [finding.rule for finding in findings] == ["reference/duplicate"] * 2
    assert [finding.message.split(" is ")[0] for finding in findings] == ["'question: q'", "'outcome: q'"]


@pytest.mark.parametrize("recorded", [{"outcomes": ("bake",)}, {"questions": {"risen": ("flat",)}}])
def test_a_quiz_that_is_gone_altogether_is_told_once(recorded: dict[str, Any]) -> None:
    course = course_of(MINIMAL)
    record = yamlfile.parse("terms: {}", "published.yml")
    kept = Published(**recorded)
    told = replace(course, published=kept, documents={**course.documents, "published.yml": record})
    check = kind.QUIZ.checks[Stage.STRUCTURE]
    assert [finding.rule for finding in check(with_kind(told, kind.QUIZ, None))] == ["link/killed"]
    recorded_right = replace(told, published=ids.record(kind.QUIZ.of(course), kept))
    assert list(check(recorded_right)) == []


@pytest.mark.parametrize(
    "outdated",
    [
        {"fingerprint": "ffff"},
        {"questions": {"a": ("x",), "b": ("x", "y")}},
        {"questions": {"a": ("x", "y")}},
        {"outcomes": ("o",)},
    ],
)
def test_a_record_that_lags_behind_draws_a_warning(outdated: dict[str, Any]) -> None:
    recorded = ids.record(QUIZ, Published()).model_copy(update=outdated)
    (finding,) = _check(QUIZ, recorded)
    assert (finding.rule, finding.warning, finding.path) == ("link/unrecorded", True, "published.yml")


def test_a_record_that_is_up_to_date_draws_none() -> None:
    assert _check(QUIZ, ids.record(QUIZ, Published())) == []


# The fingerprint -----------------------------------------------------------------------------------------------------


def test_fingerprint_is_four_hexadecimal_digits(real: tuple[QuizFile, Published, dict[str, Document]]) -> None:
    for quiz in (QUIZ, real[0]):
        assert len(graph.fingerprint(quiz)) == 4
        assert set(graph.fingerprint(quiz)) <= set("0123456789abcdef")


def test_fingerprint_changes_with_every_transition(real: tuple[QuizFile, Published, dict[str, Document]]) -> None:
    quiz = real[0]
    targets = [{"node": name} for name in quiz.nodes] + [{"outcome": outcome.id} for outcome in quiz.outcomes]
    for name, node in quiz.nodes.items():
        for option, target in node.goto.items():
            data = quiz.model_dump(exclude_none=True)
            data["nodes"][name]["goto"][option] = next(t for t in targets if t != target.model_dump(exclude_none=True))
            assert graph.fingerprint(QuizFile.model_validate(data)) != graph.fingerprint(quiz), (name, option)


@pytest.mark.parametrize(("old", "new"), [("a", "c"), ("x", "z"), ("o", "r")], ids=["question", "option", "outcome"])
def test_fingerprint_changes_with_every_id(old: str, new: str) -> None:
    renamed = QuizFile.model_validate(_renamed(QUIZ.model_dump(mode="json", exclude_none=True), old, new))
    assert graph.fingerprint(renamed) != graph.fingerprint(QUIZ)


def test_fingerprint_changes_with_the_start_and_with_what_a_node_asks() -> None:
    data = QUIZ.model_dump(exclude_none=True)
    started = QuizFile.model_validate({**data, "start": "b"})
    asking = QuizFile.model_validate({**data, "nodes": {**data["nodes"], "b": {**data["nodes"]["b"], "ask": "a"}}})
    assert len({graph.fingerprint(quiz) for quiz in (QUIZ, started, asking)}) == 3


@pytest.mark.parametrize("change", OF_NO_ADDRESS)
def test_fingerprint_keeps_still_for_all_that_no_address_carries(change: str) -> None:
    data = QUIZ.model_dump(mode="json", exclude_none=True)
    OF_NO_ADDRESS[change](data)
    changed = QuizFile.model_validate(data)
    assert list(changed.model_dump().items()) != list(QUIZ.model_dump().items()) or "order" in change
    assert graph.fingerprint(changed) == graph.fingerprint(QUIZ)


def _check(quiz: QuizFile, recorded: Published) -> list[Finding]:
    document = document_of(quiz)
    record = yamlfile.parse(record_of.write(recorded), "published.yml")
    return ids.check(quiz, recorded, document, record)


def _retire(*entries: dict[str, str]) -> QuizFile:
    return QuizFile.model_validate({**QUIZ.model_dump(exclude_none=True), "retired": entries})


def _renamed(data: Any, old: str, new: str) -> Any:
    if isinstance(data, dict):
        return {_renamed(key, old, new): _renamed(value, old, new) for key, value in data.items()}
    if isinstance(data, list):
        return [_renamed(value, old, new) for value in data]
    return new if data == old else data
