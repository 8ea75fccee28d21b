"""What trainers take along: slides, and widgets for their own pages; made of the built site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.course.resolve import relative
from sitegen.kind import Directive, Kind
from sitegen.show.addressed import EMBED, SESSIONS, SLIDES, decks, embeds

if TYPE_CHECKING:
    from sitegen.show.writer import Writer

HEIGHTS = {"quiz": 900, "sorting": 900, "calculator": 1300}
"""Widget -> pixels that its frame is high, at which most of it is seen on a page that is wide enough."""


def _slides(writer: Writer, _: str | None) -> str:
    course, lang = writer.course, writer.lang
    here = course.address(lang, course.place_of(SLIDES) or "index.md")
    listed = [(relative(here, address), page) for address, page in decks(course).items()]
    return writer.template("kinds/room/slides.md.j2", decks=listed, sessions=SESSIONS)


def _embed(writer: Writer, _: str | None) -> str:
    known = embeds(writer.course)
    return writer.widget(
        "kinds/room/embed.md.j2",
        EMBED,
        embeds=[
            (address, place, writer.course.spoken(writer.lang, place), HEIGHTS[name])
            for address, (name, place) in known.items()
        ],
        publisher=writer.course.place_of("publisher"),
        hosts=[str(host) for host in writer.extra.get("embedding") or ()],
    )


ROOM: Kind[None, None] = Kind(
    "room",
    nothing=(None, None),
    directives=(
        Directive(SLIDES, _slides),
        Directive(EMBED, _embed, widget="widgets to be put into other pages"),
    ),
)
