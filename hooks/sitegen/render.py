"""From a checked course to Markdown: what directives stand for, and pages that nobody writes by hand.

Links in the Markdown are written to `/page.md`, from the language's folder, so that it may stand on any page.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from functools import cached_property, partial
from html import escape
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markdown import Markdown

from sitegen import calculator, explain, graph, illustration, overview, page, picture, quizdata, reading, sorting
from sitegen.course import relative
from sitegen.directives import WIDGETS
from sitegen.extension import (
    DirectiveExtension,
    FragmentExtension,
    LinkExtension,
    LinkNameExtension,
    RowHeaderExtension,
    TypographyExtension,
)
from sitegen.hints import HintExtension, hints
from sitegen.i18n import COMMENT, PACKAGE, Interface
from sitegen.links import resolve
from sitegen.typography import polish
from sitegen.words import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from markdown.extensions import Extension

    from sitegen.course import Course
    from sitegen.models import ExampleRun, Outcome

OUTCOMES, EXAMPLES = "outcomes/", "examples/"
"""Folders of the generated pages; `outcomes.md` and `examples.md` list them."""


def complete(course: Course) -> Course:
    """Return the course with its generated pages."""
    pages = {}
    for lang in course.languages:
        pages[lang] = dict(course.pages[lang])
        for path, text in Renderer(course, lang).generated().items():
            file = f"(generated) {lang}/{path}"
            pages[lang][path], _ = page.parse(text, path, file, generated=True)
    return replace(course, pages=pages)


class Renderer:
    """Renders one language of a course."""

    def __init__(self, course: Course, lang: str, publisher: Mapping[str, str] | None = None) -> None:
        self.course = course
        self.lang = lang
        self.publisher = publisher or {}
        self.words = course.wording[lang]
        self.interface = Interface(lang, self.words.course.locale)

    def generated(self) -> dict[str, str]:
        """Return path -> Markdown of the pages that nobody writes by hand."""
        pages = {}
        if self.course.quiz:
            for outcome in self.course.quiz.outcomes:
                pages[f"{OUTCOMES}{outcome.id}.md"] = self.template(
                    "outcome.md.j2",
                    outcome=outcome,
                    when=explain.grouped(explain.conditions(self.course.quiz, outcome.id)),
                    neighbours=explain.neighbours(self.course.quiz, outcome.id),
                )
        for example in self.course.examples:
            pages[f"{EXAMPLES}{example.id}.md"] = self.template("example_page.md.j2", example=example)
        return pages

    def expand(self, text: str) -> str:
        """Return Markdown with its directives replaced (outside the host's own pipeline)."""
        asked = {number: match for number, line in page.prose(text) if (match := page.DIRECTIVE.match(line))}
        return "\n".join(
            self.directive(asked[number][1], asked[number][2]) if number in asked else line
            for number, line in enumerate(text.split("\n"), 1)
        )

    def directive(self, name: str, argument: str | None) -> str:
        """Return the Markdown that a directive stands for."""
        course = self.course
        if name == "example":
            return self.template("example.md.j2", example=_by_id(course.examples, argument))
        if name == "analogy":
            return self.template("analogy.md.j2", analogies=[_by_id(course.analogies, argument)])
        if name == "analogies":
            return self.template("analogy.md.j2", analogies=course.analogies)
        if name in WIDGETS:
            return self.template(f"{name}.md.j2", **self._widget(name))
        if name == "flow":
            drawn = vars(picture.layout(course.quiz)) if course.quiz else {"boxes": [], "lines": []}
            return self.template("flow.md.j2", box_width=picture.BOX, **drawn)
        if name == "flow_overview":
            titles = (
                {ident: polish(told.title, self.lang) for ident, told in self.words.quiz.outcomes.items()}
                if self.words.quiz
                else {}
            )
            small = overview.draw(course.quiz, titles) if course.quiz else None
            return self.template("flow_overview.md.j2", drawn=small)
        if name == "illustration":
            illustrated = _by_id(course.illustrations, argument)
            told = self.words.illustrations[illustrated.id]
            return self.template(
                "illustration.md.j2", svg=illustration.draw(illustrated, told, self.lang), caption=told.caption
            )
        if name == "proofs":
            figures = graph.figures(course.quiz) if course.quiz else None
            return self.template("proofs.md.j2", figures=figures, graph=graph)
        return self.template(f"{name}.md.j2", graph=graph)

    def extensions(self) -> list[Extension]:
        """Return the extensions of Python-Markdown with which a host makes pages of this language."""
        glossary, place = self.words.glossary, self.course.place_of("glossary")
        return [
            DirectiveExtension(self.directive),
            TypographyExtension(self.lang),
            LinkNameExtension(self._headings),
            RowHeaderExtension(),
            FragmentExtension(),
            *([HintExtension(glossary, hints(glossary, place, self.html(place)))] if place else []),
        ]

    def _widget(self, name: str) -> dict[str, Any]:
        """Return what the template of a widget shows, its links starting at the one page where it stands."""
        course, here = self.course, self.course.place_of(name) or "index.md"
        shown = {
            "assets": relative(course.address(self.lang, here), "assets/"),
            "html": self.html(here),
            "href": partial(course.href, self.lang, here),
        }
        if name == "calculator":
            shown |= calculator.context(self)
        if name == "quiz":
            shown |= self._key() | {"data": quizdata.quiz_data(self)}
        if name == "sorting":
            shown |= sorting.context(course)
        return shown

    def outcome(self, ident: str) -> Any:
        """Return the outcome's structure."""
        assert self.course.quiz
        return _by_id(self.course.quiz.outcomes, ident)

    def place(self, path: str) -> str | None:
        """Return which of the chapters a page is, and how long it takes to read."""
        chapters = [chapter.page for chapter in self.course.file.chapters]
        if path not in chapters:
            return None
        text = self.interface.gettext("Chapter %(number)s of %(total)s · %(minutes)s min read")
        minutes = reading.minutes(self.expand(self.course.pages[self.lang][path].body))
        return text % {"number": chapters.index(path) + 1, "total": len(chapters), "minutes": minutes}

    def families(self) -> dict[str | None, list[Outcome]]:
        """Return side -> its outcomes, in the order of quiz.yml; last those that belong to no side alone."""
        families: dict[str | None, list[Outcome]] = {}
        for outcome in self.course.quiz.outcomes if self.course.quiz else ():
            families.setdefault(outcome.side, []).append(outcome)
        return dict(sorted(families.items(), key=lambda family: family[0] is None))

    def title(self, target: str) -> str:
        """Return the title of a page, by `page.md` or `page.md#id`."""
        return self.course.pages[self.lang][target.partition("#")[0]].title

    def clauses(self, condition: explain.Condition) -> list[str]:
        """Return a condition as sentences in HTML, one for each question, whose options are joined by "or"."""
        assert self.words.quiz
        sentences = []
        for question, options in condition.items():
            first, *others = (self.words.quiz.questions[question].options[option].because for option in options)
            told = (escape(polish(clause, self.lang)) for clause in (first[:1].upper() + first[1:], *others))
            joined = self.interface.list((f'<span class="option">{clause}</span>' for clause in told), either=True)
            sentences.append(f"{joined}.")
        return sentences

    def examples_of(self, outcome: str) -> list[tuple[str, str]]:
        """Return where the stories that end in an outcome stand, one for each example, and the examples' titles."""
        found = []
        for example in self.course.examples:
            side = next((side for side, run in example.quiz.items() if run.outcome == outcome), None)
            if side:
                found.append((f"{EXAMPLES}{example.id}.md#{side}", self.words.examples[example.id].title))
        return found

    def analogies_of(self, outcome: str) -> list[tuple[str, str]]:
        """Return where the analogies of an outcome stand, and their titles."""
        found = []
        for analogy in self.course.analogies:
            place = self.course.place_of("analogy", analogy.id) or self.course.place_of("analogies")
            if outcome in analogy.outcomes.values() and place:
                found.append((f"{place}#analogy-{analogy.id}", self.words.analogies[analogy.id].title))
        return found

    def sectors(self) -> dict[str, str]:
        """Return sector -> the first example in it, whose id stands for it in every language."""
        found: dict[str, str] = {}
        for example in self.course.examples:
            found.setdefault(self.words.examples[example.id].sector, example.id)
        return found

    def counts(self) -> list[str]:
        """Return what to say when a filter shows no example, one, and so on up to all."""
        ngettext, total = self.interface.ngettext, len(self.course.examples)
        none = self.interface.gettext("No example of this kind. Change one of the two, or show all.")
        numbers = range(1, total + 1)
        some = [
            ngettext("%(count)s example out of %(total)s", "%(count)s examples out of %(total)s", n) for n in numbers
        ]
        return [none, *(text % {"count": n, "total": total} for n, text in zip(numbers, some, strict=True))]

    def answers(self, run: ExampleRun) -> str:
        """Return what opens the quiz with a run's answers, as the part of its address after `#`; see flow.js."""
        assert self.course.quiz
        steps = graph.walk(self.course.quiz, run.answers).steps
        return "&".join([f"d={graph.fingerprint(self.course.quiz)}", *(f"{s.question}={s.option}" for s in steps)])

    def sections(self) -> dict[str, str]:
        """Return section id -> its title in the navigation."""
        return {ident: polish(title, self.lang) for ident, title in self.words.course.sections.items()}

    def links(self, targets: list[tuple[str, str]]) -> str:
        """Return Markdown links to places, joined as in a sentence."""
        return self.interface.list(f"[{plain(title)}](/{place})" for place, title in targets)

    def glossary(self) -> list[tuple[str, Any]]:
        """Return the terms in the order of the language's alphabet, accents aside."""
        return sorted(self.words.glossary.items(), key=lambda item: fold(item[1].term))

    def _key(self) -> dict[str, Any]:
        """Return the numbered sections of the determination key: every section leads on to later ones only."""
        quiz = self.course.quiz
        if quiz is None:
            return {"sections": [], "numbers": {}}
        order = graph.bottom_up(quiz)[::-1]
        return {"sections": order, "numbers": {name: number for number, name in enumerate(order, 1)}}

    def html(self, here: str) -> Callable[[str], str]:
        """Return a function from Markdown to HTML whose links start at the page `here`."""
        markdown = Markdown(
            extensions=[
                LinkExtension(partial(self._href, here)),
                LinkNameExtension(self._headings),
                TypographyExtension(self.lang),
            ]
        )

        def convert(text: str) -> str:
            html = markdown.reset().convert(text)
            single = html.startswith("<p>") and html.count("<p>") == 1 and html.endswith("</p>")
            return html.removeprefix("<p>").removesuffix("</p>") if single else html

        return convert

    @cached_property
    def _headings(self) -> dict[str, str]:
        """Every heading of the language, by its page and id."""
        return {
            f"{path}#{heading.id}": polish(heading.title, self.lang)
            for path, found in self.course.pages[self.lang].items()
            for heading in found.headings
        }

    def _href(self, here: str, target: str) -> str:
        """Return the link from the page `here` to a page, or to a file of the language's folder."""
        path, start = resolve("index.md", target).partition("#")[0], self.course.address(self.lang, here)
        if path not in self.course.pages[self.lang]:
            return relative(start, "") + target.lstrip("/")
        return relative(start, self.course.address(self.lang, path)) + re.sub(r"^[^?#]*", "", target)

    @cached_property
    def _environment(self) -> Environment:
        environment = Environment(
            loader=FileSystemLoader(PACKAGE / "templates"),
            extensions=["jinja2.ext.i18n"],
            undefined=StrictUndefined,
            comment_start_string=COMMENT[0],
            comment_end_string=COMMENT[1],
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            autoescape=False,
        )
        environment.install_gettext_callables(  # type: ignore[attr-defined]
            self.interface.gettext, self.interface.ngettext, newstyle=True
        )
        environment.policies["ext.i18n.trimmed"] = True
        environment.filters |= {"json": as_json, "line": one_line}
        environment.filters["attribute"] = lambda text: attribute(polish(text, self.lang))
        environment.filters["plain"] = lambda text, lang=self.lang: plain(polish(text, lang))
        environment.filters["typeset"] = lambda text, lang=self.lang: escape(polish(text, lang))
        environment.globals |= {
            "renderer": self,
            "course": self.course,
            "words": self.words,
            "interface": self.interface,
            "publisher": self.publisher,
        }
        return environment

    def template(self, name: str, **context: Any) -> str:
        """Return what one of the templates makes in this language."""
        return self._environment.get_template(name).render(**context)


_SPECIAL = re.compile(r"^(\d*)(?=[-+#!.])|(?=[\\`*_\[\]{}|])")
"""Before what means something in Markdown: at the start of a text, or anywhere."""


def plain(text: str) -> str:
    """Return Markdown that shows plain text as it is: no list, heading, emphasis or link comes of it."""
    text = _SPECIAL.sub(r"\1\\", escape(one_line(text), quote=False))
    return re.sub(r"^(?:~(?=~~)|\?(?=\?\?))", lambda sign: f"&#{ord(sign[0])};", text)


def attribute(text: str) -> str:
    """Return plain text as it stands between double quotes in a list of attributes in Markdown."""
    return plain(text).replace('"', "&quot;")


def one_line(text: str) -> str:
    """Put a text on one line."""
    return " ".join(text.split())


def as_json(data: Any) -> str:
    """Return JSON that may stand inside a `<script>` element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("&", "\\u0026")


def _by_id(entries: Any, ident: str | None) -> Any:
    return next(entry for entry in entries if entry.id == ident)
