"""What `<!-- name -->` on a line of its own may ask for, and whether the pages ask for that."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sitegen.course.page import nearly_asked
from sitegen.findings import Finding, choices, closest

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from sitegen.course.course import Course
    from sitegen.course.page import Directive as Asked
    from sitegen.course.page import Page
    from sitegen.kind import Directive


def check(course: Course, known: Mapping[str, Directive], *, all_read: bool = True) -> list[Finding]:
    """Return directives that ask for nothing `known`.

    Where not all YAML files could be read, entries that they may hold get the benefit of doubt.
    """
    findings: list[Finding] = []
    for lang, pages in course.pages.items():
        findings += _twice(list(pages.values()), known)
        for found in pages.values():
            for asked in found.directives:
                message = _wrong_name(asked, known)
                if message and all_read:
                    message += _also(course, lang, asked, known)
                if all_read and not message:
                    message = _lacking(course, lang, asked, known) or _wrong_entry(course, lang, asked, known)
                if message:
                    findings.append(Finding(found.file, asked.line, "directive/unknown", message))
    return findings


def meant(course: Course, lang: str, known: Mapping[str, Directive], page: Page) -> list[Asked] | None:
    """Return what a page asks for, slips in names put right; None where that cannot be told of one of them.

    An entry gets the benefit of doubt where it is worded, or where no such entries could be read.
    """
    found = [_meant(course, lang, known, asked) for asked in nearly_asked(page, known)]
    return [asked for asked in found if asked] if all(found) else None


def _meant(course: Course, lang: str, known: Mapping[str, Directive], asked: Asked | None) -> Asked | None:
    name = asked and (asked.name if asked.name in known else closest(asked.name, known))
    if not asked or not name:
        return None
    right, entries = replace(asked, name=name), known[name].entries
    named = entries(course) if entries else ()
    if entries is None or (known[name].optional and not named):
        return replace(right, argument=None)
    if not named or not _wrong_entry(course, lang, right, known):
        return right
    entry = closest(asked.argument or "", named)
    return replace(right, argument=entry) if entry else None


def _wrong_name(asked: Asked, known: Mapping[str, Directive]) -> str:
    if asked.name not in known:
        return f"there is no directive '{asked.name}'{choices(asked.name, known)}"
    if known[asked.name].entries is None and asked.argument:
        return f"the directive '{asked.name}' takes no name; write <!-- {asked.name} -->"
    return ""


def _also(course: Course, lang: str, asked: Asked, known: Mapping[str, Directive]) -> str:
    """Say what else would be wrong, if a directive had the name that was probably meant."""
    meant = closest(asked.name, known)
    if asked.name in known or not meant or not asked.argument:
        return ""
    right = replace(asked, name=meant)
    wrong = _wrong_name(right, known) or _wrong_entry(course, lang, right, known)
    return f" And {wrong}" if wrong else ""


def _lacking(course: Course, lang: str, asked: Asked, known: Mapping[str, Directive]) -> str:
    names = (name.format(lang=lang) for name in known[asked.name].needs)
    lacking = next((name for name in names if name not in course.documents), None)
    return f"the directive '{asked.name}' needs the file {lacking}" if lacking else ""


def _wrong_entry(course: Course, lang: str, asked: Asked, known: Mapping[str, Directive]) -> str:
    """Say that there is no such entry; of one that has wording all the same, its own file tells."""
    entries = known[asked.name].entries
    if entries is None or asked.argument in (named := entries(course)):
        return ""
    if what := known[asked.name].optional:
        return _wrong_choice(asked, what, named) if asked.argument else ""
    if _is_worded(course, lang, asked, known):
        return ""
    return f"there is no {asked.name} '{asked.argument or ''}'{choices(asked.argument or '', named)}"


def _wrong_choice(asked: Asked, what: str, named: Collection[str]) -> str:
    if named:
        return f"there is no {what} '{asked.argument}'{choices(str(asked.argument), named)}"
    return f"the directive '{asked.name}' takes no name in a course with one {what}; write <!-- {asked.name} -->"


def _is_worded(course: Course, lang: str, asked: Asked, known: Mapping[str, Directive]) -> bool:
    documents = (course.documents.get(f"{lang}/{name}") for name in known[asked.name].needs)
    return any(
        asked.argument in document.data for document in documents if document and isinstance(document.data, dict)
    )


def _twice(pages: list[Page], known: Mapping[str, Directive]) -> Iterator[Finding]:
    """Find widgets on two pages, two of a sort on one page, and what one page shows twice."""
    widgets: dict[tuple[str, str | None], str] = {}
    for page in pages:
        shown: set[tuple[str, str | None]] = set()
        for asked in page.directives:
            title = known[asked.name].widget if asked.name in known else ""
            this = asked.name, asked.argument if title and known[asked.name].optional else None
            message = ""
            if (asked.name, asked.argument) in shown:
                message = f"this page shows {asked} already; show it once"
            elif title and asked.name in {name for name, _ in shown}:
                message = f"this page has a {title} already; put {asked} on a page of its own"
            elif this in widgets:
                message = f"the {title} stands on {widgets[this]} already; one page holds it, others link there"
            if message:
                yield Finding(page.file, asked.line, "directive/twice", message)
            shown.add((asked.name, asked.argument))
            if title:
                widgets.setdefault(this, page.file)
