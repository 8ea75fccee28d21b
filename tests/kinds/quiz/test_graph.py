"""Walking and counting a decision graph, against brute force over all answer combinations."""

from __future__ import annotations

import operator
from collections import Counter
from itertools import combinations
from math import prod
from typing import TYPE_CHECKING

import pytest
from golden import cases
from graphs import BruteForce, document_of, quiz_of, quizzes
from hypothesis import example, given
from hypothesis import strategies as st
from sitegen.kinds.quiz import graph, proofs
from sitegen.kinds.quiz.shape import Outcome, Target

if TYPE_CHECKING:
    from typing import Any

    from sitegen.kinds.quiz.shape import QuizFile

SMALL = quiz_of({"weather": {"dry": "wind", "wet": "=stay"}, "wind": {"calm": "=walk", "strong": "=sail"}})
TWO_WAYS = quiz_of(
    {
        "a": {"x": "b", "y": "c"},
        "b": {"x": "e", "y": "=o"},
        "c": {"x": "d", "y": "=o"},
        "d": {"x": "e", "y": "=o"},
        "e": {"x": "=p", "y": "=o"},
    }
)
"""The longer way to `e` is the one whose first step is found last."""


@given(quizzes())
def test_generated_graphs_are_valid(quiz: QuizFile) -> None:
    found = {finding.rule for finding in proofs.check(quiz, document_of(quiz)) if not finding.warning}
    assert found <= {"question/irrelevant"}


def test_a_witness_may_come_back_to_a_node_by_way_of_what_must_be_asked() -> None:
    quiz = quiz_of({"a": {"x": "c", "y": "b"}, "b": {"x": "c", "y": "=o"}, "c": {"x": "=p", "y": "=o"}})
    found = graph.witness(quiz, ["p"], {}, ["b"])
    assert found
    assert found.answers == {"a": "y", "b": "x", "c": "x"}


@pytest.mark.parametrize("case", cases("graph", "walk"))
def test_walk(case: dict[str, Any]) -> None:
    path = graph.walk(SMALL, case["answers"])
    assert path.answers == case["counted"]
    assert (path.node, path.outcome) == (case.get("node"), case.get("outcome"))
    assert [step.node for step in path.steps] == case["nodes"]


@given(quizzes())
def test_walk_agrees_with_brute_force(quiz: QuizFile) -> None:
    for answers, (counted, outcome) in BruteForce(quiz).runs:
        path = graph.walk(quiz, answers)
        assert list(path.answers.items()) == list(counted.items())
        assert (path.node, path.outcome) == (None, outcome)


@given(quizzes())
def test_walk_stops_at_the_first_question_without_an_answer(quiz: QuizFile) -> None:
    for path in graph.paths(quiz):
        for number, step in enumerate(path.steps):
            stopped = graph.walk(quiz, {s.question: s.option for s in path.steps if s is not step})
            assert stopped.steps == path.steps[:number]
            assert (stopped.node, stopped.outcome) == (step.node, None)


def test_the_first_situation_whose_answers_all_stand_on_the_path_is_met() -> None:
    both = {"id": "both", "when": {"a": ["x", "y"], "b": ["z"]}}
    outcome = Outcome.model_validate(
        {"id": "o", "tone": "neutral", "chapter": "page.md#section", "situations": [both, {"id": "other"}]}
    )
    met = [graph.situation(outcome, answers) for answers in ({"a": "y", "b": "z"}, {"b": "z"}, {"a": "x", "b": "x"})]
    assert [found and found.id for found in met] == ["both", "other", "other"]
    assert graph.situation(outcome.model_copy(update={"situations": ()}), {}) is None


@given(quizzes())
def test_paths_are_all_different_runs(quiz: QuizFile) -> None:
    found = [(path.answers, path.outcome) for path in graph.paths(quiz)]
    brute = BruteForce(quiz).paths
    assert len(found) == len(brute)
    assert all(path in brute for path in found)


def test_paths_come_in_the_order_in_which_options_are_offered() -> None:
    assert [path.outcome for path in graph.paths(SMALL)] == ["walk", "sail", "stay"]


