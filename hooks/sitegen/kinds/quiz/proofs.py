"""What is proved about a quiz at every build; each defect comes with the shortest answers that show it."""

from __future__ import annotations

from fractions import Fraction
from functools import partial
from itertools import combinations
from typing import TYPE_CHECKING

from sitegen.check.published import retired_twice
from sitegen.findings import choices
from sitegen.kinds.quiz import closed, gaps, graph
from sitegen.kinds.quiz.closed import said

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sitegen.course.shapes import Loc
    from sitegen.course.yamlfile import Document
    from sitegen.findings import Finding
    from sitegen.kinds.quiz.shape import Condition, Invariant, Question, QuizFile


def check(quiz: QuizFile, document: Document) -> list[Finding]:
    """Return every defect of the graph itself; later proofs run only where the earlier ones hold."""
    findings = closed.check(quiz, document)
    if findings and all(finding.rule == "goto/gap" for finding in findings):
        return gaps.foretold(findings, quiz, lambda filled: check(filled, document))
    if findings:
        return findings
    comparison = graph.Comparison(quiz)
    return [
        *_too_long(quiz, document),
        *_accusing(quiz, document),
        *_undecided(quiz, document),
        *_actions(quiz, document),
        *_situations(quiz, document),
        *_unbalanced(quiz, document),
        *_retired(quiz, document),
        *_irrelevant(quiz, document, comparison),
        *_equivalent(quiz, document, comparison),
        *_invariants(quiz, document, comparison),
    ]


LONGEST_SHARE, SHORTEST_SHARE = Fraction(1, 2), Fraction(1, 100)
"""Shares of all paths beyond which an outcome draws a warning (conventions of ours)."""
_FEW_PATHS = 100
"""Paths that are held against each other; where there are more, an order of their options is there to be found."""
MANY_PATHS = 20
"""Shares are only judged from this number of paths on: below it they follow from the number of outcomes."""


def _too_long(quiz: QuizFile, document: Document) -> Iterator[Finding]:
    _, most = graph.remaining(quiz)[quiz.start]
    if quiz.longest is not None and most > quiz.longest:
        path = graph.longest_path(quiz)
        message = f"readers may meet {most} questions, more than the {quiz.longest} allowed: {said(path)}"
        yield document.finding(("longest",), "path/too-long", message)


def _accusing(quiz: QuizFile, document: Document) -> Iterator[Finding]:
    """Find corrective outcomes that follow although every question was met with "I do not know" where it could be."""
    unknowing = {question.id: (question.unknown,) for question in quiz.questions if question.unknown}
    for index, outcome in enumerate(quiz.outcomes):
        if outcome.tone != "corrective" or outcome.after_unknown:
            continue
        for question in unknowing:
            path = graph.witness(quiz, [outcome.id], unknowing, [question])
            if path:
                message = (
                    f"who does not know gets the corrective outcome '{outcome.id}' ({said(path.answers)}); "
                    "lead elsewhere, or say why with after_unknown"
                )
                yield document.finding(("outcomes", index), "unknown/accusing", message)
                break


def _undecided(quiz: QuizFile, document: Document) -> Iterator[Finding]:
    """Find outcomes that name decisive answers, and that a path without any of them leads to."""
    for index, outcome in enumerate(quiz.outcomes):
        path = graph.witness(quiz, [outcome.id], _others(quiz, outcome.decisive))
        if outcome.decisive and path:
            message = f"no answer of '{outcome.id}' is decisive in {said(path.answers)}; name one of these too"
            yield document.finding(("outcomes", index, "decisive"), "outcome/undecided", message)


def _actions(quiz: QuizFile, document: Document) -> Iterator[Finding]:
    """Find outcomes and situations whose action is none of those that the quiz names."""
    for index, outcome in enumerate(quiz.outcomes):
        given: list[tuple[Loc, str | None]] = [(("outcomes", index, "action"), outcome.action)]
        for place, situation in enumerate(outcome.situations):
            if situation.action:
                given.append((("outcomes", index, "situations", place, "action"), situation.action))
        for loc, action in given:
            if (action or quiz.actions) and action not in quiz.actions:
                message = f"expected one of the quiz's actions ({', '.join(quiz.actions)}); found {action or 'none'}"
                yield document.finding(loc, "action/unknown", message)


