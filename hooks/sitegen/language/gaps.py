"""Gaps in interface strings, `%(name)s` for what the generator fills in and `{name}` for what a script does.

A `%` that belongs to no gap is a sign like any other, as in "100 %"; written twice, as gettext's own tools ask for, it
is shown once.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_FILLED = re.compile(r"%\((\w+)\)[sd]|%%")
_GAP = re.compile(r"%\(\w+\)[sd]|\{\w+\}")
_DAMAGED = re.compile(r"%\s*\(|%[sdifr]\b|[{}]")
"""What is left of a gap that lacks a part."""


def filled(text: str, values: Mapping[str, Any]) -> str:
    """Return a text with its `%(name)s` filled in, as far as there are values."""
    return _FILLED.sub(lambda gap: str(values.get(gap[1], gap[0])) if gap[1] else "%", text)


def faults(message: Sequence[str], translated: Sequence[str]) -> Iterator[str]:
    """Yield what is wrong with the gaps of a translation; each may have a text for each plural form.

    The last form stands for most numbers and has them all; the others may leave some out, as "one question" does.
    """
    wanted = {gap for text in message for gap in gaps(text)}
    for number, text in enumerate(translated, 1):
        own = gaps(text)
        rest = _GAP.sub("", text.replace("%%", ""))
        if (found := _DAMAGED.search(rest)) and not any(found[0] in _GAP.sub("", each) for each in message):
            yield f"'{rest[found.start() :][:20].strip()}' is no whole gap; {_right(wanted)}"
        elif extra := sorted(own - wanted):
            yield f"nothing fills {', '.join(extra)} here; {_right(wanted)}"
        elif number == len(translated) and (lacking := sorted(wanted - own)):
            yield f"the translation lacks {', '.join(lacking)}; {_right(wanted)}"


def gaps(text: str) -> set[str]:
    """Return the gaps of a text, as they are written in the message."""
    return {gap.replace(")d", ")s") for gap in _GAP.findall(text.replace("%%", ""))}


def _right(wanted: set[str]) -> str:
    return f"it has {', '.join(sorted(wanted))} and no other" if wanted else "its message has none"
