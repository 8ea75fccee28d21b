"""What can be wrong with sessions: minutes that do not add up, names that mean nothing, material that is not listed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.findings import choices
from sitegen.kinds.sessions import uses
from sitegen.kinds.sessions.plan import minutes
from sitegen.kinds.sessions.shape import Activity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sitegen.course.course import Course
    from sitegen.course.shapes import Loc
    from sitegen.course.yamlfile import Document
    from sitegen.findings import Finding
    from sitegen.kinds.sessions.shape import Session, SessionsFile, Step

LONGEST_TALK = 15
"""Minutes for which a group listens at a stretch."""


def check(file: SessionsFile, document: Document, chapters: Sequence[str]) -> Iterator[Finding]:
    """Yield what is wrong inside the file; `chapters` are those of the course."""
    steps = {step.id: step for step in file.steps}
    material = [each.id for each in file.material]
    yield from _twice(document, ("material",), material)
    yield from _twice(document, ("steps",), [step.id for step in file.steps])
    yield from _twice(document, ("sessions",), [session.id for session in file.sessions])
    yield from _twice(document, ("teach",), [taught.chapter for taught in file.teach])
    for index, step in enumerate(file.steps):
        yield from _unknown(document, ("steps", index, "needs"), step.needs, material, "material")
        yield from _unknown(document, ("steps", index, "after"), step.after, list(steps), "step")
        yield from _too_long(document, ("steps", index, "minutes"), step, step.minutes)
    for index, session in enumerate(file.sessions):
        loc: Loc = ("sessions", index)
        yield from _unknown(document, (*loc, "material"), session.material, material, "material")
        yield from _session(document, loc, session, steps)
    taught = [each.chapter for each in file.teach]
    yield from _unknown(document, ("teach",), taught, chapters, "chapter")


def check_uses(file: SessionsFile, course: Course, document: Document) -> Iterator[Finding]:
    """Yield what steps use and what material is printed from that no page or section stands for."""
    for index, step in enumerate(file.steps):
        for use in step.uses:
            if said := uses.problem(course, use):
                yield document.finding(("steps", index, "uses"), "session/uses", f"'{use}': {said}")
    for index, material in enumerate(file.material):
        if material.place and (said := uses.problem(course, material.place)):
            yield document.finding(("material", index, "place"), "session/uses", f"'{material.place}': {said}")


def _session(document: Document, loc: Loc, session: Session, steps: dict[str, Step]) -> Iterator[Finding]:
    named = [planned.step for planned in session.steps]
    yield from _unknown(document, (*loc, "steps"), named, list(steps), "step")
    yield from _twice(document, (*loc, "steps"), named)
    known = [(at, planned, steps[planned.step]) for at, planned in enumerate(session.steps) if planned.step in steps]
    for at, planned, step in known:
        for later in (name for name in named[at + 1 :] if name in step.after):
            message = f"'{step.id}' stands before '{later}' here, but comes after it by its own line; move one"
            yield document.finding((*loc, "steps", at), "session/order", message)
        yield from _too_long(document, (*loc, "steps", at), step, minutes(planned, step))
        for need in step.needs:
            if need not in session.material:
                message = f"the step '{step.id}' needs '{need}', which is not in the material of '{session.id}'; add it"
                yield document.finding((*loc, "material"), "session/material", message)
    total = sum(minutes(planned, step) for _, planned, step in known)
    if len(known) == len(session.steps) and total != session.minutes:
        message = f"the steps of '{session.id}' take {total} minutes together, the session {session.minutes}"
        yield document.finding((*loc, "minutes"), "session/minutes", f"{message}; change one or the other")


def _too_long(document: Document, loc: Loc, step: Step, taken: int) -> Iterator[Finding]:
    if step.kind is Activity.LISTEN and taken > LONGEST_TALK:
        message = (
            f"in '{step.id}' the group listens for {taken} minutes; after {LONGEST_TALK} at most, let it do something"
        )
        yield document.finding(loc, "session/passive", message)


def _twice(document: Document, loc: Loc, ids: Sequence[str]) -> Iterator[Finding]:
    for index, ident in enumerate(ids):
        if ident in ids[:index]:
            message = f"'{ident}' stands here a second time; each stands once"
            yield document.finding((*loc, index), "reference/duplicate", message)


def _unknown(document: Document, loc: Loc, named: Iterable[str], known: Sequence[str], what: str) -> Iterator[Finding]:
    for name in named:
        if name not in known:
            yield document.finding(loc, "reference/unknown", f"there is no {what} '{name}'{choices(name, known)}")
