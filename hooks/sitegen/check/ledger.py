"""The ledger of links: no address, section or term that was published may die unnoticed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import yaml

from sitegen.check.published import retired_twice, unrecorded
from sitegen.check.successors import likeliest
from sitegen.course import links
from sitegen.course.files import FOLDERS, Retired
from sitegen.course.landing import CircleError
from sitegen.findings import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sitegen.course.course import Course
    from sitegen.course.files import Published
    from sitegen.course.landing import Landing
    from sitegen.findings import Finding


def check(course: Course) -> list[Finding]:
    """Return links that were published and are gone, and what is wrong with those retired.

    The course has all its pages.
    """
    wrong = [*retired_twice(course.file.retired, course.documents["course.yml"]), *_lines(course, course.landing)]
    if wrong or course.published is None:
        return wrong
    killed = list(_killed(course, course.landing))
    if not killed and record(course, course.published) != course.published:
        return [unrecorded(course.documents["published.yml"])]
    return killed


def record(course: Course, earlier: Published) -> Published:
    """Return a record with all addresses, sections and terms of today added, each in its place."""
    today, before = course.landing.today, links.recorded(earlier)
    return earlier.model_copy(
        update={
            "addresses": _merged(before.addresses, today.addresses),
            "sections": _merged(before.sections, today.sections),
            "terms": _merged(before.terms, today.terms),
        }
    )


def _merged(earlier: dict[str, tuple[str, ...]], today: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    pages = _inserted(earlier, [path for path, named in today.items() if named])
    return {path: _inserted(earlier.get(path, ()), today.get(path, ())) for path in pages}


def _inserted(earlier: Iterable[str], today: Iterable[str]) -> tuple[str, ...]:
    """Return what was recorded, in its order, and whatever is new behind what it follows today."""
    found = list(earlier)
    place = 0
    for each in today:
        if each in found:
            place = found.index(each) + 1
        else:
            found.insert(place, each)
            place += 1
    return tuple(found)


def _lines(course: Course, landing: Landing) -> Iterator[Finding]:
    """Yield lines under `retired` about what is in use, and those that lead nowhere, or in a circle."""
    document = course.documents["course.yml"]
    for index, entry in enumerate(course.file.retired):
        said = getattr(entry, entry.sort)
        if _in_use(landing, entry):
            message = f"'{said}' is in use; only what is gone can be retired"
            yield document.finding(("retired", index), "retired/in-use", message)
            continue
        try:
            landing.place(entry.link)
        except CircleError as circle:
            message = f"'{said}' leads back to itself, by way of {' and '.join(map(_shown, circle.args))}"
            message += "; in one of these lines, name as 'now' what is there today"
            yield document.finding(("retired", index), "retired/circle", message)
        except KeyError as error:
            if error.args[0] in {entry.successor, str(entry.successor).partition("#")[0]}:
                message = f"there is no '{entry.now}'{did_you_mean(str(entry.now), _known(landing, entry))}"
                yield document.finding(("retired", index, "now"), "reference/unknown", message)


def _in_use(landing: Landing, entry: Retired) -> bool:
    path, sign, ident = entry.link.partition("#")
    page = landing.page(path) if sign else None
    return entry.link in landing.live or bool(page and ident in landing.ids[page])


def _known(landing: Landing, entry: Retired) -> list[str]:
    """Return what the `now` of a line may be."""
    folder = FOLDERS.get(entry.sort)
    if folder is None:
        return [link for link in landing.live if not link.endswith("/")]
    ids = [link.removeprefix(folder).removesuffix("/") for link in landing.live if link.startswith(folder)]
    return [ident for ident in ids if "/" not in ident]


def _killed(course: Course, landing: Landing) -> Iterator[Finding]:
    """Yield what was recorded and leads nowhere, each cause once, with the line that it needs."""
    document = course.documents["course.yml"]
    first = "" if ("retired",) in document.lines else " (a key for the end of this file)"
    for link in _causes(landing):
        line = _line(link, likeliest(landing, link))
        message = f"{_shown(link)} was published and is gone: links to it would die; add this line under 'retired'"
        message += f"{first}: - {line} ({_CONFIRM if 'now:' in line else _COMPLETE})"
        about = link if "#" in link else _page(course, link)
        yield document.finding(("retired",), "link/killed", message, about=about)


def _page(course: Course, address: str) -> str:
    """Return the page that is recorded with an address; empty where none is."""
    known = course.published.addresses if course.published else {}
    return next((page for page, addresses in known.items() if address in addresses), "")


_CONFIRM = "with another 'now' if that is not what stands for it, or without if nothing does"
_COMPLETE = "with ', now: …' if something stands for it"


def _causes(landing: Landing) -> Iterator[str]:
    """Yield every link that is gone without a line, or the one because of which it is."""
    for path in landing.before.pages:
        for link in landing.before.of(path):
            try:
                landing.place(link)
            except KeyError as error:
                cause = str(error.args[0])
                yield link if cause.endswith(".md") else cause


def _line(link: str, successor: str | None) -> str:
    """Return the line that retires a link."""
    sort = _sort(link)
    entry = {sort: _word(link, sort)} | ({"now": _word(successor, sort)} if successor else {})
    return yaml.safe_dump(entry, default_flow_style=True, sort_keys=False, width=1000).strip()


def _sort(link: str) -> str:
    if "#" in link:
        return "section"
    folder, _, _ = link.removesuffix("/").rpartition("/")
    return next((sort for sort, known in FOLDERS.items() if known == f"{folder}/"), "address")


def _word(link: str, sort: str) -> str:
    return link.removeprefix(FOLDERS[sort]).removesuffix("/") if sort in FOLDERS else link


def _shown(link: str) -> str:
    """Name a link as a reader of the message knows it."""
    sort = _sort(link)
    return f"the {sort} '{link if sort == 'section' else f'/{link}'}'"
