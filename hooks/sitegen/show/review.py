"""What answers a pull request: one comment in Markdown, from the project before and after it.

Whatever comes from the pull request stands in code spans, where nothing is a mention, a link or a mark of Markdown.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from sitegen.course.translation import State, file_of
from sitegen.findings import visible
from sitegen.language.i18n import Interface
from sitegen.show.changes import Change, changes, shortened
from sitegen.show.formats import fingerprint
from sitegen.show.spans import address, code, fenced, fitting

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from sitegen.course.course import Course
    from sitegen.course.translation import Translation
    from sitegen.findings import Finding

_ROOM = 11_000
"""Bytes of a section; GitHub takes 65,536 signs of a comment, and there are five sections."""
_TONGUES = 2
"""Languages of the course in which a comment speaks."""

_RECORDED = "content/published.yml"
"""What no person writes."""
_UNFINISHED = (State.STALE, State.NEW, State.MISSING, State.ORPHAN)


@dataclass(frozen=True)
class Side:
    """A project before a pull request, or after it."""

    files: Mapping[str, bytes]
    """Path inside the project -> what stands there, of the content and of the settings."""
    course: Course | None
    """None where errors leave none."""
    findings: tuple[Finding, ...]
    unloaded: Mapping[str, Translation] = field(default_factory=dict)
    """How the translations stand where errors leave no course, as far as that can be told."""

    @property
    def translations(self) -> Mapping[str, Translation]:
        """Language -> how it stands."""
        return self.course.translations if self.course else self.unloaded


@dataclass(frozen=True)
class Places:
    """Where the two can be seen; each is empty where it cannot."""

    site: str
    """Address of the site as it is published."""
    preview: str
    """Address of the site as it would be."""
    archive: str
    """Address from which that can be downloaded."""


def review(before: Side, after: Side, places: Places) -> str:
    """Return the comment; it has at most 65,536 signs, and never ends within a mark of Markdown."""
    return _Review(before, after, places).text


@dataclass(frozen=True)
class _Review:
    before: Side
    after: Side
    places: Places

    @property
    def text(self) -> str:
        sections = (self._findings(), self._lines_to_paste(), self._pages(), self._shown(), self._translations())
        return "\n\n".join([self._next(), *filter(None, sections)]) + "\n"

    @cached_property
    def _tongues(self) -> list[Interface]:
        course = self.after.course or self.before.course
        return [course.interface(lang) for lang in course.languages[:_TONGUES]] if course else [Interface("en")]

    def _said(self, message: Callable[[Interface], str], between: str = " · ") -> str:
        return between.join(dict.fromkeys(message(own) for own in self._tongues))

    # What to do next

    def _next(self) -> str:
        return self._said(lambda own: " ".join(self._steps(own)), between="\n\n")

    def _steps(self, own: Interface) -> Iterator[str]:
        stopping = sum(finding.stops for finding in self._new)
        if stopping:
            yield own.ngettext(
                "%(num)s thing is to be mended first: see the list below.",
                "%(num)s things are to be mended first: see the list below.",
                stopping,
            )
        told = [state for lang, found in self._unfinished.items() for _, state in self._together(lang, found)]
        if concerned := sum(state is not State.NEW for state in told):
            yield own.ngettext(
                "%(num)s text of a translation is to be brought into line: see below.",
                "%(num)s texts of translations are to be brought into line: see below.",
                concerned,
            )
        if not stopping and concerned:
            yield own.gettext("That stops nothing; now somebody reads it.")
        elif not stopping:
            yield own.gettext("Nothing is left to mend; now somebody reads it.")
        if not self.after.course:
            yield own.gettext("There is no preview until this is mended.")

    # Findings

    @cached_property
    def _parted(self) -> tuple[list[Finding], list[Finding]]:
        """Return the findings that are new, and those that stood there before, wherever their lines are now."""
        known = Counter(fingerprint(finding) for finding in self.before.findings)
        new: list[Finding] = []
        old: list[Finding] = []
        for finding in self.after.findings:
            mark = fingerprint(finding)
            (old if known[mark] else new).append(finding)
            known[mark] -= 1
        return new, old

    @property
    def _new(self) -> list[Finding]:
        return self._parted[0]

    def _findings(self) -> str:
        new, old = self._parted
        if not new and not old:
            return ""
        told = [self._heading(lambda own: own.gettext("To mend"))]
        told.append(self._said(lambda own: own.gettext("Each line says in English what is wrong and what is right.")))
        if new:
            told.append(self._listed(_by_file(new), _ROOM))
        if old:
            title = self._said(lambda own: own.gettext("Not yours: it stood there before"))
            listed = self._listed(_by_file(old), _ROOM // 3)
            told.append(f"<details><summary>{title}</summary>\n\n{listed}\n\n</details>")
        return "\n\n".join(told)

    def _lines_to_paste(self) -> str:
        lines = _lines_to_paste(self._new)
        if not lines:
            return ""
        kept = fitting(lines, _ROOM // 3)
        where = next(finding.path for finding in self._new if finding.rule == "link/killed")
        said = self._said(lambda own: own.gettext("Paste them under this key, once you have read them."))
        if lines[0] == _RETIRED:
            said = self._said(lambda own: own.gettext("Paste them at the end of this file, once you have read them."))
        told = [
            self._heading(lambda own: own.gettext("Lines that keep old links alive")),
            f"{said} {code(where)}, {code(_RETIRED)}",
            fenced("\n".join(kept), "yaml"),
            *self._left_out(len(lines) - len(kept)),
        ]
        return "\n\n".join(told)

    # Pages

    @cached_property
    def _changed_files(self) -> dict[str, str]:
        """Each file that is not as it was: `new`, `changed` or `removed`."""
        old, new = self.before.files, self.after.files
        found = dict.fromkeys(old.keys() - new.keys(), "removed") | dict.fromkeys(new.keys() - old.keys(), "new")
        found |= {path: "changed" for path in old.keys() & new.keys() if old[path] != new[path]}
        found.pop(_RECORDED, None)
        return dict(sorted(found.items()))

    @cached_property
    def _changed_pages(self) -> dict[str, dict[str, str]]:
        """Path of a page -> language -> what became of it there; without generated pages."""
        found: dict[str, dict[str, str]] = {}
        for file, change in self._changed_files.items():
            parts = file.split("/", 2)
            if len(parts) == 3 and file.endswith(".md"):
                found.setdefault(parts[2], {})[parts[1]] = change
        return found

    def _pages(self) -> str:
        others = [file for file in self._changed_files if not file.endswith(".md")]
        items = [self._page(path, changed) for path, changed in self._changed_pages.items()]
        items += [f"- {code(file)}: {self._become(self._changed_files[file])}" for file in others]
        if not items:
            return ""
        told = [self._heading(lambda own: own.gettext("What you have changed"))]
        if self.places.archive and not self.places.preview and self.after.course:
            where = self._said(lambda own: own.gettext("To see it, download, unpack and open index.html"))
            told.append(f"{where}: [`site`]({address(self.places.archive)})")
        return "\n\n".join([*told, self._listed(items, _ROOM)])

    def _page(self, path: str, changed: Mapping[str, str]) -> str:
        become = ", ".join(f"{code(lang)} {self._become(change)}" for lang, change in sorted(changed.items()))
        return " — ".join([f"- **{code(path)}**: {become}", *self._seen(path)])

    def _become(self, change: str) -> str:
        words: dict[str, Callable[[Interface], str]] = {
            "new": lambda own: own.gettext("new"),
            "changed": lambda own: own.gettext("changed"),
            "removed": lambda own: own.gettext("removed"),
        }
        return self._said(words[change])

    def _seen(self, path: str, langs: Collection[str] | None = None) -> Iterator[str]:
        """Yield the links to a page in these languages, or in all, as it would be and as it is."""
        if preview := _links(self.after.course, path, self.places.preview, langs):
            said = self._said(lambda own: own.gettext("preview"))
            yield f"{said}: {preview}"
        if live := _links(self.before.course, path, self.places.site, langs):
            said = self._said(lambda own: own.gettext("before"))
            yield f"{said}: {live}"

    def _shown(self) -> str:
        """Return the pages that show what was changed in another file."""
        before, after = _made(self.before.course), _made(self.after.course)
        if not before or not after:
            return ""
        found: dict[str, set[str]] = {}
        for lang, path in before.keys() | after.keys():
            if path not in self._changed_pages and before.get((lang, path)) != after.get((lang, path)):
                found.setdefault(path, set()).add(lang)
        items = [self._shower(path, langs, before, after) for path, langs in sorted(found.items())]
        if not items:
            return ""
        heading = self._heading(lambda own: own.gettext("Pages that show it"))
        return f"{heading}\n\n{self._listed(items, _ROOM)}"

    def _shower(
        self, path: str, langs: set[str], before: Collection[tuple[str, str]], after: Collection[tuple[str, str]]
    ) -> str:
        was, will = (any((lang, path) in side for lang in langs) for side in (before, after))
        change = "changed" if was and will else "new" if will else "removed"
        return " — ".join([f"- {code(path)}: {self._become(change)}", *self._seen(path, langs)])

    # Translations

    @cached_property
    def _unfinished(self) -> dict[str, dict[str, State]]:
        """Language -> place -> state, of what is not fresh, and was, or for another reason."""
        if not self.before.course:
            return {}
        earlier = self.before.course.translations
        return {
            lang: {place: state for place, state in found.states.items() if _is_news(place, found, earlier.get(lang))}
            for lang, found in self.after.translations.items()
        }

    def _translations(self) -> str:
        items = [
            self._unit(lang, place, state)
            for lang, states in self._unfinished.items()
            for place, state in self._together(lang, states)
        ]
        if not items:
            return ""
        told = [
            self._heading(lambda own: own.gettext("Translations")),
            self._said(
                lambda own: own.gettext(
                    "Bring each text into line, or see that it need not change; then run its command and commit what"
                    " it writes. Whoever does not speak the language, or cannot run it, leaves it to others."
                ),
                between="\n\n",
            ),
        ]
        return "\n\n".join([*told, self._listed(items, _ROOM)])

    def _together(self, lang: str, states: Mapping[str, State]) -> Iterator[tuple[str, State]]:
        """Yield each place with its state, state by state; the file, or the entry, in place of all that it holds."""
        known = self.after.translations[lang].states
        held: dict[str, set[State]] = {}
        for place, state in known.items():
            for whole in (file_of(place), _entry(place)):
                held.setdefault(whole, set()).add(state)
        for wanted in _UNFINISHED:
            wholes = {whole for whole, its in held.items() if wanted is not State.STALE and its == {wanted}}
            places = [place for place, state in states.items() if state is wanted]
            named = dict.fromkeys(
                next((whole for whole in (file_of(place), _entry(place)) if whole in wholes), place) for place in places
            )
            yield from ((place, wanted) for place in named)

    def _unit(self, lang: str, place: str, state: State) -> str:
        means: dict[State, Callable[[Interface], str]] = {
            State.STALE: lambda own: own.gettext("the original has changed"),
            State.NEW: lambda own: own.gettext("nobody has accepted it yet"),
            State.MISSING: lambda own: own.gettext("not translated yet"),
            State.ORPHAN: lambda own: own.gettext("the original has it no longer"),
        }
        told = [f"- **{code(f'{lang}/{place}')}**: {self._said(means[state])}"]
        if state is State.STALE:
            told.append(_change(self.after.translations[lang], place))
        if state is not State.MISSING:
            sort = "PAGE" if file_of(place).endswith(".md") else "FILE"
            told.append(code(f"make accept {sort}={place}"))
        return "  \n  ".join(told)

    # How it is written

    def _heading(self, message: Callable[[Interface], str]) -> str:
        return f"### {self._said(message)}"

    def _listed(self, items: list[str], room: int) -> str:
        kept = fitting(items, room)
        return "\n".join([*kept, *(f"- {line}" for line in self._left_out(len(items) - len(kept)))])

    def _left_out(self, count: int) -> list[str]:
        if not count:
            return []
        return [self._said(lambda own: own.ngettext("… and %(num)s more", "… and %(num)s more", count))]


def _entry(place: str) -> str:
    """Return the entry of a file that a text belongs to, as `glossary.yml:chase` for its definition."""
    file, sign, key = place.partition(":")
    return f"{file}{sign}{key.partition('.')[0]}" if sign else place


def _by_file(findings: Iterable[Finding]) -> list[str]:
    """Return an item for each finding; the first of each file names it."""
    grouped: dict[str, list[Finding]] = {}
    for finding in findings:
        grouped.setdefault(finding.path, []).append(finding)
    return [
        ("" if number else f"- **{code(path)}**\n") + _item(finding)
        for path, found in grouped.items()
        for number, finding in enumerate(found)
    ]


def _item(finding: Finding) -> str:
    return f"  - {finding.line}{finding.kind}: {code(finding.message)} ({code(finding.rule)})"


_RETIRED = "retired:"
_TO_PASTE = re.compile(r"add this line under 'retired'( \([a-z ]*\))?: (- \{.*\}) \((?:with|without) ")


def _lines_to_paste(findings: Iterable[Finding]) -> list[str]:
    """Return the lines that keep old links alive, below the key that holds them where a file does not have it yet."""
    killed = [finding for finding in findings if finding.rule == "link/killed"]
    found = [match for finding in killed if (match := _TO_PASTE.search(visible(finding.message)))]
    return [*([_RETIRED] if found and found[0][1] else []), *(f"  {match[2]}" for match in found)]


def _links(course: Course | None, path: str, root: str, langs: Collection[str] | None) -> str:
    if not course or not root:
        return ""
    having = [lang for lang in course.languages if path in course.pages[lang] and (langs is None or lang in langs)]
    return " ".join(f"[{code(lang)}]({address(f'{root}{lang}/{course.address(lang, path)}')})" for lang in having)


def _made(course: Course | None) -> dict[tuple[str, str], str]:
    """Return language and path of each page that others lead to -> what readers see."""
    if not course:
        return {}
    return {
        (lang, path): made.html
        for lang, pages in course.articles.items()
        for path, made in pages.items()
        if not course.pages[lang][path].meta.unlisted
    }


def _is_news(place: str, now: Translation, earlier: Translation | None) -> bool:
    state = now.states[place]
    if state is State.FRESH:
        return False
    if earlier is None or earlier.states.get(place) is not state:
        return True
    return state is State.STALE and earlier.source.get(place) != now.source.get(place)


def _change(found: Translation, place: str) -> str:
    shown = {Change.KEPT: "{}", Change.REMOVED: "<del>{}</del>", Change.ADDED: "<ins>{}</ins>"}
    parts = list(shortened(changes(found.accepted(place), found.source[place])))
    few = parts[:_PARTS]
    more = " …" if len(parts) > len(few) else ""
    return " ".join(shown[change].format(code(words)) for change, words in few) + more


_PARTS = 9
"""Pieces of a change that are shown."""
