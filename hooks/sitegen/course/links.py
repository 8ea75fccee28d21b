"""What links to a course may carry today, and where those lead that were published earlier."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from operator import itemgetter
from typing import TYPE_CHECKING

from sitegen.course.headings import made_headings, sections
from sitegen.course.landing import Landing, Links
from sitegen.course.permanent import addresses
from sitegen.course.prose import prose

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sitegen.course.course import Course
    from sitegen.course.files import Published
    from sitegen.course.slips import Lines


def complete(course: Course, entries: Mapping[str, str], moved: Mapping[str, str | None]) -> Course:
    """Return the course, which has all its pages and ids and what directives stand for, with where its links lead.

    `entries` are the permanent addresses of what has no page of its own -> the place that shows it; `moved` are
    links that kinds of content have retired -> the link or the page that stands for them now.
    """
    course = replace(course, permanent=addresses(course))
    retired = {**moved, **{entry.link: entry.successor for entry in course.file.retired}}
    landing = Landing(today(course, entries), recorded(course.published), retired, _ids(course))
    gone = {link: place for link, place in landing.moved.items() if link.startswith("c/") and "#" not in place}
    return replace(course, permanent={**course.permanent, **gone}, landing=landing)


def today(course: Course, entries: Mapping[str, str]) -> Links:
    """Return what links to the course may carry."""
    known: dict[str, list[str]] = {path: [] for path in course.listed}
    for address, path in course.permanent.items():
        known[path].append(address)
    terms: dict[str, list[str]] = defaultdict(list)
    for place in entries.values():
        path, _, ident = place.partition("#")
        terms[path].append(ident)
    named = _headings(course)
    return Links(
        {path: (*found, *_in_languages(course, path)) for path, found in known.items()},
        {path: tuple(ident for ident in ids if ident not in terms.get(path, ())) for path, ids in named.items()},
        {path: tuple(found) for path, found in terms.items()},
    )


def recorded(published: Published | None) -> Links:
    """Return what links could carry when they were last recorded."""
    return Links(published.addresses, published.sections, published.terms) if published else Links({}, {}, {})


def _in_languages(course: Course, path: str) -> list[str]:
    """Return a page's address in each language that has translated it: until then, the address may still change."""
    translated = [lang for lang in course.languages if not course.pages[lang][path].untranslated]
    return [f"{lang}/{course.address(lang, path)}" for lang in translated]


def _ids(course: Course) -> dict[str, frozenset[str]]:
    return {
        path: frozenset().union(*(pages[path].ids for pages in course.pages.values() if path in pages))
        for path in course.pages[course.source]
    }


def _headings(course: Course) -> dict[str, list[str]]:
    """Return page -> the ids of its headings in their order, those that directives bring included."""
    made = {asked: _made(list(prose(text))) for asked, text in course.shown[course.source].items()}
    found = {}
    for path, page in course.listed.items():
        parts = [(line, [ident]) for line, ident in sections(page.headings, page.lines)]
        parts += [(asked.line, made[asked.name, asked.argument]) for asked in page.directives]
        found[path] = [ident for _, ids in sorted(parts, key=itemgetter(0)) for ident in ids]
    return found


def _made(lines: Lines) -> list[str]:
    """Return the ids of the headings in what a template has made, in their order."""
    return [ident for _, ident in sorted(sections(made_headings(lines), lines), key=itemgetter(0))]
