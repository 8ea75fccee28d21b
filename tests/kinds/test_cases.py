"""Cases: what their readings come to, how right the quiz is about them, and what is worth a look."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from courses import PROJECT, TESTS, course_of, generated, writes
from golden import cases
from graphs import document_of, quiz_of, quizzes
from hypothesis import given
from hypothesis import strategies as st
from sitegen.course import yamlfile
from sitegen.kinds.cases import CASES, check, doubts
from sitegen.kinds.cases.readings import agreement, majority
from sitegen.kinds.cases.score import run, scores
from sitegen.kinds.cases.shape import Case
from sitegen.kinds.quiz.shape import QuizFile

if TYPE_CHECKING:
    from typing import Any

    from sitegen.course.course import Course

WEATHER = QuizFile.model_validate(
    {
        "start": "weather",
        "questions": [{"id": "weather", "options": ["dry", "wet"]}, {"id": "light", "options": ["day", "dark"]}],
        "nodes": {
            "weather": {"ask": "weather", "goto": {"dry": "light", "wet": {"outcome": "stay"}}},
            "light": {"ask": "light", "goto": {"day": {"outcome": "walk"}, "dark": {"outcome": "walk"}}},
        },
        "outcomes": [
            {
                "id": "walk",
                "tone": "neutral",
                "chapter": "page.md#section",
                "action": "act",
                "situations": [{"id": "dark", "when": {"light": ["dark"]}, "action": "wait"}, {"id": "day"}],
            },
            {"id": "stay", "tone": "neutral", "chapter": "page.md#section", "action": "stop"},
        ],
        "actions": ["act", "wait", "stop"],
    }
)
DRY, DARK, WET = {"weather": "dry", "light": "day"}, {"weather": "dry", "light": "dark"}, {"weather": "wet"}
DOCUMENT = yamlfile.Document("cases.yml", [], {})
TEXTS = st.text("abc", min_size=1, max_size=2)
READINGS = st.lists(st.dictionaries(TEXTS, TEXTS, max_size=4), min_size=2, max_size=4)


def case_of(best: str = "act", **given: Any) -> Case:
    told = {"id": "one", "summary": "A walk.", "note": "The weather decides.", "best": best, "right": [best]}
    return Case.model_validate(told | given)


@pytest.fixture(scope="module")
def other() -> Course:
    return course_of(TESTS / "fixtures" / "other_course")


@pytest.mark.parametrize("case", cases("cases", "majority"))
def test_majority(case: dict[str, Any]) -> None:
    assert majority(case["readings"]) == case["answers"]


@pytest.mark.parametrize("case", cases("cases", "agreement"))
def test_agreement(case: dict[str, Any]) -> None:
    assert agreement(case["cases"]) == pytest.approx(case["shares"], abs=1e-4)


@given(READINGS, st.randoms())
def test_agreement_does_not_depend_on_the_order(readings: list[dict[str, str]], random: Any) -> None:
    shares = agreement([readings])
    assert agreement([random.sample(readings, len(readings))]) == shares
    assert all(0 <= share <= 1 for share in shares.values())


@given(READINGS)
def test_a_reading_taken_twice_by_all_is_the_answer(readings: list[dict[str, str]]) -> None:
    first = readings[0]
    assert majority([first, first, first]) == first
    assert all(majority(readings)[question] in {r.get(question) for r in readings} for question in majority(readings))


@pytest.mark.parametrize("case", cases("cases", "score"))
def test_first_actions_are_compared_with_the_verdict(case: dict[str, Any]) -> None:
    done = run(WEATHER, case_of(answers=case["answers"], **case["case"]))
    assert done
    assert done.action == case["action"]
    assert [judged for judged in ("right", "best", "harmful") if getattr(done, judged)] == case["judged"]


def test_scores_are_counted_in_all_and_by_outcome() -> None:
    given = [
        case_of(answers=DRY),
        case_of("wait", right=["act", "wait"], answers=DRY),
        case_of(wrong=["stop"], readings=[WET, WET, DRY]),
        case_of(answers={"weather": "dry"}),  # reaches no outcome, and is an error of its own
    ]
    counted = scores(WEATHER, given)
    assert tuple(vars(counted.all).values()) == (3, 2, 1, 1)
    assert {name: tuple(vars(score).values()) for name, score in counted.outcomes.items()} == {
        "walk": (2, 2, 1, 0),
        "stay": (1, 0, 0, 1),
    }
    assert counted.agreement == {"weather": pytest.approx(1 / 3)}


def test_doubts_tell_of_grey_cases_coverage_and_agreement_and_are_warnings() -> None:
    given = [case_of("wait", grey=True, answers=DRY), case_of(answers=DRY), case_of(readings=[DRY, DRY, DARK])]
    found = list(check.doubts(WEATHER, given, document_of(WEATHER), DOCUMENT))
    assert all(finding.warning for finding in found)
    assert [(finding.path, finding.rule, finding.message.split(";")[0]) for finding in found] == [
        (
            "cases.yml",
            "case/mismatch",
            "one: weather: dry, light: day leads to 'walk', which says 'act' first, which was not judged right",
        ),
        ("quiz.yml", "case/coverage", "too few cases lead to 'stay' (0 of at least 3)"),
        ("quiz.yml", "case/agreement", "readings agree on 'light' in 33% of pairs only"),
    ]


def test_nodes_that_no_case_meets_are_told() -> None:
    found = check.doubts(WEATHER, [case_of("stop", answers=WET)] * 3, document_of(WEATHER), DOCUMENT)
    assert "no case meets the node 'light'; add one" in [finding.message for finding in found]


@pytest.mark.parametrize(("alike", "told"), [(8, False), (7, True)])
def test_agreement_of_four_in_five_is_enough(alike: int, told: bool) -> None:
    given = [case_of(readings=[DRY, DRY if number < alike else DARK]) for number in range(10)]
    found = check.doubts(WEATHER, given, document_of(WEATHER), DOCUMENT)
    assert ("case/agreement" in {finding.rule for finding in found}) == told


def test_a_majority_that_is_no_path_is_told() -> None:
    quiz = quiz_of(
        {
            "a": {"x": "b", "y": "b2"},
            "b": {"x": "c", "y": "c2"},
            "b2": {"x": "c2", "y": "c2"},
            "c": {"x": "d", "y": "=o"},
            "c2": {"x": "=p", "y": "=o"},
            "d": {"x": "=p", "y": "=o"},
        },
        {"b2": "b", "c2": "c"},
    )
    readings = [{"a": "x", "b": "x", "c": "y"}, {"a": "x", "b": "y", "c": "x"}, {"a": "y", "b": "x", "c": "x"}]
    found = list(check.check(quiz, [case_of(readings=readings)], DOCUMENT))
    told = [finding for finding in found if finding.rule != "action/unknown"]
    assert [(finding.rule, "is not a path" in finding.message) for finding in told] == [("case/path", True)]


@given(quizzes(), READINGS, st.dictionaries(st.sampled_from(["q0", "q1"]), st.sampled_from(["aa", "ab"]), min_size=1))
def test_any_answers_come_to_findings(quiz: QuizFile, readings: list[dict[str, str]], answers: dict[str, str]) -> None:
    given = [case_of(readings=[answers, *readings]), case_of(answers=answers)]
    for finding in [*check.check(quiz, given, DOCUMENT), *check.doubts(quiz, given, document_of(quiz), DOCUMENT)]:
        assert finding.rule.startswith(("case/", "action/", "reference/"))


@pytest.mark.parametrize("lang", ["de", "es"])
def test_figures_are_shown_in_every_language(other: Course, lang: str) -> None:
    shown = writes(other, lang).directive("cases", None)
    counted = re.findall(r"^\| .* \| (\d+) \| (\d+) \| (\d+) \| (\d+) \|$", shown, re.MULTILINE)
    assert [tuple(map(int, row)) for row in counted] == [(0,) * 4, (0,) * 4, (1, 1, 1, 0), (1, 1, 1, 0), (2, 2, 2, 0)]
    assert re.findall(r"\| ([\d,]+).% \|$", shown, re.MULTILINE) == ["100", "33,3", "33,3"]


@pytest.mark.parametrize("lang", ["de", "es"])
def test_the_page_of_proofs_says_so_where_there_are_cases(other: Course, lang: str) -> None:
    said = writes(other, lang).interface.gettext("No case judged beforehand gets advice that was judged wrong.")
    assert said in writes(other, lang).directive("proofs", None)


def test_a_course_needs_no_cases() -> None:
    minimal = course_of(TESTS / "fixtures" / "minimal")
    assert (CASES.of(minimal), doubts(minimal)) == ((), [])
    assert "judged beforehand" not in writes(minimal, "en").directive("proofs", None)


@pytest.mark.parametrize("lang", ["de", "es"])
def test_no_page_tells_a_case(other: Course, lang: str) -> None:
    texts = [*generated(other, lang).values(), *other.shown[lang].values()]
    told = [text for case in CASES.of(other) for text in (case.summary, case.note)]
    assert len(told) == 4
    assert [text for text in told if any(text in page for page in texts)] == []


def test_answers_of_real_cases_come_from_three_readings() -> None:
    path = PROJECT / "content" / "cases.yml"
    given = yamlfile.read(yamlfile.parse(path.read_text(encoding="utf-8"), path.name), list[Case])
    assert [case.id for case in given if len(case.readings or ()) != 3] == []
