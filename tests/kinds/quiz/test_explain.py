"""Why a result, what would change it, and when an outcome is given: against brute force over all combinations.

The real quiz has too many of them; it is tried path by path.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, reduce
from itertools import combinations
from operator import and_, or_
from typing import TYPE_CHECKING

import pytest
from courses import PROJECT, course_of
from graphs import BruteForce, marked_quizzes, quiz_of, quizzes
from hypothesis import given
from hypothesis import strategies as st
from sitegen.kinds.quiz import QUIZ, explain, graph
from sitegen.kinds.quiz.explain import Case, Change
from sitegen.kinds.quiz.shape import QuizFile

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from graphs import Run


@dataclass(frozen=True)
class Combinations:
    """All answer combinations of a quiz as sets of bits, which makes asking thousands of questions about them cheap."""

    quiz: QuizFile

    @cached_property
    def brute(self) -> BruteForce:
        return BruteForce(self.quiz)

    @cached_property
    def runs(self) -> list[Run]:
        """Answers, and the outcome that they give."""
        return [(answers, outcome) for answers, (_, outcome) in self.brute.runs]

    @cached_property
    def given(self) -> dict[tuple[str, str], int]:
        """Question and option -> the runs that can have this answer."""
        return {
            (question, option): bits(answers.get(question, option) == option for answers, _ in self.runs)
            for question, options in self.brute.options.items()
            for option in options
        }

    @cached_property
    def ends(self) -> dict[str, int]:
        """Outcome -> the runs that end in it."""
        return {o.id: bits(outcome == o.id for _, outcome in self.runs) for o in self.quiz.outcomes}

    @cached_property
    def everything(self) -> int:
        return bits(True for _ in self.runs)

    def outcomes(self, allowed: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
        """Return the outcomes of all runs with these answers, in the quiz's order."""
        some = [reduce(or_, (self.given[question, option] for option in given)) for question, given in allowed.items()]
        left = reduce(and_, some, self.everything)
        return tuple(outcome for outcome, ending in self.ends.items() if left & ending)

    def force(self, answers: Mapping[str, str], outcome: str | None) -> bool:
        return self.outcomes({question: (option,) for question, option in answers.items()}) == (outcome,)


class Paths(Combinations):
    """The same from all paths of a quiz: the questions that one does not ask may be answered anyhow."""

    @cached_property
    def runs(self) -> list[Run]:
        return [(path.answers, str(path.outcome)) for path in graph.paths(self.quiz)]


def bits(flags: Iterable[bool]) -> int:
    return int("".join("1" if flag else "0" for flag in flags), 2)


@pytest.fixture(scope="module")
def real() -> Paths:
    quiz = QUIZ.of(course_of(PROJECT))
    assert quiz
    return Paths(quiz)


# Which outcomes remain -----------------------------------------------------------------------------------------------


@given(quizzes(), st.data())
def test_possible_agrees_with_brute_force(quiz: QuizFile, data: st.DataObject) -> None:
    allowed = data.draw(
        st.fixed_dictionaries(
            {},
            optional={
                question.id: st.lists(st.sampled_from(question.options), min_size=1, unique=True).map(tuple)
                for question in quiz.questions
            },
        )
    )
    assert explain.possible(quiz, allowed) == set(Combinations(quiz).outcomes(allowed))
    assert Paths(quiz).outcomes(allowed) == Combinations(quiz).outcomes(allowed)


# Why this result -----------------------------------------------------------------------------------------------------


def test_reasons_of_the_real_quiz(real: Paths) -> None:
    _expect_reasons(real)


@given(quizzes())
def test_reasons(quiz: QuizFile) -> None:
    _expect_reasons(Combinations(quiz))


def test_of_several_smallest_reasons_the_one_that_is_complete_first() -> None:
    quiz = quiz_of({"a": {"x": "b", "y": "c"}, "b": {"x": "=o", "y": "=o"}, "c": {"x": "=o", "y": "=p"}}, {"c": "b"})
    assert explain.reason(quiz, graph.walk(quiz, {"a": "x", "b": "x"})) == {"a": "x"}
    assert explain.reason(quiz, graph.walk(quiz, {"a": "y", "b": "x"})) == {"b": "x"}
    assert explain.reason(quiz, graph.walk(quiz, {"a": "y", "b": "y"})) == {"a": "y", "b": "y"}
    tied = quiz_of(
        {
            "a": {"x": "b", "y": "b2"},
            "b": {"x": "c", "y": "=o"},
            "b2": {"x": "c2", "y": "=p"},
            "c": {"x": "=o", "y": "=o"},
            "c2": {"x": "=o", "y": "=p"},
        },
        {"b2": "b", "c2": "c"},
    )
    assert explain.reason(tied, graph.walk(tied, {"a": "x", "b": "x", "c": "x"})) == {"a": "x"}


