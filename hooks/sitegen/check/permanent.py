"""Permanent addresses: none that was published, `/c/<id>/` or `/c/<folder>/<id>/`, may die unnoticed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import yaml

from sitegen.course.files import Published
from sitegen.findings import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sitegen.course.base import Model
    from sitegen.course.course import Course
    from sitegen.course.yamlfile import Document
    from sitegen.findings import Finding


def check(course: Course) -> list[Finding]:
    """Return pages whose permanent address was published and is gone, and what is wrong with those retired."""
    twice = retired_twice(course.file.retired, course.documents["course.yml"])
    return [*twice, *check_entries(course, "page", list(course.file.addressed))]


def check_entries(course: Course, name: str, ids: Sequence[str], folder: str = "") -> list[Finding]:
    """Return the same for one kind of entry, a `page` or an `example`, whose `ids` have addresses below `folder`."""
    findings = list(_retired(course, name, ids))
    if course.published is None:
        return findings
    published: tuple[str, ...] = getattr(course.published, f"{name}s")
    kept = {*ids, *(getattr(entry, name) for entry in course.file.retired)}
    for ident in published:
        if ident not in kept:
            message = f"the {name} '{ident}' was published and is gone: links to /c/{folder}{ident}/ would die"
            message += f"; {remedy({name: ident})}"
            findings.append(course.documents["course.yml"].finding(("retired",), "link/killed", message))
    if not findings and set(ids) - set(published):
        findings.append(unrecorded(course.documents["published.yml"]))
    return findings


def _retired(course: Course, name: str, ids: Sequence[str]) -> Iterator[Finding]:
    document = course.documents["course.yml"]
    for index, entry in enumerate(course.file.retired):
        gone: str | None = getattr(entry, name)
        if gone in ids:
            message = f"'{gone}' is in use; only what is gone can be retired"
            yield document.finding(("retired", index), "retired/in-use", message)
        if gone and entry.now is not None and entry.now not in ids:
            message = f"there is no '{entry.now}'{did_you_mean(entry.now, ids)}"
            yield document.finding(("retired", index, "now"), "reference/unknown", message)


def retired_twice(entries: Sequence[Model], document: Document) -> Iterator[Finding]:
    """Yield each further line under `retired` about the same id: only one of them could hold."""
    lines = [entry.model_dump(exclude={"now"}, exclude_none=True) for entry in entries]
    for index, line in enumerate(lines):
        if line in lines[:index]:
            message = f"'{_said(line)}' is retired a second time; keep the one line that says what stands for it now"
            yield document.finding(("retired", index), "reference/duplicate", message)


def remedy(line: Mapping[str, str]) -> str:
    """Say what to write under `retired` for the id that `line` names."""
    return f"name what stands for it now, as 'retired: [{{{_said(line)}, now: …}}]', or leave out 'now' if nothing does"


def _said(line: Mapping[str, str]) -> str:
    return ", ".join(f"{key}: {ident}" for key, ident in line.items())


def unrecorded(recorded: Document) -> Finding:
    """Return the warning that a record is out of date."""
    message = "there are ids that are not recorded yet; run 'make quiz', which records what links may carry"
    return recorded.finding(("fingerprint",), "link/unrecorded", message, warning=True)


def record(course: Course) -> Published:
    """Return what `content/published.yml` should say of pages: those of today, and those recorded earlier."""
    earlier = course.published or Published()
    return earlier.model_copy(update={"pages": joined(earlier.pages, course.file.addressed)})


def joined(earlier: Iterable[str], today: Iterable[str]) -> tuple[str, ...]:
    """Return all ids, those recorded first."""
    return tuple(dict.fromkeys([*earlier, *today]))


def write(record: Published) -> str:
    """Return the text of `content/published.yml`."""
    data = record.model_dump(mode="json", exclude_defaults=True)
    return (
        "# Written by 'make quiz': all ids that links to the quiz and permanent addresses may carry.\n"
        + yaml.safe_dump(data, sort_keys=False, width=120, default_flow_style=None)
    )
