"""The ids that links carry, to the quiz and to permanent addresses: none that was published may die unnoticed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import yaml

from sitegen import graph
from sitegen.closed import said
from sitegen.findings import did_you_mean
from sitegen.models import Published

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sitegen.course import Course
    from sitegen.findings import Finding
    from sitegen.models import QuizFile, Retired, RetiredAddress
    from sitegen.yamlfile import Document


def check(quiz: QuizFile, published: Published, document: Document, recorded: Document) -> list[Finding]:
    """Return ids that were published and are gone without a successor, and whether the record is out of date."""
    retired = [entry.model_dump(exclude={"now"}, exclude_none=True) for entry in quiz.retired]
    findings = [
        document.finding(
            ("retired",),
            "link/killed",
            f"the {what} was published and is gone: links that carry it would die; {_remedy(line)}",
        )
        for what, line in _gone(quiz, published)
        if line not in retired
    ]
    if not findings and record(quiz, published) != published:
        findings.append(_unrecorded(recorded))
    return findings


def _gone(quiz: QuizFile, published: Published) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield what was published and is gone, and what the line under `retired` that it needs says, but for `now`.

    `take` in `docs/assets/quiz/flow.js` reads links: first the question, then its option as one of today's question.
    """
    questions, outcomes = graph.options(quiz), {outcome.id for outcome in quiz.outcomes}
    successors = {entry.question: entry.now for entry in quiz.retired if entry.question and not entry.option}
    for name, options in published.questions.items():
        if name not in questions:
            yield f"question '{name}'", {"question": name}
        today = name if name in questions else successors.get(name)
        if today is not None:
            lost = [option for option in options if option not in questions[today]]
            yield from ((f"option '{name}={option}'", {"question": today, "option": option}) for option in lost)
    for name in published.outcomes:
        if name not in outcomes:
            yield f"outcome '{name}'", {"outcome": name}


def _remedy(line: dict[str, str]) -> str:
    return f"name what stands for it now, as 'retired: [{{{said(line)}, now: …}}]', or leave out 'now' if nothing does"


def check_addresses(course: Course) -> list[Finding]:
    """Return permanent addresses that were published and are gone, and what is wrong with those retired."""
    findings = list(_retired(course))
    if course.published is None:
        return findings
    if course.quiz is None and (course.published.questions or course.published.outcomes):
        findings.append(course.documents["published.yml"].finding(("questions",), "link/killed", _NO_QUIZ))
    now = addressed(course)
    for kind, published in (("page", course.published.pages), ("example", course.published.examples)):
        kept = {*now[f"{kind}s"], *(getattr(entry, kind) for entry in course.file.retired)}
        for ident in published:
            if ident not in kept:
                address = f"/c/{ident}/" if kind == "page" else f"/c/examples/{ident}/"
                remedy = _remedy({kind: ident})
                message = f"the {kind} '{ident}' was published and is gone: links to {address} would die; {remedy}"
                findings.append(course.documents["course.yml"].finding(("retired",), "link/killed", message))
    recorded = {"pages": course.published.pages, "examples": course.published.examples}
    if not findings and any(set(now[kind]) - set(recorded[kind]) for kind in now):
        findings.append(_unrecorded(course.documents["published.yml"]))
    return findings


_NO_QUIZ = (
    "there is no quiz.yml any more, and links carry the ids of its questions and outcomes: they would all die; "
    "put it back, or take 'fingerprint', 'questions' and 'outcomes' out of this file if they may"
)


def addressed(course: Course) -> dict[str, tuple[str, ...]]:
    """Return the ids of all pages and examples that have a permanent address."""
    return {"pages": tuple(course.file.addressed), "examples": tuple(example.id for example in course.examples)}


def _retired(course: Course) -> Iterator[Finding]:
    document = course.documents["course.yml"]
    now = addressed(course)
    for index, entry in enumerate(course.file.retired):
        gone, known = (entry.page, now["pages"]) if entry.page else (entry.example, now["examples"])
        if gone in known:
            message = f"'{gone}' is in use; only what is gone can be retired"
            yield document.finding(("retired", index), "retired/in-use", message)
        if entry.now is not None and entry.now not in known:
            message = f"there is no '{entry.now}'{did_you_mean(entry.now, known)}"
            yield document.finding(("retired", index, "now"), "reference/unknown", message)
    yield from retired_twice(course.file.retired, document)


def retired_twice(entries: Sequence[Retired | RetiredAddress], document: Document) -> Iterator[Finding]:
    """Yield each further line under `retired` about the same id: only one of them could hold."""
    lines = [entry.model_dump(exclude={"now"}, exclude_none=True) for entry in entries]
    for index, line in enumerate(lines):
        if line in lines[:index]:
            message = f"'{said(line)}' is retired a second time; keep the one line that says what stands for it now"
            yield document.finding(("retired", index), "reference/duplicate", message)


def _unrecorded(recorded: Document) -> Finding:
    message = "there are ids that are not recorded yet; run 'make quiz', which records what links may carry"
    return recorded.finding(("fingerprint",), "link/unrecorded", message, warning=True)


def record(quiz: QuizFile | None, earlier: Published | None = None, **addresses: tuple[str, ...]) -> Published:
    """Return what `content/published.yml` should say: all ids of today, and those recorded earlier.

    `addresses` are the ids of today's `pages` and `examples`.
    """
    earlier = earlier or Published()
    kept = {kind: _joined(getattr(earlier, kind), addresses.get(kind, ())) for kind in ("pages", "examples")}
    if quiz is None:
        return earlier.model_copy(update=kept)
    questions = dict(earlier.questions)
    for name, options in graph.options(quiz).items():
        questions[name] = _joined(questions.get(name, ()), options)
    outcomes = _joined(earlier.outcomes, (outcome.id for outcome in quiz.outcomes))
    return Published(fingerprint=graph.fingerprint(quiz), questions=questions, outcomes=outcomes, **kept)


def _joined(earlier: Iterable[str], today: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*earlier, *today]))


def write(record: Published) -> str:
    """Return the text of `content/published.yml`."""
    data = record.model_dump(mode="json", exclude_defaults=True)
    return (
        "# Written by 'make quiz': all ids that links to the quiz and permanent addresses may carry.\n"
        + yaml.safe_dump(data, sort_keys=False, width=120, default_flow_style=None)
    )