def test_a_reason_that_begins_later_may_be_complete_first() -> None:
    ends = {f"d{b}{c}": {"x": "=o", "y": "=o" if b == c == "x" else "=p"} for b in "xy" for c in "xy"}
    quiz = quiz_of(
        {
            "a": {"x": "b", "y": "b2"},
            "b": {"x": "cx", "y": "cy"},
            "cx": {"x": "dxx", "y": "dxy"},
            "cy": {"x": "dyx", "y": "dyy"},
            **ends,
            "b2": {"x": "c2", "y": "=p"},
            "c2": {"x": "=o", "y": "=p"},
        },
        {"b2": "b", "cx": "c", "cy": "c", "c2": "c", **dict.fromkeys(ends, "d")},
    )
    path = graph.walk(quiz, dict.fromkeys("abcd", "x"))
    assert explain.possible(quiz, {"a": ("x",), "d": ("x",)}) == {"o"}
    assert explain.reason(quiz, path) == {"b": "x", "c": "x"}


def test_a_result_that_nothing_can_avoid_needs_no_reason() -> None:
    quiz = quiz_of({"a": {"x": "=o", "y": "=o"}})
    assert explain.reason(quiz, graph.walk(quiz, {"a": "x"})) == {}


def _expect_reasons(known: Combinations) -> None:
    """Of all smallest sets of answers that force the result, it is the one whose last answer comes first, and so on."""
    for path in graph.paths(known.quiz):
        reason = explain.reason(known.quiz, path)
        questions = list(path.answers)
        assert list(reason.items()) == [answer for answer in path.answers.items() if answer[0] in reason]
        assert known.force(reason, path.outcome)
        for question in reason:
            assert not known.force({q: o for q, o in reason.items() if q != question}, path.outcome)
        smaller = combinations(path.answers.items(), len(reason) - 1) if reason else ()
        assert not any(known.force(dict(fewer), path.outcome) for fewer in smaller)
        rivals = [
            dict(chosen)
            for chosen in combinations(path.answers.items(), len(reason))
            if known.force(dict(chosen), path.outcome)
        ]
        assert reason == min(rivals, key=lambda chosen: sorted(map(questions.index, chosen), reverse=True))


# What would change it ------------------------------------------------------------------------------------------------


def test_changes_of_the_real_quiz(real: Paths) -> None:
    _expect_changes(real)
    changes = [change for path in graph.paths(real.quiz) for change in explain.changes(real.quiz, path)]
    assert {change.at_once for change in changes} == {True, False}
    assert any(len(change.options) > 1 for change in changes)
    assert any(len(change.outcomes) > 1 for change in changes)
    asked = sum(len(real.brute.options[step.question]) - 1 for path in graph.paths(real.quiz) for step in path.steps)
    assert sum(len(change.options) for change in changes) < asked  # some change nothing


@given(marked_quizzes())
def test_changes(quiz: QuizFile) -> None:
    _expect_changes(Combinations(quiz))


def test_the_three_phrasings() -> None:
    quiz = quiz_of(
        {
            "a": {"now": "=o", "later": "b", "same": "c", "alike": "b", "given": "=p"},
            "b": {"x": "=o", "y": "=q"},
            "c": {"x": "=p", "y": "=p"},
        },
        {"c": "b"},
    )
    assert explain.changes(quiz, graph.walk(quiz, {"a": "given"})) == [
        Change("a", ("now",), ("o",), at_once=True, controllable=False),
        Change("a", ("later", "alike"), ("o", "q"), at_once=False, controllable=False),
    ]


def test_one_result_after_more_questions_is_not_a_result_at_once() -> None:
    quiz = quiz_of({"a": {"x": "b", "y": "=o"}, "b": {"x": "=p", "y": "=p"}})
    assert explain.changes(quiz, graph.walk(quiz, {"a": "y"})) == [
        Change("a", ("x",), ("p",), at_once=False, controllable=False)
    ]


TONES = {"bad": "corrective", "worse": "corrective", "good": "constructive", "even": "neutral"}


