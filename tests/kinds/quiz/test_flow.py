"""The quiz that readers take: each edge of its graph, its figures, and what it promises, over all answers."""

from __future__ import annotations

from collections import Counter

import pytest
import yaml
from courses import PROJECT
from golden import CASES
from graphs import BruteForce
from sitegen.course import yamlfile
from sitegen.kinds.quiz import graph
from sitegen.kinds.quiz.shape import QuizFile

FLOW: dict[str, dict[str, str]] = yaml.safe_load((CASES / "flow.yml").read_text(encoding="utf-8"))
EDGES = [(node, option, target) for node, goto in FLOW.items() for option, target in goto.items()]

PATHS = {"let_go": 39, "win_back": 28, "debrief": 12, "missed": 8, "at_risk": 14, "double": 5, "clear": 14}
COMBINATIONS = {
    "let_go": 13_857,
    "win_back": 570,
    "debrief": 2_106,
    "missed": 7_776,
    "at_risk": 9_396,
    "double": 2_673,
    "clear": 10_278,
}


@pytest.fixture(scope="module")
def quiz() -> QuizFile:
    text = (PROJECT / "content" / "quiz.yml").read_text(encoding="utf-8")
    return yamlfile.read(yamlfile.parse(text, "content/quiz.yml"), QuizFile)


@pytest.fixture(scope="module")
def brute(quiz: QuizFile) -> BruteForce:
    return BruteForce(quiz)


@pytest.mark.parametrize(("node", "option", "target"), EDGES, ids=[f"{node}-{option}" for node, option, _ in EDGES])
def test_edge(quiz: QuizFile, node: str, option: str, target: str) -> None:
    before = graph.shortest_answers(quiz)[node]
    path = graph.walk(quiz, {**before, quiz.nodes[node].ask: option})
    assert path.steps[-1].node == node
    assert (f"={path.outcome}" if path.outcome else path.node) == target


def test_no_edge_is_without_a_test(quiz: QuizFile) -> None:
    assert {(name, option) for name, node in quiz.nodes.items() for option in node.goto} == {e[:2] for e in EDGES}
    assert all(quiz.nodes[name].ask == name.partition("_")[0] for name in FLOW)


def test_figures(quiz: QuizFile) -> None:
    assert graph.figures(quiz) == graph.Figures(
        nodes=25,
        exits=38,
        paths=120,
        shortest=2,
        longest=9,
        combinations=46_656,
        outcome_paths=PATHS,
        outcome_combinations=COMBINATIONS,
    )


def test_figures_by_brute_force(brute: BruteForce) -> None:
    lengths = [len(counted) for counted, _ in brute.paths]
    assert len(brute.options) == 10
    assert len(brute.runs) == 46_656
    assert (len(lengths), min(lengths), max(lengths)) == (120, 2, 9)
    assert Counter(outcome for _, outcome in brute.paths) == PATHS
    assert Counter(outcome for _, (_, outcome) in brute.runs) == COMBINATIONS


def test_walk_agrees_with_brute_force(quiz: QuizFile, brute: BruteForce) -> None:
    assert all(
        (path := graph.walk(quiz, answers)).answers == counted and path.outcome == outcome
        for answers, (counted, outcome) in brute.runs
    )


def test_every_question_changes_some_result_and_no_unasked_one_does(brute: BruteForce) -> None:
    outcomes = {tuple(answers.values()): outcome for answers, (_, outcome) in brute.runs}
    changing = set()
    for answers, (counted, outcome) in brute.runs:
        for position, (question, options) in enumerate(brute.options.items()):
            picked = tuple(answers.values())
            others = {outcomes[(*picked[:position], option, *picked[position + 1 :])] for option in options}
            if others != {outcome}:
                assert question in counted
                changing.add(question)
    assert changing == brute.options.keys()


def test_a_stop_request_never_leads_to_advice_to_get_in_touch(brute: BruteForce) -> None:
    assert {outcome for counted, outcome in brute.paths if counted.get("stop") == "asked"} == {
        "let_go",
        "missed",
        "clear",
    }


def test_a_win_back_is_earned(brute: BruteForce) -> None:
    for counted, outcome in brute.paths:
        if outcome == "win_back":
            assert counted["stop"] == "not_asked"
            assert counted["reason"] == "told"
            assert counted["change"] in {"theirs", "ours"}
            assert counted["window"] != "closed"
            assert counted["contacts"] == "none" or counted["others"] == "not_delayed"


def test_a_miss_was_hardly_worked_and_not_declined(brute: BruteForce) -> None:
    for counted, outcome in brute.paths:
        if outcome == "missed":
            assert counted["engagement"] in {"begun", "none"}
            assert counted["cause"] != "deliberate"


def test_more_insistence_never_opens_a_win_back(brute: BruteForce) -> None:
    order = ("none", "one_two", "three_plus")
    for answers, (_, outcome) in brute.runs:
        if outcome == "win_back":
            for less in order[: order.index(answers["contacts"])]:
                assert brute.run({**answers, "contacts": less})[1] == "win_back"
