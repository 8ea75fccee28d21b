"""Articles of all pages, most of which are as they were when the course was last checked."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from sitegen import kept
from sitegen.show.borrowed import borrowed

if TYPE_CHECKING:
    from sitegen.show.article import Article
    from sitegen.show.writer import Writer


def articles(writer: Writer) -> dict[str, Article]:
    """Return path -> article of all pages of a language.

    One is kept as long as nothing has changed that it depends on: the page, what its directives bring, any YAML file,
    the address and the directives of any page, the titles of headings that it asks for, and the generator.
    """
    around, made = kept.digest(_around(writer)), {}
    for path, page in writer.course.pages[writer.lang].items():
        brought = [writer.directive(asked.name, asked.argument) for asked in page.directives]
        arguments = (around, path, page.body, page.generated, brought)
        made[path] = kept.traced("articles", arguments, partial(writer.article_by, path), writer.heading)
    return made


def _around(writer: Writer) -> tuple[Any, ...]:
    """Return what every article of a language depends on."""
    course, lang, lent = writer.course, writer.lang, borrowed(writer.course, writer.lang)
    return (
        lang,
        [(name, document.source) for name, document in sorted(course.documents.items())],
        [(path, course.address(lang, path)) for path in course.pages[lang]],
        [
            (path, asked.name, asked.argument)
            for path, page in course.pages[course.source].items()
            for asked in page.directives
        ],
        (lent.source, lent.attributes, sorted(lent.whole), lent.running) if lent else None,
    )
