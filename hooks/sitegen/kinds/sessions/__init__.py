"""Sessions: how to teach the course in a room, by steps with their minutes, and a plan of one's own."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from sitegen.check.parity import slugs
from sitegen.course.resolve import relative
from sitegen.kind import Directive, Kind, Stage
from sitegen.kinds.sessions import uses
from sitegen.kinds.sessions.check import LONGEST_TALK, check, check_uses
from sitegen.kinds.sessions.plan import GROUP, copies, fragment, timed
from sitegen.kinds.sessions.shape import Activity, SessionsFile, SessionsWording
from sitegen.show.addressed import SESSIONS as FOLDER
from sitegen.show.addressed import deck_address

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from sitegen.course.course import Course
    from sitegen.course.shapes import Loc
    from sitegen.findings import Finding
    from sitegen.show.writer import Writer

BUILDER = "session_builder"


def _known(writer: Writer) -> tuple[SessionsFile, SessionsWording]:
    """Return the sessions and their words; only directives that need them ask for it."""
    file, words = SESSIONS.of(writer.course), SESSIONS.words(writer.course, writer.lang)
    assert file
    assert words
    return file, words


def _context(writer: Writer) -> dict[str, Any]:
    """Return what all templates of sessions use."""
    file, words = _known(writer)
    return {
        "file": file,
        "words": words,
        "activities": _activities(writer),
        "timed": partial(timed, file),
        "fragment": fragment,
        "copies": copies,
        "group": GROUP,
        "place": partial(uses.place, writer.course, writer.lang),
        "builder": writer.course.place_of(BUILDER),
        "material": {material.id: material for material in file.material},
        "pages": {chapter.id: chapter.page for chapter in writer.course.file.chapters},
    }


def _activities(writer: Writer) -> dict[Activity, str]:
    gettext = writer.interface.gettext
    return {
        Activity.ALONE: gettext("each alone"),
        Activity.PAIRS: gettext("in pairs"),
        Activity.GROUPS: gettext("in small groups"),
        Activity.TOGETHER: gettext("all together"),
        Activity.LISTEN: gettext("the group listens"),
    }


def _show(writer: Writer, argument: str | None) -> str:
    """Return a session; search finds it by its agenda, for each step is told in several."""
    session = next(each for each in _known(writer)[0].sessions if each.id == argument)
    slides = _slides(writer, session.id, f"{FOLDER}{session.id}.md")
    return writer.widget(
        "kinds/sessions/templates/session.md.j2",
        "session",
        argument,
        session=session,
        slides=slides,
        **_context(writer),
    )


def _list(writer: Writer, _: str | None) -> str:
    here = writer.course.place_of("sessions") or "index.md"
    slides = partial(_slides, writer, here=here)
    return writer.template("kinds/sessions/templates/sessions.md.j2", slides=slides, **_context(writer))


def _slides(writer: Writer, ident: str, here: str) -> str | None:
    """Return the link from a page to the slides of a session; None where it has none."""
    deck = deck_address(writer.course, f"{FOLDER}{ident}.md")
    return deck and relative(writer.course.address(writer.lang, here), deck)


def _teach(writer: Writer, _: str | None) -> str:
    return writer.template("kinds/sessions/templates/teach.md.j2", **_context(writer))


def _build(writer: Writer, _: str | None) -> str:
    return writer.widget(
        "kinds/sessions/templates/builder.md.j2", BUILDER, **_context(writer), longest_talk=LONGEST_TALK
    )


def _pages(writer: Writer) -> dict[str, Callable[[], str]]:
    words = SESSIONS.words(writer.course, writer.lang)
    return {
        f"{FOLDER}{ident}.md": partial(writer.template, "kinds/sessions/templates/page.md.j2", ident=ident, told=told)
        for ident, told in (words.sessions if words else {}).items()
    }


def _worded(file: SessionsFile | None, words: SessionsWording | None) -> Iterable[tuple[Loc, Iterable[str]]]:
    if file:
        yield ("material",), [material.id for material in file.material]
        yield ("steps",), [step.id for step in file.steps]
        yield ("sessions",), [session.id for session in file.sessions]
        yield ("teach",), [taught.chapter for taught in file.teach]


def _check(course: Course) -> Iterator[Finding]:
    if file := SESSIONS.of(course):
        chapters = [chapter.id for chapter in course.file.chapters]
        yield from check(file, course.documents["sessions.yml"], chapters)


def _check_words(course: Course) -> Iterator[Finding]:
    for lang in course.languages:
        if words := SESSIONS.words(course, lang):
            yield from slugs(course, f"{lang}/sessions.yml", ("sessions",), words.sessions)


def _check_uses(course: Course) -> Iterator[Finding]:
    if file := SESSIONS.of(course):
        yield from check_uses(file, course, course.documents["sessions.yml"])


def _ids(course: Course) -> list[str]:
    file = SESSIONS.of(course)
    return [session.id for session in file.sessions] if file else []


NEEDS = ("sessions.yml",)

SESSIONS: Kind[SessionsFile | None, SessionsWording | None] = Kind(
    "sessions",
    nothing=(None, None),
    structure=SessionsFile,
    wording=SessionsWording,
    worded=_worded,
    checks={Stage.STRUCTURE: _check, Stage.SOUND: _check_words, Stage.COMPLETE: _check_uses},
    directives=(
        Directive("session", _show, entries=_ids, needs=NEEDS),
        Directive("sessions", _list, needs=NEEDS),
        Directive("teach", _teach, needs=NEEDS),
        Directive(BUILDER, _build, needs=NEEDS, widget="session builder"),
    ),
    folder=FOLDER,
    pages=_pages,
    written=lambda path: ("sessions.yml", ("sessions", path.removeprefix(FOLDER).removesuffix(".md"))),
)