def _situations(quiz: QuizFile, document: Document) -> Iterator[Finding]:
    """Find situations that no path meets, and paths that meet none."""
    met: dict[str, set[str]] = {outcome.id: set() for outcome in quiz.outcomes if outcome.situations}
    outcomes = {outcome.id: outcome for outcome in quiz.outcomes}
    for path in graph.paths(quiz) if met else ():
        if path.outcome in met and (situation := graph.situation(outcomes[path.outcome], path.answers)):
            met[path.outcome].add(situation.id)
    for index, outcome in enumerate(quiz.outcomes):
        for place, situation in enumerate(outcome.situations):
            loc: Loc = ("outcomes", index, "situations", place)
            if situation.id not in met[outcome.id]:
                message = f"no path to '{outcome.id}' meets '{situation.id}'; correct its 'when', or remove it"
                yield document.finding(loc, "situation/unreachable", message)
            if situation.when and situation is outcome.situations[-1]:
                message = f"the last situation of '{outcome.id}' is for every path left: it has no 'when'"
                yield document.finding((*loc, "when"), "situation/last", message)


def _others(quiz: QuizFile, condition: Condition) -> dict[str, list[str]]:
    """Return the options that a condition does not name, of each of its questions."""
    options = graph.options(quiz)
    return {question: [o for o in options[question] if o not in named] for question, named in condition.items()}


def _unbalanced(quiz: QuizFile, document: Document) -> Iterator[Finding]:
    counted = graph.figures(quiz)
    for index, outcome in enumerate(quiz.outcomes if counted.paths >= MANY_PATHS else ()):
        share = Fraction(counted.outcome_paths[outcome.id], counted.paths)
        if not SHORTEST_SHARE <= share <= LONGEST_SHARE:
            message = f"{float(share):.1%} of all paths end in '{outcome.id}'; between 1 % and 50 % would be balanced"
            yield document.finding(("outcomes", index), "outcome/share", message, warning=True)
    tones = {outcome.id: outcome.tone for outcome in quiz.outcomes}
    for position, place in ((0, "first"), (-1, "last")):
        path = graph.walk(quiz, {question.id: question.options[position] for question in quiz.questions})
        if tones[str(path.outcome)] == "corrective" and _can_be_reordered(quiz, tones):
            message = (
                f"always taking the {place} option leads to '{path.outcome}', which is corrective; reorder options"
            )
            yield document.finding(("questions",), "option/careless", message, warning=True)


def _can_be_reordered(quiz: QuizFile, tones: Mapping[str, str]) -> bool:
    """Tell whether options could stand in an order in which neither all first nor all last ones are corrective.

    Two paths could be these if they part at every question that both meet: of two answers, one may well be corrective.
    """
    good = [path.answers for path in graph.paths(quiz) if tones[str(path.outcome)] != "corrective"]
    if len(good) > _FEW_PATHS:
        return True
    pairs = ((one, other) for one, other in combinations(good, 2))
    return any(all(one[asked] != other[asked] for asked in one.keys() & other.keys()) for one, other in pairs)


def _retired(quiz: QuizFile, document: Document) -> Iterator[Finding]:
    questions, outcomes = graph.options(quiz), [outcome.id for outcome in quiz.outcomes]
    for index, entry in enumerate(quiz.retired):
        old = entry.option or entry.question or entry.outcome
        known: list[str] = outcomes
        if entry.option is not None:
            known = list(questions.get(str(entry.question), ()))
        elif entry.question is not None:
            known = list(questions)
        if entry.option is not None and entry.question not in questions:
            message = f"there is no question '{entry.question}'{choices(str(entry.question), questions)}"
            yield document.finding(("retired", index, "question"), "reference/unknown", message)
        elif old in known:
            message = f"'{old}' is in use; only what is gone can be retired"
            yield document.finding(("retired", index), "retired/in-use", message)
        elif entry.now is not None and entry.now not in known:
            message = f"'{entry.now}' does not exist{choices(entry.now, known)}"
            yield document.finding(("retired", index, "now"), "reference/unknown", message)
    yield from retired_twice(quiz.retired, document)


