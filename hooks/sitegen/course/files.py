"""The files of the course itself: `course.yml`, its wording, the front matter of pages, and the record of links."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from sitegen.course.base import Id, Lang, Model, PagePath, PointId, Section, Slug, Text


class Chapter(Model):
    """A page with a permanent address of its own, `/c/<id>/`, in every language."""

    id: Id
    page: PagePath


class RetiredAddress(Model):
    """A permanent address that was published and is gone, and what stands for it now; without `now` nothing does."""

    page: Id | None = None
    """Id of a chapter or of another page."""
    example: Id | None = None
    now: Id | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> RetiredAddress:
        if (self.page is None) == (self.example is None):
            raise ValueError("page, or example")
        return self


class CourseFile(Model):
    """`content/course.yml`."""

    languages: Annotated[tuple[Lang, ...], Field(min_length=1)]
    source: Lang
    """The language that the others follow."""
    chapters: tuple[Chapter, ...] = ()
    pages: tuple[Chapter, ...] = ()
    """Further pages with a permanent address: tools, and what trainers link."""
    points: dict[PointId, tuple[Section, ...]] = {}
    """Point of the source article -> the sections that teach it."""
    retired: tuple[RetiredAddress, ...] = ()

    @property
    def addressed(self) -> dict[str, str]:
        """Id -> path of all pages with a permanent address."""
        return {entry.id: entry.page for entry in (*self.chapters, *self.pages)}


class CourseWording(Model):
    """`content/<lang>/course.yml`."""

    title: Text
    description: Text
    sections: dict[Id, Text] = {}
    """Section id in the navigation of mkdocs.yml -> its title."""
    sides: dict[Id, Text] = {}
    """Side of examples and analogies -> its title."""
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


class Published(Model):
    """`content/published.yml`: the ids that links may carry, as last recorded by `make quiz`."""

    fingerprint: Text | None = None
    """That of the quiz; a course without one has addresses alone."""
    questions: dict[Id, tuple[Id, ...]] = {}
    outcomes: tuple[Id, ...] = ()
    pages: tuple[Id, ...] = ()
    """Chapters and other pages with a permanent address."""
    examples: tuple[Id, ...] = ()
