"""What the graph will ask of an option that leads nowhere yet: tried with every outcome, and told with the gap."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sitegen.kinds.quiz import graph
from sitegen.kinds.quiz.shape import Target

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from sitegen.findings import Finding
    from sitegen.kinds.quiz.shape import QuizFile

_MOST = 24
"""Outcomes that are tried (a bound of ours: each of them is a proof of the whole quiz)."""


def foretold(gaps: list[Finding], quiz: QuizFile, prove: Callable[[QuizFile], list[Finding]]) -> list[Finding]:
    """Return the `gaps` of a quiz that has nothing else amiss, and what is told of it whatever outcome fills them.

    If all of them are of one option, the first says what more is told where some outcomes do.
    """
    if not 0 < len(quiz.outcomes) <= _MOST:
        return gaps
    tried = {outcome.id: prove(_filled(quiz, Target(outcome=outcome.id))) for outcome in quiz.outcomes}
    first, *others = tried.values()
    always = [each for each in first if all(each in found for found in others)]
    options = {(quiz.nodes[name].ask, option) for name, option in _lacking(quiz)}
    if len(options) == 1:
        left = {outcome: [each for each in found if each not in always] for outcome, found in tried.items()}
        message = gaps[0].message + "".join(_costs(quiz, left, *options.pop()))
        gaps = [replace(gaps[0], message=message), *gaps[1:]]
    return [*gaps, *always]


def _lacking(quiz: QuizFile) -> list[tuple[str, str]]:
    """Return each node with an option of its question for which it has no target."""
    offered = graph.options(quiz)
    nodes = quiz.nodes.items()
    return [(name, option) for name, node in nodes for option in offered[node.ask] if option not in node.goto]


def _filled(quiz: QuizFile, target: Target) -> QuizFile:
    """Return the quiz with all gaps leading to one target."""
    nodes = dict(quiz.nodes)
    for name, option in _lacking(quiz):
        nodes[name] = nodes[name].model_copy(update={"goto": nodes[name].goto | {option: target}})
    return quiz.model_copy(update={"nodes": nodes})


def _costs(quiz: QuizFile, tried: Mapping[str, list[Finding]], question: str, option: str) -> Iterator[str]:
    """Say what more is asked for where an option leads to some of the outcomes."""
    asked: dict[str, list[str]] = {}
    for outcome, found in tried.items():
        for rule in dict.fromkeys(each.rule for each in found):
            asked.setdefault(rule, []).append(outcome)
    known = {"outcome/undecided", "option/equivalent"}
    others = {rule: found for rule, found in asked.items() if rule not in known and len(found) < len(tried)}
    broken = {outcome for outcomes in others.values() for outcome in outcomes}
    undecided, alike = (
        [outcome for outcome in asked.get(rule, []) if outcome not in broken]
        for rule in ("outcome/undecided", "option/equivalent")
    )
    named = {outcome.id for outcome in quiz.outcomes if question in outcome.decisive}
    if listed := [outcome for outcome in undecided if outcome in named]:
        yield f"; for {_listed(listed)}, also add {option} to the list '{question}' under its 'decisive'"
    if others_listed := [outcome for outcome in undecided if outcome not in named]:
        yield f"; for {_listed(others_listed)}, also write '{question}: [{option}]' under its 'decisive'"
    if alike:
        said = _listed([f"{outcome} (as {_alike(quiz, question, outcome)})" for outcome in alike])
        yield f"; for {said}, also say why this is another option, under 'same_as' of '{question}': "
        yield f"{option}: {{option: {_alike(quiz, question, alike[0])}, why: …}}"
    for rule, outcomes in others.items():
        yield f"; {_listed(outcomes)} cannot stand there ({rule})"


def _alike(quiz: QuizFile, question: str, outcome: str) -> str:
    """Return the option of a question that leads to an outcome."""
    goto = (pair for node in quiz.nodes.values() if node.ask == question for pair in node.goto.items())
    return next((option for option, target in goto if target.outcome == outcome), "")


def _listed(names: list[str]) -> str:
    return " or ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
