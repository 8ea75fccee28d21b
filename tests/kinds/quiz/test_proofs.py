"""What is proved about a quiz: each defect is found, with the shortest answers that show it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from golden import cases
from graphs import document_of, quiz_of
from sitegen.course.yamlfile import Document
from sitegen.kinds.examples import check as examples_check
from sitegen.kinds.examples.shape import Example, ExampleRun
from sitegen.kinds.quiz import proofs

if TYPE_CHECKING:
    from typing import Any

    from sitegen.findings import Finding
    from sitegen.kinds.quiz.shape import QuizFile

EXAMPLES = Document("examples.yml", [], {})


@pytest.mark.parametrize("case", cases("proofs", "check"))
def test_check(case: dict[str, Any]) -> None:
    quiz = _with_same_as(
        quiz_of(case["nodes"], case.get("asks"), tuple(case.get("invariants", ()))), case.get("same_as", {})
    )
    _expect(proofs.check(quiz, document_of(quiz)), case["findings"])


@pytest.mark.parametrize("case", cases("proofs", "examples"))
def test_examples(case: dict[str, Any]) -> None:
    quiz = quiz_of({"a": {"x": "b", "y": "=o"}, "b": {"x": "=o", "y": "=p"}})
    examples = [
        Example(id=f"e{number}", origin="own", quiz={"side": ExampleRun(answers=answers, outcome=outcome)})
        for number, (answers, outcome) in enumerate(case["runs"])
    ]
    _expect(examples_check.check(quiz, examples, document_of(quiz), EXAMPLES, each=True), case["findings"])


def test_a_gap_says_which_outcomes_ask_for_what_decides() -> None:
    whole = quiz_of(
        {"a": {"x": "b", "y": "c"}, "b": {"x": "=o", "y": "=p", "z": "=q"}, "c": {"x": "=o", "y": "=p", "z": "=q"}},
        {"c": "b"},
    )
    data = whole.model_dump(exclude_none=True)
    del data["nodes"]["c"]["goto"]["z"]
    data["outcomes"][1]["decisive"] = {"b": ["y"]}
    quiz = type(whole).model_validate(data)
    (gap,) = (finding for finding in proofs.check(quiz, document_of(quiz)) if finding.rule == "goto/gap")
    assert "for p, also add z to the list 'b' under its 'decisive'" in gap.message


def test_a_mismatch_names_example_and_side() -> None:
    quiz = quiz_of({"a": {"x": "=o", "y": "=p"}})
    runs = {"chase": ExampleRun(answers={"a": "x"}, outcome="o"), "missed": ExampleRun(answers={"a": "x"}, outcome="p")}
    example = Example(id="startup", origin="own", quiz=runs)
    (finding,) = examples_check.check(quiz, [example], document_of(quiz), EXAMPLES, each=True)
    assert finding.message.startswith("startup, missed: ")


def test_only_equivalent_options_are_a_matter_of_warning() -> None:
    quiz = quiz_of({"a": {"x": "=o", "y": "=o", "z": "=p"}, "b": {"x": "=o", "y": "=p"}})
    assert {(f.rule, f.warning) for f in proofs.check(quiz, document_of(quiz))} == {
        ("node/unreachable", False),
        ("question/unused", False),
    }
    quiz = quiz_of({"a": {"x": "=o", "y": "=o", "z": "=p"}})
    assert [(f.rule, f.warning) for f in proofs.check(quiz, document_of(quiz))] == [("option/equivalent", True)]


def _with_same_as(quiz: QuizFile, same_as: dict[str, dict[str, str]]) -> QuizFile:
    data = quiz.model_dump(exclude_none=True)
    for question in data["questions"]:
        question["same_as"] = {
            option: {"option": other, "why": "on purpose"} for option, other in same_as.get(question["id"], {}).items()
        }
    return type(quiz).model_validate(data)


def _expect(findings: list[Finding], wanted: list[tuple[str, str]]) -> None:
    assert [finding.rule for finding in findings] == [rule for rule, _ in wanted], findings
    for finding, (_, says) in zip(findings, wanted, strict=True):
        assert says in finding.message
