"""What the ledger of links and the quiz have in common: the record of what was published, and what was retired."""

from __future__ import annotations

from typing import TYPE_CHECKING

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sitegen.course.base import Model
    from sitegen.course.files import Published
    from sitegen.course.yamlfile import Document
    from sitegen.findings import Finding


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
    message = "there are ids, addresses or sections that are not recorded yet; run 'make ledger', so that none may die"
    return recorded.finding(("fingerprint",), "link/unrecorded", message, warning=True)


def joined(earlier: Iterable[str], today: Iterable[str]) -> tuple[str, ...]:
    """Return all ids, those recorded first."""
    return tuple(dict.fromkeys([*earlier, *today]))


def write(record: Published) -> str:
    """Return the text of `content/published.yml`."""
    data = record.model_dump(mode="json", exclude_defaults=True)
    return _ABOVE + yaml.safe_dump(data, sort_keys=False, width=120, default_flow_style=None)


_ABOVE = """\
# Written by 'make ledger': all that links may carry, of the quiz and of pages. Nothing is ever taken out: for what is
# gone, lines under 'retired' in quiz.yml and course.yml say what stands for it now.
"""
