"""Whether a quiz is a graph at all: every name known, every option with a target, no circle, nothing out of reach."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.findings import choices
from sitegen.kinds.quiz import graph

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sitegen.course.shapes import Loc
    from sitegen.course.yamlfile import Document
    from sitegen.findings import Finding
    from sitegen.kinds.quiz.shape import Condition, QuizFile


RESERVED = {"d", "before"}
"""What stands beside question ids in the address of the quiz: its fingerprint, and an earlier run."""


def check(quiz: QuizFile, document: Document) -> list[Finding]:
    """Return what keeps the graph from being walked; later checks run only where the earlier ones hold."""
    findings = [*_references(quiz, document), *_gaps(quiz, document)]
    if not findings:
        findings = list(_cycles(quiz, document))
    if not findings:
        findings = [*_asked_twice(quiz, document), *_unreachable(quiz, document)]
    return findings


def said(answers: graph.Answers) -> str:
    """Write answers as authors read them in YAML."""
    return ", ".join(f"{question}: {option}" for question, option in answers.items()) or "no answer at all"


def _references(quiz: QuizFile, document: Document) -> Iterator[Finding]:
    questions = graph.options(quiz)
    outcomes = [outcome.id for outcome in quiz.outcomes]

    def unknown(loc: Loc, name: str, known: Iterable[str], kind: str) -> Iterator[Finding]:
        known = list(known)
        if name not in known:
            message = f"{document.named(loc)} names the {kind} '{name}', which does not exist{choices(name, known)}"
            yield document.finding(loc, "reference/unknown", message)

    def condition(loc: Loc, given: Condition | None) -> Iterator[Finding]:
        for question, options in (given or {}).items():
            yield from unknown((*loc, question), question, questions, "question")
            for option in options:
                yield from unknown((*loc, question), option, questions.get(question, (option,)), "option")

    yield from _twice(("questions",), [question.id for question in quiz.questions], document)
    for index, question in enumerate(quiz.questions):
        yield from _twice(("questions", index, "options"), question.options, document)
    yield from _twice(("outcomes",), outcomes, document)
    yield from _twice(("invariants",), [invariant.id for invariant in quiz.invariants], document)
    for index, question in enumerate(quiz.questions):
        if question.id in RESERVED:
            message = f"'{question.id}' has a meaning of its own in links to the quiz; choose another id"
            yield document.finding(("questions", index), "reference/reserved", message)
    yield from unknown(("start",), quiz.start, quiz.nodes, "node")
    for index, question in enumerate(quiz.questions):
        for option, other in question.same_as.items():
            yield from unknown(("questions", index, "same_as", option), option, question.options, "option")
            yield from unknown(("questions", index, "same_as", option), other.option, question.options, "option")
        for given, options in question.controllable.items():
            for option in (given, *options):
                yield from unknown(("questions", index, "controllable", given), option, question.options, "option")
        for option in (*question.veto, *((question.unknown,) if question.unknown else ())):
            yield from unknown(("questions", index), option, question.options, "option")
    for name, node in quiz.nodes.items():
        yield from unknown(("nodes", name, "ask"), node.ask, questions, "question")
        for option, target in node.goto.items():
            loc: Loc = ("nodes", name, "goto", option)
            if target.node is not None:
                yield from unknown(loc, target.node, quiz.nodes, "node")
            if target.outcome is not None:
                yield from unknown(loc, target.outcome, outcomes, "outcome")
    for index, outcome in enumerate(quiz.outcomes):
        yield from condition(("outcomes", index, "decisive"), outcome.decisive)
        yield from _twice(("outcomes", index, "situations"), [each.id for each in outcome.situations], document)
        for place, situation in enumerate(outcome.situations):
            yield from condition(("outcomes", index, "situations", place, "when"), situation.when)
    for index, invariant in enumerate(quiz.invariants):
        at: Loc = ("invariants", index)
        yield from condition((*at, "when"), invariant.when)
        yield from condition((*at, "needs"), invariant.needs)
        for key in ("never", "never_gains"):
            for outcome in getattr(invariant, key) or ():
                yield from unknown((*at, key), outcome, outcomes, "outcome")
        if invariant.outcome is not None:
            yield from unknown((*at, "outcome"), invariant.outcome, outcomes, "outcome")
        if invariant.monotone is not None:
            yield from unknown((*at, "monotone"), invariant.monotone, questions, "question")
            for option in invariant.order or ():
                yield from unknown((*at, "order"), option, questions.get(invariant.monotone, (option,)), "option")


def _twice(loc: Loc, names: Sequence[str], document: Document) -> Iterator[Finding]:
    for index, name in enumerate(names):
        if name in names[:index]:
            message = f"the id '{name}' stands a second time in {document.named(loc)}; each needs its own"
            yield document.finding((*loc, index), "reference/duplicate", message)


def _gaps(quiz: QuizFile, document: Document) -> Iterator[Finding]:
    questions = graph.options(quiz)
    for name, node in quiz.nodes.items():
        offered = questions.get(node.ask, ())
        for option in offered:
            if option not in node.goto:
                message = f"nodes.{name}.goto has no target for the option '{option}' of '{node.ask}'"
                message += (
                    f"; write '{option}: {{outcome: id}}' there, with the id of an outcome, or the name of a node"
                )
                yield document.finding(("nodes", name, "goto"), "goto/gap", message)
        for option in node.goto:
            if offered and option not in offered:
                message = f"nodes.{name}.goto: '{node.ask}' has no option '{option}'{choices(option, offered)}"
                yield document.finding(("nodes", name, "goto", option), "goto/unknown-option", message)


def _cycles(quiz: QuizFile, document: Document) -> Iterator[Finding]:
    done: set[str] = set()
    for first in (quiz.start, *quiz.nodes):
        trail: list[tuple[str, list[str]]] = [(first, _below(quiz, first))] if first not in done else []
        while trail:
            name, below = trail[-1]
            if not below:
                done.add(name)
                trail.pop()
                continue
            target = below.pop()
            on_trail = [node for node, _ in trail]
            if target in on_trail:
                loop = [*on_trail[on_trail.index(target) :], target]
                yield document.finding(
                    ("nodes", name, "goto"),
                    "graph/cycle",
                    f"these nodes lead back to themselves: {' → '.join(loop)}; a quiz must come to an end",
                )
                return
            if target not in done:
                trail.append((target, _below(quiz, target)))


def _below(quiz: QuizFile, name: str) -> list[str]:
    return [target.node for target in quiz.nodes[name].goto.values() if target.node]


def _asked_twice(quiz: QuizFile, document: Document) -> Iterator[Finding]:
    """Find nodes that ask what some path to them has asked already."""
    below: dict[str, dict[str, str]] = {}
    order = graph.bottom_up(quiz)
    reached = graph.shortest_answers(quiz)
    for name in order:
        below[name] = {}
        for target in _below(quiz, name):
            below[name].update(below[target])
            below[name][quiz.nodes[target].ask] = target
        question = quiz.nodes[name].ask
        if question in below[name]:
            again = below[name][question]
            yield document.finding(
                ("nodes", again, "ask"),
                "question/asked-twice",
                f"'{again}' asks '{question}', which '{name}' has asked before it; "
                f"shortest answers to '{name}': {said(reached[name])}",
            )


def _unreachable(quiz: QuizFile, document: Document) -> Iterator[Finding]:
    reached = graph.bottom_up(quiz)
    for name in quiz.nodes:
        if name not in reached:
            message = f"no answer leads to the node '{name}'; lead one there, or remove it"
            yield document.finding(("nodes", name), "node/unreachable", message)
    ends = {target.outcome for name in reached for target in quiz.nodes[name].goto.values()}
    for index, outcome in enumerate(quiz.outcomes):
        if outcome.id not in ends:
            message = f"no answer leads to the outcome '{outcome.id}'; lead one there, or remove it"
            yield document.finding(("outcomes", index), "outcome/unreachable", message)
    asked = {quiz.nodes[name].ask for name in reached}
    for index, question in enumerate(quiz.questions):
        if question.id not in asked:
            message = f"no node that can be reached asks '{question.id}'; ask it, or remove it"
            yield document.finding(("questions", index), "question/unused", message)
