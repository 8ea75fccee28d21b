"""What `<!-- name -->` on a line of its own may ask for, and whether the pages ask for that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.findings import Finding, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.course import Course
    from sitegen.page import Directive, Page
    from sitegen.shapes import Loc

DIRECTIVES = (
    "analogies",
    "analogy",
    "answer_sheet",
    "calculator",
    "example",
    "examples",
    "flow",
    "flow_overview",
    "glossary",
    "illustration",
    "outcomes",
    "proofs",
    "publisher",
    "quiz",
    "sorting",
)
"""What `<!-- name -->` may ask for; a singular takes the id of one entry."""

NEEDS = {
    **dict.fromkeys(("answer_sheet", "flow", "flow_overview", "outcomes", "proofs", "quiz"), ("quiz.yml",)),
    **dict.fromkeys(("example", "examples"), ("examples.yml",)),
    **dict.fromkeys(("analogy", "analogies"), ("analogies.yml",)),
    "glossary": ("{lang}/glossary.yml",),
    "calculator": ("calculator.yml",),
    "sorting": ("quiz.yml", "examples.yml", "sorting.yml"),
}
"""Directive -> the files without which it has nothing to show."""

SINGULAR = ("analogy", "example", "illustration")
"""Directives that take the id of one entry."""

WIDGETS = {
    "calculator": "calculator",
    "examples": "list of examples",
    "quiz": "quiz",
    "sorting": "sorting exercise",
}
"""Directives that bring a script of their own, and so stand on one page only -> what they show."""


def check(course: Course, *, all_read: bool = True) -> list[Finding]:
    """Return directives that ask for nothing known.

    Where not all YAML files could be read, entries that they may hold get the benefit of doubt.
    """
    entries = {
        "analogy": [analogy.id for analogy in course.analogies],
        "example": [example.id for example in course.examples],
        "illustration": [drawn.id for drawn in course.illustrations],
    }
    findings: list[Finding] = []
    for lang, pages in course.pages.items():
        findings += _twice(list(pages.values()))
        for found in pages.values():
            for asked in found.directives:
                message = _wrong_name(asked)
                if all_read and not message:
                    message = _lacking(course, lang, asked) or _wrong_entry(asked, entries)
                if message:
                    findings.append(Finding(found.file, asked.line, "directive/unknown", message))
    return findings


def unused(course: Course) -> list[Finding]:
    """Return analogies and illustrations that no page shows: nobody will ever see them."""
    asked = {(d.name, d.argument) for page in course.pages[course.source].values() for d in page.directives}
    places: list[tuple[str, str, Loc, str]] = [
        ("analogy", analogy.id, (index,), "analogies.yml") for index, analogy in enumerate(course.analogies)
    ]
    places += [
        ("illustration", drawn.id, (drawn.id,), f"{course.source}/illustrations.yml") for drawn in course.illustrations
    ]
    return [
        course.documents[file].finding(
            loc, "entry/unused", f"no page shows '{ident}'; write <!-- {name}: {ident} --> on one", warning=True
        )
        for name, ident, loc, file in places
        if (name, ident) not in asked and not (name == "analogy" and ("analogies", None) in asked)
    ]


def _wrong_name(asked: Directive) -> str:
    if asked.name not in DIRECTIVES:
        return f"there is no directive '{asked.name}'{did_you_mean(asked.name, DIRECTIVES)}"
    if asked.name not in SINGULAR and asked.argument:
        return f"the directive '{asked.name}' takes no name; write <!-- {asked.name} -->"
    return ""


def _lacking(course: Course, lang: str, asked: Directive) -> str:
    names = (name.format(lang=lang) for name in NEEDS.get(asked.name, ()))
    lacking = next((name for name in names if name not in course.documents), None)
    return f"the directive '{asked.name}' needs the file {lacking}" if lacking else ""


def _wrong_entry(asked: Directive, entries: dict[str, list[str]]) -> str:
    if asked.name not in entries or asked.argument in entries[asked.name]:
        return ""
    hint = did_you_mean(asked.argument or "", entries[asked.name])
    return f"there is no {asked.name} '{asked.argument or ''}'{hint}"


def _twice(pages: list[Page]) -> Iterator[Finding]:
    """Find widgets on two pages, and what one page shows twice."""
    widgets: dict[str, str] = {}
    for page in pages:
        shown: set[tuple[str, str | None]] = set()
        for asked in page.directives:
            message = ""
            if (asked.name, asked.argument) in shown:
                message = f"this page shows {asked} already; show it once"
            elif asked.name in widgets:
                title = WIDGETS[asked.name]
                message = f"the {title} stands on {widgets[asked.name]} already; one page holds it, others link there"
            if message:
                yield Finding(page.file, asked.line, "directive/twice", message)
            shown.add((asked.name, asked.argument))
            if asked.name in WIDGETS:
                widgets.setdefault(asked.name, page.file)
