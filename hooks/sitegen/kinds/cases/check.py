"""What can be wrong with cases, or with the quiz as they show it.

Errors stop the build: answers that are no path, and an action first that the verdicts rule out, or do not call right.
What is open to judgement stops nothing, and is told by `make quiz`: grey cases, parts of the quiz that too few
cases meet, and questions on which readings differ.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from sitegen.findings import choices
from sitegen.kinds.cases import score
from sitegen.kinds.quiz.answers import lacking, problem
from sitegen.kinds.quiz.closed import said

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from sitegen.course.yamlfile import Document
    from sitegen.findings import Finding
    from sitegen.kinds.cases.shape import Case
    from sitegen.kinds.quiz.shape import QuizFile

CASES_OF_OUTCOME, CASES_OF_NODE = 3, 1
"""How many cases should meet each (conventions of ours)."""
AGREEMENT = 0.8
"""Below this share of equal answers, a question is not understood alike (a convention of ours)."""


def check(quiz: QuizFile, cases: Sequence[Case], document: Document, others: Collection[int] = ()) -> Iterator[Finding]:
    """Yield the errors of all cases; only one whose answers are those of a path is judged.

    `others` are the numbers of cases that answer another quiz.
    """
    for index, case in _own(cases, others):
        yield from _actions(quiz, index, case, document)
        unfit = list(_answers(quiz, index, case, document))
        yield from unfit or _verdict(quiz, index, case, document)


def doubts(
    quiz: QuizFile,
    cases: Sequence[Case],
    quiz_document: Document,
    document: Document,
    others: Collection[int] = (),
) -> Iterator[Finding]:
    """Yield what is worth a look: to be told to who asks for it, and never a reason not to publish."""
    for index, case in _own(cases, others):
        done = score.run(quiz, case)
        if done and case.grey and not done.right:
            yield document.finding((index,), "case/mismatch", _judged(done), warning=True)
    own = [case for _, case in _own(cases, others)]
    yield from _coverage(quiz, own, quiz_document)
    agreed = score.scores(quiz, own).agreement
    for index, question in enumerate(quiz.questions):
        if agreed.get(question.id, 1) < AGREEMENT:
            message = f"readings agree on '{question.id}' in {agreed[question.id]:.0%} of pairs only; reword it"
            yield quiz_document.finding(("questions", index), "case/agreement", message, warning=True)


def _own(cases: Sequence[Case], others: Collection[int]) -> list[tuple[int, Case]]:
    return [(index, case) for index, case in enumerate(cases) if index not in others]


def _actions(quiz: QuizFile, index: int, case: Case, document: Document) -> Iterator[Finding]:
    for key, named in (("best", (case.best,)), ("right", case.right), ("wrong", case.wrong)):
        for action in named:
            if action not in quiz.actions:
                message = f"{case.id}: the quiz has no action '{action}'{choices(action, quiz.actions)}"
                yield document.finding((index, key), "action/unknown", message)


def _answers(quiz: QuizFile, index: int, case: Case, document: Document) -> Iterator[Finding]:
    """Yield readings, and answers, that are not those of a path: most often, the quiz has changed since."""
    for number, reading in enumerate(case.readings or ()):
        if wrong := problem(quiz, reading):
            message = f"{case.id}, reading {number + 1}: {wrong}{lacking(quiz, reading)}"
            yield document.finding((index, "readings", number), "case/path", message)
    if case.answers and (wrong := problem(quiz, case.answers)):
        yield document.finding((index, "answers"), "case/path", f"{case.id}: {wrong}{lacking(quiz, case.answers)}")


def _verdict(quiz: QuizFile, index: int, case: Case, document: Document) -> Iterator[Finding]:
    done = score.run(quiz, case)
    if done is None:
        message = f"{case.id}: what most readings answer, question by question, is not a path; read it once more"
        yield document.finding((index, "readings"), "case/path", message)
    elif done.harmful or not (done.right or case.grey):
        yield document.finding((index,), "case/mismatch", _judged(done))


def _judged(done: score.Run) -> str:
    judged = "which was judged wrong" if done.harmful else "which was not judged right"
    return (
        f"{done.case.id}: {said(done.path.answers)} leads to '{done.path.outcome}', which says '{done.action}' first, "
        f"{judged}; right: {', '.join(done.case.right)}; best: {done.case.best}"
    )


def _coverage(quiz: QuizFile, cases: Sequence[Case], document: Document) -> Iterator[Finding]:
    done = score.runs(quiz, cases)
    ends = Counter(each.path.outcome for each in done)
    met = Counter(step.node for each in done for step in each.path.steps)
    for index, outcome in enumerate(quiz.outcomes):
        if ends[outcome.id] < CASES_OF_OUTCOME:
            message = (
                f"too few cases lead to '{outcome.id}' ({ends[outcome.id]} of at least {CASES_OF_OUTCOME}); add some"
            )
            yield document.finding(("outcomes", index), "case/coverage", message, warning=True)
    for name in quiz.nodes:
        if met[name] < CASES_OF_NODE:
            yield document.finding(
                ("nodes", name), "case/coverage", f"no case meets the node '{name}'; add one", warning=True
            )
