"""What `<!-- name -->` on a line of its own may ask for, and whether the pages ask for that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.findings import Finding, did_you_mean

if TYPE_CHECKING:
    from sitegen.course import Course

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
    "calculator": ("calculator.yml",),
    "sorting": ("quiz.yml", "examples.yml", "sorting.yml"),
}
"""Directive -> the files without which it has nothing to show."""

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
        "example": [example.id for example in course.examples],
        "analogy": [analogy.id for analogy in course.analogies],
        "illustration": [drawn.id for drawn in course.illustrations],
    }
    findings = []
    for pages in course.pages.values():
        for widget, title in WIDGETS.items():
            shown = [(found, asked) for found in pages.values() for asked in found.directives if asked.name == widget]
            for found, asked in shown[1:]:
                twice = f"the {title} stands on {shown[0][0].file} already; one page holds it, others link there"
                findings.append(Finding(found.file, asked.line, "directive/twice", twice))
        for found in pages.values():
            for asked in found.directives:
                message = None
                if asked.name not in DIRECTIVES:
                    message = f"there is no directive '{asked.name}'{did_you_mean(asked.name, DIRECTIVES)}"
                elif all_read and (lacking := [f for f in NEEDS.get(asked.name, ()) if f not in course.documents]):
                    message = f"the directive '{asked.name}' needs the file {lacking[0]}"
                elif all_read and asked.name in entries and asked.argument not in entries[asked.name]:
                    hint = did_you_mean(asked.argument or "", entries[asked.name])
                    message = f"there is no {asked.name} '{asked.argument or ''}'{hint}"
                elif asked.name not in entries and asked.argument:
                    message = f"the directive '{asked.name}' takes no name; write <!-- {asked.name} -->"
                if message:
                    findings.append(Finding(found.file, asked.line, "directive/unknown", message))
    return findings