@given(quizzes())
def test_figures_agree_with_brute_force(quiz: QuizFile) -> None:
    found, brute = graph.figures(quiz), BruteForce(quiz)
    outcomes = [outcome.id for outcome in quiz.outcomes]
    lengths = [len(counted) for counted, _ in brute.paths]
    assert found.nodes == len(quiz.nodes)
    assert found.exits == sum(t.outcome is not None for node in quiz.nodes.values() for t in node.goto.values())
    assert (found.paths, found.shortest, found.longest) == (len(lengths), min(lengths), max(lengths))
    assert found.combinations == prod(len(question.options) for question in quiz.questions)
    by_path = Counter(outcome for _, outcome in brute.paths)
    by_combination = Counter(outcome for _, (_, outcome) in brute.runs)
    assert found.outcome_paths == {outcome: by_path[outcome] for outcome in outcomes}
    assert found.outcome_combinations == {outcome: by_combination[outcome] for outcome in outcomes}


@given(quizzes())
def test_remaining_agrees_with_enumeration(quiz: QuizFile) -> None:
    bounds, brute = graph.remaining(quiz), BruteForce(quiz)
    assert bounds.keys() == quiz.nodes.keys()
    for name in quiz.nodes:
        left = {len(brute.run(answers, Target(node=name))[0]) for answers in brute.combinations()}
        assert bounds[name] == (min(left), max(left))


@given(quizzes())
def test_before_agrees_with_enumeration(quiz: QuizFile) -> None:
    met = [(step.node, number) for path in graph.paths(quiz) for number, step in enumerate(path.steps)]
    assert graph.before(quiz) == {name: max(number for node, number in met if node == name) for name in quiz.nodes}


@given(quizzes())
def test_bottom_up_puts_every_node_after_those_it_leads_to(quiz: QuizFile) -> None:
    order = graph.bottom_up(quiz)
    assert sorted(order) == sorted(quiz.nodes)
    for name in order:
        assert all(order.index(t.node) < order.index(name) for t in quiz.nodes[name].goto.values() if t.node)


@given(quizzes())
@example(TWO_WAYS)
def test_shortest_answers_lead_to_each_node_by_the_fewest_questions(quiz: QuizFile) -> None:
    found = graph.shortest_answers(quiz)
    fewest: dict[str, int] = {}
    for path in graph.paths(quiz):
        for number, step in enumerate(path.steps):
            fewest[step.node] = min(number, fewest.get(step.node, number))
    assert {name: len(answers) for name, answers in found.items()} == fewest
    assert all(graph.walk(quiz, answers).node == name for name, answers in found.items())


@given(quizzes(), st.data())
def test_witness_is_a_shortest_run_that_is_asked_for(quiz: QuizFile, data: st.DataObject) -> None:
    brute = BruteForce(quiz)
    outcomes = data.draw(st.sets(st.sampled_from([outcome.id for outcome in quiz.outcomes])))
    allowed = data.draw(conditions(quiz))
    met = data.draw(st.sets(st.sampled_from(sorted(brute.options))))
    wanted = [
        counted
        for counted, outcome in brute.paths
        if outcome in outcomes
        and met <= counted.keys()
        and all(option in allowed.get(question, brute.options[question]) for question, option in counted.items())
    ]
    found = graph.witness(quiz, outcomes, allowed, met)
    assert (found is None) == (not wanted)
    if found:
        assert found.answers in wanted
        assert len(found.answers) == min(map(len, wanted))


@given(quizzes(), st.data())
def test_difference_agrees_with_brute_force(quiz: QuizFile, data: st.DataObject) -> None:
    left, right = data.draw(targets(quiz)), data.draw(targets(quiz))
    one = data.draw(st.sampled_from([outcome.id for outcome in quiz.outcomes]))

    def opens(lower: str, higher: str) -> bool:
        return lower != one and higher == one

    brute = BruteForce(quiz)
    for wanted in (operator.ne, opens):
        found = graph.Comparison(quiz).difference(left, right, wanted)
        pairs = [(brute.run(a, left)[1], brute.run(a, right)[1]) for a in brute.combinations()]
        assert (found is not None) == any(wanted(*pair) for pair in pairs)
        if found is not None:
            shown = brute.run(found, left)[1], brute.run(found, right)[1]  # fails where an answer is missing
            assert wanted(*shown)


def test_a_pair_of_parts_that_is_met_again_under_other_answers_is_followed_again() -> None:
    nodes = {
        "start": {"left": "vain", "right": "late"},
        "late": {"early": "vain", "late": "telling"},
        "vain": {"yes": "=one", "no": "=one"},
        "telling": {"yes": "=one", "no": "=other"},
    }
    quiz = quiz_of(nodes, {"vain": "last", "telling": "last"})
    found = graph.Comparison(quiz).difference(Target(node="vain"), Target(node="late"))
    assert found == {"last": "no", "late": "late"}


