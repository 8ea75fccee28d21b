"""What can be wrong with examples: answers that lead elsewhere, sectors and sides that do not fit."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from sitegen.course.headings import made_ids
from sitegen.course.shapes import skeleton
from sitegen.findings import closest
from sitegen.kinds.quiz import graph
from sitegen.kinds.quiz.answers import lacking, problem
from sitegen.kinds.quiz.closed import said

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from sitegen.course.course import Course
    from sitegen.course.page import Page
    from sitegen.course.shapes import Loc
    from sitegen.course.yamlfile import Document
    from sitegen.findings import Finding
    from sitegen.kinds.examples.shape import Example, ExampleWording
    from sitegen.kinds.quiz.shape import QuizFile


def check(
    quiz: QuizFile,
    examples: Iterable[Example],
    quiz_document: Document,
    document: Document,
    others: Collection[int] = (),
    *,
    each: bool,
) -> list[Finding]:
    """Return every example whose answers do not lead where it says, and every outcome that `each` is to have one of.

    `others` are the numbers of examples that answer another quiz.
    """
    findings = []
    shown = set()
    for index, example in enumerate(examples):
        for side, run in example.quiz.items() if index not in others else ():
            shown.add(run.outcome)
            loc: Loc = (index, "quiz", side)
            problem = run_problem(quiz, run.answers, run.outcome)
            if problem:
                findings.append(document.finding(loc, "example/mismatch", f"{example.id}, {side}: {problem}"))
    for index, outcome in enumerate(quiz.outcomes):
        if each and outcome.id not in shown:
            message = f"no example leads to '{outcome.id}'; add one to {document.path}"
            findings.append(quiz_document.finding(("outcomes", index), "outcome/without-example", message))
    return findings


def run_problem(quiz: QuizFile, answers: graph.Answers, outcome: str) -> str | None:
    """Return why answers are not those of a path to an outcome; None when they are."""
    reached = graph.walk(quiz, answers).outcome
    elsewhere = None
    if reached != outcome:
        there = graph.witness(quiz, [outcome], {})
        known = ", ".join(each.id for each in quiz.outcomes)
        how = f"; {said(there.answers)} would lead there" if there else f"; outcomes: {known}"
        elsewhere = f"{said(answers)} leads to '{reached}', not to '{outcome}'{how}"
    wrong = problem(quiz, answers)
    return f"{wrong}{lacking(quiz, answers, [outcome])}" if wrong else elsewhere


def sectors(
    course: Course,
    lang: str,
    examples: Iterable[Example],
    ours: Mapping[str, ExampleWording],
    theirs: Mapping[str, ExampleWording],
) -> Iterator[Finding]:
    """Yield examples that a language groups otherwise than the source language: a filter means the same in both."""
    idents = [example.id for example in examples if example.id in ours and example.id in theirs]
    here, there = _firsts(idents, ours), _firsts(idents, theirs)
    for ident in idents:
        if here[ident] != there[ident]:
            source = course.documents[f"{course.source}/examples.yml"]
            place = f"{source.path}:{source.line(ident, 'sector')}"
            message = f"'{ident}' has {_shared(ident, here)} here, but {_shared(ident, there)} in {place}"
            message += "; examples share a sector in every language, or in none"
            yield course.documents[f"{lang}/examples.yml"].finding((ident, "sector"), "parity/sector", message)


def ungrouped(document: Document, shape: Any) -> Iterator[Finding]:
    """Yield the few examples of a file of words that name no sector where nearly all do: no filter finds them."""
    data = document.data if isinstance(document.data, dict) else {}
    entries = {ident: entry for ident, entry in data.items() if isinstance(entry, dict)}
    lacking = [ident for ident, entry in entries.items() if not closest("sector", entry)]
    for ident in lacking if len(lacking) * _FEW <= len(entries) else ():
        message = f"{ident} lacks the key 'sector'{skeleton(shape, (ident, 'sector'))}; the other examples name theirs"
        yield document.finding((ident,), "schema/missing", message)


_FEW = 4
"""One in so many may have been forgotten; where more have no sector, that is meant (a convention of ours)."""


def _firsts(idents: list[str], words: Mapping[str, ExampleWording]) -> dict[str, str]:
    """Return each example with the first one of its sector; with nothing where it has none."""
    firsts: dict[str, str] = {}
    sectors = {ident: words[ident].sector for ident in idents}
    return {ident: firsts.setdefault(sector, ident) if sector else "" for ident, sector in sectors.items()}


def _shared(ident: str, firsts: dict[str, str]) -> str:
    if not firsts[ident]:
        return "no sector"
    return "a sector that none before it has" if firsts[ident] == ident else f"the sector of '{firsts[ident]}'"


def sides(index: int, example: Example, page: Page, document: Document) -> Iterator[Finding]:
    """Yield sides of an example, number `index` in its file, whose name is an id of its page already."""
    named = Counter(made_ids(page.lines))
    for side in example.quiz:
        if named[side] > 1:
            message = f"every example's page has a section '{side}' of its own; give this side another name"
            yield document.finding((index, "quiz", side), "heading/duplicate-id", message)
