"""What is published, file by file: no more than the course says, and no less."""

from __future__ import annotations

from collections import Counter
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from sitegen.course import assets, meant, tree
from sitegen.show import head
from sitegen.show.borrowed import borrowed

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator
    from pathlib import Path

    from sitegen.course.course import Course


def of_language(course: Course, lang: str, content: Path, docs: Path) -> set[str]:
    """Return the path inside the site of all that is published of a language, but what the theme brings."""
    pages = {f"{lang}/{course.address(lang, path)}index.html" for path in course.pages[lang]}
    moved = {f"{address}index.html" for address in course.redirects if address.startswith(f"{lang}/")}
    beside = {path for folder in (lang, *_lender(course, lang)) for path in assets.beside(content / folder)}
    return pages | moved | {f"{lang}/{path}" for path in (*beside, *assets.read(docs), "404.html", head.MANIFEST)}


def _lender(course: Course, lang: str) -> list[str]:
    return [course.source] if borrowed(course, lang) else []


def compare(site: Path, wanted: Collection[str], in_theme: Callable[[str], bool]) -> tuple[str, list[str]]:
    """Return the line that says what the built `site` has, and what is wrong with it.

    `wanted` are the paths of all that should be there; `in_theme` tells whether any other file, by its path inside a
    language, comes with the theme or its search.
    """
    found = set(tree.files(site))
    others = found - set(wanted)
    unknown = {path for path in others if not in_theme(path.partition("/")[2])}
    wrong = [f"{path} would be published, and neither the content nor the theme has it" for path in sorted(unknown)]
    wrong += [f"{path} should be published, and is not there" for path in sorted(set(wanted) - found)]
    return _line(found - others, len(others - unknown)), wrong


def line(site: Path, brought: Collection[str]) -> str:
    """Return the line that says what a site has, which no longer is as it was built.

    `brought` are the paths of what the theme has brought, inside a language or for all of them.
    """
    found = set(tree.files(site))
    theirs = {path for path in found if path in brought or path.partition("/")[2] in brought}
    return _line(found - theirs, len(theirs))


def _line(found: Collection[str], of_theme: int) -> str:
    counts = Counter(_sort(path) for path in found)
    alone = sorted(path for path in found if not _sort(path))
    named = [f"{counts[sort]} {sort}" for sort in sorted(filter(None, counts))]
    return f"{len(found) + of_theme} files: {', '.join([*named, f'{of_theme} of the theme', *alone])}"


def _sort(path: str) -> str:
    return "pages" if path.endswith(".html") else meant.shared(f"{meant.ASSETS}{PurePosixPath(path).name}")


def sources(root: Path, languages: Collection[str], docs: Path, theme: Path) -> Iterator[tuple[str, str]]:
    """Yield each file that is published as it lies, with its sort: beside pages, in `docs`, in the theme's folder."""
    for lang in languages:
        yield from ((f"{root.name}/{lang}/{path}", meant.beside_pages(path)) for path in assets.beside(root / lang))
    yield from ((f"{docs.name}/{path}", meant.shared(path)) for path in assets.beside(docs))
    brought = ((f"{theme.name}/{path}", meant.in_theme(path)) for path in assets.beside(theme))
    yield from ((path, sort) for path, sort in brought if sort != "templates")
