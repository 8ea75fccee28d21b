"""How the translations stand, for a terminal and for a pull request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.course.translation import State
from sitegen.show.changes import changes, in_markdown, in_terminal, shortened

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sitegen.course.translation import Translation
    from sitegen.show.changes import Part

_UNFINISHED = (State.STALE, State.NEW, State.MISSING, State.ORPHAN)

_MEANS = {
    State.STALE: "the source has changed since the translation was accepted",
    State.NEW: "nobody has accepted the translation yet",
    State.MISSING: "not translated yet",
    State.ORPHAN: "the source has this no longer",
}


def line(lang: str, found: Translation) -> str:
    """Return the counts of one language."""
    counts = found.counts
    told = [f"{counts[State.FRESH]} of {len(found.source)} texts are up to date ({_percent(found.share)})"]
    told += [f"{counts[state]} {state.value}" for state in _UNFINISHED if counts[state]]
    return f"Translation {lang}: {', '.join(told)}."


def in_text(translations: Mapping[str, Translation]) -> str:
    """Return how all translations stand, as plain text."""
    return "\n".join(each for lang, found in translations.items() for each in (line(lang, found), *_told(lang, found)))


def _told(lang: str, found: Translation) -> Iterator[str]:
    for state in _UNFINISHED:
        groups = list(_groups(lang, found, state))
        if groups:
            yield f"\n{state.value}: {_MEANS[state]}"
        for place, name in groups:
            yield f"  {name}"
            if state is State.STALE:
                yield f"    {in_terminal(_change(found, place))}"
    if found.counts[State.STALE] + found.counts[State.NEW]:
        yield "\nOnce a translation says what the source says: make accept PAGE=<a name from above>, or make accept."


def in_pull_request(translations: Mapping[str, Translation]) -> str:
    """Return the same as Markdown."""
    parts = [part for lang, found in translations.items() for part in (line(lang, found), *_listed(lang, found))]
    return "\n\n".join(["## Translations", *parts])


def _listed(lang: str, found: Translation) -> Iterator[str]:
    """Yield headings and lists of Markdown."""
    for state in _UNFINISHED:
        groups = list(_groups(lang, found, state))
        if groups:
            yield f"### {state.value}: {_MEANS[state]}"
        if state is State.STALE:
            yield from (f"- `{name}`\n\n  {in_markdown(_change(found, place))}" for place, name in groups)
        elif groups:
            yield "\n".join(f"- `{name}`" for _, name in groups)


def _groups(lang: str, found: Translation, state: State) -> Iterator[tuple[str, str]]:
    """Yield what is in one state, as place and name: one by one, or a file as a whole where all of it is."""
    for file, states in found.files.items():
        places = [place for place, its in states.items() if its is state]
        if state is not State.STALE and len(places) == len(states) > 1:
            yield places[0], f"{lang}/{file} (all {len(places)} texts)"
        else:
            yield from ((place, f"{lang}/{place}") for place in places)


def _change(found: Translation, place: str) -> Iterator[Part]:
    return shortened(changes(found.accepted(place), found.source[place]))


def _percent(share: float) -> str:
    """Return a share in per cent that says 100 % of what is complete alone."""
    return f"{int(share * 1000) / 10:g} %"
