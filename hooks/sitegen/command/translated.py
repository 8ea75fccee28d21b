"""How translations stand, and what of them is accepted."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from sitegen import boundary
from sitegen.command.recorded import line_in
from sitegen.course import translation
from sitegen.course.translation import State, file_of, within
from sitegen.findings import did_you_mean
from sitegen.load import load
from sitegen.show import status as shown

if TYPE_CHECKING:
    from pathlib import Path

    from sitegen.course.translation import Translation


def status(folder: Path, lang: str | None, form: str) -> int:
    """Print how the translations stand; none of it is a failure."""
    found = _translations(folder, lang)
    if found is not None:
        print(shown.in_text(found) if form == "text" else shown.in_pull_request(found))
    return int(found is None)


def accept(folder: Path, lang: str | None, places: list[str]) -> int:
    """Record that translations are right at some places, or everywhere."""
    translations = _translations(folder, lang)
    if translations is None:
        return 1
    for place in places:
        if not any(_known(other, found, place) for other, found in translations.items()):
            known = {name for found in translations.values() for each in found.states for name in (each, file_of(each))}
            print(f"There is no '{place}' to accept{did_you_mean(place, known) or '.'}", file=sys.stderr)
            return 1
    for other, found in translations.items():
        wanted = [place for place in places if _known(other, found, place)]
        if wanted or not places:
            _record_accepted(folder / other / translation.FILE, found, [_inside(other, place) for place in wanted])
    return 0


def _known(lang: str, found: Translation, place: str) -> bool:
    return any(within(each, [_inside(lang, place)]) for each in found.states)


def _inside(lang: str, place: str) -> str:
    """Return a place without the language that may stand before it, as in what `status` prints."""
    return place.removeprefix(f"{lang}/")


def _record_accepted(file: Path, found: Translation, wanted: list[str]) -> None:
    record = translation.accept(found, lambda place: within(place, wanted))
    for place, state in found.states.items():
        if state is State.MISSING and within(place, wanted):
            print(f"{file.parent.name}/{place} is not translated yet: not accepted.")
    if record == found.record:
        print(f"{file}: nothing new to accept.")
        return
    changed = sum(record.get(place) != found.record.get(place) for place in record.keys() | found.record.keys())
    boundary.write(file, line_in(file) + translation.text_of(record))
    print(f"{file}: {changed} changed, {len(record)} texts accepted in all.")


def _translations(folder: Path, lang: str | None) -> dict[str, Translation] | None:
    """Return how the translations stand, or that into one language; None where there is none, which is told."""
    found = load(folder, folder.parent / "docs").translations
    if lang and lang not in found:
        print(f"There is no translation '{lang}'{did_you_mean(lang, found) or '.'}", file=sys.stderr)
        return None
    return {other: stand for other, stand in found.items() if lang in (None, "", other)}