@pytest.mark.parametrize(
    ("given", "offered"),
    [("bad", ["good", "even", "more_good"]), ("good", []), ("even", [])],
)
def test_readers_are_offered_only_what_leaves_a_corrective_outcome_for_good(given: str, offered: list[str]) -> None:
    goto = {outcome: f"={outcome}" for outcome in TONES} | {"more_good": "b", "more_bad": "c"}
    quiz = quiz_of(
        {"a": goto, "b": {"x": "=good", "y": "=even"}, "c": {"x": "=good", "y": "=worse"}},
    )
    data = quiz.model_dump(exclude_none=True)
    for outcome in data["outcomes"]:
        outcome["tone"] = TONES[outcome["id"]]
    path = graph.walk(quiz, {"a": given})
    before = explain.changes(QuizFile.model_validate(data), path)
    assert [change.controllable for change in before] == [False] * 5
    data["questions"][0]["controllable"] = {given: list(goto)}
    found = explain.changes(QuizFile.model_validate(data), path)
    assert all(change.controllable for change in found)
    assert [option for change in found for option in change.options] == offered


def test_a_veto_of_the_real_quiz_is_not_offered(real: Paths) -> None:
    paths = [path for path in graph.paths(real.quiz) if path.answers.get("stop") == "asked"]
    assert paths
    for path in paths:
        assert "stop" not in {change.question for change in explain.changes(real.quiz, path)}


def _expect_changes(known: Combinations) -> None:
    corrective = {outcome.id for outcome in known.quiz.outcomes if outcome.tone == "corrective"}
    for path in graph.paths(known.quiz):
        expected = _changes(known, path)
        if path.outcome not in corrective:
            expected = [change for change in expected if not change.controllable]
        else:
            expected = [change for change in expected if not change.controllable or not corrective & {*change.outcomes}]
        assert explain.changes(known.quiz, path) == expected


def _changes(known: Combinations, path: graph.Path) -> list[Change]:
    """Try every other answer, in every combination with answers to the questions that the path does not ask."""
    found: list[Change] = []
    questions = {question.id: question for question in known.quiz.questions}
    defaults = {question: options[0] for question, options in known.brute.options.items()}
    for question, given_option in path.answers.items():
        mark, veto = questions[question].controllable, questions[question].veto
        results: dict[tuple[tuple[str, ...], bool, bool], tuple[str, ...]] = {}
        for option in known.brute.options[question]:
            answers = {**path.answers, question: option}
            outcomes = known.outcomes({asked: (picked,) for asked, picked in answers.items()})
            counted, _ = known.brute.run({**defaults, **answers})
            at_once = counted.keys() <= answers.keys()
            controlled = option in mark.get(given_option, ())
            if option != given_option and given_option not in veto and outcomes != (path.outcome,):
                result = (outcomes, at_once, controlled)
                results[result] = (*results.get(result, ()), option)
        found += [Change(question, options, *result) for result, options in results.items()]
    return found


# When an outcome is given --------------------------------------------------------------------------------------------


def test_conditions_of_the_real_quiz(real: Paths) -> None:
    _expect_conditions(real)


@given(quizzes())
def test_conditions(quiz: QuizFile) -> None:
    _expect_conditions(Combinations(quiz))


def test_no_condition_is_given_that_others_cover() -> None:
    nodes = {
        "q1": {"yes": "q2", "no": "q2_again"},
        "q2_again": {"yes": "q3", "no": "=other"},
        "q3": {"yes": "=one", "no": "=other"},
        "q2": {"yes": "q3", "no": "q3_again"},
        "q3_again": {"yes": "=one", "no": "=one"},
    }
    quiz = quiz_of(nodes, {"q2_again": "q2", "q3_again": "q3"})
    _expect_conditions(Combinations(quiz))
    assert explain.conditions(quiz, "one") == [
        {"q1": ("yes",), "q2": ("no",)},
        {"q2": ("yes",), "q3": ("yes",)},
    ]


def test_grouping_keeps_the_conditions_of_the_real_quiz(real: Paths) -> None:
    for outcome in real.quiz.outcomes:
        conditions = explain.conditions(real.quiz, outcome.id)
        _expect_grouping(conditions)
        assert _clauses(explain.grouped(conditions)) <= sum(map(len, conditions))
    longest = max((explain.conditions(real.quiz, outcome.id) for outcome in real.quiz.outcomes), key=len)
    assert _clauses(explain.grouped(longest)) < sum(map(len, longest))


