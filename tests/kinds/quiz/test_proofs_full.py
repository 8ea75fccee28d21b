"""The proofs about fairness, length and addresses: defects found with the shortest answers, sound graphs left alone."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any

import pytest
from flows import large_flow
from graphs import BruteForce, document_of, quiz_of, quizzes
from hypothesis import given
from hypothesis import strategies as st
from sitegen.kinds.quiz import graph, proofs
from sitegen.kinds.quiz.closed import RESERVED
from sitegen.kinds.quiz.shape import QuizFile

if TYPE_CHECKING:
    from sitegen.findings import Finding

CHAIN = {"a": {"x": "b", "y": "=p"}, "b": {"x": "c", "y": "=o"}, "c": {"x": "=o", "y": "=p"}}
TONES = ["corrective", "constructive", "neutral"]


# path/too-long -------------------------------------------------------------------------------------------------------


def test_a_path_too_long_is_shown_in_full() -> None:
    (finding,) = _found(_with(quiz_of(CHAIN), longest=2), "path/too-long")
    assert not finding.warning
    assert "3 questions" in finding.message
    assert "2 allowed" in finding.message
    assert finding.message.endswith(("a: x, b: x, c: x", "a: x, b: x, c: y"))


@pytest.mark.parametrize("longest", [None, 3, 4])
def test_paths_as_long_as_allowed_draw_nothing(longest: int | None) -> None:
    assert _found(_with(quiz_of(CHAIN), longest=longest), "path/too-long") == []


@given(quizzes(), st.integers(1, 5))
def test_length_agrees_with_brute_force(quiz: QuizFile, longest: int) -> None:
    lengths = {len(counted) for counted, _ in BruteForce(quiz).paths}
    assert bool(_found(_with(quiz, longest=longest), "path/too-long")) == (max(lengths) > longest)
    assert len(graph.walk(quiz, graph.longest_path(quiz)).steps) == max(lengths)
    assert graph.walk(quiz, graph.longest_path(quiz)).outcome


# unknown/accusing ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("unknown", "corrective", "shown"),
    [
        ({"c": "x"}, "o", "(a: x, b: x, c: x)"),
        ({"b": "y"}, "o", "(a: x, b: y)"),
        ({"a": "y"}, "p", "(a: y)"),
        ({"b": "x", "c": "y"}, "p", "(a: x, b: x, c: y)"),
    ],
)
def test_who_does_not_know_is_not_accused(unknown: dict[str, str], corrective: str, shown: str) -> None:
    quiz = _toned(_unknowing(quiz_of(CHAIN), unknown), {corrective: "corrective"})
    (finding,) = _found(quiz, "unknown/accusing")
    assert not finding.warning
    assert f"'{corrective}'" in finding.message
    assert shown in finding.message


@pytest.mark.parametrize(
    ("unknown", "corrective"),
    [
        ({}, "o"),  # nobody can say that they do not know
        ({"c": "y"}, "o"),
        ({"a": "y"}, "o"),
        ({"b": "x"}, "=none"),
        ({"b": "y", "c": "x"}, "p"),  # p: who knows in a, or knows in c
    ],
)
def test_other_corrective_outcomes_draw_nothing(unknown: dict[str, str], corrective: str) -> None:
    assert _found(_toned(_unknowing(quiz_of(CHAIN), unknown), {corrective: "corrective"}), "unknown/accusing") == []


def test_an_outcome_may_say_why_it_follows_from_not_knowing() -> None:
    quiz = _toned(_unknowing(quiz_of(CHAIN), {"b": "y"}), {"o": "corrective"})
    assert _found(quiz, "unknown/accusing")
    outcomes = [{**outcome.model_dump(), "after_unknown": "so it is"} for outcome in quiz.outcomes]
    assert _found(_with(quiz, outcomes=outcomes), "unknown/accusing") == []


@given(quizzes(), st.data())
def test_accusing_agrees_with_brute_force(quiz: QuizFile, data: st.DataObject) -> None:
    tones = {outcome.id: data.draw(st.sampled_from(TONES)) for outcome in quiz.outcomes}
    unknown = data.draw(st.fixed_dictionaries({}, optional={q.id: st.sampled_from(q.options) for q in quiz.questions}))
    accused = {
        outcome
        for counted, outcome in BruteForce(quiz).paths
        if tones[outcome] == "corrective"
        and counted.keys() & unknown.keys()
        and all(unknown.get(question, option) == option for question, option in counted.items())
    }
    found = _found(_toned(_unknowing(quiz, unknown), tones), "unknown/accusing")
    assert [finding.message.split("'")[1] for finding in found] == [o.id for o in quiz.outcomes if o.id in accused]


# outcome/undecided --------------------------------------------------------------------------------------------------


@given(quizzes(), st.data())
def test_an_outcome_without_a_decisive_answer_is_found_as_by_brute_force(quiz: QuizFile, data: st.DataObject) -> None:
    some = {q.id: st.lists(st.sampled_from(q.options), min_size=1, unique=True) for q in quiz.questions}
    decisive = {outcome.id: data.draw(st.fixed_dictionaries({}, optional=some)) for outcome in quiz.outcomes}
    undecided = {
        outcome
        for counted, outcome in BruteForce(quiz).paths
        if decisive[outcome]
        and not any(option in decisive[outcome].get(question, ()) for question, option in counted.items())
    }
    outcomes = [{**outcome.model_dump(), "decisive": decisive[outcome.id]} for outcome in quiz.outcomes]
    found = _found(_with(quiz, outcomes=outcomes), "outcome/undecided")
    assert [finding.message.split("'")[1] for finding in found] == [o.id for o in quiz.outcomes if o.id in undecided]


# outcome/share and option/careless -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rare", "of", "found"),
    [(1, 100, False), (1, 101, True), (50, 100, False), (51, 101, True), (10, 19, False), (11, 20, True)],
)
def test_shares_of_paths(rare: int, of: int, found: bool) -> None:
    """One outcome has `rare` of so many paths; the others share the rest so that none has too many or too few."""
    rest = of - rare
    targets = ["=rare"] * rare + [f"={'lmn'[number % 3]}" for number in range(rest)]
    quiz = quiz_of({"a": {f"x{number}": target for number, target in enumerate(targets)}})
    findings = _found(quiz, "outcome/share")
    assert all(finding.warning for finding in findings)
    assert [finding.message.split("'")[1] for finding in findings] == (["rare"] if found else [])


def test_a_share_is_told_in_percent() -> None:
    quiz = quiz_of({"a": {f"x{number}": "=p" if number else "=o" for number in range(200)}})
    few, many = _found(quiz, "outcome/share")
    assert few.message.startswith("0.5% ")
    assert many.message.startswith("99.5% ")


@pytest.mark.parametrize(("answers", "place"), [({"o": "corrective"}, "first"), ({"p": "corrective"}, "last")])
def test_careless_answers_are_not_corrected(answers: dict[str, str], place: str) -> None:
    wide = {"a": {"x": "=o", "y": "=q", "z": "=p"}}
    (finding,) = _found(_toned(quiz_of(wide), answers), "option/careless")
    assert finding.warning
    assert f"always taking the {place} option leads to '{next(iter(answers))}'" in finding.message


@pytest.mark.parametrize("tone", ["constructive", "neutral"])
def test_careless_answers_may_lead_to_any_other_outcome(tone: str) -> None:
    assert _found(_toned(quiz_of(CHAIN), {"o": tone, "p": tone}), "option/careless") == []


@pytest.mark.parametrize("corrective", ["o", "p"])
def test_of_two_answers_one_may_be_corrective(corrective: str) -> None:
    quiz = quiz_of({"a": {"x": "=o", "y": "=p"}})
    assert _found(_toned(quiz, {corrective: "corrective"}), "option/careless") == []


def _parting(quiz: QuizFile, tones: dict[str, str]) -> bool:
    """Tell whether two ways to outcomes that are not corrective part at every question that both meet."""
    good = [path.answers for path in graph.paths(quiz) if tones[str(path.outcome)] != "corrective"]
    return any(all(one[q] != other[q] for q in one.keys() & other.keys()) for one, other in combinations(good, 2))


@given(quizzes(), st.data())
def test_careless_agrees_with_brute_force(quiz: QuizFile, data: st.DataObject) -> None:
    tones = {outcome.id: data.draw(st.sampled_from(TONES)) for outcome in quiz.outcomes}
    brute = BruteForce(quiz)
    ends = {
        place: brute.run({question: options[index] for question, options in brute.options.items()})[1]
        for place, index in (("first", 0), ("last", -1))
    }
    found = [finding.message for finding in _found(_toned(quiz, tones), "option/careless")]
    if not found:  # an order without any would be asked for in vain
        good = [end for end in ends.values() if tones[end] != "corrective"]
        assert len(good) == 2 or not _parting(quiz, tones)
        return
    assert [place for place in ends if any(f"the {place} option" in message for message in found)] == [
        place for place, outcome in ends.items() if tones[outcome] == "corrective"
    ]


# retired/* and reference/reserved ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("entry", "rule", "says"),
    [
        ({"question": "a"}, "retired/in-use", "'a'"),
        ({"question": "a", "now": "b"}, "retired/in-use", "'a'"),
        ({"question": "a", "option": "x"}, "retired/in-use", "'x'"),
        ({"outcome": "o", "now": "p"}, "retired/in-use", "'o'"),
        ({"question": "old", "now": "aa"}, "reference/unknown", "'aa' does not exist; did you mean 'a'?"),
        ({"question": "old", "now": "o"}, "reference/unknown", "'o' does not exist"),
        ({"question": "a", "option": "old", "now": "z"}, "reference/unknown", "'z' does not exist"),
        ({"question": "a", "option": "old", "now": "b"}, "reference/unknown", "'b' does not exist"),
        ({"question": "aa", "option": "x"}, "reference/unknown", "no question 'aa'; did you mean 'a'?"),
        ({"outcome": "old", "now": "a"}, "reference/unknown", "'a' does not exist"),
    ],
)
def test_retired_ids_are_gone_and_their_successors_there(entry: dict[str, str], rule: str, says: str) -> None:
    (finding,) = proofs.check(_with(quiz_of(CHAIN), retired=[entry]), document_of(quiz_of(CHAIN)))
    assert (finding.rule, finding.warning) == (rule, False)
    assert says in finding.message


@pytest.mark.parametrize(
    "chain",
    [
        [{"question": "oldest", "now": "old"}, {"question": "old", "now": "a"}],
        [{"question": "a", "option": "oldest", "now": "old"}, {"question": "a", "option": "old", "now": "x"}],
        [{"outcome": "oldest", "now": "old"}, {"outcome": "old", "now": "o"}],
    ],
)
def test_a_successor_that_is_retired_itself_is_refused(chain: list[dict[str, str]]) -> None:
    """`today` in `docs/assets/quiz/flow.js` goes one step, and so do permanent addresses."""
    (finding,) = proofs.check(_with(quiz_of(CHAIN), retired=chain), document_of(quiz_of(CHAIN)))
    assert finding.rule == "reference/unknown"
    assert "'old' does not exist" in finding.message


@pytest.mark.parametrize(
    "entry",
    [
        {"question": "old"},
        {"question": "old", "now": "a"},
        {"question": "o"},  # an outcome of that name is another matter
        {"question": "a", "option": "old"},
        {"question": "a", "option": "old", "now": "x"},
        {"outcome": "a", "now": "o"},
    ],
)
def test_retired_ids_as_they_should_be(entry: dict[str, str]) -> None:
    assert proofs.check(_with(quiz_of(CHAIN), retired=[entry]), document_of(quiz_of(CHAIN))) == []


@pytest.mark.parametrize("name", sorted(RESERVED))
def test_names_with_a_meaning_of_their_own_are_no_questions(name: str) -> None:
    quiz = quiz_of({"a": {"x": name, "y": "=o"}, name: {"x": "=o", "y": "=p"}})
    (finding,) = proofs.check(quiz, document_of(quiz))
    assert finding.rule == "reference/reserved"
    assert f"'{name}'" in finding.message


def test_reserved_names_may_be_those_of_nodes_options_and_outcomes() -> None:
    quiz = quiz_of(
        {"a": {"d": "before", "before": "=d"}, "before": {"x": "=before", "y": "=d"}}, {"before": "question"}
    )
    assert proofs.check(quiz, document_of(quiz)) == []


# Flows of any size ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("questions", "nodes"), [(5, 40), (10, 100), (12, 200), (40, 400)])
def test_large_flows_have_the_size_asked_for_and_no_defect(questions: int, nodes: int) -> None:
    quiz = QuizFile.model_validate(large_flow(questions, nodes))
    assert (len(quiz.questions), len(quiz.nodes), len(graph.bottom_up(quiz))) == (questions, nodes, nodes)
    assert graph.remaining(quiz)[quiz.start][1] == questions
    assert quiz.invariants
    assert proofs.check(quiz, document_of(quiz)) == []
    assert large_flow(questions, nodes) == large_flow(questions, nodes)


@pytest.mark.parametrize(("questions", "nodes"), [(3, 400), (40, 50), (2, 4)])
def test_a_size_that_cannot_be_is_refused(questions: int, nodes: int) -> None:
    with pytest.raises(ValueError, match="do not fit"):
        large_flow(questions, nodes)


def _found(quiz: QuizFile, rule: str) -> list[Finding]:
    return [finding for finding in proofs.check(quiz, document_of(quiz)) if finding.rule == rule]


def _with(quiz: QuizFile, **fields: Any) -> QuizFile:
    return QuizFile.model_validate({**quiz.model_dump(exclude_none=True), **fields})


def _toned(quiz: QuizFile, tones: dict[str, str]) -> QuizFile:
    return _with(
        quiz, outcomes=[{**outcome.model_dump(), "tone": tones.get(outcome.id, "neutral")} for outcome in quiz.outcomes]
    )


def _unknowing(quiz: QuizFile, unknown: dict[str, str]) -> QuizFile:
    return _with(
        quiz, questions=[{**question.model_dump(), "unknown": unknown.get(question.id)} for question in quiz.questions]
    )
