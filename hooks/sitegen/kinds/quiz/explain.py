"""Why a quiz gives a result, what would change it, and when an outcome is given at all.

Everything here follows from one question that the graph answers without enumerating anything: which outcomes remain
`possible` when some questions are answered in certain ways and the others anyhow? `docs/assets/quiz/flow.js` gives
readers the same answers in the browser; tests hold the two together.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from sitegen.kinds.quiz import graph

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from sitegen.kinds.quiz.shape import QuizFile

Condition = dict[str, tuple[str, ...]]
"""Question -> the options that fulfil it, all questions at once."""


@dataclass(frozen=True)
class Case:
    """Conditions with what they have in common said once: all of `shared`, and one of the `alternatives` if any."""

    shared: Condition
    alternatives: tuple[Case, ...] = ()


SPARED = 2
"""Clauses that conditions must at least spare the reader to be grouped."""


@dataclass(frozen=True)
class Change:
    """What answering one question otherwise would do, all other answers of the path being kept."""

    question: str
    options: tuple[str, ...]
    """The other options that all do this."""
    outcomes: tuple[str, ...]
    """The outcome that follows at once, or those that remain possible after further questions."""
    at_once: bool
    controllable: bool
    """Whether readers can bring this about by what they do next."""


def possible(quiz: QuizFile, allowed: Mapping[str, Collection[str]]) -> set[str]:
    """Return the outcomes that can follow when each question in `allowed` is answered by one of its options."""
    return set(_ends(quiz, allowed))


def _ends(quiz: QuizFile, allowed: Mapping[str, Collection[str]]) -> Iterator[str]:
    """Yield the same as soon as they are found, each perhaps more than once."""
    seen = {quiz.start}
    stack = [quiz.start]
    while stack:
        node = quiz.nodes[stack.pop()]
        goto = node.goto
        for option in allowed.get(node.ask, goto):
            if (target := goto.get(option)) is None:
                continue
            if target.node is None:
                yield str(target.outcome)
            elif target.node not in seen:
                seen.add(target.node)
                stack.append(target.node)


def reason(quiz: QuizFile, path: graph.Path) -> graph.Answers:
    """Return the fewest answers of a complete path that force its outcome, whatever the others are.

    Of several sets of that size it is the one whose last answer was asked first; where that is the same, the one whose
    last but one was, and so on: of answers to a, b, c and d, those to b and c come before those to a and d.
    """
    answers = path.answers
    needed = {question for question in answers if not _forces(quiz, _without(answers, {question}), path.outcome)}
    free = [question for question in answers if question not in needed]
    for size in range(len(free), -1, -1):
        for dropped in combinations(reversed(free), size):
            fewer = _without(answers, set(dropped))
            if _forces(quiz, fewer, path.outcome):
                return fewer
    return answers


def deciding(quiz: QuizFile, path: graph.Path) -> graph.Step:
    """Return the answer of a complete path that is shown as what decided; see `decisive` in `docs/assets/quiz/`."""
    outcome = next(each for each in quiz.outcomes if each.id == path.outcome)
    answers = path.answers
    named = (question for question, options in outcome.decisive.items() if answers.get(question) in options)
    question = next(named, None) or list(reason(quiz, path))[-1]
    return next(step for step in path.steps if step.question == question)


def changes(quiz: QuizFile, path: graph.Path) -> list[Change]:
    """Return what would change the result of a complete path, in the order asked; what would not is left out.

    So is what readers can bring about without being better off. A veto that was given is never offered as something to
    change.
    """
    corrective = {outcome.id for outcome in quiz.outcomes if outcome.tone == "corrective"}
    return [
        change
        for change in _all_changes(quiz, path)
        if not change.controllable or (path.outcome in corrective and corrective.isdisjoint(change.outcomes))
    ]


def conditions(quiz: QuizFile, outcome: str) -> list[Condition]:
    """Return when an outcome is given: exactly when one of these conditions holds.

    A question that is not asked counts as fulfilled. No condition can do with a question less, and each is the only one
    whose questions some path asks and answers as it says.
    """
    paths = [path for path in graph.paths(quiz) if path.outcome == outcome]
    loosest: list[Condition] = []
    for answers in dict.fromkeys(tuple(reason(quiz, path).items()) for path in paths):
        condition = _loosened(quiz, dict(answers), outcome, paths)
        if condition not in loosest:
            loosest.append(condition)
    chosen = _cover(paths, loosest)
    for condition in list(chosen):
        others = [other for other in chosen if other != condition]
        if any(_says_more(other, condition, paths) for other in others):
            chosen = others
    return chosen


def grouped(conditions: list[Condition]) -> Case:
    """Return the same conditions, as one case: what all share, then groups of those that share more."""
    shared = _common(conditions)
    left = [{question: given for question, given in each.items() if question not in shared} for each in conditions]
    alternatives = []
    while len(conditions) > 1 and left:
        group = _closest(left)
        alternatives.append(grouped(group))
        left = [condition for condition in left if condition not in group]
    return Case(shared, tuple(alternatives))


def neighbours(quiz: QuizFile, outcome: str) -> dict[str, list[str]]:
    """Return other outcomes that one changed answer leads to at once -> the questions whose answer does it."""
    questions = {question.id: question for question in quiz.questions}
    found: dict[str, dict[str, None]] = {}
    for path in graph.paths(quiz):
        for step in path.steps if path.outcome == outcome else ():
            asked = questions[step.question]
            for option in asked.options if step.option not in asked.veto else ():
                other = graph.walk(quiz, {**path.answers, step.question: option}).outcome
                if other is not None and other != outcome:
                    found.setdefault(other, {}).setdefault(step.question)
    order = [other.id for other in quiz.outcomes if other.id in found]
    return {other: list(found[other]) for other in order}


def _all_changes(quiz: QuizFile, path: graph.Path) -> list[Change]:
    questions = {question.id: question for question in quiz.questions}
    found = []
    for step in path.steps:
        asked = questions[step.question]
        if step.option in asked.veto:
            continue
        groups: dict[tuple[tuple[str, ...], bool, bool], list[str]] = {}
        for option in asked.options:
            if option != step.option:
                outcomes, at_once = _after(quiz, path, step.question, option)
                if outcomes != (path.outcome,):
                    group = (outcomes, at_once, option in asked.controllable.get(step.option, ()))
                    groups.setdefault(group, []).append(option)
        found += [Change(step.question, tuple(group), *result) for result, group in groups.items()]
    return found


def _after(quiz: QuizFile, path: graph.Path, question: str, option: str) -> tuple[tuple[str, ...], bool]:
    answers = {**path.answers, question: option}
    walked = graph.walk(quiz, answers)
    if walked.outcome is not None:
        return (walked.outcome,), True
    found = possible(quiz, {asked: (given,) for asked, given in answers.items()})
    return tuple(outcome.id for outcome in quiz.outcomes if outcome.id in found), False


def _forces(quiz: QuizFile, answers: graph.Answers, outcome: str | None) -> bool:
    return _leads_to(quiz, {question: (option,) for question, option in answers.items()}, outcome)


def _leads_to(quiz: QuizFile, allowed: Mapping[str, Collection[str]], outcome: str | None) -> bool:
    """Tell whether an outcome, and no other one, can follow."""
    ends = _ends(quiz, allowed)
    return next(ends, None) == outcome and all(end == outcome for end in ends)


def _without(answers: graph.Answers, dropped: set[str]) -> graph.Answers:
    return {question: option for question, option in answers.items() if question not in dropped}


def _loosened(quiz: QuizFile, answers: graph.Answers, outcome: str, paths: list[graph.Path]) -> Condition:
    """Return the loosest condition that holds with these answers, which force the outcome to which the `paths` lead.

    An option is only let in where some path with it goes on to the condition's last question: one that decides
    earlier on makes a condition of its own, which reads better.
    """
    condition: Condition = {question: (option,) for question, option in answers.items()}
    last = next(reversed(condition), None)
    for question in condition:
        for option in graph.options(quiz)[question]:
            narrow = {**condition, question: (option,)}
            wide = {**condition, question: (*condition[question], option)}
            if (
                option not in condition[question]
                and _leads_to(quiz, wide, outcome)
                and any({question, last} <= other.answers.keys() and fulfils(other, narrow) for other in paths)
            ):
                condition = wide
        order = graph.options(quiz)[question]
        condition[question] = tuple(option for option in order if option in condition[question])
    return condition


def _cover(paths: list[graph.Path], known: list[Condition]) -> list[Condition]:
    """Choose few of the conditions so that each path meets one: always the one that covers most of what is left."""
    left = list(paths)
    chosen: list[Condition] = []
    while left:
        best = max(known, key=lambda condition: sum(_meets(path, condition) for path in left))
        chosen.append(best)
        left = [path for path in left if not _meets(path, best)]
    for condition in list(chosen):
        others = [other for other in chosen if other != condition]
        if all(any(_meets(path, other) for other in others) for path in paths if _meets(path, condition)):
            chosen = others
    return sorted(chosen, key=known.index)


def _common(conditions: list[Condition]) -> Condition:
    """Return the clauses that stand in every condition."""
    first, *others = conditions
    return {question: given for question, given in first.items() if all(each.get(question) == given for each in others)}


def _closest(conditions: list[Condition]) -> list[Condition]:
    """Return the first condition with those whose grouping with it spares most clauses, or alone if none spares any."""
    first, *others = conditions
    best, spared = [first], SPARED - 1
    for other in others:
        common = _common([first, other])
        group = [condition for condition in conditions if common.items() <= condition.items()]
        if len(common) * (len(group) - 1) > spared:
            best, spared = group, len(common) * (len(group) - 1)
    return best


def _says_more(other: Condition, condition: Condition, paths: list[graph.Path]) -> bool:
    """Tell whether `other` names further questions, but none that is asked where `condition` is met."""
    met = [path for path in paths if fulfils(path, condition)]
    return condition.keys() < other.keys() and all(fulfils(path, other) for path in met)


def _meets(path: graph.Path, condition: Condition) -> bool:
    return condition.keys() <= path.answers.keys() and fulfils(path, condition)


def fulfils(path: graph.Path, condition: Condition) -> bool:
    """Tell whether a path fulfils a condition; a question that it does not ask counts as fulfilled."""
    answers = path.answers
    for question, options in condition.items():
        if question in answers and answers[question] not in options:
            return False
    return True
