"""What is proved about a quiz at every build; each defect comes with the shortest answers that show it."""

from __future__ import annotations

from functools import partial
from itertools import combinations
from typing import TYPE_CHECKING

from sitegen import graph
from sitegen.findings import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sitegen.findings import Finding
    from sitegen.models import Condition, Example, Invariant, Question, QuizFile
    from sitegen.yamlfile import Document, Loc


def check(quiz: QuizFile, document: Document) -> list[Finding]:
    """Return every defect of the graph itself; later proofs run only where the earlier ones hold."""
    findings = [*_references(quiz, document), *_gaps(quiz, document)]
    if findings:
        return findings
    findings = list(_cycles(quiz, document))
    if findings:
        return findings
    findings = [*_asked_twice(quiz, document), *_unreachable(quiz, document)]
    if findings:
        return findings
    comparison = graph.Comparison(quiz)
    return [
        *_irrelevant(quiz, document, comparison),
        *_equivalent(quiz, document, comparison),
        *_invariants(quiz, document, comparison),
    ]


def check_examples(
    quiz: QuizFile, examples: Iterable[Example], quiz_document: Document, document: Document
) -> list[Finding]:
    """Return every example whose answers do not lead where it says, and every outcome without an example."""
    findings = []
    shown = set()
    for index, example in enumerate(examples):
        for side, run in example.quiz.items():
            shown.add(run.outcome)
            loc: Loc = (index, "quiz", side)
            problem = _run_problem(quiz, run.answers, run.outcome)
            if problem:
                findings.append(document.finding(loc, "example/mismatch", f"{example.id}, {side}: {problem}"))
    for index, outcome in enumerate(quiz.outcomes):
        if outcome.id not in shown:
            message = f"no example leads to '{outcome.id}'; add one to {document.path}"
            findings.append(quiz_document.finding(("outcomes", index), "outcome/without-example", message))
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
            pointer = ".".join(map(str, loc))
            message = f"{pointer} names the {kind} '{name}', which does not exist{did_you_mean(name, known)}"
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
    yield from unknown(("start",), quiz.start, quiz.nodes, "node")
    for index, question in enumerate(quiz.questions):
        for option, other in question.same_as.items():
            yield from unknown(("questions", index, "same_as", option), option, question.options, "option")
            yield from unknown(("questions", index, "same_as", option), other.option, question.options, "option")
    for name, node in quiz.nodes.items():
        yield from unknown(("nodes", name, "ask"), node.ask, questions, "question")
        for option, target in node.goto.items():
            loc: Loc = ("nodes", name, "goto", option)
            if target.node is not None:
                yield from unknown(loc, target.node, quiz.nodes, "node")
            if target.outcome is not None:
                yield from unknown(loc, target.outcome, outcomes, "outcome")
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
            message = f"the id '{name}' stands a second time in {'.'.join(map(str, loc))}; each needs its own"
            yield document.finding((*loc, index), "reference/duplicate", message)


def _gaps(quiz: QuizFile, document: Document) -> Iterator[Finding]:
    questions = graph.options(quiz)
    for name, node in quiz.nodes.items():
        offered = questions.get(node.ask, ())
        for option in offered:
            if option not in node.goto:
                message = f"nodes.{name}.goto has no target for the option '{option}' of '{node.ask}'"
                yield document.finding(("nodes", name, "goto"), "goto/gap", message)
        for option in node.goto:
            if offered and option not in offered:
                message = f"nodes.{name}.goto: '{node.ask}' has no option '{option}'{did_you_mean(option, offered)}"
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


def _irrelevant(quiz: QuizFile, document: Document, comparison: graph.Comparison) -> Iterator[Finding]:
    reached = graph.shortest_answers(quiz)
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
    for name, before in graph.shortest_answers(quiz).items():
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
        for question, needed in invariant.needs.items():
            others = [option for option in graph.options(quiz)[question] if option not in needed]
            path = graph.witness(quiz, [invariant.outcome], {question: others})
            if path:
                yield f"{said(path.answers)} leads to '{path.outcome}' without {question}: {' or '.join(needed)}"
    if invariant.monotone is not None:
        yield from _gains(quiz, invariant, comparison)


def _gains(quiz: QuizFile, invariant: Invariant, comparison: graph.Comparison) -> Iterator[str]:
    """Find answers under which going up the order opens an outcome that the lower answer does not give."""
    reached = graph.shortest_answers(quiz)
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


def _run_problem(quiz: QuizFile, answers: graph.Answers, outcome: str) -> str | None:
    options = graph.options(quiz)
    for question, option in answers.items():
        if question not in options:
            return f"there is no question '{question}'{did_you_mean(question, options)}"
        if option not in options[question]:
            return f"'{question}' has no option '{option}'{did_you_mean(option, options[question])}"
    path = graph.walk(quiz, answers)
    if path.node is not None:
        return f"after {said(path.answers)} the quiz asks '{quiz.nodes[path.node].ask}', which is not answered"
    if path.outcome != outcome:
        return f"{said(path.answers)} leads to '{path.outcome}', not to '{outcome}'"
    extra = [question for question in answers if question not in path.answers]
    if extra:
        return f"the path never asks '{extra[0]}'; remove that answer"
    return None
