"""Writes one language of a checked course: what directives stand for, and what surrounds a page.

Links in the Markdown are written to `/page.md`, from the language's folder, so that it may stand on any page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property, partial
from html import escape
from typing import TYPE_CHECKING, Any

from sitegen import kept
from sitegen.course.prose import DIRECTIVE, prose, sentences
from sitegen.course.resolve import relative, resolve
from sitegen.language.ease import minutes
from sitegen.language.i18n import Interface
from sitegen.language.typography import polish
from sitegen.show import environment
from sitegen.show.article import article, converter
from sitegen.show.escape import plain
from sitegen.show.extension import (
    DirectiveExtension,
    FragmentExtension,
    LinkExtension,
    LinkNameExtension,
    RowHeaderExtension,
    TypographyExtension,
)
from sitegen.show.published import PartsExtension

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from markdown import Markdown
    from markdown.extensions import Extension

    from sitegen.course.course import Course
    from sitegen.show.article import Article


_WORDS = re.compile(r"[^\W\d_](?:[^\W_]|[,.;:!?…'’()«»“”€%/–—-]| (?! ))*(?<! )")
"""A text that means nothing to Markdown."""


@dataclass(frozen=True)
class Places:
    """Where one kind of content shows an outcome, for pages that lead there."""

    name: str
    """What scripts call it."""
    label: str
    links: tuple[tuple[str, str], ...]
    """Each as `page.md#id` and a title."""
    single: bool = False
    """Whether one is enough where room is short."""


@dataclass(frozen=True)
class Tables:
    """What the kinds of content bring to writing, handed down from their registry."""

    directives: Mapping[str, Callable[[Writer, str | None], str]]
    extensions: tuple[Callable[[Writer], list[Extension]], ...]
    shows: tuple[Callable[[Writer, str], Places | None], ...]
    proves: tuple[Callable[[Writer], list[str]], ...]
    facts: tuple[Callable[[Writer, str, str], dict[str, Any]], ...] = ()


class _Shown(dict[tuple[str, str | None], str]):
    def __init__(self, render: Callable[[str, str | None], str], known: Mapping[tuple[str, str | None], str]) -> None:
        super().__init__(known)
        self._render = render

    def __missing__(self, asked: tuple[str, str | None]) -> str:
        self[asked] = self._render(*asked)
        return self[asked]


class Writer:
    """Writes one language of a course."""

    def __init__(self, course: Course, lang: str, tables: Tables, extra: Mapping[str, Any] | None = None) -> None:
        """`extra` are the host's settings that kinds of content may show."""
        self.course = course
        self.lang = lang
        self.tables = tables
        self.extra = extra or {}
        self.words = course.wording[lang].course
        self.interface = Interface(lang, self.words.locale, course.source)
        self.shown = _Shown(self._render, course.shown.get(lang, {}))
        """What each directive stands for: each is rendered once, when it is first asked for."""
        self.articles: dict[str, Article] = dict(course.articles.get(lang, {}))
        """What was made of each page, as often as it was asked for: each is made once."""
        self._minutes: dict[tuple[str, str], int] = {}
        self._title: Callable[[str], str] = self.heading
        """Tells the article that is being made the title of a heading."""
        self._asked_anywhere: set[str] = set()
        """The headings whose titles were asked for by texts that may come to stand in any article."""
        self._path = ""
        self._converters: dict[str, Callable[[str], str]] = {}

    def renewed(self, course: Course) -> Writer:
        """Return what writes the same pages with other words; HTML that was made of a text is kept."""
        writer = Writer(course, self.lang, self.tables, self.extra)
        writer._converters = self._converters
        return writer

    def directive(self, name: str, argument: str | None) -> str:
        """Return the Markdown that a directive stands for; nothing for a comment of authors that looks like one."""
        if name not in self.tables.directives:
            return ""
        return self.shown[name, argument]

    def _render(self, name: str, argument: str | None) -> str:
        return self.tables.directives[name](self, argument)

    def expand(self, text: str) -> str:
        """Return Markdown with its directives replaced (outside the host's own pipeline)."""
        asked = {number: match for number, line in prose(text) if (match := DIRECTIVE.match(line))}
        return "\n".join(
            self.directive(asked[number][1], asked[number][2]) if number in asked else line
            for number, line in enumerate(text.split("\n"), 1)
        )

    def article(self, path: str) -> Article:
        """Return what is made of a page's Markdown."""
        if path not in self.articles:
            page = self.course.pages[self.lang][path]
            self._path = path
            self.articles[path] = (
                article(self._made, page.body) if page.generated else article(self._authored, page.body, page.read)
            )
        return self.articles[path]

    def article_by(self, path: str, title: Callable[[str], str]) -> Article:
        """Return the same; `title` is asked for the title of each heading on which it depends, as for `heading`."""
        self._title = title
        made = self.article(path)
        self._title = self.heading
        for place in self._asked_anywhere:
            title(place)
        return made

    @cached_property
    def _authored(self) -> Markdown:
        return converter(self._extensions())

    @cached_property
    def _made(self) -> Markdown:
        return converter(self._extensions(), authored=False)

    def _extensions(self) -> list[Extension]:
        return [
            PartsExtension(),
            LinkExtension(self._page_href),
            DirectiveExtension(self.directive),
            TypographyExtension(self.lang),
            LinkNameExtension(lambda place: self._title(place)),
            RowHeaderExtension(),
            FragmentExtension(),
            *(extension for made in self.tables.extensions for extension in made(self)),
        ]

    def places(self, outcome: str) -> list[Places]:
        """Return where the kinds of content show an outcome."""
        found = (shows(self, outcome) for shows in self.tables.shows)
        return [places for places in found if places and places.links]

    def place(self, path: str) -> str | None:
        """Return which of the chapters a page is, and how long it takes to read."""
        if path not in self.chapters:
            return None
        return self.interface.gettext(
            "Chapter %(number)s of %(total)s · %(minutes)s min read",
            number=self.chapters[path],
            total=len(self.chapters),
            minutes=self.minutes(path),
        )

    @cached_property
    def chapters(self) -> dict[str, int]:
        """Path -> number of each chapter."""
        return {chapter.page: number for number, chapter in enumerate(self.course.file.chapters, 1)}

    def minutes(self, path: str) -> int:
        """Return how long it takes to read a page; counted once for each text."""
        body = self.course.pages[self.lang][path].body
        if (path, body) not in self._minutes:
            text = self.expand(body)
            self._minutes[path, body] = kept.result("minutes", (text,), lambda: minutes(sentences(text)))
        return self._minutes[path, body]

    def title(self, target: str) -> str:
        """Return the title of a page, by `page.md` or `page.md#id`."""
        return self.course.pages[self.lang][target.partition("#")[0]].title

    def sections(self) -> dict[str, str]:
        """Return section id -> its title in the navigation."""
        return {ident: polish(title, self.lang) for ident, title in self.words.sections.items()}

    def links(self, targets: Iterable[tuple[str, str]]) -> str:
        """Return Markdown links to places, joined as in a sentence."""
        return self.interface.list(f"[{plain(title)}](/{place})" for place, title in targets)

    def colour(self, side: str | None) -> str:
        """Return the class that colours a side, with a space before it; nothing where there is no side."""
        sides = list(self.course.wording[self.course.source].course.sides)
        return f" side-{sides.index(side) + 1}" if side else ""

    def widget(self, template: str, name: str, argument: str | None = None, **context: Any) -> str:
        """Return what a template makes whose links start at the one page where the directive `name` stands."""
        here = self.course.place_of(name, argument) or "index.md"
        return self.template(
            template,
            assets=relative(self.course.address(self.lang, here), "assets/"),
            html=self.html(here),
            href=partial(self.course.href, self.lang, here),
            **context,
        )

    def html(self, here: str) -> Callable[[str], str]:
        """Return a function from Markdown to HTML whose links start at the page `here`; each text is made once."""
        if here not in self._converters:
            self._converters[here] = self._converter(here)
        return self._converters[here]

    def _converter(self, here: str) -> Callable[[str], str]:
        own = (
            LinkExtension(partial(self._href, here)),
            LinkNameExtension(self._title_anywhere),
            TypographyExtension(self.lang),
        )
        markdown = converter(own, authored=False)

        @cache
        def convert(text: str) -> str:
            if _WORDS.fullmatch(text):
                return polish(text, self.lang)
            html = markdown.reset().convert(text)
            single = html.startswith("<p>") and html.count("<p>") == 1 and html.endswith("</p>")
            return html.removeprefix("<p>").removesuffix("</p>") if single else html

        return convert

    def template(self, name: str, **context: Any) -> str:
        """Return what one of the templates makes in this language."""
        known = {
            "course": self.course,
            "sides": self.words.sides,
            "colour": self.colour,
            "title": self.title,
            "links": self.links,
        }
        return environment.render(name, self.interface, **(known | context))

    @cached_property
    def _headings(self) -> dict[str, str]:
        """Every heading of the language, by its page and id."""
        return {
            f"{path}#{heading.id}": polish(heading.title, self.lang)
            for path, found in self.course.pages[self.lang].items()
            for heading in found.headings
        }

    def _title_anywhere(self, place: str) -> str:
        self._asked_anywhere.add(place)
        return self.heading(place)

    def heading(self, place: str) -> str:
        """Return the title of a heading, by `page.md#id`; nothing where there is none."""
        return self._headings.get(place, "")

    def _page_href(self, target: str) -> str:
        """Return the link from the page whose article is being made to what is named on it."""
        start, found = self.course.address(self.lang, self._path), resolve(self._path, target).partition("#")[0]
        tail = re.sub(r"^[^?#]*", "", target)
        if found == self._path:
            return tail or "./"
        if found in self.course.pages[self.lang]:
            return relative(start, self.course.address(self.lang, found)) + tail
        return relative(start, "").removeprefix("./") + found + tail

    def _href(self, here: str, target: str) -> str:
        """Return the link from the page `here` to a page, or to a file of the language's folder."""
        path, start = resolve("index.md", target).partition("#")[0], self.course.address(self.lang, here)
        if path not in self.course.pages[self.lang]:
            return relative(start, "") + target.lstrip("/")
        return relative(start, self.course.address(self.lang, path)) + re.sub(r"^[^?#]*", "", target)


def sentence(clauses: Iterable[str], interface: Interface) -> str:
    """Return clauses, of which one is enough, as a sentence in HTML."""
    first, *others = clauses
    told = (escape(polish(clause, interface.lang)) for clause in (first[:1].upper() + first[1:], *others))
    joined = interface.list((f'<span class="option">{clause}</span>' for clause in told), either=True)
    return f"{joined}."
