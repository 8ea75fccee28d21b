"""The files of the course itself: `course.yml`, its wording, the front matter of pages, and the record of links."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from typing import Annotated, Literal

from pydantic import Field, field_validator, model_validator

from sitegen.course.base import Address, Id, Lang, Model, PagePath, PointId, Section, Slug, Text, one_of

FOLDERS = {"page": "c/", "example": "c/examples/", "term": "c/terms/"}
"""What can be retired by its id -> where its permanent address lies."""


class Chapter(Model):
    """A page with a permanent address of its own, `/c/<id>/`, in every language."""

    id: Id
    """Its permanent address, as `/c/<id>/`: never change or reuse one that has been published."""
    page: PagePath
    """File of the page, as `page.md`."""


class Retired(Model):
    """A link that was published and is gone, and what stands for it now; without `now` nothing does."""

    model_config = one_of("page", "example", "term", "address", "section")

    page: Id | None = None
    """Id of a chapter or of another page."""
    example: Id | None = None
    """Id of an example."""
    term: Id | None = None
    """Id of an entry of the glossary."""
    address: Address | None = None
    """What an address of one language was, as `fr/old-slug/`."""
    section: Section | None = None
    """A heading that is gone, as `page.md#section`."""
    now: Text | None = None
    """An id of the same sort; of an address or a section, `page.md` or `page.md#section`."""

    @model_validator(mode="after")
    def _one_sort(self) -> Retired:
        if len(self._named) != 1:
            raise ValueError("one key that says what is gone: page, example, term, address, or section")
        return self

    @property
    def _named(self) -> list[str]:
        return [name for name, said in self if said is not None and name != "now"]

    @property
    def sort(self) -> str:
        """What is gone: the name of the one key that says so."""
        return self._named[0]

    @property
    def link(self) -> str:
        """What is gone, as links carry it: an address, or `page.md#section`."""
        return self._link(getattr(self, self.sort))

    @property
    def successor(self) -> str | None:
        """What stands for it now, in the same form, or as `page.md`."""
        return None if self.now is None else self._link(self.now)

    def _link(self, word: str) -> str:
        return f"{FOLDERS[self.sort]}{word}/" if self.sort in FOLDERS else word


Count = Annotated[int, Field(strict=True, ge=0)]


class Span(Model):
    """How many there may be of something; without a bound, any number."""

    at_least: Count | None = None
    """The fewest."""
    at_most: Count | None = None
    """The most."""


class ChapterLimits(Model):
    """What every chapter of this course has."""

    words: Span = Span()
    """In its prose."""
    ends_in: tuple[Text, ...] = ()
    """Ids of its last sections, in their order."""
    shows: tuple[Id, ...] = ()
    """Names of directives of which it has one or more."""
    boxes: dict[Id, Count] = {}
    """Kind of box -> how many of it there are at least."""


class Limits(Model):
    """What all pages of this course have in common; without a line, nothing."""

    description: Span = Span()
    """Signs of the description of a page."""
    chapter: ChapterLimits = ChapterLimits()
    """What the pages under `chapters` have, beside that."""


class CourseFile(Model):
    """`content/course.yml`."""

    languages: Annotated[tuple[Lang, ...], Field(min_length=1)]
    """Languages of the course, which are names of folders, as `fr`."""
    source: Lang
    """The language that the others follow."""
    chapters: tuple[Chapter, ...] = ()
    """Pages that teach, in their order, each with a permanent address."""
    pages: tuple[Chapter, ...] = ()
    """Further pages with a permanent address: tools, and what trainers link."""
    points: dict[PointId, tuple[Section, ...]] = {}
    """Point of the source article -> the sections that teach it."""
    limits: Limits = Limits()
    """What all pages have in common, such as how long they are."""
    retired: tuple[Retired, ...] = ()
    """Links that were published and are gone; `make check` says which lines to write."""
    example_for_each_outcome: bool = False
    """Whether every outcome of the quiz is to have an example that leads to it."""

    @property
    def addressed(self) -> dict[str, str]:
        """Id -> path of all pages with a permanent address."""
        return {entry.id: entry.page for entry in (*self.chapters, *self.pages)}


class SectorWording(Model):
    """What the groups of examples are called above their list."""

    label: Text
    """One of them, as "Field": the name of the filter."""
    all: Text
    """All of them, as "All fields": the filter's first choice."""


class CourseWording(Model):
    """`content/<lang>/course.yml`."""

    title: Text
    """Name of the course."""
    description: Text
    """The course in a sentence, for search engines."""
    sections: dict[Id, Text] = {}
    """Section id in the navigation of mkdocs.yml -> its title."""
    sides: dict[Id, Text] = {}
    """Side of examples and analogies -> its title."""
    sector: SectorWording | None = None
    """What the sectors of examples are called; groups, unless said."""
    locale: Lang | None = None
    """The variety of the language, such as `en-GB`, whose habits lists and numbers follow; the folder's by default."""
    reading_ease: Annotated[int, Field(strict=True)] | None = None
    """The reading ease that every written page shall have at least; `make check` shows what each has."""


class PageMeta(Model):
    """Front matter of a page."""

    slug: Slug | None = None
    """Last part of the page's address; every page but `index.md` has one."""
    description: Text
    hide: tuple[Literal["navigation", "toc", "footer"], ...] = ()
    unlisted: bool = False
    """Whether only links lead here: no navigation, no search in the site or elsewhere, no permanent address."""
    aliases: tuple[Text, ...] = ()
    """Other words by which readers may look for the page in the site's search."""
    reviewed: Text | None = None
    """The day on which somebody last read all of it and found it right, as 2026-11-29."""

    @field_validator("reviewed")
    @classmethod
    def _has_come(cls, said: str | None) -> str | None:
        if said and not is_past(said):
            raise ValueError("a day that has come, as 2026-11-29")
        return said


def is_past(day: str) -> bool:
    """Tell whether a day has begun somewhere on the earth."""
    try:
        found = date.fromisoformat(day)
    except ValueError:
        return False
    return found.isoformat() == day and found <= datetime.now(timezone(timedelta(hours=14))).date()


class PublishedQuiz(Model):
    """What links to one quiz may carry."""

    fingerprint: Text | None = None
    """That of the quiz; a course without one has none."""
    questions: dict[Id, tuple[Id, ...]] = {}
    """Question -> its options."""
    outcomes: tuple[Id, ...] = ()
    """Ids of the results."""


class Published(PublishedQuiz):
    """`content/published.yml`: all that links may carry, as last recorded by `make ledger`."""

    addresses: dict[Text, tuple[Text, ...]] = {}
    """Page -> its addresses, inside the site: the permanent ones first, then those of its languages."""
    sections: dict[Text, tuple[Text, ...]] = {}
    """Page -> the ids of its headings, terms aside; all languages share them."""
    terms: dict[Text, tuple[Id, ...]] = {}
    """Page with the glossary -> the terms that stand there."""
    quizzes: dict[Id, PublishedQuiz] = {}
    """Further quiz -> what links to it may carry."""