@given(quizzes())
def test_grouping_keeps_the_conditions(quiz: QuizFile) -> None:
    for outcome in quiz.outcomes:
        if conditions := explain.conditions(quiz, outcome.id):
            _expect_grouping(conditions)


def test_what_conditions_share_is_said_once() -> None:
    a, b, c, d, e = ({name: ("yes",)} for name in "abcde")
    other = {"a": ("no",)}
    assert explain.grouped([a | b]) == Case(a | b)
    assert explain.grouped([a | b | c, a | b | d]) == Case(a | b, (Case(c), Case(d)))
    assert explain.grouped([a | b | c | d, a | e, a | b | c | e]) == Case(a, (Case(b | c, (Case(d), Case(e))), Case(e)))
    assert explain.grouped([a | c, a | d, other | e]) == Case({}, (Case(a | c), Case(a | d), Case(other | e)))


def test_neighbours_of_the_real_quiz(real: Paths) -> None:
    _expect_neighbours(real)


@given(marked_quizzes())
def test_neighbours(quiz: QuizFile) -> None:
    _expect_neighbours(Combinations(quiz))


@pytest.mark.parametrize(("answers", "held"), [({"a": "x"}, True), ({"a": "y", "b": "x"}, True), ({"a": "y"}, False)])
def test_a_question_that_is_not_asked_counts_as_fulfilled(answers: dict[str, str], held: bool) -> None:
    quiz = quiz_of({"a": {"x": "=o", "y": "b"}, "b": {"x": "=o", "y": "=p"}})
    path = graph.walk(quiz, {"b": "y", **answers})
    assert explain.fulfils(path, {"b": ("x",)}) == held


def _expect_conditions(known: Combinations) -> None:
    quiz, paths = known.quiz, list(graph.paths(known.quiz))
    for outcome in quiz.outcomes:
        conditions = explain.conditions(quiz, outcome.id)
        assert [_fulfilled(path, conditions) for path in paths] == [path.outcome == outcome.id for path in paths]
        for condition in conditions:
            assert any([other for other in conditions if _met(path, other)] == [condition] for path in paths)
            for question in condition:
                fewer = {name: options for name, options in condition.items() if name != question}
                assert known.outcomes(fewer) != (outcome.id,)
                order = known.brute.options[question]
                assert list(condition[question]) == [option for option in order if option in condition[question]]


def _expect_grouping(conditions: list[explain.Condition]) -> None:
    """Read out again, a case gives the same conditions; what all its alternatives share stands in none of them."""
    case = explain.grouped(conditions)
    assert sorted(map(_frozen, _read_out(case))) == sorted(map(_frozen, conditions))
    shared = [set(each.shared.items()) for each in case.alternatives]
    assert not shared or set.intersection(*shared) == set()


def _read_out(case: Case) -> list[explain.Condition]:
    below = [condition for each in case.alternatives for condition in _read_out(each)]
    return [case.shared | condition for condition in below or [{}]]


def _frozen(condition: explain.Condition) -> list[tuple[str, tuple[str, ...]]]:
    return sorted(condition.items())


def _clauses(case: Case) -> int:
    return len(case.shared) + sum(map(_clauses, case.alternatives))


def _fulfilled(path: graph.Path, conditions: list[explain.Condition]) -> bool:
    """Tell whether one of the conditions holds for the answers that a path asks for."""
    return any(
        all(option in condition.get(question, (option,)) for question, option in path.answers.items())
        for condition in conditions
    )


def _met(path: graph.Path, condition: explain.Condition) -> bool:
    """Tell whether a path answers all questions of a condition, and as it says."""
    return all(path.answers.get(question) in options for question, options in condition.items())


def _expect_neighbours(known: Combinations) -> None:
    for outcome in known.quiz.outcomes:
        wanted: dict[str, set[str]] = {}
        for path in graph.paths(known.quiz):
            for change in _changes(known, path):
                if path.outcome == outcome.id and change.at_once:
                    wanted.setdefault(change.outcomes[0], set()).add(change.question)
        found = explain.neighbours(known.quiz, outcome.id)
        assert list(found) == [other.id for other in known.quiz.outcomes if other.id in wanted]
        assert {other: set(questions) for other, questions in found.items()} == wanted
        assert all(len(questions) == len(set(questions)) for questions in found.values())