@given(quizzes())
def test_equal_parts_have_no_difference(quiz: QuizFile) -> None:
    comparison = graph.Comparison(quiz)
    assert all(comparison.difference(Target(node=name), Target(node=name)) is None for name in quiz.nodes)


@given(quizzes(), st.data())
def test_never_agrees_with_brute_force(quiz: QuizFile, data: st.DataObject) -> None:
    when = data.draw(conditions(quiz))
    never = data.draw(some_outcomes(quiz))
    broken = any(
        outcome in never and all(counted.get(question) in options for question, options in when.items())
        for counted, outcome in BruteForce(quiz).paths
    )
    assert violated(quiz, {"when": when, "never": never}) == broken


@given(quizzes(), st.data())
def test_needs_agrees_with_brute_force(quiz: QuizFile, data: st.DataObject) -> None:
    needs = data.draw(conditions(quiz))
    wanted = data.draw(some_outcomes(quiz))[0]
    broken = any(
        outcome == wanted and any(counted.get(question) not in options for question, options in needs.items())
        for counted, outcome in BruteForce(quiz).paths
    )
    assert violated(quiz, {"outcome": wanted, "needs": needs}) == broken


@given(quizzes(), st.data())
def test_monotone_agrees_with_brute_force(quiz: QuizFile, data: st.DataObject) -> None:
    brute = BruteForce(quiz)
    question = data.draw(st.sampled_from(sorted(brute.options)))
    order = data.draw(st.permutations(brute.options[question]))
    gains = data.draw(some_outcomes(quiz))
    broken = any(
        brute.run({**answers, question: order[low]})[1] != outcome == brute.run({**answers, question: order[high]})[1]
        for answers in brute.combinations()
        for high in range(len(order))
        for low in range(high)
        for outcome in gains
    )
    assert violated(quiz, {"monotone": question, "order": order, "never_gains": gains}) == broken


@given(quizzes())
def test_irrelevant_agrees_with_brute_force(quiz: QuizFile) -> None:
    brute = BruteForce(quiz)
    matters = {
        question
        for question, options in brute.options.items()
        if any(len({brute.run({**a, question: option})[1] for option in options}) > 1 for a in brute.combinations())
    }
    irrelevant = [f for f in proofs.check(quiz, document_of(quiz)) if f.rule == "question/irrelevant"]
    named = {question for question in brute.options if any(f"'{question}'" in f.message for f in irrelevant)}
    assert named == brute.options.keys() - matters


@given(quizzes())
def test_equivalent_options_agree_with_brute_force(quiz: QuizFile) -> None:
    brute = BruteForce(quiz)
    equal = [
        f"'{left}' and '{right}' of '{question}'"
        for question, options in brute.options.items()
        for left, right in combinations(options, 2)
        if all(
            brute.run({**a, question: left})[1] == brute.run({**a, question: right})[1] for a in brute.combinations()
        )
    ]
    messages = [f.message for f in proofs.check(quiz, document_of(quiz)) if f.rule == "option/equivalent"]
    assert [message.partition(" lead to ")[0] for message in messages] == equal


def test_nodes_that_ask_different_questions_are_told_apart() -> None:
    quiz = quiz_of({"a": {"x": "b", "y": "c"}, "b": {"x": "=o", "y": "=p"}, "c": {"x": "=o", "y": "=p"}})
    answers = graph.Comparison(quiz).difference(Target(node="b"), Target(node="c"))
    assert answers is not None
    assert answers["b"] != answers["c"]


def conditions(quiz: QuizFile) -> st.SearchStrategy[dict[str, list[str]]]:
    """Draw answers allowed to some questions."""
    return st.fixed_dictionaries(
        {},
        optional={
            question.id: st.lists(st.sampled_from(question.options), min_size=1, unique=True)
            for question in quiz.questions
        },
    ).filter(bool)


def some_outcomes(quiz: QuizFile) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from([outcome.id for outcome in quiz.outcomes]), min_size=1, unique=True)


def targets(quiz: QuizFile) -> st.SearchStrategy[Target]:
    outcomes = [Target(outcome=outcome.id) for outcome in quiz.outcomes]
    return st.sampled_from([*(Target(node=name) for name in quiz.nodes), *outcomes])


def violated(quiz: QuizFile, invariant: dict[str, Any]) -> bool:
    promised = type(quiz).model_validate(
        {**quiz.model_dump(exclude_none=True), "invariants": [{"id": "promise", **invariant}]}
    )
    return any(f.rule == "invariant/violated" for f in proofs.check(promised, document_of(promised)))