def _irrelevant(quiz: QuizFile, document: Document, comparison: graph.Comparison) -> Iterator[Finding]:
    reached = comparison.reached
    for index, question in enumerate(quiz.questions):
        nodes = [name for name in reached if quiz.nodes[name].ask == question.id]
        if all(_all_same(quiz, name, comparison) for name in nodes):
            shortest = min((reached[name] for name in nodes), key=len)
            yield document.finding(
                ("questions", index),
                "question/irrelevant",
                f"the answer to '{question.id}' never changes the outcome, "
                f"as after {said(shortest)}; remove the question, or let it decide something",
            )


def _all_same(quiz: QuizFile, name: str, comparison: graph.Comparison) -> bool:
    first, *others = quiz.nodes[name].goto.values()
    return all(comparison.difference(first, other) is None for other in others)


def _equivalent(quiz: QuizFile, document: Document, comparison: graph.Comparison) -> Iterator[Finding]:
    for index, question in enumerate(quiz.questions):
        for left, right in combinations(question.options, 2):
            declared = _representative(question, left) == _representative(question, right)
            shown = _distinguishing(quiz, question.id, left, right, comparison)
            if declared and shown is not None:
                yield document.finding(
                    ("questions", index, "same_as"),
                    "option/not-equivalent",
                    f"'{left}' and '{right}' are said to be the same, but lead apart after {said(shown)}",
                )
            if not declared and shown is None:
                yield document.finding(
                    ("questions", index, "options"),
                    "option/equivalent",
                    f"'{left}' and '{right}' of '{question.id}' lead to the same results everywhere; "
                    f"merge them, or say why with same_as: {{{right}: {{option: {left}, why: …}}}}",
                    warning=True,
                )


def _representative(question: Question, option: str) -> str:
    seen = {option}
    while option in question.same_as and question.same_as[option].option not in seen:
        option = question.same_as[option].option
        seen.add(option)
    return option


def _distinguishing(
    quiz: QuizFile, question: str, left: str, right: str, comparison: graph.Comparison
) -> graph.Answers | None:
    """Return answers around `question` under which its two options end differently."""
    for name, before in comparison.reached.items():
        node = quiz.nodes[name]
        if node.ask == question:
            after = comparison.difference(node.goto[left], node.goto[right])
            if after is not None:
                return {**before, **after}
    return None


def _invariants(quiz: QuizFile, document: Document, comparison: graph.Comparison) -> Iterator[Finding]:
    for index, invariant in enumerate(quiz.invariants):
        for problem in _broken(quiz, invariant, comparison):
            message = f"'{invariant.id}' does not hold: {problem}"
            yield document.finding(("invariants", index), "invariant/violated", message)


def _broken(quiz: QuizFile, invariant: Invariant, comparison: graph.Comparison) -> Iterator[str]:
    if invariant.when is not None and invariant.never is not None:
        path = graph.witness(quiz, invariant.never, invariant.when, invariant.when)
        if path:
            yield f"{said(path.answers)} leads to '{path.outcome}'"
    if invariant.outcome is not None and invariant.needs is not None:
        for question, others in _others(quiz, invariant.needs).items():
            path = graph.witness(quiz, [invariant.outcome], {question: others})
            if path:
                needed = " or ".join(invariant.needs[question])
                yield f"{said(path.answers)} leads to '{path.outcome}' without {question}: {needed}"
    if invariant.monotone is not None:
        yield from _gains(quiz, invariant, comparison)


def _gains(quiz: QuizFile, invariant: Invariant, comparison: graph.Comparison) -> Iterator[str]:
    """Find answers under which going up the order opens an outcome that the lower answer does not give."""
    reached = comparison.reached
    nodes = [name for name in reached if quiz.nodes[name].ask == invariant.monotone]
    for lower, higher in combinations(invariant.order or (), 2):
        for outcome in invariant.never_gains or ():
            for name in nodes:
                goto = quiz.nodes[name].goto
                after = comparison.difference(goto[lower], goto[higher], partial(_opens, outcome))
                if after is not None:
                    answers = said({**reached[name], **after})
                    yield f"after {answers}, '{higher}' instead of '{lower}' opens '{outcome}'"
                    return


def _opens(outcome: str, lower: str, higher: str) -> bool:
    return lower != outcome and higher == outcome
