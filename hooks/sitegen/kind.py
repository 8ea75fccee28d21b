"""What a kind of content is to the rest of the house: its files, its words, its checks, and what shows it.

A kind is a folder under `kinds/` and a line in its registry. Everything has a default that says "none of this".
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from markdown.extensions import Extension

    from sitegen.course.course import Course
    from sitegen.course.files import Published
    from sitegen.course.reader import Reader
    from sitegen.course.shapes import Loc
    from sitegen.findings import Finding
    from sitegen.show.edit import Written
    from sitegen.show.writer import Places, Writer

S = TypeVar("S")
W = TypeVar("W")


class Stage(Enum):
    """When a check is made."""

    READ = auto()
    """Whatever could be read."""
    STRUCTURE = auto()
    """Every file of structure was fit to use, whatever the words are: only `of` a course counts, and its pages."""
    SOUND = auto()
    """Every file of data was fit to use."""
    COMPLETE = auto()
    """Nothing was wrong so far: generated pages are there, and the ids that directives bring."""
    RIGHT = auto()
    """Nothing is wrong: only what is worth a warning is left."""


@dataclass(frozen=True)
class Directive:
    """What `<!-- name -->` or `<!-- name: argument -->` on a line of its own asks for."""

    name: str
    render: Callable[[Writer, str | None], str]
    """Returns the Markdown that it stands for."""
    entries: Callable[[Course], Collection[str]] | None = None
    """Returns what its argument may name; without it, it takes none."""
    optional: str = ""
    """What the argument names, where it may stand without one as well."""
    needs: tuple[str, ...] = ()
    """Files without which it has nothing to show; `{lang}` stands for the language."""
    widget: str = ""
    """What it shows, where it brings a script of its own and so stands on one page only."""


@dataclass(frozen=True, eq=False)
class Kind(Generic[S, W]):
    """One kind of content; it also gives its own parts of a course, with their types."""

    name: str
    """Stem of its files: `<name>.yml` once for all languages, `<lang>/<name>.yml` in each."""
    nothing: tuple[S, W]
    """Structure and wording of a course without it."""
    structure: Any = None
    """Shape of `<name>.yml`; None for a kind that is wording alone, or that reads its structure itself."""
    read: Callable[[Reader], S] | None = None
    """Reads the structure from the files of the folder `<name>/`."""
    wording: Any = None
    """Shape of `<lang>/<name>.yml`."""
    further: str = ""
    """Folder of further files of the same shapes, as `quizzes/`: each one's name is its id."""
    worded: Callable[[S, W], Iterable[tuple[Loc, Iterable[str]]]] = lambda *_: ()
    """Takes the structure and the source language's words; yields place in the wording -> keys to be worded there."""
    sides: Callable[[S], Iterable[str]] = lambda _: ()
    """Yields the sides that `<lang>/course.yml` must name."""
    points: Callable[[S], Iterable[tuple[Loc, tuple[str, ...]]]] = lambda _: ()
    """Yields each place in the structure that names points of the source article."""
    checks: Mapping[Stage, Callable[[Course], Iterable[Finding]]] = field(default_factory=dict)
    after: tuple[Kind[Any, Any], ...] = ()
    """Kinds that it builds on: where one of them is wrong, its own checks of structure and words are not made."""
    directives: tuple[Directive, ...] = ()
    folder: str = ""
    """Where its generated pages stand, as `examples/`."""
    pages: Callable[[Writer], Mapping[str, Callable[[], str]]] = lambda _: {}
    """Returns path -> what makes the Markdown of each of its generated pages."""
    written: Callable[[str], Written] | None = None
    """Takes the path of one of these; returns where its words stand in each language, as `examples.yml` and a place."""
    shows: Callable[[Writer, str], Places | None] | None = None
    """Returns where it shows an outcome."""
    proves: Callable[[Writer], list[str]] | None = None
    """Returns sentences about what every build proves of it, beside what it proves of the quiz."""
    facts: Callable[[Writer, str, str], dict[str, Any]] | None = None
    """Takes the path of a page and its address; returns what the page is by this kind, in the words of schema.org."""
    extensions: Callable[[Writer], list[Extension]] | None = None
    """Returns what it changes on every page."""
    placed: Callable[[Course], Mapping[str, str]] = lambda _: {}
    """Returns the permanent addresses of entries without a page of their own -> where each stands, as `page.md#id`."""
    states: Callable[[Course], Mapping[str, Collection[str]]] = lambda _: {}
    """Returns what links may ask of its widgets, as `page.md#name` -> the values, of which commas part several."""
    aliases: Callable[[Course, str], Mapping[str, tuple[str, ...]]] = lambda *_: {}
    """Takes a language; returns `page.md` or `page.md#id` of its entries -> other words by which search finds each."""
    moved: Callable[[Course], Mapping[str, str | None]] = lambda _: {}
    """Returns links that it retires itself, as permanent addresses of entries -> the link or page for them now."""
    record: Callable[[Course, Published], Published] = lambda _, earlier: earlier
    """Adds the ids that links may carry to the record of those published."""
    settings: Callable[[Mapping[str, Any]], list[str]] = lambda _: []
    """Returns, one a line, what is wrong with the host's settings that it shows."""

    def one(self, ident: str) -> Kind[S, W]:
        """Return what reads and compares one of its further files; all else is done for all of them by itself."""
        return Kind(
            f"{self.further}{ident}",
            nothing=self.nothing,
            structure=self.structure,
            wording=self.wording,
            worded=self.worded,
            sides=self.sides,
            points=self.points,
        )

    def of(self, course: Course) -> S:
        """Return its structure in a course."""
        structure: S = course.kinds.get(self.name, self.nothing[0])
        return structure

    def words(self, course: Course, lang: str) -> W:
        """Return its words in one language."""
        words: W = course.wording[lang].kinds.get(self.name, self.nothing[1])
        return words


Kinds = tuple[Kind[Any, Any], ...]
"""A registry."""
