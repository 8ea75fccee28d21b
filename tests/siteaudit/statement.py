"""What of an audit the accessibility statement is made from: a short file in the content, dated, and no place in it."""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING

import yaml
from sitegen.kinds.accessibility.criteria import RGAA, WCAG

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from siteaudit.look import Seen
    from siteaudit.measure import Measure

FILE = "accessibility.yml"
_HEAD = """\
# yaml-language-server: $schema=../schemas/accessibility.json
# Written by `make audit`; the accessibility statement is made from it. Correct the site, not this file.
"""
_WCAG = re.compile(r"wcag(\d)(\d)(\d+)")
_RGAA = re.compile(r"RGAA-(\d+\.\d+)\.\d+")
BY_LOOKING = {
    "wcag": ("1.4.10", "2.1.1", "2.1.2", "2.4.3", "2.4.7", "2.4.11"),
    "rgaa": ("10.7", "10.11", "12.8", "12.9"),
}
"""Criteria that reflow and the walk by keyboard test, beside those that the rules of axe name."""


def criteria(seen: Sequence[Seen]) -> dict[str, list[str]]:
    """Return the criteria of both standards for which something on some page was tested, in their order."""
    if not seen:
        return {"wcag": [], "rgaa": []}
    tags = set(chain.from_iterable(one.tags for one in seen))
    wcag = {".".join(found.groups()) for tag in tags if (found := _WCAG.fullmatch(tag))}
    rgaa = {found[1] for tag in tags if (found := _RGAA.fullmatch(tag))}
    return {
        "wcag": [known for known in WCAG if known in wcag | set(BY_LOOKING["wcag"])],
        "rgaa": [known for known in RGAA if known in rgaa | set(BY_LOOKING["rgaa"])],
    }


def write(day: str, tools: Mapping[str, str], measures: Sequence[Measure], seen: Sequence[Seen]) -> str:
    """Return the text of the file."""
    said = {
        "day": day,
        "tools": [{"name": name, "version": version} for name, version in sorted(tools.items())],
        "measures": [_short(measure) for measure in measures],
        **criteria(seen),
        "undecided": sorted(set(chain.from_iterable(one.undecided for one in seen))),
    }
    return _HEAD + yaml.safe_dump(said, sort_keys=False, allow_unicode=True, default_flow_style=None, width=118)


def _short(measure: Measure) -> dict[str, object]:
    said: dict[str, object] = {"id": measure.name, "goal": measure.goal}
    if measure.least:
        said["least"] = True
    if measure.measured:
        said |= {"figure": measure.figure, "looked_at": measure.looked_at}
    return said
